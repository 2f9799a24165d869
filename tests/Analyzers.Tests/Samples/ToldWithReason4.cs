using System.Collections.Concurrent;
using System.Threading.Channels;

// Each program has one thing that the exemption it resembles does not cover, or has all of it.
namespace Samples.ToldWithReason4.B11_TABLEWIREDBYHELPER
{
    public sealed class NotifyingTable : Dictionary<string, FileStream>
    {
        public event Action<FileStream>? Removed;

        public new bool Remove(string key)
        {
            if (!TryGetValue(key, out var value))
                return false;
            base.Remove(key);
            Removed?.Invoke(value);
            return true;
        }
    }

    public sealed class Notebook : IDisposable
    {
        private readonly NotifyingTable _pages = new();

        public Notebook() => Wire();

        private void Wire() => _pages.Removed += OnRemoved;

        private void OnRemoved(FileStream page) => page.Dispose();

        public void Open(string name)
        {
            if (!_pages.ContainsKey(name))
                _pages.Add(name, new FileStream(name + ".page", FileMode.OpenOrCreate));
        }

        public void Leave(string name) => _pages.Remove(name);

        public void Dispose()
        {
            foreach (var name in _pages.Keys.ToArray())
                _pages.Remove(name);
        }
    }
}

namespace Samples.ToldWithReason4.C01_EMPTYENDVIEW
{
    public interface ICursor : IDisposable
    {
        string? Next();
    }

    public sealed class LineCursor : ICursor
    {
        private readonly FileStream _archive;
        private int _line;
        private bool _disposed;

        public LineCursor(FileStream archive) => _archive = archive;

        public string? Next()
        {
            if (_disposed)
                throw new ObjectDisposedException(nameof(LineCursor));
            var reader = new StreamReader(_archive, leaveOpen: true);
            try
            {
                string? line = null;
                for (var i = 0; i <= _line; i++)
                    line = reader.ReadLine();
                _line++;
                return line;
            }
            finally
            {
                reader.Dispose();
            }
        }

        public void Dispose() => _disposed = true;
    }

    public sealed class CursorTable : IDisposable
    {
        private readonly Dictionary<string, ICursor> _cursors = new();
        private readonly FileStream _archive = new("archive.txt", FileMode.Open);

        public void Reset(string name) => _cursors[name] = new LineCursor(_archive);

        public string? Next(string name) => _cursors[name].Next();

        public void Forget(string name) => _cursors.Remove(name);

        public void Dispose()
        {
            foreach (var cursor in _cursors.Values)
                cursor.Dispose();
            _archive.Dispose();
        }
    }
}

namespace Samples.ToldWithReason4.C02_LIFECYCLEOBJECT
{
    public sealed class Lifecycle
    {
        private volatile bool _started;
        public void ThrowIfStarted()
        {
            if (_started)
                throw new InvalidOperationException("The host has been started.");
        }

        public void Start() => _started = true;
    }

    public sealed class ChannelHost : IDisposable
    {
        private readonly object _gate = new();
        private readonly Lifecycle _lifecycle = new();
        private readonly Dictionary<string, FileStream> _logs = new();
        private long _total;

        public void AddLog(string name)
        {
            _lifecycle.ThrowIfStarted();
            if (!_logs.ContainsKey(name))
                _logs[name] = new FileStream(name + ".log", FileMode.Append);
        }

        public void Start() => _lifecycle.Start();

        public void Write(string name, byte[] data)
        {
            lock (_gate)
            {
                _logs[name].Write(data);
                _total += data.Length;
            }
        }

        public long Total
        {
            get { lock (_gate) return _total; }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var log in _logs.Values)
                    log.Dispose(); //! LEAK1013
            }
        }
    }
}

namespace Samples.ToldWithReason4.C05_REPLACESONE
{
    public sealed class PageFiles : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, FileStream> _pages = new();

        public PageFiles(int count)
        {
            for (var i = 0; i < count; i++)
                _pages.Add(i, new FileStream(i + ".page", FileMode.OpenOrCreate));
        }

