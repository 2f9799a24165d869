using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of OnceByState and OneAfterTheOther in ValidCode: what differs makes them bugs.</summary>
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

    [Fact]
    public Task CounterThatIsReset_CountsAFirstAgain() => Verify.FindsAsync(Signals +
        """

        public sealed class Firsts(ISignals signals) : IDisposable
        {
            private Timer _counted;
            private int _count;

            public void Listen() => signals.Came += OnSignal;

            public void Forget() => _count = 0;

            public void Dispose() => _counted?.Dispose();

            private void OnSignal(object sender, int kind)
            {
                if (Interlocked.Increment(ref _count) > 1)
                    return;
                {|LEAK1001:_counted = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
            }
        }
        """);

    [Fact]
    public Task CompletionThatIsRenewed_IsSetAgain() => Verify.FindsAsync(Signals +
        """

        public sealed class Firsts(ISignals signals) : IDisposable
        {
            private TaskCompletionSource _first = new();
            private Timer _completed;

            public void Listen() => signals.Came += OnSignal;

            public void Rewind() => _first = new TaskCompletionSource();

            public void Dispose() => _completed?.Dispose();

            private void OnSignal(object sender, int kind)
            {
                if (!_first.TrySetResult())
                    return;
                {|LEAK1001:_completed = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000)|};
            }
        }
        """);

    [Fact]
    public Task HandlerThatTakesAnotherAway_RunsAgain() => Verify.FindsAsync(Signals +
        """

        public sealed class Alarm : IDisposable
        {
            private readonly ISignals _signals;
            private FileStream _log;

            public Alarm(ISignals signals)
            {
                _signals = signals;
                signals.Came += OnSignal;
                signals.Came += OnOther;
            }

            public void Dispose() => _log?.Dispose();

            private void OnOther(object sender, int kind) => Console.WriteLine(kind);

            private void OnSignal(object sender, int kind)
            {
                _signals.Came -= OnOther;
                {|LEAK1001:_log = File.Create("log" + kind)|};
            }
        }
        """);

    [Fact]
    public Task TimerThatIsSetAgain_TicksAgain() => Verify.FindsAsync(
        """
        public sealed class Alarm : IDisposable
        {
            private readonly Timer _timer;
            private FileStream _late;

            public Alarm(int due) => _timer = new Timer(_ => {|LEAK1001:_late = File.Create("late")|}, null, due, -1);

            public void Snooze() => _timer.Change(1000, -1);

            public void Dispose()
            {
                _timer.Dispose();
                _late?.Dispose();
            }
        }
        """);

    [Fact]
    public Task NumbersFromAQueueOfWork_MayComeTwice() => Verify.FindsAsync(
        """
        public sealed class Places : IDisposable
        {
            private readonly Dictionary<int, Timer> _timers = new();
            private readonly Queue<int> _work = new();

            public void Ask(int place)
            {
                lock (_work)
                    _work.Enqueue(place);
            }

            public void Next()
            {
                lock (_work)
                {
                    var place = _work.Dequeue();
                    {|LEAK1001:_timers[place] = new Timer(_ => Console.WriteLine(place))|};
                }
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task HelperThatRunsAtOnce_TakesNoTurns() => Verify.FindsAsync(
        """
        public sealed class Line
        {
            private readonly SemaphoreSlim _turn = new(1);

            public void Run(Action work)
            {
                _turn.Wait();
                _turn.Release();
                work();
            }
        }

        public sealed class Sessions(Line line) : IDisposable
        {
            private readonly ConcurrentDictionary<string, Mutex> _sessions = new();

            public void Open(string name) => line.Run(() =>
            {
                if (!_sessions.ContainsKey(name))
                    {|LEAK2001:_sessions[name] = new Mutex(false, name)|};
            });

            public void Dispose()
            {
                foreach (var session in _sessions.Values)
                    session.Dispose();
            }
        }
        """);
}
