using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What the first form of an exemption hid: assertions, reports, handles and callers. Each namespace is a program of its own.
namespace Samples.SaidTooEasily8.E28
{
    // IsAsserted: a guard that tells callers of duplicates IS the check; two registrations at once both pass.
    public sealed class RoomDirectory
    {
        private readonly ConcurrentDictionary<string, Room> _rooms = new();

        public void Create(string name)
        {
            Ensure.That(!_rooms.ContainsKey(name), "A room of that name exists.");
            _rooms[name] = new Room(); //! LEAK2001
        }

        public void Say(string room, string text)
        {
            if (_rooms.TryGetValue(room, out var found))
                found.Say(text);
        }
    }

    public sealed class Room
    {
        private readonly List<string> _lines = new();
        public void Say(string text) { lock (_lines) _lines.Add(text); }
    }

    internal static class Ensure
    {
        public static void That([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string message)
        {
            if (!condition)
                throw new ArgumentException(message);
        }
    }
}

namespace Samples.SaidTooEasily8.E31
{
    // IsReport: the handler of the exception throws on what it does not know: then the job stays in the table.
    public sealed class JobRunner
    {
        private readonly ConcurrentDictionary<string, Job> _running = new();

        public void Execute(Job job)
        {
            _running.TryAdd(job.Id, job); //! LEAK4001
            try
            {
                job.Run();
            }
            catch (Exception e)
            {
                Translate(e);
            }

            _running.TryRemove(job.Id, out _);
        }

        private static void Translate(Exception e)
        {
            if (e is IOException)
                throw new InvalidOperationException("The storage failed.", e);
            Console.Error.WriteLine(e.Message);
        }

        public bool IsRunning(string id) => _running.ContainsKey(id);
    }

    public sealed class Job
    {
        public string Id = "";
        public void Run() => File.WriteAllText(Id, "done");
    }
}

namespace Samples.SaidTooEasily8.E33
{
    // IsReport: RemoveWorkDirectory does file I/O and throws; then the build stays "active" for ever.
    public sealed class BuildAgent
    {
        private readonly ConcurrentDictionary<string, string> _active = new();

        public void RunBuild(string id, Action build)
        {
            _active[id] = id; //! LEAK4001
            try
            {
                build();
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e);
            }

            RemoveWorkDirectory(id);
            _active.TryRemove(id, out _);
        }

        private static void RemoveWorkDirectory(string id) => Directory.Delete(Path.Combine("work", id), recursive: true);

        public bool IsActive(string id) => _active.ContainsKey(id);
    }
}

namespace Samples.SaidTooEasily8.E38
{
    // CarriesOver: the rename takes the entry out before it puts it back: a close in between sees neither.
    public sealed class ChannelHub : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _channels = new();

        public ChannelHub(IEnumerable<string> hosts)
        {
            foreach (var host in hosts)
                _channels[host] = new TcpClient(host, 80);
        }

        public void Rename(string from, string to)
        {
            if (!_channels.TryGetValue(from, out var channel))
                return;
            _channels.TryRemove(from, out _);
            _channels[to] = channel; //! LEAK4002
        }

        public void Dispose()
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }
}

namespace Samples.SaidTooEasily8.E40
{
    // CarriesOver: the entries of ANOTHER pool are brought into one that may be closed already.
    public sealed class SocketPool : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<Socket> _idle = new();

        public SocketPool(int count)
        {
            for (var i = 0; i < count; i++)
                _idle.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
        }

        public void MergeFrom(SocketPool other)
        {
            var taken = other._idle.ToArray();
            other._idle.Clear();
            lock (_gate)
                _idle.AddRange(taken); //! LEAK4002
        }

        public int Count { get { lock (_gate) return _idle.Count; } }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var socket in _idle)
                    socket.Dispose();
                _idle.Clear();
            }
        }
    }
}

namespace Samples.SaidTooEasily8.E41
{
    // IsEndedByHandle: the lambda that disposes is the timeout of the handle, not its end.
    public sealed class SessionServer : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<TcpClient> _sessions = new();

        public Ticket Accept(string host)
        {
            var session = new TcpClient(host, 7000);
            lock (_gate)
                _sessions.Add(session); //! LEAK4002
            return new Ticket(host, onRefused: () => session.Dispose());
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var session in _sessions)
                    session.Dispose();
                _sessions.Clear();
            }
        }
    }

    public sealed class Ticket(string host, Action onRefused)
    {
        public string Host => host;
        public void Refuse() => onRefused();
    }
}

namespace Samples.SaidTooEasily8.E42
{
    // IsEndedByHandle: the handle's lambda disposes only what is idle at that time.
    public sealed class ProbeServer : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<Probe> _probes = new();

        public Handle Watch(string host)
        {
            var probe = new Probe(host);
            lock (_gate)
                _probes.Add(probe); //! LEAK4002
            if (host.Length == 0)
                return Handle.None;
            return new Handle(() =>
            {
                if (probe.IsIdle)
                    probe.Dispose();
            });
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var probe in _probes)
                    probe.Dispose();
                _probes.Clear();
            }
        }
    }

    public sealed class Probe(string host) : IDisposable
    {
        private readonly TcpClient _client = new(host, 7);
        public bool IsIdle => _client.Available == 0;
        public void Dispose() => _client.Dispose();
    }

    public sealed class Handle(Action end)
    {
        public static readonly Handle None = new(() => { });
        public void End() => end();
    }
}

namespace Samples.SaidTooEasily8.E43
{
    // CallersEnd: the caller's rollback ends the newcomer; the old entry, which the helper drops, is nobody's.
    public sealed class BrokerLinks : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _links = new();

        public void Redial(string broker)
        {
            Drop(broker);
            var link = new TcpClient();
            _links[broker] = link;
            try
            {
                link.Connect(broker, 5672);
            }
            catch (SocketException)
            {
                _links.Remove(broker);
                link.Dispose();
                throw;
            }
        }

        private void Drop(string broker) => _links.Remove(broker); //! LEAK1002

        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily8.E45
{
    // IsOtherKey: the helper finds the oldest entry, and the one of this host is overwritten all the same.
    public sealed class HostCache : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _clients = new();
        private string _oldest = "";

        public void Refresh(string host)
        {
            var victim = Oldest();
            victim?.Dispose();
            _clients.Remove(_oldest);
            _clients[host] = new TcpClient(host, 443); //! LEAK1001
            _oldest = host;
        }

        private TcpClient? Oldest() => _clients.TryGetValue(_oldest, out var found) ? found : null;

        public void Dispose()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily8.E49
{
    // TakesTelling: the interface has no void method, and callers do put things into what they get.
    public interface ITopic
    {
        bool Subscribe(Action<string> handler);
        int Publish(string message);
    }

    public sealed class TopicRegistry
    {
        private readonly ConcurrentDictionary<string, Topic> _topics = new();

        public ITopic Get(string name)
        {
            if (_topics.TryGetValue(name, out var known))
                return known;
            var topic = new Topic();
            topic.Name(name);
            _topics[name] = topic; //! LEAK2001
            return topic;
        }
    }

    public sealed class Topic : ITopic
    {
        private readonly List<Action<string>> _handlers = new();
        private string _name = "";
        public void Name(string name) => _name = name;
        public bool Subscribe(Action<string> handler) { lock (_handlers) _handlers.Add(handler); return true; }
        public int Publish(string message)
        {
            lock (_handlers)
            {
                _handlers.ForEach(h => h(_name + message));
                return _handlers.Count;
            }
        }
    }
}