        public void Renew(int page, string path)
        {
            lock (_gate)
            {
                if (_pages.TryGetValue(page, out var old))
                {
                    _pages[page] = new FileStream(path, FileMode.OpenOrCreate);
                    old.Dispose();
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var page in _pages.Keys.ToArray())
                {
                    try
                    {
                        _pages[page].Dispose();
                    }
                    finally
                    {
                        _pages.Remove(page);
                    }
                }
            }
        }
    }
}

namespace Samples.ToldWithReason4.C08_NOTEONENTRY
{
    public class Lease
    {
        private readonly Dictionary<string, string> _tags = new();
        private readonly FileStream _file;

        public Lease(string id) => _file = new FileStream(id + ".lease", FileMode.Create);

        public virtual void Tag(string key, string value) => _tags.Add(key, value);

        public void Write(byte[] data) => _file.Write(data);

        public void End() => _file.Dispose();
    }

    public sealed class StrictLease : Lease
    {
        public StrictLease(string id) : base(id) { }

        public override void Tag(string key, string value)
        {
            if (value.Length > 64)
                throw new ArgumentException("The value is too long.", nameof(value));
            base.Tag(key, value);
        }
    }

    public sealed class LeaseTable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Lease> _leases = new();

        public Lease Begin(string id, bool strict)
        {
            lock (_gate)
            {
                var lease = strict ? new StrictLease(id) : new Lease(id);
                _leases.Add(id, lease);
                return lease;
            }
        }

        public void End(string id)
        {
            lock (_gate)
            {
                if (_leases.Remove(id, out var lease))
                    lease.End();
            }
        }
    }

    public sealed class Worker
    {
        private readonly LeaseTable _table = new();

        public void Work(string id, string user, byte[] data)
        {
            var lease = _table.Begin(id, user.Length > 0); //! LEAK4001
            lease.Tag("user", user);
            try
            {
                lease.Write(data);
            }
            finally
            {
                _table.End(id);
            }
        }
    }
}

namespace Samples.ToldWithReason4.C12_REPLAY
{
    public abstract class Pump
    {
        private readonly Channel<string> _queue = Channel.CreateBounded<string>(64);
        private readonly Task _loop;

        protected Pump() => _loop = Task.Run(RunAsync);

        public bool Post(string message) => _queue.Writer.TryWrite(message);

        protected abstract void Handle(string message);

        private async Task RunAsync()
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var message))
                    Handle(message);
            }
        }
    }

    public class FilePump : Pump, IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();

        protected override void Handle(string message)
        {
            if (!_files.TryGetValue(message, out var file))
            {
                file = new FileStream(message + ".txt", FileMode.Append);
                _files[message] = file; //! LEAK2001 LEAK4002
            }

            file.WriteByte(10);
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }

    public sealed class ReplayPump : FilePump
    {
        public void Replay(IEnumerable<string> messages)
        {
            foreach (var message in messages)
                Handle(message);
        }
    }
}

namespace Samples.ToldWithReason4.C22_LEAVESWHENCLOSED
{
    public sealed class FeedHub : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _feeds = new();
        private volatile bool _closed;

        public void Show(string user)
        {
            Ensure(user);
            if (_closed)
                return;
            EndGuest();
        }

        private void Ensure(string user)
        {
            lock (_gate)
            {
                if (!_feeds.ContainsKey(user))
                    _feeds.Add(user, new FileStream(user + ".feed", FileMode.OpenOrCreate)); //! LEAK4002
            }
        }

        private void EndGuest()
        {
            lock (_gate)
            {
                if (_feeds.Remove("guest", out var feed))
                    feed.Dispose();
            }
        }

        public void Dispose()
        {
            _closed = true;
            lock (_gate)
            {
                foreach (var feed in _feeds.Values)
                    feed.Dispose(); //! LEAK1013
                _feeds.Clear();
            }
        }
    }
}
