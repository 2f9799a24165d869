// What was taken for lost and is not, and what was taken for right and is lost: by a handler, a flag, an order or a part.
namespace Samples.RightAfterAll3.M02
{
    /// <summary>The loop in the watcher's event never gives up: the number only grows.</summary>
    public sealed class ConfigWatcher : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private string _text = string.Empty;

        public ConfigWatcher(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "*.json");
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        public string Text => _text;

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            var failures = 0;
            while (failures >= 0)
            {
                try
                {
                    _text = e.FullPath + ":" + new FileInfo(e.FullPath).Length;
                    return;
                }
                catch (IOException)
                {
                    failures++;
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.RightAfterAll3.M03
{
    /// <summary>One event goes over all targets of the farm, hundreds of them, and sleeps a second for each that fails.</summary>
    public sealed class FarmNotifier : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly IReadOnlyList<string> _targets;
        private int _failures;

        public FarmNotifier(string folder, IReadOnlyList<string> targets)
        {
            _targets = targets;
            _watcher = new FileSystemWatcher(folder, "*.site");
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        public int Failures => _failures;

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            var left = _targets.Count;
            while (left > 0)
            {
                left--;
                try
                {
                    Announce(_targets[left], e.Name);
                }
                catch (InvalidOperationException)
                {
                    _failures++;
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        private static void Announce(string target, string? name)
        {
            if (target.Length == 0)
                throw new InvalidOperationException(name);
            Console.WriteLine($"{target}: {name}");
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.RightAfterAll3.M04
{
    /// <summary>Every event tries all mirrors, many of them, up to ten times each, and sleeps between.</summary>
    public sealed class MirrorKeeper : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly List<string> _mirrors;

        public MirrorKeeper(string folder, List<string> mirrors)
        {
            _mirrors = mirrors;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            foreach (var mirror in _mirrors)
            {
                for (var attempt = 0; attempt < 10; attempt++)
                {
                    try
                    {
                        Announce(mirror, e.FullPath);
                        break;
                    }
                    catch (HttpRequestException)
                    {
                        Thread.Sleep(1000); //! LEAK3001
                    }
                }
            }
        }

        private static void Announce(string mirror, string path)
        {
            if (mirror.Length == 0)
                throw new HttpRequestException(path);
            Console.WriteLine(mirror);
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.RightAfterAll3.M05
{
    /// <summary>A tick that finds another one at work waits for it: those pile up that are turned away.</summary>
    public sealed class Collector : IDisposable
    {
        private readonly Timer _timer;
        private readonly ManualResetEvent _done = new(true);
        private int _busy;
        private long _total;

        public Collector() => _timer = new Timer(OnTick, null, 1000, 1000);

        public long Total => Interlocked.Read(ref _total);

        private bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

        private void OnTick(object? state)
        {
            if (!TryEnter())
            {
                _done.WaitOne(); //! LEAK3001
                return;
            }

            _done.Reset();
            Interlocked.Add(ref _total, GC.GetTotalMemory(false));
            _done.Set();
            Volatile.Write(ref _busy, 0);
        }

        public void Dispose()
        {
            _timer.Dispose();
            _done.Dispose();
        }
    }
}

namespace Samples.RightAfterAll3.M06
{
    /// <summary>The gate is given back by a compare-exchange before the wait.</summary>
    public sealed class Pinger : IDisposable
    {
        private readonly Timer _timer;
        private readonly ManualResetEvent _reply = new(false);
        private int _busy;
        private long _sent;

        public Pinger() => _timer = new Timer(OnTick, null, 500, 500);

        public long Sent => Interlocked.Read(ref _sent);

        public void Answer() => _reply.Set();

        private bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

        private void OnTick(object? state)
        {
            if (!TryEnter())
                return;
            Interlocked.Increment(ref _sent);
            Interlocked.CompareExchange(ref _busy, 0, 1);
            _reply.WaitOne(); //! LEAK3001
        }

        public void Dispose()
        {
            _timer.Dispose();
            _reply.Dispose();
        }
    }
}

namespace Samples.RightAfterAll3.M07
{
    /// <summary>What goes in holds a stream that the holder has opened for it; after Dispose nobody ends that.</summary>
    public sealed class Slot : IDisposable
    {
        public Slot(string name) => Name = name;

        public string Name { get; }

        public FileStream? Stream { get; set; }

        public long Length => Stream?.Length ?? 0;

        public void Dispose() => Stream?.Dispose();
    }

    public sealed class SlotTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Slot> _slots = new();

        public long Open(string name, string path)
        {
            lock (_gate)
            {
                if (_slots.TryGetValue(name, out var known))
                    return known.Length;
                var slot = new Slot(name) { Stream = new FileStream(path, FileMode.Open) };
                _slots.Add(name, slot); //! LEAK4002
                return slot.Length;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var slot in _slots.Values)
                    slot.Dispose(); //! LEAK1013
                _slots.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll3.M08
{
    /// <summary>The table attaches a file to each link that it puts in; after Dispose nobody ends that.</summary>
    public sealed class Link : IDisposable
    {
        private FileStream? _file;

        public Link(string name) => Name = name;

        public string Name { get; }

        public long Length => _file?.Length ?? 0;

        public void Attach(FileStream file) => _file = file;

        public void Dispose() => _file?.Dispose();
    }

    public sealed class LinkTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Link> _links = new();

        public long Open(string name, string path)
        {
            lock (_gate)
            {
                if (_links.TryGetValue(name, out var known))
                    return known.Length;
                var link = new Link(name);
                _links.Add(name, link); //! LEAK4002
                link.Attach(new FileStream(path, FileMode.Open));
                return link.Length;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _links.Values)
                    link.Dispose(); //! LEAK1013
                _links.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll3.M09
{
    /// <summary>Its thread runs as long as the field says that it is the one: Dispose sets that to null.</summary>
    public sealed class Sampler : IDisposable
    {
        private Thread? _thread;
        private long _count;
        private long _last;

        public Sampler(string name)
        {
            Name = name;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public string Name { get; }
        public long Count => _count;
        public long Last => _last;
        public bool IsIdle => _count == 0;
        public void Reset() => _count = 0;
        public void Mark(long value) => _last = value;
        public long Mean(long total) => _count == 0 ? 0 : total / _count;

        private void Run()
        {
            while (_thread != null)
            {
                _count++;
                _last = Environment.TickCount64;
                Thread.Sleep(100);
            }
        }

        public void Dispose() => _thread = null;
    }

    public sealed class SamplerSet : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Sampler> _samplers = new();

        public void Restart(string name)
        {
            lock (_gate)
                _samplers[name] = new Sampler(name); //! LEAK1001 LEAK4002
        }

        public long Total()
        {
            lock (_gate)
                return _samplers.Values.Sum(s => s.Count);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var sampler in _samplers.Values)
                    sampler.Dispose();
                _samplers.Clear();
            }
        }
    }
}
