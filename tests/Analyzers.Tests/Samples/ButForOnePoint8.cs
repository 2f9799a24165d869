using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint8.P08_FLUSH_CLOSED
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        protected bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ButForOnePoint8.P09_FLUSH_STATE
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private State _state;

        private enum State { Open, Flushing, Closed }

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_state >= State.Closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_state >= State.Closed)
                    return;
                _state = State.Closed;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ButForOnePoint8.P11_FAULTED_ENTRY
{
    public sealed class Channel : IDisposable
    {
        private readonly TcpClient _client = new();

        public Task ConnectAsync(string host) => _client.ConnectAsync(host, 20);

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Channels
    {
        private readonly ConcurrentDictionary<string, Task<Channel>> _channels = new();

        public Task<Channel> Of(string host)
        {
            var task = _channels.GetOrAdd(host, ConnectAsync); //! LEAK1005
            Watch(host, task);
            return task;
        }

        private static async Task<Channel> ConnectAsync(string host)
        {
            var channel = new Channel();
            try
            {
                await channel.ConnectAsync(host);
                return channel;
            }
            catch
            {
                channel.Dispose();
                throw;
            }
        }

        private void Watch(string host, Task ready) => ready.ContinueWith(t =>
        {
            if (t.IsFaulted)
                _channels.TryRemove(host, out _);
        });
    }
}

namespace Samples.ButForOnePoint8.P13_FLUSH_DISPOSING
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;
        private readonly CancellationTokenSource _stop = new();

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested)
                    return;
                _stop.Cancel();
                _closed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ButForOnePoint8.P14_FLUSH_PENDING
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private bool HasLines() => _count > 0;

        private void Flush()
        {
            if (HasLines())
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ButForOnePoint8.P15_NO_WAIT_IN_A_HURRY
{
    /// <summary>How long a save may take is told by who makes it; in a hurry it is not waited for.</summary>
    public sealed class Saver : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private int _timeout;

        public Saver(string folder, int timeout)
        {
            _timeout = timeout;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void Hurry() => _timeout = 0;

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (!_http.GetAsync("http://store/" + e.Name).Wait(_timeout))
                Console.Error.WriteLine("too slow");
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}
