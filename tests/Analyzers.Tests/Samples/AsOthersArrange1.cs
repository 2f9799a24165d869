using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;

// What looks like a loss is arranged between several types; one program has a race that matters.
namespace Samples.AsOthersArrange1.A27
{
    public sealed class Topic<TMessage>
    {
        private ImmutableArray<Action<TMessage>> _handlers = ImmutableArray<Action<TMessage>>.Empty;

        public Topic(string name) => Name = name;

        public string Name { get; }

        public int HandlerCount => _handlers.Length;

        public void Add(Action<TMessage> handler)
            => ImmutableInterlocked.Update(ref _handlers, static (list, h) => list.Add(h), handler);

        public void Remove(Action<TMessage> handler)
            => ImmutableInterlocked.Update(ref _handlers, static (list, h) => list.Remove(h), handler);

        public void Deliver(TMessage message)
        {
            foreach (var handler in _handlers)
                handler(message);
        }
    }

    /// <summary>In-process publish/subscribe. Thread-safe.</summary>
    public sealed class MessageBus<TMessage>
    {
        private readonly ConcurrentDictionary<string, Topic<TMessage>> _topics = new(StringComparer.Ordinal);
        private long _undelivered;

        public long Undelivered => Interlocked.Read(ref _undelivered);

        public void Subscribe(string name, Action<TMessage> handler)
        {
            ArgumentNullException.ThrowIfNull(handler);
            TopicNamed(name).Add(handler);
        }

        public void Unsubscribe(string name, Action<TMessage> handler)
        {
            if (_topics.TryGetValue(name, out var topic))
                topic.Remove(handler);
        }

        public void Publish(string name, TMessage message)
        {
            if (_topics.TryGetValue(name, out var topic) && topic.HandlerCount > 0)
                topic.Deliver(message);
            else
                Interlocked.Increment(ref _undelivered);
        }

        private Topic<TMessage> TopicNamed(string name)
        {
            if (_topics.TryGetValue(name, out var topic))
            {
                return topic;
            }

            topic = new Topic<TMessage>(name);
            _topics[name] = topic; //! LEAK2001
            return topic;
        }
    }
}

namespace Samples.AsOthersArrange1.B02
{
    public interface IFrameSink
    {
        void Enqueue(ushort channel, byte kind);
    }

    public sealed class Session : IDisposable
    {
        private readonly SessionTable _table;
        private readonly IFrameSink _sink;
        private readonly Timer _heartbeat;
        private int _closed;

        internal Session(SessionTable table, IFrameSink sink, ushort number)
        {
            _table = table;
            _sink = sink;
            Number = number;
            _heartbeat = new Timer(static s => ((Session)s!).Beat(), this, 10_000, 10_000);
        }

        public ushort Number { get; }

        private void Beat()
        {
            if (Volatile.Read(ref _closed) == 0)
                _sink.Enqueue(Number, 8);
        }

        public void Close()
        {
            if (Interlocked.Exchange(ref _closed, 1) != 0)
                return;
            _heartbeat.Dispose();
            _table.OnSessionClosed(this);
        }

        public void Dispose() => Close();
    }

    public sealed class SessionTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<ushort, Session> _sessions = new();
        private readonly Queue<ushort> _freeNumbers = new();
        private readonly IFrameSink _sink;
        private bool _closed;

        public SessionTable(IFrameSink sink, ushort max)
        {
            _sink = sink;
            for (int n = 1; n <= max; n++)
                _freeNumbers.Enqueue((ushort)n);
        }

        public Session Create()
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_freeNumbers.TryDequeue(out var number))
                    throw new InvalidOperationException("no channel number is free");
                var session = new Session(this, _sink, number);
                _sessions[number] = session;
                return session;
            }
        }

        public Session? Find(ushort number)
        {
            lock (_gate)
                return _sessions.GetValueOrDefault(number);
        }

        internal void OnSessionClosed(Session session)
        {
            lock (_gate)
            {
                _sessions.Remove(session.Number);
                _freeNumbers.Enqueue(session.Number);
            }
        }

        public void Dispose()
        {
            Session[] open;
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                open = _sessions.Values.ToArray();
            }
            foreach (var session in open)
                session.Close(); // takes itself out
        }
    }
}

namespace Samples.AsOthersArrange1.B08
{
    internal sealed class Subchannel : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public Subchannel(string address) => Address = address;

        public string Address { get; }
        public int Picks;

