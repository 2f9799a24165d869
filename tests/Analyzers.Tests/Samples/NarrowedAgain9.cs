using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Loader;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain9.W13_STATIC_EVENT_HELPER
{
    public static class RateChanges
    {
        private static Action<string>? s_changed;

        public static void Attach(Action<string> handler) => s_changed += handler;

        public static void Detach(Action<string> handler) => s_changed -= handler;

        public static void Raise(string currency) => s_changed?.Invoke(currency);
    }

    public sealed class PriceList : IDisposable
    {
        private readonly Dictionary<string, decimal> _prices = new();
        private readonly byte[] _image = new byte[4 << 20];
        private int _version;

        public PriceList(string customer)
        {
            Customer = customer;
            RateChanges.Attach(OnRate);
        }

        public string Customer { get; }
        public int Version => _version;
        public int Count => _prices.Count;
        public byte[] Image => _image;

        public decimal this[string item] => _prices[item];

        public void Set(string item, decimal price) => _prices[item] = price;

        public bool Has(string item) => _prices.ContainsKey(item);

        private void OnRate(string currency) => _version++;

        public void Dispose() => RateChanges.Detach(OnRate);
    }

    public sealed class PriceLists : IDisposable
    {
        private readonly Dictionary<string, PriceList> _lists = new();

        public void Rebuild(string customer)
        {
            _lists[customer] = new PriceList(customer); //! LEAK1001
        }

        public void Drop(string customer)
        {
            _lists.Remove(customer); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var list in _lists.Values)
                list.Dispose();
            _lists.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W14_LEASE_PERMIT
{
    public sealed class WorkPermit : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly SemaphoreSlim _limit;

        public WorkPermit(string name, SemaphoreSlim limit)
        {
            Name = name;
            _limit = limit;
            _limit.Wait();
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _limit.Release();
        }
    }

    public sealed class WorkPermits : IDisposable
    {
        private readonly Dictionary<string, WorkPermit> _permits = new();
        private readonly SemaphoreSlim _limit = new(8, 8);

        public void Enter(string job)
        {
            _permits[job] = new WorkPermit(job, _limit); //! LEAK1001
        }

        public void Leave(string job)
        {
            _permits.Remove(job); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var permit in _permits.Values)
                permit.Dispose();
            _permits.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W15_RELEASE_ACTION
{
    public sealed class Reservation : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly Action _release;

        public Reservation(string name, Action release)
        {
            Name = name;
            _release = release;
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _release();
        }
    }

    public sealed class Board : IDisposable
    {
        private readonly Dictionary<string, Reservation> _reservations = new();
        private readonly HashSet<string> _taken = new();

        public void Reserve(string cell, string user)
        {
            if (!_taken.Add(cell))
                throw new InvalidOperationException(cell + " is taken");
            _reservations[user] = new Reservation(user, () => _taken.Remove(cell)); //! LEAK1001
        }

        public void Forget(string user)
        {
            _reservations.Remove(user); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var reservation in _reservations.Values)
                reservation.Dispose();
            _reservations.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W16_LOAD_CONTEXT
{
    public sealed class Plugin : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly AssemblyLoadContext _context;

        public Plugin(string name, string path)
        {
            Name = name;
            _context = new AssemblyLoadContext(name, isCollectible: true);
            _context.LoadFromAssemblyPath(path);
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _context.Unload();
        }
    }

    public sealed class PluginHost : IDisposable
    {
        private readonly Dictionary<string, Plugin> _plugins = new();

        public void Reload(string name, string path)
        {
            _plugins[name] = new Plugin(name, path); //! LEAK1001
        }

        public void Remove(string name)
        {
            _plugins.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var plugin in _plugins.Values)
                plugin.Dispose();
            _plugins.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W17_CHANNEL_NUMBER
{
    public sealed class Voice : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly ConcurrentStack<int> _free;
        private readonly int _number;

        public Voice(string name, ConcurrentStack<int> free)
        {
            Name = name;
            _free = free;
            if (!_free.TryPop(out _number))
                throw new InvalidOperationException("all voices are taken");
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _free.Push(_number);
        }
    }

    public sealed class Mixer : IDisposable
    {
        private readonly Dictionary<string, Voice> _voices = new();
        private readonly ConcurrentStack<int> _free = new(Enumerable.Range(0, 32));

        public void Play(string sound)
        {
            _voices[sound] = new Voice(sound, _free); //! LEAK1001
        }

        public void Silence(string sound)
        {
            _voices.Remove(sound); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var voice in _voices.Values)
                voice.Dispose();
            _voices.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W18_PROCESS_BY_ID
{
    public sealed class Daemon : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly int _pid;

        public Daemon(string name, string path)
        {
            Name = name;
            using var started = Process.Start(path);
            _pid = started.Id;
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            using var process = Process.GetProcessById(_pid);
            process.Kill();
        }
    }

    public sealed class DaemonTable : IDisposable
    {
        private readonly Dictionary<string, Daemon> _daemons = new();

        public void Launch(string name, string path)
        {
            _daemons[name] = new Daemon(name, path); //! LEAK1001
        }

        public void Forget(string name)
        {
            _daemons.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var daemon in _daemons.Values)
                daemon.Dispose();
            _daemons.Clear();
        }
    }
}
