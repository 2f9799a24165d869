using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>An end that is none for this entry: another event, another way, nobody who calls it (LEAK1001, LEAK1002, LEAK1004).</summary>
public sealed class EndedBeforehandTwinTests
{
    [Fact]
    public Task OwnEvent_EndsNoEntry() => Verify.FindsAsync(
        """
        public enum LiftState { Moving, Waiting, Closed }
        public sealed class Lift : IDisposable
        {
            private readonly Timer _bell = new(_ => Console.Beep(), null, 0, 500);
            public event Action<object, LiftState> Changed;
            public void Go() => Changed?.Invoke(this, LiftState.Moving);
            public void Dispose() => _bell.Dispose();
        }
        public sealed class LiftBoard : IDisposable
        {
            private readonly Dictionary<int, Lift> _lifts = new();
            private LiftState _mode;
            public event Action<object, LiftState> Changed;
            public void Turn(LiftState mode) { _mode = mode; Changed?.Invoke(this, mode); }
            public void Build(int shaft)
            {
                if (_lifts.ContainsKey(shaft)) return;
                var lift = new Lift();
                Changed += (_, state) => { if (state == LiftState.Closed) {|LEAK1002:_lifts.Remove(shaft)|}; };
                _lifts.Add(shaft, lift);
            }
            public void Dispose() { foreach (var lift in _lifts.Values) lift.Dispose(); }
        }
        """);

    [Fact]
    public Task StateThatIsNotClosed_IsNoEnd() => Verify.FindsAsync(
        """
        public enum LiftState { Moving, Waiting, Closed, NotClosed, Reopened, Enclosed }
        public sealed class Lift : IDisposable
        {
            private readonly Timer _bell = new(_ => Console.Beep(), null, 0, 500);
            public event Action<object, LiftState> Changed;
            public void Go() => Changed?.Invoke(this, LiftState.Moving);
            public void Dispose() => _bell.Dispose();
        }
        public sealed class LiftBoard : IDisposable
        {
            private readonly Dictionary<int, Lift> _lifts = new();
            private LiftState _mode;
            public event Action<object, LiftState> Changed;
            public void Turn(LiftState mode) { _mode = mode; Changed?.Invoke(this, mode); }
            public void Build(int shaft)
            {
                if (_lifts.ContainsKey(shaft)) return;
                var lift = new Lift();
                lift.Changed += (_, state) => { if (state == LiftState.NotClosed) {|LEAK1002:_lifts.Remove(shaft)|}; };
                _lifts.Add(shaft, lift);
            }
            public void Dispose() { foreach (var lift in _lifts.Values) lift.Dispose(); }
        }
        """);

