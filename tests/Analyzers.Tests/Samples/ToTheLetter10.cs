using System.Collections.Concurrent;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter10.S01_ONLY_BOTH_PIPES
{
    /// <summary>There are an input and an output, and no others.</summary>
    public sealed class PipePair : IDisposable
    {
        private readonly Dictionary<string, FileStream> _pipes = new();
        private readonly Action<FileStream> _closer;

        public PipePair(Action<FileStream> closer) => _closer = closer;

        public void Open(string path)
        {
            HandOver(false);
            _pipes.Add("in", new FileStream(path + ".in", FileMode.Open));
            _pipes.Add("out", new FileStream(path + ".out", FileMode.Create));
        }

        public void Write(byte[] data) => _pipes["out"].Write(data);

        /// <summary>The closer closes what it gets.</summary>
        public void HandOver(bool both)
        {
            if (_pipes.TryGetValue("in", out var input))
                _closer(input);
            if (both && _pipes.TryGetValue("out", out var output))
                _closer(output);
            _pipes.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var pipe in _pipes.Values)
                pipe.Dispose(); //! LEAK1013
            _pipes.Clear();
        }
    }
}

namespace Samples.ToTheLetter10.S03_FROZEN_AND_CLOSED
{
    public sealed class PartCache : IDisposable
    {
        private List<FileStream>? _parts;
        private bool _frozen;

        public void Open(string path)
        {
            if (!_frozen)
                (_parts ??= new List<FileStream>()).Add(new FileStream(path, FileMode.Open));
        }

        public void Freeze() => _frozen = true;

        public void Thaw() => _frozen = false;

        public void Trim()
        {
            if (_frozen)
                _parts = null; //! LEAK1003
        }

        public long Size => _parts?.Sum(p => p.Length) ?? 0;

        public void Dispose()
        {
            _frozen = true;
            if (_parts == null)
                return;
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts = null;
        }
    }
}

namespace Samples.ToTheLetter10.S04_NO_MORE_OPEN
{
    public sealed class PartCache : IDisposable
    {
        private List<FileStream>? _parts = new();
        private bool _open = true;

        public void Add(string path)
        {
            if (!_open)
            {
                _parts = null;
                throw new ObjectDisposedException(nameof(PartCache));
            }

            _parts!.Add(new FileStream(path, FileMode.Open));
        }

        public long Size => _parts?.Sum(p => p.Length) ?? 0;

        public void Dispose()
        {
            _open = false;
            if (_parts == null)
                return;
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts.Clear();
        }
    }
}

namespace Samples.ToTheLetter10.S05_FILLED_BY_HELPER
{
    public sealed class BatchReader : IDisposable
    {
        private List<FileStream> _batch = new();

        public long Probe(string folder)
        {
            _batch.Clear(); //! LEAK1003
            Fill(folder);
            var size = _batch.Sum(b => b.Length);
            _batch = new List<FileStream>(); //! LEAK1003
            return size;
        }

        private void Fill(string folder)
        {
            foreach (var path in Directory.GetFiles(folder))
                _batch.Add(new FileStream(path, FileMode.Open));
        }

        public void Dispose()
        {
            foreach (var file in _batch)
                file.Dispose(); //! LEAK1013
            _batch.Clear();
        }
    }
}

namespace Samples.ToTheLetter10.S07_OTHER_FAILED
{
    public sealed class Channel : IDisposable
    {
        private readonly TcpClient _client = new();

        public Task ConnectAsync(string host) => _client.ConnectAsync(host, 20);

        public Task GreetAsync() => _client.GetStream().WriteAsync(new byte[] { 1 }).AsTask();

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Channels : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<Channel>>> _channels = new();

        /// <summary>The second stands by; it goes when the first has failed.</summary>
        public Task<Channel> Of(string host, string standby)
        {
            var first = _channels.GetOrAdd(host, h => new Lazy<Task<Channel>>(() => ConnectAsync(h))).Value;
            var second = _channels.GetOrAdd(standby, h => new Lazy<Task<Channel>>(() => ConnectAsync(h))).Value;
            Watch(standby, first);
            return second;
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
                _channels.TryRemove(host, out _); //! LEAK1002
        });

        public void Dispose()
        {
            foreach (var channel in _channels.Values)
            {
                if (channel.Value.IsCompletedSuccessfully)
                    channel.Value.Result.Dispose();
            }
        }
    }
}

namespace Samples.ToTheLetter10.T01_ABORTED_BY_DERIVED
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
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        /// <summary>What is there is not told any more.</summary>
        public void Abort() => _closed = true;

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

namespace Samples.ToTheLetter10.T02_CANCELLED_BEFORE
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private readonly CancellationTokenSource _stop = new();

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested)
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
                Flush();
            }
        }

        /// <summary>Takes no more lines.</summary>
        public void Cancel() => _stop.Cancel();

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
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

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