        public void Dispose() => _socket.Dispose();
    }

    internal sealed class SubchannelTable
    {
        private readonly ConcurrentDictionary<string, Subchannel> _byAddress = new();

        public Subchannel Ensure(string address)
        {
            if (!_byAddress.TryGetValue(address, out var subchannel))
            {
                subchannel = new Subchannel(address);
                _byAddress[address] = subchannel;
            }
            return subchannel;
        }

        public List<Subchannel> TakeExcept(HashSet<string> keep)
        {
            var taken = new List<Subchannel>();
            foreach (var address in _byAddress.Keys)
            {
                if (!keep.Contains(address) && _byAddress.TryRemove(address, out var gone))
                    taken.Add(gone);
            }
            return taken;
        }

        public IReadOnlyList<string> Describe() => _byAddress.Keys.OrderBy(a => a).ToArray();
    }

    public sealed class LoadBalancer : IDisposable
    {
        private readonly object _sync = new();
        private readonly SubchannelTable _table = new();
        private Subchannel[] _ready = Array.Empty<Subchannel>();
        private bool _closed;

        public IReadOnlyList<string> Addresses => _table.Describe();

        public void OnAddresses(IReadOnlyCollection<string> addresses)
        {
            List<Subchannel> gone;
            lock (_sync)
            {
                if (_closed)
                    return;
                _ready = addresses.Select(a => _table.Ensure(a)).ToArray();
                gone = _table.TakeExcept(addresses.ToHashSet());
            }
            foreach (var subchannel in gone)
                subchannel.Dispose();
        }

        public string? Pick(int hint)
        {
            lock (_sync)
            {
                if (_ready.Length == 0)
                    return null;
                var picked = _ready[(hint & int.MaxValue) % _ready.Length];
                picked.Picks++;
                return picked.Address;
            }
        }

        public void Dispose()
        {
            List<Subchannel> all;
            lock (_sync)
            {
                _closed = true;
                _ready = Array.Empty<Subchannel>();
                all = _table.TakeExcept(new HashSet<string>());
            }
            foreach (var subchannel in all)
                subchannel.Dispose();
        }
    }
}

namespace Samples.AsOthersArrange1.B09
{
    internal sealed class JobState : IDisposable
    {
        private readonly StreamWriter _log;

        public JobState(string name, string directory)
        {
            Name = name;
            _log = new StreamWriter(Path.Combine(directory, name + ".log"), append: true);
        }

        public string Name { get; }
        public TimeSpan Period { get; set; }
        public DateTime NextUtc { get; set; }
        public Action Body { get; set; } = static () => { };

        public void RunOnce()
        {
            try
            {
                Body();
                _log.WriteLine("ok " + Name);
            }
            catch (Exception ex)
            {
                _log.WriteLine(ex.Message);
            }
            NextUtc = DateTime.UtcNow + Period;
        }

        public void Dispose() => _log.Dispose();
    }

    public sealed class JobScheduler : IDisposable
    {
        private readonly BlockingCollection<Action> _commands = new(boundedCapacity: 256);
        private readonly Dictionary<string, JobState> _jobs = new();
        private readonly string _directory;
        private readonly Thread _thread;

        public JobScheduler(string directory)
        {
            _directory = directory;
            _thread = new Thread(Run) { IsBackground = true, Name = "job-scheduler" };
            _thread.Start();
        }

        public void Schedule(string name, TimeSpan period, Action body) => _commands.Add(() => Upsert(name, period, body));

        public void Unschedule(string name) => _commands.Add(() => Drop(name));

        private void Upsert(string name, TimeSpan period, Action body)
        {
            if (!_jobs.TryGetValue(name, out var job))
            {
                job = new JobState(name, _directory);
                _jobs[name] = job;
            }
            job.Period = period;
            job.Body = body;
            job.NextUtc = DateTime.UtcNow + period;
        }

        private void Drop(string name)
        {
            if (_jobs.Remove(name, out var job))
                job.Dispose();
        }

        private void Run()
        {
            try
            {
                while (!_commands.IsCompleted)
                {
                    if (_commands.TryTake(out var command, 50))
                        Guard(command);
                    var now = DateTime.UtcNow;
                    foreach (var job in _jobs.Values.Where(j => j.NextUtc <= now).ToArray())
                        job.RunOnce();
                }
            }
            finally
            {
                foreach (var job in _jobs.Values)
                    job.Dispose();
                _jobs.Clear();
            }
        }

        private static void Guard(Action command)
        {
            try { command(); }
            catch (Exception ex) { Console.Error.WriteLine(ex.Message); }
        }

        public void Dispose()
        {
            _commands.CompleteAdding();
            _thread.Join();
            _commands.Dispose();
        }
    }
}