    [Fact]
    public Task RefThatDoesNotGoOn_IsLost() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Workshop : IDisposable
        {
            private readonly Queue<Drum> _idle = new();
            private readonly List<Drum> _tuned = new();
            private int _n;
            public void Bring(string name) => _idle.Enqueue(new Drum(name));
            public void TuneNext() { var drum = {|LEAK1002:_idle.Dequeue()|}; Tune(ref drum); Console.Write(drum.Name); }
            public string Last() => _tuned[^1].Name;
            private static void Tune(ref Drum drum) { if (drum.Name == "") drum.Name = "A"; }
            public void Dispose() { foreach (var drum in _idle) drum.Dispose(); foreach (var drum in _tuned) drum.Dispose(); }
        }
        """);

    [Fact]
    public Task RefThatIsReplacedUnended_IsLost() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Workshop : IDisposable
        {
            private readonly Queue<Drum> _idle = new();
            private readonly List<Drum> _tuned = new();
            public void Bring(string name) => _idle.Enqueue(new Drum(name));
            public void TuneNext() { var drum = {|LEAK1002:_idle.Dequeue()|}; Tune(ref drum); _tuned.Add(drum); }
            public string Last() => _tuned[^1].Name;
            private static void Tune(ref Drum drum) { drum = new Drum(drum.Name + "2"); }
            public void Dispose() { foreach (var drum in _idle) drum.Dispose(); foreach (var drum in _tuned) drum.Dispose(); }
        }
        """);

    [Fact]
    public Task DisposeOnOneWay_LeavesTheWire() => Verify.FindsAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        public sealed class Cable(Func<Socket, Task<Stream>> coat) : IDisposable
        {
            private Socket _wire;
            private Stream _coat;
            private int _n;
            public async Task ReconnectAsync(Func<Task<Socket>> dial)
            {
                if (_n++ > 3) _coat?.Dispose(); var wire = await dial(); {|LEAK1001:_wire = wire|}; _coat = await coat(wire);
            }
            public int Waiting => _wire.Available;
            public void Dispose() { _coat?.Dispose(); _wire?.Dispose(); }
        }
        """);

    [Fact]
    public Task NetworkStream_LeavesItsSocketOpen() => Verify.FindsAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        public sealed class Cable(Func<Socket, Task<Stream>> coat) : IDisposable
        {
            private Socket _wire;
            private Stream _coat;
            private int _n;
            public async Task ReconnectAsync(Func<Task<Socket>> dial)
            {
                _coat?.Dispose(); var wire = await dial(); {|LEAK1001:_wire = wire|}; _coat = new NetworkStream(wire);
            }
            public int Waiting => _wire.Available;
            public void Dispose() { _coat?.Dispose(); _wire?.Dispose(); }
        }
        """);

    [Fact]
    public Task HelperThatKeepsNothing_LeavesThePlan() => Verify.FindsAsync(
        """
        using System.Net;

        public sealed class Shelf : IDisposable
        {
            private FileStream _plan;
            private Stream _copy;
            public void Reload(string name)
            {
                _copy?.Dispose();
                _copy = null;
                var plan = File.OpenRead(name);
                {|LEAK1001:_plan = plan|};
                _copy = Copies.Of(plan);
            }
            public long Size => _plan.Length + _copy.Length;
            public void Dispose() { _copy?.Dispose(); _plan?.Dispose(); }
        }
        public static class Copies
        {
            public static Stream Of(FileStream plan) { var memory = File.Create(plan.Name + ".copy"); plan.CopyTo(memory); return memory; }
        }
        """);

    [Fact]
    public Task AcceptLoop_BeginsAgain() => Verify.FindsAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        public sealed class Door(Socket listener) : IDisposable
        {
            private NetworkStream _guest;
            public void Open() => Next();
            private void Next()
            {
                var call = new SocketAsyncEventArgs();
                call.Completed += Came;
                listener.AcceptAsync(call);
            }
            private void Came(object sender, SocketAsyncEventArgs call)
            {
                {|LEAK1001:_guest = new NetworkStream(call.AcceptSocket, true)|};
                call.Dispose();
                Next();
            }
            public int Waiting => _guest.ReadByte();
            public void Dispose() => _guest?.Dispose();
        }
        """);

    [Fact]
    public Task ArgumentsInALoop_AreMany() => Verify.FindsAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        public sealed class Door(Socket listener) : IDisposable
        {
            private NetworkStream _guest;
            public void Open(int n)
            {
                for (var i = 0; i < n; i++)
                {
                    var call = new SocketAsyncEventArgs();
                    call.Completed += Came;
                    listener.AcceptAsync(call);
                }
            }
            private void Came(object sender, SocketAsyncEventArgs call)
            {
                {|LEAK1001:_guest = new NetworkStream(call.AcceptSocket, true)|};
                call.Dispose();
            }
            public int Waiting => _guest.ReadByte();
            public void Dispose() => _guest?.Dispose();
        }
        """);

    [Fact]
    public Task EndThatNobodyCalls_IsNone() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Concert : IDisposable
        {
            private readonly Timer _clock = new(_ => Console.Beep(), null, 0, 500);
            private readonly List<Drum> {|LEAK1004:_drums|} = new();
            public void Strike(int hour) { _drums.Add(new Drum("hour")); }
            private void CloseAll(string why) { foreach (var drum in _drums) drum.Dispose(); _drums.Clear(); Console.Write(why); }
            public void Dispose() => _clock.Dispose();
        }
        public static class Programme { public static void Day() { using var concert = new Concert(); concert.Strike(24); } }
        """);

    [Fact]
    public Task EndThatBeginsAgain_IsNone() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Concert : IDisposable
        {
            private readonly Timer _clock = new(_ => Console.Beep(), null, 0, 500);
            private readonly List<Drum> {|LEAK1004:_drums|} = new();
            public void Strike(int hour) { CloseAll("again"); _drums.Add(new Drum("hour")); }
            private void CloseAll(string why) { foreach (var drum in _drums) drum.Dispose(); _drums.Clear(); Console.Write(why); }
            public void Dispose() => _clock.Dispose();
        }
        public static class Programme { public static void Day() { using var concert = new Concert(); concert.Strike(24); } }
        """);

    [Fact]
    public Task EndOfAReload_IsNone() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Concert : IDisposable
        {
            private readonly Timer _clock = new(_ => Console.Beep(), null, 0, 500);
            private readonly List<Drum> {|LEAK1004:_drums|} = new();
            public void Strike(int hour) => _drums.Add(new Drum("hour")); public void Reload() => CloseAll("again");
            private void CloseAll(string why) { foreach (var drum in _drums) drum.Dispose(); _drums.Clear(); Console.Write(why); }
            public void Dispose() => _clock.Dispose();
        }
        public static class Programme { public static void Day() { using var concert = new Concert(); concert.Strike(24); } }
        """);
}
