using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes that wait their turn, or count on more than they say: the one thing that makes them a bug.</summary>
public sealed class TurnTwinTests
{
    [Fact]
    public Task ForeignCallBetween_Fires() => Verify.FindsAsync(
        """
        public static class Pictures
        {
            private static readonly Dictionary<IntPtr, Stream> Sources = new();
            private static int _next;

            public static int Read(Stream source, Func<IntPtr, int> load)
            {
                IntPtr context;
                lock (Sources)
                {
                    context = (IntPtr)_next++;
                    {|LEAK4001:Sources.Add(context, source)|};
                }

                var pixels = load(context);
                lock (Sources)
                {
                    Sources.Remove(context);
                }

                return pixels;
            }
        }
        """);

    [Fact]
    public Task EntryThatWasAbsent_IsAcquired() => Verify.FindsAsync(
        """
        public sealed class Journeys
        {
            private readonly Dictionary<Guid, string> _underway = new();

            public void Enter(Guid id, string stage)
            {
                lock (_underway)
                {
                    if (_underway.ContainsKey(id))
                        return;
                    _underway[id] = stage;
                }
            }

            public void Leave(Guid id)
            {
                lock (_underway)
                    _underway.Remove(id);
            }
        }

        public sealed class Travel
        {
            private readonly Journeys _journeys = new();

            public void Go(Guid id, Func<Guid, bool> ask)
            {
                {|LEAK4001:_journeys.Enter(id, "leaving")|};
                if (!ask(id))
                {
                    Console.WriteLine("refused");
                    return;
                }

                _journeys.Leave(id);
                Console.WriteLine("arrived");
            }
        }
        """);

    [Fact]
    public Task SlotOfAnElementThatMayBeUsed_Fires() => Verify.FindsAsync(
        """
        public sealed class Handles
        {
            private readonly Place[] _places = new Place[16];

            public void Resize(int place, TimerCallback tick)
            {
                {|LEAK1001:_places[place].Handle = new Timer(tick, null, 100, 100)|};
            }

            ~Handles()
            {
                foreach (var place in _places)
                    place.Handle?.Dispose();
            }

            private struct Place
            {
                public Timer? Handle;
            }
        }
        """);

    [Fact]
    public Task EventThatComesAgain_Fires() => Verify.FindsAsync(
        """
        public sealed class Debuggee : IDisposable
        {
            private readonly Engine _engine;
            private FileStream? _image;

            public Debuggee(Engine engine)
            {
                _engine = engine;
                _engine.Happened += OnHappened;
            }

            private void OnHappened(Happening happening)
            {
                switch (happening)
                {
                    case Happening.ModuleLoaded:
                        {|LEAK1001:_image = new FileStream("image", FileMode.Open)|};
                        break;
                }
            }

            public void Dispose()
            {
                _engine.Happened -= OnHappened;
                _image?.Dispose();
            }
        }

        public enum Happening { CreateProcess, ModuleLoaded }

        public sealed class Engine
        {
            public event Action<Happening>? Happened;

            public void Pump() => Task.Run(() => Happened?.Invoke(Happening.ModuleLoaded));
        }
        """);

    [Fact]
    public Task OwnerOfTheClosedWriterStays_Fires() => Verify.FindsAsync(
        """
        public sealed class Packets
        {
            private readonly object _gate = new();
            private readonly Log _log = new();

            public void Roll()
            {
                lock (_gate)
                {
                    _log.Writer?{|LEAK1008:.Close()|};
                    _log.Writer = new BinaryWriter(File.Open("packets", FileMode.Append));
                }
            }

            public void Write(int value)
            {
                lock (_gate)
                    _log.Writer?.Write(value);
            }

            private sealed class Log
            {
                public BinaryWriter? Writer { get; set; }
            }
        }
        """);

