using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of OnceByState in ValidCode: what differs makes them bugs.</summary>
public sealed class OnceByStateTests
{
    private const string Signals =
        """
        public interface ISignals
        {
            event EventHandler<int> Came;
        }

        public enum Phase
        {
            Waiting,
            Echoed,
        }
        """;

    [Fact]
    public Task FlagThatComesBackAlone_LetsTheTimerBeOverwritten() => Verify.FindsAsync(Signals +
        """

        public sealed class Retry(ISignals signals) : IDisposable
        {
            private Timer _retry;
            private bool _isOn;

            public void Listen() => signals.Came += OnSignal;

            public void Pause() => _isOn = false;

            public void Dispose() => _retry?.Dispose();

            private void OnSignal(object sender, int kind)
            {
                if (_isOn)
                    return;
                _isOn = true;
                {|LEAK1001:_retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
            }
        }
        """);

    [Fact]
    public Task FlagThatIsNeverSet_KeepsNothingOut() => Verify.FindsAsync(Signals +
        """

        public sealed class Retry(ISignals signals) : IDisposable
        {
            private Timer _retry;
            private bool _isClosed;

            public void Listen() => signals.Came += OnSignal;

            public void Dispose()
            {
                _isClosed = true;
                _retry?.Dispose();
            }

            private void OnSignal(object sender, int kind)
            {
                if (_isClosed)
                    return;
                {|LEAK1001:_retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
            }
        }
        """);

    [Fact]
    public Task SlotThatAnotherMemberFills_IsNotEmptyInThatState() => Verify.FindsAsync(Signals +
        """

        public sealed class Retry : IDisposable
        {
            private Timer _retry;
            private int _isOn;

            public Retry(ISignals signals)
            {
                _retry = new Timer(_ => Console.WriteLine("first"), null, 1000, 1000);
                signals.Came += OnSignal;
            }

            public void Dispose() => _retry.Dispose();

            private void OnSignal(object sender, int kind)
            {
                if (Interlocked.Exchange(ref _isOn, 1) != 0)
                    return;
                {|LEAK1001:_retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
            }
        }
        """);

    [Fact]
    public Task PhaseThatAnAnswerBringsBack_MakesTheTimerTwice() => Verify.FindsAsync(Signals +
        """

        public sealed class Handshake(ISignals signals) : IDisposable
        {
            private Timer _retry;
            private Phase _phase = Phase.Waiting;

            public void Listen() => signals.Came += OnSignal;

            public void Dispose() => _retry?.Dispose();

            private void OnSignal(object sender, int kind)
            {
                if (_phase == Phase.Waiting)
                {
                    Enter(Phase.Echoed);
                    {|LEAK1001:_retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
                }
                else if (kind == 3)
                {
                    Enter(Phase.Waiting);
                }
            }

            private void Enter(Phase phase) => _phase = phase;
        }
        """);

    [Fact]
    public Task TableThatIsFilledAgain_LosesItsEntries() => Verify.FindsAsync(Signals +
        """

        public sealed class Beats(ISignals signals, string[] names) : IDisposable
        {
            private readonly Dictionary<string, Timer> _beats = new();
            private bool _isFilled;

            public void Listen() => signals.Came += OnSignal;

            public void Forget() => _isFilled = false;

            public void Dispose()
            {
                foreach (var beat in _beats.Values)
                    beat.Dispose();
            }

            private void OnSignal(object sender, int kind)
            {
                if (_isFilled)
                    return;
                _isFilled = true;
                foreach (var name in names)
                    {|LEAK1001:_beats[name] = new Timer(_ => Console.WriteLine(name), null, kind, kind)|};
            }
        }
        """);

    [Fact]
    public Task ServersAddedLater_Race() => Verify.FindsAsync(
        """
        public sealed class Server(string url)
        {
            public event EventHandler Changed;

            public void Found()
            {
                Console.WriteLine(url);
                Changed?.Invoke(this, EventArgs.Empty);
            }
        }

        public sealed class Servers
        {
            private readonly ConcurrentDictionary<string, Server> _servers = new();

            public void AddServers(List<string> urls)
            {
                foreach (var url in urls)
                {
                    if (_servers.ContainsKey(url))
                        continue;
                    {|LEAK2001:_servers[url] = new Server(url)|};
                }
            }

            public Server Find(string url) => _servers.GetValueOrDefault(url);
        }
        """);
}
