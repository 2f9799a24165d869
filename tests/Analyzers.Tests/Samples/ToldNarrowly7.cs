// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly7.R05
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

    public sealed class Sheet
    {
        private readonly List<Spool> _spools = [];

        public void Add()
        {
            lock (_spools)
                _spools.Add(new Spool()); //! LEAK4002
        }

        public void Empty()
        {
            Spool[] old;
            lock (_spools)
            {
                old = [.. _spools];
                _spools.Clear();
            }

            foreach (var spool in old)
                spool.Dispose();
        }
    }

    /// <summary>Dispose and DisposeAsync share a helper, which ends the sheet; Dispose says it itself where there is no helper.</summary>
    public sealed class SheetView : IDisposable, IAsyncDisposable
    {
        private readonly Sheet _sheet = new();

        public void OnAdd() => _sheet.Add();

        public void Dispose() => _sheet.Empty();

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            FreeAll();
        }

        private void FreeAll() => _sheet.Empty();
    }
}

namespace Samples.ToldNarrowly7.R06
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

    /// <summary>The loop owns the lines: when it is cancelled it ends them all, and it does not go on after that.</summary>
    public sealed class Poller
    {
        private readonly object _gate = new();
        private readonly List<Spool> _spools = [];

        public void Add()
        {
            lock (_gate)
                _spools.Add(new Spool()); //! LEAK4002
        }

        public async Task RunAsync(CancellationToken token)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(1000, token);
                    lock (_gate)
                        Console.WriteLine(_spools.Sum(s => s.Length));
                }
            }
            catch (OperationCanceledException)
            {
                CloseAll();
            }
        }

        private void CloseAll()
        {
            lock (_gate)
            {
                foreach (var spool in _spools)
                    spool.Dispose();
                _spools.Clear();
            }
        }
    }
}

namespace Samples.ToldNarrowly7.R07
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

    public sealed class Sheet
    {
        private readonly object _gate = new();
        private readonly List<Spool> _spools = [];

        public void Add()
        {
            lock (_gate)
                _spools.Add(new Spool()); //! LEAK4002
        }

        public void Empty()
        {
            lock (_gate)
            {
                foreach (var spool in _spools)
                    spool.Dispose();
                _spools.Clear();
            }
        }
    }

    /// <summary>The end of the window is told by an event; whoever closes it otherwise calls Dispose.</summary>
    public sealed class SheetWindow : IDisposable
    {
        private readonly Sheet _sheet = new();
        private readonly CancellationTokenRegistration _registration;

        public SheetWindow(CancellationToken closed) => _registration = closed.Register(() => _sheet.Empty());

        public void OnAdd() => _sheet.Add();

        public void Dispose()
        {
            _registration.Dispose();
            _sheet.Empty();
        }
    }
}

namespace Samples.ToldNarrowly7.R08
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

    /// <summary>The pump owns its files: when it fails for good it ends them, and is not run again.</summary>
    public sealed class Pump
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Spool> _spools = new();
        private volatile bool _dead;

        public bool Open(string name)
        {
            if (_dead)
                return false;
            var spool = new Spool();
            if (_spools.TryAdd(name, spool)) //! LEAK4002
                return true;
            spool.Dispose();
            return false;
        }

        public async Task RunAsync(Func<CancellationToken, Task> step, CancellationToken token)
        {
            try
            {
                while (true)
                    await step(token);
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e.Message);
                Shutdown();
            }
        }

        private void Shutdown()
        {
            _dead = true;
            foreach (var spool in _spools.Values)
                spool.Dispose();
            _spools.Clear();
        }
    }
}

namespace Samples.ToldNarrowly7.S01
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

    /// <summary>Each reload makes a registry anew; the files of the one before stay open.</summary>
    public sealed class Registry
    {
        private static Registry? _current;

        private readonly Dictionary<string, Spool> _spools = []; //! LEAK1004

        private Registry()
        {
        }

        public static Registry Current => _current ?? throw new InvalidOperationException("Not loaded.");

        public static void Reload() => _current = new Registry();

        public long Open(string name)
        {
            lock (_spools)
            {
                if (!_spools.TryGetValue(name, out var spool))
                    _spools[name] = spool = new Spool();
                return spool.Length;
            }
        }

        public void Drop(string name)
        {
            Spool? spool;
            lock (_spools)
                _spools.Remove(name, out spool);
            spool?.Dispose();
        }
    }
}
