// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly6.P02
{
    /// <summary>What fails is the server that gets the news: its outage holds up the events of the folder.</summary>
    public sealed class Notifier : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Action<string> _tell;

        public Notifier(string folder, Action<string> tell)
        {
            _tell = tell;
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Created += OnCreated;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                try
                {
                    _tell(e.FullPath);
                    return;
                }
                catch (Exception)
                {
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.ToldNarrowly6.P03
{
    /// <summary>The count begins anew with each part that could be read: a file that grows is never given up.</summary>
    public sealed class Tail : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private long _at;

        public Tail(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            var failed = 0;
            while (failed < 5 && _at < new FileInfo(e.FullPath).Length)
            {
                try
                {
                    _at += ReadFrom(e.FullPath, _at);
                    failed = 0;
                }
                catch (IOException)
                {
                    failed++;
                    Thread.Sleep(500); //! LEAK3001
                }
            }
        }

        private static long ReadFrom(string path, long at)
        {
            using var file = File.OpenRead(path);
            file.Position = at;
            var buffer = new byte[4096];
            return file.Read(buffer, 0, buffer.Length);
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.ToldNarrowly6.R01
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

    /// <summary>The view empties its sheet at its end, by Dispose or at the end of the process.</summary>
    public sealed class SheetView : IDisposable
    {
        private readonly Sheet _sheet = new();

        public SheetView() => AppDomain.CurrentDomain.ProcessExit += OnProcessExit;

        public void OnAdd() => _sheet.Add();

        private void OnProcessExit(object? sender, EventArgs e) => _sheet.Empty();

        public void Dispose()
        {
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            _sheet.Empty();
        }
    }
}

namespace Samples.ToldNarrowly6.R02
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

    /// <summary>The constructor ends the sheet when it fails; Dispose ends it otherwise.</summary>
    public sealed class SheetView : IDisposable
    {
        private readonly Sheet _sheet = new();
        private readonly string _title;

        public SheetView(string path)
        {
            try
            {
                _title = File.ReadAllText(path);
            }
            catch
            {
                _sheet.Empty();
                throw;
            }
        }

        public string Title => _title;

        public void OnAdd() => _sheet.Add();

        public void Dispose() => _sheet.Empty();
    }
}

namespace Samples.ToldNarrowly6.R03
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
        private readonly Dictionary<string, Spool> _spools = [];

        public void Add(string name)
        {
            lock (_spools)
            {
                if (!_spools.ContainsKey(name))
                    _spools.Add(name, new Spool()); //! LEAK4002
            }
        }

        public void Drop(string name)
        {
            Spool? old;
            lock (_spools)
                _spools.Remove(name, out old);
            old?.Dispose();
        }

        public void Drop()
        {
            Spool[] old;
            lock (_spools)
            {
                old = [.. _spools.Values];
                _spools.Clear();
            }

            foreach (var spool in old)
                spool.Dispose();
        }
    }

    /// <summary>One Drop takes a name and drops one; the other, at the end, drops all.</summary>
    public sealed class SheetView : IDisposable
    {
        private readonly Sheet _sheet = new();

        public void OnAdd(string name) => _sheet.Add(name);

        public void OnDrop(string name) => _sheet.Drop(name);

        public void Dispose() => _sheet.Drop();
    }
}

namespace Samples.ToldNarrowly6.R04
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

    /// <summary>Dispose and the finalizer empty the sheet.</summary>
    public sealed class SheetView : IDisposable
    {
        private readonly Sheet _sheet = new();

        ~SheetView() => _sheet.Empty();

        public void OnAdd() => _sheet.Add();

        public void Dispose()
        {
            _sheet.Empty();
            GC.SuppressFinalize(this);
        }
    }
}
