using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes about places that are empty, and entries that end otherwise: the one thing that makes them a bug.</summary>
public sealed class OwnershipTwinTests
{
    [Fact]
    public Task StartOfAKeptObject_Fires() => Verify.FindsAsync(
        """
        public sealed class Hub(IObservable<int>[] sources) : IDisposable
        {
            private readonly Sink _sink = new(2);

            public void Refresh() => _sink.Run(sources);

            public void Dispose() => _sink.Dispose();

            private sealed class Sink(int count) : IObserver<int>, IDisposable
            {
                private readonly IDisposable?[] _subscriptions = new IDisposable?[count];

                public void Run(IObservable<int>[] sources)
                {
                    for (var i = 0; i < sources.Length; i++)
                        {|LEAK1001:_subscriptions[i] = sources[i].Subscribe(this)|};
                }

                public void OnNext(int value) => Console.WriteLine(value);

                public void OnError(Exception error)
                {
                }

                public void OnCompleted()
                {
                }

                public void Dispose()
                {
                    foreach (var subscription in _subscriptions)
                        subscription?.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task RemovalThatOthersAskForToo_Fires() => Verify.FindsAsync(
        """
        public sealed class Line(Listener listener) : IDisposable
        {
            private readonly Timer _timer = new(_ => Console.WriteLine("line"));

            public Guid Id { get; } = Guid.NewGuid();

            public void Dispose()
            {
                _timer.Dispose();
                listener.Leave(Id);
            }
        }

        public sealed class Listener : IDisposable
        {
            private readonly Dictionary<Guid, Line> _lines = new();

            public void Accept()
            {
                var line = new Line(this);
                _lines.Add(line.Id, line);
            }

            public void Kick(Guid id) => Leave(id);

            internal void Leave(Guid id) => {|LEAK1002:_lines.Remove(id)|};

            public void Dispose()
            {
                foreach (var line in _lines.Values.ToArray())
                    line.Dispose();
            }
        }
        """);

    [Fact]
    public Task NewValueUnderTheOtherKey_Fires() => Verify.FindsAsync(
        """
        public sealed class Writers : IDisposable
        {
            private readonly ConcurrentDictionary<int, Timer> _writers = new();

            public Action Borrow(int from, int to)
            {
                if (_writers.TryAdd(to, null!))
                {
                    {|LEAK4002:_writers[to] = new Timer(_ => Console.WriteLine(from))|};
                    return () => {|LEAK1002:_writers.TryRemove(to, out _)|};
                }

                return () => { };
            }

            public void Dispose()
            {
                foreach (var writer in _writers.Values)
                    writer.Dispose();
                _writers.Clear();
            }
        }
        """);

    [Fact]
    public Task InnerTableThatIsNotEmpty_Fires() => Verify.FindsAsync(
        """
        public sealed class Grouped : IDisposable
        {
            private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Timer>> _groups = new();

            public void Add(string group, string name)
            {
                var timer = new Timer(_ => Console.WriteLine(name));
                var inner = {|LEAK4002:_groups.GetOrAdd(group, _ => new ConcurrentDictionary<string, Timer>())|};
                if (!inner.TryAdd(name, timer))
                    timer.Dispose();
            }

            public void Drop(string group)
            {
                if (_groups.TryGetValue(group, out var inner) && !inner.IsEmpty)
                    {|LEAK1002:_groups.TryRemove(group, out _)|};
            }

            public void Dispose()
            {
                foreach (var timer in _groups.Values.SelectMany(g => g.Values))
                    timer.Dispose();
                _groups.Clear();
            }
        }
        """);

    [Fact]
    public Task CheckThatThePlaceIsTaken_Fires() => Verify.FindsAsync(
        """
        public sealed class Submissions : IDisposable
        {
            private readonly Dictionary<int, ManualResetEvent> _events = new();

            public void Renew(int id)
            {
                Claim.True(_events.ContainsKey(id));
                {|LEAK1001:_events[id] = new ManualResetEvent(false)|};
            }

            public void Dispose()
            {
                foreach (var handle in _events.Values)
                    handle.Dispose();
                _events.Clear();
            }
        }

        public static class Claim
        {
            public static void True([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition)
            {
                if (!condition)
                    throw new InvalidOperationException();
            }
        }
        """);

    [Fact]
    public Task PartThatNobodyEnds_Fires() => Verify.FindsAsync(
        """
        public sealed class Sse
        {
            private readonly ConcurrentDictionary<string, Session> _sessions = new();

            public async Task HandleAsync(string id, Stream body)
            {
                var transport = new FileStream(id, FileMode.Open);
                var session = new Session(transport, "me");
                if (!_sessions.TryAdd(id, session))
                    throw new InvalidOperationException(id);
                try
                {
                    await transport.CopyToAsync(body);
                }
                finally
                {
                    {|LEAK1002:_sessions.TryRemove(id, out _)|};
                }
            }

            private record Session(FileStream Transport, string User);
        }
        """);

    [Fact]
    public Task CallOfOthersWhileThePartsEnd_Fires() => Verify.FindsAsync(
        """
        public sealed class Binding(Action told)
        {
            private FileStream? _target;

            public void Use() => _target = File.OpenRead("a");

            public int Read() => _target?.ReadByte() ?? -1;

            public void OnClear()
            {
                _target?{|LEAK1008:.Dispose()|};
                Tell();
                _target = null;
            }

            private void Tell()
            {
                if (told == null)
                    throw new InvalidOperationException("x");
                told();
            }
        }
        """);

    [Fact]
    public Task HandlerThatEndsAfterwards_Fires() => Verify.FindsAsync(
        """
        public class Colorizer
        {
            private Timer? _timer;

            public void Attach(AppDomain view) => view.AssemblyLoad += OnChanged;

            private void OnChanged(object? sender, EventArgs e)
            {
                var view = (AppDomain)sender!;
                Register(view);
                Deregister(view);
            }

            protected virtual void Deregister(AppDomain view)
            {
                if (_timer != null && view.IsFullyTrusted)
                {
                    _timer.Dispose();
                    _timer = null;
                }
            }

            protected virtual void Register(AppDomain view)
            {
                if (view.IsFullyTrusted)
                    {|LEAK1001:_timer = new Timer(_ => Console.WriteLine(view.FriendlyName))|};
            }
        }
        """);

    [Fact]
    public Task SameKeysInAReload_Fires() => Verify.FindsAsync(
        """
        public static class Start
        {
            private static readonly Dictionary<int, Timer> Signals = new();
            private static readonly int[] Supported = [2, 15];

            public static void Reload() => Fill();

            private static void Fill()
            {
                foreach (var signal in Supported)
                    {|LEAK1001:Signals[signal] = new Timer(_ => Console.WriteLine(signal))|};
            }

            public static void Release()
            {
                foreach (var timer in Signals.Values)
                    timer.Dispose();
                Signals.Clear();
            }
        }
        """);

    [Fact]
    public Task NameThatIsGiven_Fires() => Verify.FindsAsync(
        """
        public sealed class Inboxes : IDisposable
        {
            private readonly Dictionary<string, Inbox> _inboxes = new();

            public void Open(string name)
            {
                var inbox = new Inbox(name);
                {|LEAK1001:_inboxes[inbox.Name] = inbox|};
            }

            public void Dispose()
            {
                foreach (var inbox in _inboxes.Values)
                    inbox.Dispose();
                _inboxes.Clear();
            }

            private sealed class Inbox(string name) : IDisposable
            {
                private readonly Timer _timer = new(_ => Console.WriteLine(name));

                public string Name { get; } = name;

                public void Dispose() => _timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task EntryThatItsReceiverDoesNotEnd_Fires() => Verify.FindsAsync(
        """
        public sealed class Agents : IDisposable
        {
            private readonly Dictionary<string, Agent> _agents = new();
            private readonly CancellationTokenRegistration _registration;

            public Agents(CancellationToken token)
            {
                _registration = token.Register(() =>
                {
                    if (_agents.ContainsKey("a"))
                        {|LEAK1002:_agents.Remove("a")|};
                });
            }

            public async Task<Agent> OpenAsync(string id)
            {
                var agent = Add(id);
                await Task.Delay(1);
                return agent;
            }

            private Agent Add(string id)
            {
                Agent agent;
                if (string.IsNullOrEmpty(id) || !_agents.TryGetValue(id, out agent!))
                    agent = new Agent(id);
                _agents.Add(id, agent);
                return agent;
            }

            public void Dispose() => _registration.Dispose();
        }

        public sealed class Agent(string id) : IDisposable
        {
            private readonly Timer _timer = new(_ => Console.WriteLine(id));

            public string Id => id;

            public void Dispose() => _timer.Dispose();
        }

        public sealed class AgentChannel(Agent agent)
        {
            public string Id => agent.Id;
        }
        """);
}
