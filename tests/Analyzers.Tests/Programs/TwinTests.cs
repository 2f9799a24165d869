using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Code that differs from a look-alike of ValidCode in the one thing that makes it a bug.</summary>
public sealed class TwinTests
{
    [Fact]
    public Task HelperThatOnlyLooksAtItsArguments_Fires() => Verify.FindsAsync(
        """
        static class Log
        {
            public static void WriteAll(params IDisposable[] all)
            {
                foreach (var one in all)
                    Console.WriteLine(one);
            }
        }

        sealed class Writer(string path) : IDisposable
        {
            private FileStream {|LEAK1004:_data|} = File.Create(path);

            public void Write(byte value) => _data.WriteByte(value);

            public void Dispose()
            {
                Log.WriteAll(_data);
                _data = null;
            }
        }
        """);

    [Fact]
    public Task ResetToSomethingMadeHere_Fires() => Verify.FindsAsync(
        """
        sealed class Scanner(TextReader first)
        {
            private TextReader _reader = first;

            public void Reset(string path) => {|LEAK1001:_reader = new StreamReader(path)|};

            public void Close() => _reader.Dispose();
        }
        """);

    [Fact]
    public Task FlagThatTellsOfTheEnd_Fires() => Verify.FindsAsync(
        """
        sealed class Source
        {
            private Stream _source;
            private bool _closed;

            public void Open(string path) => _source = File.OpenRead(path);

            public void Reset() => {|LEAK1001:_source = null|};

            public void Close()
            {
                if (!_closed)
                    _source.Close();
                _closed = true;
            }
        }
        """);

    [Fact]
    public Task EntryThatAlsoHoldsATimer_Fires() => Verify.FindsAsync(
        """
        sealed class Partitions : IDisposable
        {
            private readonly ConcurrentDictionary<string, Partition> _all = new();

            public void Acquired(string name) => {|LEAK1001:_all[name] = new Partition(name)|};

            public void Dispose()
            {
                foreach (var partition in _all.Values)
                    partition.Dispose();
            }

            private sealed class Partition(string name) : IDisposable
            {
                private readonly CancellationTokenSource _released = new();
                private readonly Timer _renewal = new(_ => Console.WriteLine(name));

                public void Dispose()
                {
                    _released.Dispose();
                    _renewal.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task LoserThatStaysRegisteredAsAMeter_Fires() => Verify.FindsAsync(
        """
        sealed class Emitter : IDisposable
        {
            private static readonly ConcurrentDictionary<string, Emitter> All = new();
            private readonly System.Diagnostics.Metrics.Meter _meter = new("feature");

            private Emitter(string key) => _meter.CreateObservableGauge("used", () => key.Length);

            public static Emitter For(string key) => {|LEAK1005:All.GetOrAdd(key, k => new Emitter(k))|};

            public void Dispose() => _meter.Dispose();
        }
        """);

    [Fact]
    public Task PlaceKeptByAnEntry_Fires() => Verify.FindsAsync(
        """
        sealed class Slots : IDisposable
        {
            private readonly ConcurrentDictionary<uint, Timer> _timers = new();

            public void Reserve(uint id)
            {
                if ({|LEAK1006:_timers.TryAdd(id, new Timer(_ => Console.WriteLine("first")))|})
                    {|LEAK1001:_timers[id] = new Timer(_ => Console.WriteLine("second"))|};
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task GuardThatIsEmptiedAlone_Fires() => Verify.FindsAsync(
        """
        sealed class Inbound : IDisposable
        {
            private Timer _timer;
            private Task _task;

            public Inbound(AppDomain domain) => domain.AssemblyLoad += (_, _) => Begin();

            public void Stop() => _task = null;

            public void Dispose() => _timer?.Dispose();

            private void Begin()
            {
                if (_task != null)
                    return;
                {|LEAK1001:_timer = new Timer(_ => Console.WriteLine("in"))|};
                _task = Task.Run(() => Console.WriteLine("reading"));
            }
        }
        """);

    [Fact]
    public Task CheckForTheFirstOne_Fires() => Verify.FindsAsync(
        """
        sealed class Spans
        {
            private readonly ConcurrentQueue<Span2> _spans = new();

            public void Start()
            {
                if (_spans.Count == 0)
                    {|LEAK2001:_spans.Enqueue(new Span2())|};
            }

            public sealed class Span2
            {
                private readonly List<string> _tags = [];

                public void Tag(string tag) => _tags.Add(tag);
            }
        }
        """);

    [Fact]
    public Task LockThatTheDrainTakesToo_Fires() => Verify.FindsAsync(
        """
        sealed class Links : IDisposable
        {
            private readonly SemaphoreSlim _lock = new(1, 1);
            private readonly List<Timer> _timers = [];

            public async Task ConnectAsync()
            {
                await _lock.WaitAsync();
                try
                {
                    {|LEAK4002:_timers.Add(new Timer(_ => Console.WriteLine("alive")))|};
                }
                finally
                {
                    _lock.Release();
                }
            }

            public void Dispose()
            {
                _lock.Wait();
                try
                {
                    foreach (var timer in _timers)
                        timer.Dispose();
                    _timers.Clear();
                }
                finally
                {
                    _lock.Release();
                }

                _lock.Dispose();
            }
        }
        """);

    [Fact]
    public Task SemaphoreHeldOverAnAwait_Fires() => Verify.FindsAsync(
        """
        sealed class Store
        {
            private readonly SemaphoreSlim _lock = new(1, 1);
            private readonly Timer _prune;

            public Store() => _prune = new Timer(_ => Prune(), null, 1000, 1000);

            public async Task SaveAsync(string path)
            {
                await _lock.WaitAsync();
                try
                {
                    await File.WriteAllTextAsync(path, "saved");
                }
                finally
                {
                    _lock.Release();
                }
            }

            private void Prune()
            {
                {|LEAK3001:_lock.Wait()|};
                try
                {
                    Console.WriteLine("pruning");
                }
                finally
                {
                    _lock.Release();
                }
            }
        }
        """);

    [Fact]
    public Task EventOfSomethingThatLives_Fires() => Verify.FindsAsync(
        """
        sealed class Operation
        {
            public event EventHandler Completed;

            public void Complete() => Completed?.Invoke(this, EventArgs.Empty);
        }

        sealed class Watch
        {
            public Watch(Operation operation, Func<Task> save) => operation.Completed += (_, _) => {|LEAK3001:save().Wait()|};
        }
        """);

    [Fact]
    public Task DisposedBehindATestOfAnother_Fires() => Verify.FindsAsync(
        """
        sealed class Receiver(string path) : IDisposable
        {
            private FileStream _file = File.OpenRead(path);

            public void Reload(FileStream other)
            {
                if (other != null)
                    {|LEAK1008:_file.Dispose()|};
                _file = new FileStream(path, FileMode.Open);
            }

            public int Read() => _file.ReadByte();

            public void Dispose() => _file?.Dispose();
        }
        """);

    [Fact]
    public Task TimerGivenAPeriodLater_Fires() => Verify.FindsAsync(
        """
        sealed class Poller : IDisposable
        {
            private readonly Timer _timer;

            public Poller(Func<Task> poll)
            {
                _timer = new Timer(_ => {|LEAK3001:poll().Wait()|});
                _timer.Change(0, 1000);
            }

            public void Dispose() => _timer.Dispose();
        }
        """);
}