    [Fact]
    public Task TimerThatTicksByItself_Fires() => Verify.FindsAsync(
        """
        public sealed class Sweeper
        {
            private readonly System.Timers.Timer _timer = new(60000);
            private readonly System.Timers.Timer _other = new(60000);

            public void Start()
            {
                _timer.Elapsed += OnElapsed;
                _timer.Start();
            }

            private void OnElapsed(object? source, System.Timers.ElapsedEventArgs e) => Sweep();

            private void Sweep()
            {
                for (var i = 0; i < 100; i++)
                    {|LEAK3001:Thread.Sleep(20)|};
                _other.Start();
            }
        }
        """);

    [Fact]
    public Task StopThatIsFollowedByAnotherRound_Fires() => Verify.FindsAsync(
        """
        public sealed class World
        {
            private readonly Physics _physics;

            public World(Physics physics)
            {
                _physics = physics;
                _physics.Stepped += () => Settle();
            }

            private void Settle()
            {
                {|LEAK3001:Thread.Sleep(500)|};
            }
        }

        public sealed class Physics
        {
            public event Action? Stepped;

            public void Run() => Task.Run(() => Stepped?.Invoke());
        }
        """);

    [Fact]
    public Task OwnerThatClosesAtOnce_Fires() => Verify.FindsAsync(
        """
        public sealed class Peers : IDisposable
        {
            private readonly ConcurrentDictionary<int, Timer> _connected = new();

            public bool Add(int id, Timer peer) => {|LEAK4002:_connected.TryAdd(id, peer)|};

            public void Dispose()
            {
                foreach (var peer in _connected.Values)
                    peer.Dispose();
                _connected.Clear();
            }
        }

        public sealed class PeerServer : IDisposable
        {
            private readonly Peers _peers = new();

            public void Take(int id, Timer peer) => _peers.Add(id, peer);

            public void Dispose() => _peers.Dispose();
        }
        """);

    [Fact]
    public Task TableFilledLater_Fires() => Verify.FindsAsync(
        """
        public sealed class Wallets
        {
            private readonly ConcurrentDictionary<string, List<int>> _wallets = new();

            public void Import(string[] files)
            {
                foreach (var file in files)
                    Load(file);
            }

            private void Load(string name)
            {
                var entries = new List<int>();
                if (_wallets.ContainsKey(name))
                    return;
                {|LEAK2001:_wallets[name] = entries|};
                entries.Add(1);
            }
        }
        """);

    [Fact]
    public Task QueueThatIsStartedTwice_Fires() => Verify.FindsAsync(
        """
        public sealed class Statistics
        {
            private readonly object _startStop = new();
            private readonly Dictionary<string, Counter> _figures = new();
            private readonly IQueues _queues;

            public Statistics(IQueues queues) => _queues = queues;

            public void Begin()
            {
                lock (_startStop)
                {
                    _figures.Clear();
                    _queues.CreateQueue<string>("figures", Take);
                    _queues.CreateQueue<string>("more", Take);
                }
            }

            private Task Take(string item)
            {
                if (!_figures.TryGetValue(item, out var counter))
                {
                    counter = new Counter();
                    {|LEAK2001:_figures.Add(item, counter)|};
                }

                counter.Add();
                return Task.CompletedTask;
            }
        }

        public sealed class Counter
        {
            private int _count;

            public void Add() => _count++;
        }

        public interface IQueues
        {
            void CreateQueue<T>(string name, Func<T, Task> take);
        }
        """);

    [Fact]
    public Task StreamOfAClientThatNobodyCloses_Fires() => Verify.FindsAsync(
        """
        using System.Net.Sockets;

        public sealed class Chat : IDisposable
        {
            private readonly System.Timers.Timer _watch = new(1000);
            private readonly TcpClient _client = new("host", 6667);
            private Stream? _stream;

            public Chat() => _watch.Elapsed += (_, _) => Connect();

            private void Connect()
            {
                {|LEAK1001:_stream = new BufferedStream(File.OpenRead("log"))|};
            }

            public void Dispose()
            {
                _watch.Dispose();
                _stream?.Dispose();
                _client.Dispose();
            }
        }
        """);

