// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly2.E06
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool, false));
            return true;
        }
    }

    /// <summary>The handler has a helper that ends what left.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public Shelves() => _shelf.Removed += (_, e) => End(e.Value);

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name);

        private static void End(Spool spool)
        {
            Console.WriteLine(spool.Length);
            spool.Dispose();
        }

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly2.E08
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool, false));
            return true;
        }
    }

    /// <summary>The handler that ends what leaves is attached for a trial run only; otherwise nobody does.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public void BeginTrial() => _shelf.Removed += OnRemoved;

        public void EndTrial() => _shelf.Removed -= OnRemoved;

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        private static void OnRemoved(object? sender, RemovedEventArgs e) => e.Value.Dispose();

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly2.F01
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>The number is free when it is asked for; while the file is opened, another Open gets the same one.</summary>
    public sealed class Volume : IDisposable
    {
        private readonly Dictionary<int, Spool> _files = [];

        public async Task<int> OpenAsync(string path)
        {
            var number = NextFree();
            var data = await File.ReadAllBytesAsync(path);
            var file = new Spool();
            _files[number] = file; //! LEAK1001
            file.Write(data);
            return number;
        }

        public void Close(int number)
        {
            if (_files.Remove(number, out var file))
                file.Dispose();
        }

        private int NextFree()
        {
            var number = 1;
            while (_files.ContainsKey(number))
                number++;
            return number;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose();
            _files.Clear();
        }
    }
}

namespace Samples.ToldNarrowly2.F02
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>The number is found in one section of the lock and used in another; between them somebody else gets the same one.</summary>
    public sealed class Volume : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, Spool> _files = [];
        private bool _closed;

        public int Open()
        {
            int number;
            lock (_gate)
                number = NextFree();
            var file = new Spool();
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _files[number] = file; //! LEAK1001
            }

            return number;
        }

        public void Close(int number)
        {
            Spool? file;
            lock (_gate)
                _files.Remove(number, out file);
            file?.Dispose();
        }

        private int NextFree()
        {
            var number = 1;
            while (_files.ContainsKey(number))
                number++;
            return number;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var file in _files.Values)
                    file.Dispose();
                _files.Clear();
            }
        }
    }
}

namespace Samples.ToldNarrowly2.F07B
{
    /// <summary>A job is listed while it runs; the way out for the empty ones forgets it, and Trim is for the large ones.</summary>
    public sealed class Jobs
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _running = new();

        public async Task RunAsync(string id, byte[] data, Func<byte[], Task> work)
        {
            if (!_running.TryAdd(id, data.Length)) //! LEAK4001
                throw new InvalidOperationException(id);
            if (data.Length == 0)
                return;
            try
            {
                await work(data);
            }
            finally
            {
                _running.TryRemove(id, out _);
            }
        }

        public bool IsRunning(string id) => _running.ContainsKey(id);

        public void Trim(int over)
        {
            foreach (var (id, size) in _running)
            {
                if (size > over)
                    _running.TryRemove(id, out _);
            }
        }
    }
}

namespace Samples.ToldNarrowly2.F09
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Many threads ask; the check wants that the work has begun.</summary>
    public sealed class Ports : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Spool> _ports = new();
        private volatile bool _running;

        public void Start() => _running = true;

        public long Ask(int number)
        {
            ThrowIfNoLongerRunning();
            if (!_ports.ContainsKey(number))
                _ports[number] = new Spool(); //! LEAK2001 LEAK4002
            return _ports.Count;
        }

        private void ThrowIfNoLongerRunning()
        {
            if (!_running)
                throw new InvalidOperationException("Stopped.");
        }

        public void Dispose()
        {
            _running = false;
            foreach (var port in _ports.Values)
                port.Dispose();
            _ports.Clear();
        }
    }
}
