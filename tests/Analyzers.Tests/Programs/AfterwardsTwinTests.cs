using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes about ends that lose nothing and insertions that bring nothing new: the one thing that makes them a bug.</summary>
public sealed class AfterwardsTwinTests
{
    [Fact]
    public Task DisposeThatFreesSomething_IsMissed() => Verify.FindsAsync(
        """
        public interface IMeter : IDisposable
        {
            long Read();
        }

        public sealed class Meters : IDisposable
        {
            private readonly ConcurrentDictionary<string, IMeter> _meters = new();

            public void Start(string drive) => {|LEAK4002:_meters.TryAdd(drive + Guid.NewGuid(), new Counting(drive))|};

            public void Forget(string drive) => {|LEAK1002:_meters.TryRemove(drive, out _)|};

            public void Dispose()
            {
                foreach (var meter in _meters.Values)
                    meter.Dispose();
                _meters.Clear();
            }

            private sealed class Counting(string drive) : IMeter
            {
                private readonly Timer _timer = new(_ => Console.WriteLine(drive));

                public long Read() => 1;

                public void Dispose() => _timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task AssertionAboutAnotherTable_SaysNothing() => Verify.FindsAsync(
        """
        using System.Diagnostics;

        public sealed class Staging : IDisposable
        {
            private readonly Dictionary<int, Timer> {|LEAK1004:_submitted|} = new();
            private readonly List<string> _names = new();
            private readonly Timer _tick = new(_ => Console.WriteLine("tick"));

            public static Staging Create() => new();

            public void Submit(int number) => _submitted.Add(number, new Timer(_ => Console.WriteLine(number)));

            public void Done(int number)
            {
                if (_submitted.Remove(number, out var timer))
                    timer.Dispose();
            }

            public void Dispose()
            {
                Debug.Assert(_names.Count == 0);
                _tick.Dispose();
            }
        }
        """);

    [Fact]
    public Task OpenThatMayLeaveSomething_IsOverwritten() => Verify.FindsAsync(
        """
        public sealed class Interrupts : IDisposable
        {
            private Stream? _driver;

            public void Initialize()
            {
                if (_driver == null)
                    OpenAny();
            }

            private void OpenAny()
            {
                if (Open("/dev/first", out _driver))
                    return;
                {|LEAK1001:_driver = File.OpenRead("/dev/last")|};
            }

            private static bool Open(string path, out Stream stream)
            {
                stream = File.OpenRead(path);
                return stream.CanSeek;
            }

            public void Dispose() => _driver?.Dispose();
        }
        """);

    [Fact]
    public Task CommandThatStaysWhenTheBatchFails_IsReset() => Verify.FindsAsync(
        """
        public sealed class Batch : IDisposable
        {
            private Stream? _command;

            public void Reset() => {|LEAK1001:_command = null|};

            public int Execute(string path)
            {
                _command = File.OpenRead(path);
                var rows = _command.ReadByte();
                _command.Dispose();
                return rows;
            }

            public void Dispose() => _command?.Dispose();
        }
        """);

    [Fact]
    public Task ReaderThatNobodyWaitsFor_IsForgotten() => Verify.FindsAsync(
        """
        public sealed class Feed
        {
            private StreamReader? {|LEAK1004:_reader|};
            private Thread? _thread;
            private volatile bool _done;

            public void Start()
            {
                _thread = new Thread(Run);
                _thread.Start();
            }

            private void Run()
            {
                while (!_done)
                {
                    _reader = new StreamReader("feed");
                    Console.WriteLine(_reader.ReadLine());
                    _reader?.Dispose();
                }
            }

            public void Stop()
            {
                _done = true;
                _thread = null;
                _reader = null;
            }
        }
        """);

    [Fact]
    public Task HandlerThatOnlyCounts_LeavesThePings() => Verify.FindsAsync(
        """
        using System.Net.NetworkInformation;

        public sealed class Probes
        {
            private readonly List<Ping> {|LEAK1004:_pings|} = new();
            private int _answers;

            public static Probes Create() => new();

            public void Send(string host)
            {
                var ping = new Ping();
                _pings.Add(ping);
                ping.PingCompleted += OnAnswer;
                ping.SendAsync(host, null);
            }

            public void StopAll()
            {
                foreach (var ping in _pings)
                    ping.SendAsyncCancel();
            }

            private void OnAnswer(object sender, PingCompletedEventArgs e) => _answers++;
        }
        """);

    [Fact]
    public Task InsertionsAfterADrainThatNobodyAsksFor_Fire() => Verify.FindsAsync(
        """
        public sealed class Chip
        {
            public Timer Request(int line) => new(_ => Console.WriteLine(line));
        }

        public sealed class Lines : IDisposable
        {
            private readonly Chip _chip = new();
            private readonly Dictionary<int, Timer> _lines = new();
            private readonly object _gate = new();

            public void Request(int line)
            {
                lock (_gate)
                    {|LEAK4002:_lines.Add(line, _chip.Request(line))|};
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    foreach (var line in _lines.Values)
                        line.Dispose();
                    _lines.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task DrainThatAnybodyRuns_IsNoCount() => Verify.FindsAsync(
        """
        public sealed class Ending(Action end)
        {
            public void Run() => end();
        }

        public sealed class Recorder : IDisposable
        {
            private readonly List<Timer> _spare = new();
            private readonly object _gate = new();
            private readonly Ending _ending;
            private bool _ended;

            public Recorder() => _ending = new Ending(DisposeCore);

            public void Completed(Timer timer)
            {
                lock (_gate)
                    {|LEAK4002:_spare.Add(timer)|};
            }

            public void Dispose() => _ending.Run();

            private void DisposeCore()
            {
                if (_ended)
                    return;
                _ended = true;
                foreach (var timer in _spare)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task WorkThatIsStartedForEach_LockOfInstances_ModelWithoutInterface_Race() => Verify.FindsAsync(
        """
        public class Finder
        {
            private readonly Dictionary<string, Entry> _found = new();

            public void Find(string path) => new Thread(() => Add(path)).Start();

            private void Add(string path)
            {
                if (!_found.TryGetValue(path, out var entry))
                {
                    entry = new Entry();
                    {|LEAK2001:_found.Add(path, entry)|};
                }

                entry.Add(path);
            }
        }

        public sealed class Entry
        {
            private readonly List<string> _paths = new();

            public void Add(string path) => _paths.Add(path);
        }

        public sealed class Layout
        {
            private static readonly object Rendering = new();

            private readonly List<Entry> _rows = new();

            public void Render()
            {
                lock (Rendering)
                {
                    foreach (var row in _rows)
                        row.Add("");
                }
            }

            public void Fill()
            {
                if (_rows.Count == 0)
                    {|LEAK2001:_rows.Add(new Entry())|};
            }
        }

        public static class Models
        {
            public static Services AddSingleton<T>(this Services services) => services;

            public static void Register(Services services) => services.AddSingleton<Routes>();

            public sealed class Services
            {
            }
        }

        public sealed class Routes
        {
            private readonly Dictionary<string, List<string>> _routes = new();

            public void Add(string context, string item)
            {
                if (!_routes.TryGetValue(context, out var items))
                {
                    items = new List<string>();
                    {|LEAK2001:_routes[context] = items|};
                }

                items.Add(item);
            }
        }
        """);

    [Fact]
    public Task WatchThatIsOnlyForgotten_IsNobodys() => Verify.FindsAsync(
        """
        public class Monitors
        {
            private readonly Dictionary<string, Watch> {|LEAK1004:_watches|} = new();

            public static Monitors Create() => new();

            public void Start(string name)
            {
                if (!_watches.ContainsKey(name))
                    _watches.Add(name, new Watch(name));
            }

            public bool Stop(string name) => {|LEAK1002:_watches.Remove(name)|};

            public sealed class Watch(string name) : IDisposable
            {
                private readonly Timer _timer = new(_ => Console.WriteLine(name));

                public void Dispose() => _timer.Dispose();
            }
        }
        """);
}
