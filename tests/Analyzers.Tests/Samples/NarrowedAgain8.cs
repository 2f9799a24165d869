using System.Diagnostics;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain8.W05_DERIVED_HOLDS
{
    public interface IPeer : IDisposable
    {
        string Name { get; }
        void Send(byte[] frame);
    }

    public class LocalPeer : IPeer
    {
        private readonly List<byte[]> _frames = new();
        private readonly string _name;
        private int _limit = 100;

        public LocalPeer(string name) => _name = name;

        public string Name => _name;
        public int Count => _frames.Count;
        public int Limit { get => _limit; set => _limit = value; }
        public bool IsFull => _frames.Count >= _limit;
        public byte[]? First => _frames.Count > 0 ? _frames[0] : null;
        public DateTime Created { get; } = DateTime.UtcNow;

        public virtual void Send(byte[] frame) => _frames.Add(frame);

        public void Trim() => _frames.RemoveRange(0, _frames.Count / 2);

        public virtual void Dispose() => _frames.Clear();
    }

    public sealed class RemotePeer : LocalPeer
    {
        private readonly TcpClient _client;

        public RemotePeer(string name, int port) : base(name) => _client = new TcpClient(name, port);

        public override void Send(byte[] frame) => _client.GetStream().Write(frame);

        public override void Dispose()
        {
            _client.Dispose();
            base.Dispose();
        }
    }

    public interface IPeerFactory
    {
        IPeer CreatePeer(string name);
    }

    public sealed class PeerFactory : IPeerFactory
    {
        public IPeer CreatePeer(string name) => name == "local" ? new LocalPeer(name) : new RemotePeer(name, 4000);
    }

    public sealed class PeerTable : IDisposable
    {
        private readonly Dictionary<string, IPeer> _peers = new();
        private readonly IPeerFactory _factory;

        public PeerTable(IPeerFactory factory) => _factory = factory;

        public void Join(string name)
        {
            _peers[name] = _factory.CreatePeer(name); //! LEAK1001
        }

        public void Leave(string name)
        {
            _peers.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain8.W06_MESSAGE_HANDLER
{
    public interface IHandlerSource
    {
        HttpMessageHandler CreateHandler(string name);
    }

    public sealed class SocketsSource : IHandlerSource
    {
        public HttpMessageHandler CreateHandler(string name) => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = name.Length };
    }

    public sealed class HandlerCache : IDisposable
    {
        private readonly Dictionary<string, HttpMessageHandler> _handlers = new();
        private readonly IHandlerSource _source;

        public HandlerCache(IHandlerSource source) => _source = source;

        public HttpMessageInvoker For(string name)
        {
            if (!_handlers.TryGetValue(name, out var handler))
            {
                handler = _source.CreateHandler(name);
                _handlers.Add(name, handler);
            }

            return new HttpMessageInvoker(handler, disposeHandler: false);
        }

        public void Refresh(string name)
        {
            _handlers[name] = _source.CreateHandler(name); //! LEAK1001
        }

        public void Expire(string name)
        {
            _handlers.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var handler in _handlers.Values)
                handler.Dispose();
            _handlers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain8.W07_HELPER_DETACHES
{
    public sealed class Hub
    {
        private readonly List<Seat> _seats = new();

        public int Count => _seats.Count;

        public void Join(Seat seat) => _seats.Add(seat);

        public void Part(Seat seat) => _seats.Remove(seat);

        public void Broadcast(string text)
        {
            foreach (var seat in _seats.ToArray())
                seat.Receive(text);
        }
    }

    public sealed class Seat : IDisposable
    {
        private readonly Hub _hub;
        private readonly Queue<string> _inbox = new();
        private bool _gone;

        public Seat(Hub hub, string user)
        {
            _hub = hub;
            User = user;
            _hub.Join(this);
        }

        public string User { get; }
        public int Unread => _inbox.Count;
        public bool IsGone => _gone;
        public string Status { get; set; } = "idle";
        public int Limit { get; set; } = 50;

        public void Receive(string text)
        {
            if (_inbox.Count < Limit)
                _inbox.Enqueue(text);
        }

        public string? Next() => _inbox.Count > 0 ? _inbox.Dequeue() : null;

        private void LeaveHub()
        {
            _gone = true;
            _hub.Part(this);
        }

        public void Dispose() => LeaveHub();
    }

    public sealed class Reception : IDisposable
    {
        private readonly Dictionary<string, Seat> _seats = new();
        private readonly Hub _hub = new();

        public void Arrive(string user)
        {
            _seats[user] = new Seat(_hub, user); //! LEAK1001
        }

        public void Depart(string user)
        {
            _seats.Remove(user); //! LEAK1002
        }

        public void Tell(string text) => _hub.Broadcast(text);

        public void Dispose()
        {
            foreach (var seat in _seats.Values)
                seat.Dispose();
            _seats.Clear();
        }
    }
}

namespace Samples.NarrowedAgain8.W10_LOCK_FILE
{
    public sealed class FolderLock : IDisposable
    {
        private readonly string _path;
        private readonly DateTime _taken;
        private bool _released;

        public FolderLock(string folder)
        {
            Folder = folder;
            _path = Path.Combine(folder, ".lock");
            File.WriteAllText(_path, Environment.ProcessId.ToString());
            File.SetAttributes(_path, FileAttributes.ReadOnly);
            _taken = DateTime.UtcNow;
        }

        public string Folder { get; }
        public DateTime Taken => _taken;
        public TimeSpan Age => DateTime.UtcNow - _taken;
        public bool IsReleased => _released;
        public string Reason { get; set; } = "";
        public string Owner { get; set; } = Environment.UserName;

        public void Touch() => File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);

        public override string ToString() => Folder + " by " + Owner;

        public void Dispose()
        {
            if (_released)
                return;
            _released = true;
            File.SetAttributes(_path, FileAttributes.Normal);
            File.Delete(_path);
        }
    }

    public sealed class FolderLocks : IDisposable
    {
        private readonly Dictionary<string, FolderLock> _locks = new();

        public void Acquire(string folder)
        {
            _locks[folder] = new FolderLock(folder); //! LEAK1001
        }

        public void Release(string folder)
        {
            _locks.Remove(folder); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var held in _locks.Values)
                held.Dispose(); //! LEAK1013
            _locks.Clear();
        }
    }
}

namespace Samples.NarrowedAgain8.W12_CONCRETE_BASE
{
    public class Agent : IDisposable
    {
        private readonly string _name;
        private readonly List<string> _output = new();
        private int _exit;
        private bool _done;

        public Agent(string name) => _name = name;

        public string Name => _name;
        public int Exit { get => _exit; protected set => _exit = value; }
        public bool IsDone { get => _done; protected set => _done = value; }
        public IReadOnlyList<string> Output => _output;
        public string Label { get; set; } = "";

        public virtual void Execute(string command) => Write("skipped " + command);

        protected void Write(string line) => _output.Add(line);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_done)
                return;
            _done = true;
            Write("closed " + _name);
        }
    }

    public sealed class ProcessAgent : Agent
    {
        private readonly Process _process;

        public ProcessAgent(string name, string shell) : base(name)
        {
            _process = Process.Start(new ProcessStartInfo(shell) { RedirectStandardInput = true })!;
        }

        public override void Execute(string command) => _process.StandardInput.WriteLine(command);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _process.Kill();
                _process.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    public interface IAgentLauncher
    {
        Agent CreateAgent(string name);
    }

    public sealed class ShellLauncher : IAgentLauncher
    {
        public Agent CreateAgent(string name) => new ProcessAgent(name, "/bin/sh");
    }

    public sealed class AgentPool : IDisposable
    {
        private readonly Dictionary<string, Agent> _agents = new();
        private readonly IAgentLauncher _launcher;

        public AgentPool(IAgentLauncher launcher) => _launcher = launcher;

        public void Restart(string name)
        {
            _agents[name] = _launcher.CreateAgent(name); //! LEAK1001
        }

        public void Retire(string name)
        {
            _agents.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var agent in _agents.Values)
                agent.Dispose();
            _agents.Clear();
        }
    }
}