    [Fact]
    public Task StateThatMakesWhatItHolds_Fires() => Verify.FindsAsync(
        """
        public sealed class States
        {
            private readonly Dictionary<int, DrawState> {|LEAK1004:_states|} = new();

            public void Apply(int code)
            {
                if (!_states.TryGetValue(code, out var state))
                {
                    state = new DrawState();
                    _states.Add(code, state);
                }

                state.Use();
            }

            public static States Make() => new();
        }

        public sealed class DrawState : IDisposable
        {
            private Device? _device;

            public Device? Device
            {
                get => _device ??= new Device();
                set => _device = value;
            }

            public void Use() => Console.WriteLine(Device);

            public void Dispose() => _device?.Dispose();
        }

        public sealed class Device : IDisposable
        {
            private readonly IntPtr _handle = System.Runtime.InteropServices.Marshal.AllocHGlobal(8);

            public void Dispose() => System.Runtime.InteropServices.Marshal.FreeHGlobal(_handle);
        }
        """);

    [Fact]
    public Task TickThatStopsItsTimerTooLate_Fires() => Verify.FindsAsync(
        """
        public sealed class Download
        {
            private readonly System.Timers.Timer _timer = new(500);
            private bool _done;

            public Download()
            {
                _timer.Elapsed += OnElapsed;
                _timer.Start();
            }

            private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
            {
                if (_done)
                    _timer.Stop();
                Check("tool");
                _timer.Stop();
            }

            private static void Check(string file)
            {
                using var process = System.Diagnostics.Process.Start("chmod", file);
                {|LEAK3001:process.WaitForExit()|};
            }
        }
        """);

    [Fact]
    public Task StaticTableOfAnybody_Fires() => Verify.FindsAsync(
        """
        public static class Menus
        {
            private static readonly Dictionary<string, List<string>> States = new();

            public static void Build(string window, string item)
            {
                if (!States.TryGetValue(window, out var state))
                {
                    state = new List<string>();
                    {|LEAK2001:States[window] = state|};
                }

                state.Add(item);
            }
        }
        """);

    [Fact]
    public Task TwoConditionsThatMayBothHold_Fires() => Verify.FindsAsync(
        """
        public sealed class Shape : IDisposable
        {
            private Timer? _tick;

            public void Read(byte[] data)
            {
                var rank = data.Length;
                if (rank == 1)
                    _tick = new Timer(_ => Console.WriteLine(1), null, 1, 1);
                rank++;
                if (rank == 2)
                    {|LEAK1001:_tick = new Timer(_ => Console.WriteLine(2), null, 1, 1)|};
            }

            public void Dispose() => _tick?.Dispose();
        }
        """);

    [Fact]
    public Task ListThatOwnsItsRows_Fires() => Verify.FindsAsync(
        """
        public sealed class Grid : IDisposable
        {
            private RowList? _all;
            private Row? _selected;

            public void Fill(bool isNew)
            {
                if (_all != null && !isNew)
                    return;
                {|LEAK1001:_all = new RowList(new[] { new Row() }, disposeItems: true)|};
            }

            public void Show() => _selected ??= new Row();

            public void Refresh()
            {
                {|LEAK1001:_selected = null|};
                Console.WriteLine("drawn");
            }

            public void Dispose()
            {
                _selected?.Dispose();
                _all?.Dispose();
            }
        }

        public sealed class Row : IDisposable
        {
            private readonly Timer _blink = new(_ => Console.WriteLine("on"), null, 1, 1);

            public void Dispose() => _blink.Dispose();
        }

        public sealed class RowList : IDisposable
        {
            private readonly Row[] _rows;
            private readonly bool _disposeItems;

            public RowList(Row[] rows, bool disposeItems)
            {
                _rows = rows;
                _disposeItems = disposeItems;
            }

            public void Dispose()
            {
                if (!_disposeItems)
                    return;
                foreach (var row in _rows)
                    row.Dispose();
            }
        }
        """);
}
