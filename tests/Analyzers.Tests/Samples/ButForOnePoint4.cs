using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint4.E07_NEW_BATCH_EACH_TURN
{
    public sealed class BatchReader : IDisposable
    {
        private List<FileStream> _batch = new();

        public void ReadAll(IEnumerable<string[]> groups, Action<long> report)
        {
            _batch.Clear(); //! LEAK1003
            foreach (var group in groups)
            {
                _batch = new List<FileStream>(); //! LEAK1003
                foreach (var path in group)
                    _batch.Add(new FileStream(path, FileMode.Open));
                report(_batch.Sum(b => b.Length));
            }
        }

        public void Dispose()
        {
            foreach (var file in _batch)
                file.Dispose(); //! LEAK1013
            _batch.Clear();
        }
    }
}

namespace Samples.ButForOnePoint4.F01_RUN_ADDED_LATE
{
    public sealed class TailRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        /// <summary>Ends when it is stopped.</summary>
        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (!_stop.IsCancellationRequested)
            {
                var count = await _file.ReadAsync(buffer);
                if (count > 0)
                    got(buffer.AsSpan(0, count).ToArray());
                else
                    await Task.Delay(500);
            }
        }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ButForOnePoint4.F02_REMOVED_PAIR
{
    public sealed class Call : IDisposable
    {
        private readonly TcpClient _client;

        public Call(int number, string host)
        {
            Number = number;
            _client = new TcpClient(host, 5060);
        }

        public int Number { get; }

        public void Say(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Switchboard : IDisposable
    {
        private readonly Dictionary<int, Call> _calls = new();
        private readonly Queue<int> _free = new();

        public Switchboard()
        {
            for (var i = 0; i < 32; i++)
                _free.Enqueue(i);
        }

        public Call Dial(string host)
        {
            var number = _free.Dequeue();
            var call = new Call(number, host);
            _calls[number] = call;
            return call;
        }

        public void Forward(Call call, string host)
        {
            _calls.Remove(call.Number);
            _free.Enqueue(call.Number);
            call.Dispose();
        }

        public void Dispose()
        {
            foreach (var call in _calls.Values)
                call.Dispose();
            _calls.Clear();
        }
    }
}

namespace Samples.ButForOnePoint4.F03_NUMBERS_OF_TWO
{
    public sealed class Call : IDisposable
    {
        private readonly TcpClient _client;

        public Call(int number, string host)
        {
            Number = number;
            _client = new TcpClient(host, 5060);
        }

        public int Number { get; }

        public void Say(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    /// <summary>A parked call gives its line to the next one; when it comes back it has its old number.</summary>
    public sealed class Switchboard : IDisposable
    {
        private readonly Dictionary<int, Call> _calls = new();
        private readonly Queue<int> _free = new();

        public Switchboard()
        {
            for (var i = 0; i < 32; i++)
                _free.Enqueue(i);
        }

        public Call Dial(string host)
        {
            var number = _free.Dequeue();
            var call = new Call(number, host);
            _calls[number] = call; //! LEAK1001
            return call;
        }

        public Call Park(int number)
        {
            var call = _calls[number];
            _calls.Remove(number);
            _free.Enqueue(number);
            return call;
        }

        public void Unpark(Call call) => _calls.Add(call.Number, call);

        public void Say(int number, byte[] data) => _calls[number].Say(data);

        public void Dispose()
        {
            foreach (var call in _calls.Values)
                call.Dispose();
            _calls.Clear();
        }
    }
}

namespace Samples.ButForOnePoint4.F04_BACK_BEFORE_IT_IS_OUT
{
    public sealed class Call : IDisposable
    {
        private readonly TcpClient _client;

        public Call(int number, string host)
        {
            Number = number;
            _client = new TcpClient(host, 5060);
        }

        public int Number { get; }

        public bool IsHeld { get; set; }

        public void Say(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Switchboard : IDisposable
    {
        private readonly Dictionary<int, Call> _calls = new();
        private readonly Queue<int> _free = new();

        public Switchboard()
        {
            for (var i = 0; i < 32; i++)
                _free.Enqueue(i);
        }

        public Call Dial(string host)
        {
            var number = _free.Dequeue();
            var call = new Call(number, host);
            _calls[number] = call; //! LEAK1001
            return call;
        }

        /// <summary>A held call stays on the board, but others may use its line.</summary>
        public void Release(Call call)
        {
            _free.Enqueue(call.Number);
            if (call.IsHeld)
                return;
            _calls.Remove(call.Number);
            call.Dispose();
        }

        public void Say(int number, byte[] data) => _calls[number].Say(data);

        public void Dispose()
        {
            foreach (var call in _calls.Values)
                call.Dispose();
            _calls.Clear();
        }
    }
}

namespace Samples.ButForOnePoint4.G01_CLIENT_LEAVES_HANDLER
{
    public sealed class ApiConnection : IDisposable
    {
        private SocketsHttpHandler? _handler;
        private HttpClient? _client;

        public void Reconnect(TimeSpan lifetime)
        {
            var handler = new SocketsHttpHandler { PooledConnectionLifetime = lifetime };
            var old = _client;
            _handler = handler; //! LEAK1001
            _client = new HttpClient(handler, disposeHandler: false);
            old?.Dispose();
        }

        public Task<string> GetAsync(string address) => _client!.GetStringAsync(address);

        public void Dispose()
        {
            _client?.Dispose();
            _handler?.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint4.G02_STATE_OF_TIMER
{
    public sealed class Poller : IDisposable
    {
        private TcpClient? _connection;
        private Timer? _timer;

        public void Reconnect(string host)
        {
            var connection = new TcpClient(host, 4000);
            var old = _timer;
            _connection = connection; //! LEAK1001
            _timer = new Timer(Poll, connection, 0, 1000);
            old?.Dispose();
        }

        public bool IsUp => _connection is { Connected: true };

        private static void Poll(object? state)
        {
            if (state is TcpClient client)
                client.Client.Send(new byte[] { 1 });
        }

        public void Dispose()
        {
            _timer?.Dispose();
            _connection?.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint4.G03_INDEX_BESIDE_FILE
{
    /// <summary>Looks things up in a file that is its user's, and keeps what it found in one of its own.</summary>
    public sealed class PageIndex : IDisposable
    {
        private readonly FileStream _pages;
        private readonly FileStream _found;

        public PageIndex(FileStream pages, string found)
        {
            _pages = pages;
            _found = new FileStream(found, FileMode.Append);
        }

        public int At(long place)
        {
            _pages.Position = place;
            var value = _pages.ReadByte();
            _found.WriteByte((byte)value);
            return value;
        }

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _pages;
        private PageIndex? _index;

        public void Reload(string path)
        {
            var pages = new FileStream(path, FileMode.Open);
            var old = _index;
            _pages = pages; //! LEAK1001
            _index = new PageIndex(pages, path + ".found");
            old?.Dispose();
        }

        public int At(long place) => _index!.At(place);

        public long Length => _pages?.Length ?? 0;

        public void Dispose()
        {
            _index?.Dispose();
            _pages?.Dispose();
        }
    }
}
