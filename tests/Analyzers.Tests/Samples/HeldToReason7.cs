using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason7.N01_BAG_CLOSED_UNRUN
{
    /// <summary>Runs what it was given whenever it is asked to.</summary>
    public sealed class Schedule
    {
        private readonly List<Action> _work = new();

        public void Add(Action work) => _work.Add(work);

        public void Run()
        {
            foreach (var work in _work)
                work();
        }

        /// <summary>Forgets the work.</summary>
        public void Close() => _work.Clear();
    }

    public sealed class LinkPool : IDisposable
    {
        private readonly List<Link> _links = new(); //! LEAK1004
        private readonly Schedule _nightly = new();

        public LinkPool()
        {
            _nightly.Add(() =>
            {
                foreach (var link in _links)
                    link.Dispose();
                _links.Clear();
            });
        }

        public void Open(string host) => _links.Add(new Link(host));

        public void Night() => _nightly.Run();

        public void Dispose() => _nightly.Close();
    }

    public static class Program
    {
        public static void Run()
        {
            using var pool = new LinkPool();
            pool.Open("a");
            pool.Night();
            pool.Open("b");
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason7.N02_BAG_OF_THE_FIRST
{
    public sealed class Cleanup : IDisposable
    {
        private readonly Stack<Action> _steps = new();

        public void Add(Action step) => _steps.Push(step);

        public void Dispose()
        {
            while (_steps.TryPop(out var step))
                step();
        }
    }

    public sealed class LinkPool : IDisposable
    {
        private readonly List<Link> _links = new(); //! LEAK1004
        private readonly Cleanup _cleanup = new();

        public LinkPool(string first)
        {
            var link = new Link(first);
            _links.Add(link);
            _cleanup.Add(() => _links[0].Dispose());
        }

        public void Open(string host) => _links.Add(new Link(host));

        public void Send(byte[] data)
        {
            foreach (var link in _links)
                link.Send(data);
        }

        public void Dispose() => _cleanup.Dispose();
    }

    public static class Program
    {
        public static void Run()
        {
            using var pool = new LinkPool("a");
            pool.Open("b");
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason7.N03_COMMANDS_BY_NAME
{
    /// <summary>One thread that does what it is told, in order.</summary>
    public sealed class CommandThread : IDisposable
    {
        private readonly BlockingCollection<Action> _commands = new();
        private readonly Thread _thread;

        public CommandThread()
        {
            _thread = new Thread(Loop) { IsBackground = true };
            _thread.Start();
        }

        public void Post(Action command) => _commands.Add(command);

        private void Loop()
        {
            foreach (var command in _commands.GetConsumingEnumerable())
                command();
        }

        public void Dispose()
        {
            _commands.CompleteAdding();
            _thread.Join();
            _commands.Dispose();
        }
    }

    public sealed class LinkTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _links = new(); //! LEAK1004
        private readonly CommandThread _commands = new();

        public void Open(string host) => _commands.Post(() => _links.TryAdd(host, new Link(host))); //! LEAK1006

        public void Send(string host, byte[] data) => _commands.Post(() => _links[host].Send(data));

        public void Reset(string host) => _commands.Post(() => _links[host].Dispose());

        public void Dispose() => _commands.Dispose();
    }

    public static class Program
    {
        public static void Run()
        {
            using var table = new LinkTable();
            table.Open("a");
            table.Send("a", new byte[1]);
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason7.N06_FLUSH_BEHIND_OPTION
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;

        public bool WritesTheRest { get; set; }

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
                if (WritesTheRest)
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

namespace Samples.HeldToReason7.N07_FLUSH_BEHIND_LIMIT
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;

        public int Least { get; set; } = 50;

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
                if (_count >= Least)
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
