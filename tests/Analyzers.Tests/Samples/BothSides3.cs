using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

// Waits that cannot block or hold nothing up, and their twins: a test that says the opposite, a switch that is on again, an end that is none.
namespace Samples.BothSides3.SaidFaultsTwin
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

        public void Note(string host, Task saved) => Watch(host, saved);

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
    }
}

namespace Samples.BothSides3.BatchPendingTwin
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

        private readonly int _least = 10;

        private bool HasLines() => _count > _least;

        private void Flush()
        {
            if (HasLines())
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

namespace Samples.BothSides3.DonePipesTwin
{
    /// <summary>There are an input and an output, and no others.</summary>
    public sealed class PipePair : IDisposable
    {
        private readonly Dictionary<string, FileStream> _pipes = new();
        private readonly Action<FileStream> _closer;

        public PipePair(Action<FileStream> closer) => _closer = closer;

        public void Open(string path)
        {
            HandOver();
            _pipes.Add("in", new FileStream(path + ".in", FileMode.Open));
            _pipes.Add("out", new FileStream(path + ".out", FileMode.Create));
        }

        public void Write(byte[] data) => _pipes["out"].Write(data);

        /// <summary>The closer closes what it gets.</summary>
        public void HandOver()
        {
            if (_pipes.TryGetValue("in", out var input))
                _closer(input);
            if (_pipes.TryGetValue("out", out var output))
                output.Flush();
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

namespace Samples.BothSides3.DonePipesTwinC
{
    /// <summary>There are an input and an output, and no others.</summary>
    public sealed class PipePair : IDisposable
    {
        private readonly Dictionary<string, FileStream> _pipes = new();
        private readonly Action<FileStream> _closer;

        public PipePair(Action<FileStream> closer) => _closer = closer;

        public void Open(string path)
        {
            HandOver();
            _pipes.Add("in", new FileStream(path + ".in", FileMode.Open));
            _pipes.Add(path, new FileStream(path + ".out", FileMode.Create));
        }

        public void Write(byte[] data) => _pipes["out"].Write(data);

        /// <summary>The closer closes what it gets.</summary>
        public void HandOver()
        {
            if (_pipes.TryGetValue("in", out var input))
                _closer(input);
            if (_pipes.TryGetValue("out", out var output))
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

namespace Samples.BothSides3.DoneRechecksTwin
{
    public sealed class Tail : IDisposable
    {
        private readonly TcpClient _client;

        public Tail(string host)
        {
            Address = host;
            _client = new TcpClient(host, 70);
        }

        public string Address { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host);
            while (!_tails.TryAdd(host, tail)) //! LEAK4002
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}
