using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes that wait their turn: the one thing that makes them a bug.</summary>
public sealed class TurnTwinTests
{
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

            public void Run() { while (true) Stepped?.Invoke(); }
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
    public Task StaticTableOfWindows_IsSilent() => Verify.SilentAsync(
        """
        namespace Avalonia
        {
            public class AvaloniaObject
            {
            }
        }

        namespace Sample
        {
            public class Window : Avalonia.AvaloniaObject
            {
            }

            public static class Menus
            {
                private static readonly List<State> States = new();

                public static void Build(Window window, string item)
                {
                    var state = States.FirstOrDefault(s => ReferenceEquals(s.Window, window));
                    if (state == null)
                    {
                        state = new State { Window = window };
                        States.Add(state);
                    }

                    state.Items.Add(item);
                }

                private sealed class State
                {
                    public Window? Window { get; set; }

                    public List<string> Items { get; } = new();
                }
            }
        }
        """);
}
