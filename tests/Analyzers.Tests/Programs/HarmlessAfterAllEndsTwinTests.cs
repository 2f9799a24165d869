using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/HarmlessAfterAllEnds.cs: it was theirs to end.</summary>
public sealed class HarmlessAfterAllEndsTwinTests
{
    private const string Wheel =
        """
        public sealed class Wheel : IDisposable
        {
            private readonly FileStream _plan = File.OpenRead("wheel");
            public long Size => _plan.Length;
            public void Release() => _plan.Dispose();
            public void Dispose() => _plan.Dispose();
        }

        """;

    private const string Ticket =
        """
        public sealed class Ticket : IDisposable
        {
            private readonly Action _back;
            public Ticket(Action back) => _back = back;
            public void Dispose() => _back();
        }

        """;

    [Fact]
    public Task WhoReleasesTheValueItself_OwnsIt() => Verify.FindsAsync(Wheel +
        """
        public interface IWorkshop { Wheel Next(string name); }
        public sealed class Cart(IWorkshop workshop)
        {
            private Wheel _wheel = workshop.Next("first");
            public long Size => _wheel.Size;
            public void Refresh(string name) => {|LEAK1001:_wheel = workshop.Next(name)|};
            public void Rest() => _wheel.Release();
        }
        """);

    [Theory]
    [InlineData("public void Stay(string name) => Fit(name);")]
    [InlineData("public Wheel Stay(string name) { var wheel = Fit(name); return wheel; }")]
    [InlineData("public void Stay(string name) { var wheel = Fit(name); if (wheel.Size > 3) wheel.Dispose(); }")]
    public Task CallerThatDoesNotEndIt_LeavesIt(string more) => Verify.FindsAsync(Wheel +
        $$"""
        public sealed class Cart : IDisposable
        {
            private readonly ConcurrentDictionary<string, Wheel> _wheels = new();
            public long Roll(string name) { using (var wheel = Fit(name)) return wheel.Size; }
            {{more}}
            private Wheel Fit(string name) { var wheel = new Wheel(); {|LEAK1001:_wheels[name] = wheel|}; return wheel; }
            public void Dispose() { foreach (var wheel in _wheels.Values) { try { wheel.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("Console.WriteLine(workshop);")]
    [InlineData("workshop.Paint(3);")]
    [InlineData("_workshop = workshop;")]
    public Task PartThatOnlyKnowsTheWorkshop_IsTheCarts(string body) => Verify.FindsAsync(
        $$"""
        public interface IWorkshop { void Paint(int wheels); }
        public sealed class Wheel : IDisposable
        {
            private readonly FileStream _plan = File.OpenRead("wheel");
            private readonly IWorkshop _workshop;
            public Wheel(IWorkshop workshop) { {{body}} }
            public long Size => _plan.Length;
            public void Dispose() => _plan.Dispose();
        }
        public sealed class Cart(IWorkshop workshop) : IDisposable
        {
            private readonly Dictionary<string, Wheel> _wheels = new();
            public void Fit(string side) => {|LEAK1001:_wheels[side] = new Wheel(workshop)|};
            public long Size(string side) => _wheels[side].Size;
            public void Dispose() => Console.WriteLine("parked");
        }
        """);

    [Theory]
    [InlineData("new Ticket(film.Dispose)")]
    [InlineData("new Ticket(() => film.Dispose())")]
    [InlineData("new Ticket(end)")]
    public Task TicketThatCallsMoreThanTheHall_HoldsIt(string made) => Verify.FindsAsync(Ticket +
        $$"""
        public sealed class Hall : IDisposable
        {
            private readonly Dictionary<int, Ticket> _tickets = new();
            public void Sell(int seat, FileStream film, Action end) => {|LEAK1001:_tickets[seat] = {{made}}|};
            public void Dispose() { foreach (var ticket in _tickets.Values) { try { ticket.Dispose(); } catch (IOException) { } } _tickets.Clear(); }
        }
        """);

    [Fact]
    public Task TicketThatSomebodyBrings_MayHoldAnything() => Verify.FindsAsync(Ticket +
        """
        public sealed class Hall : IDisposable
        {
            private readonly Dictionary<int, Ticket> _tickets = new();
            public void Sell(int seat) { if (!_tickets.ContainsKey(seat)) _tickets.Add(seat, new Ticket(OnBack)); }
            public void Take(int seat, Ticket ticket) => {|LEAK1001:_tickets[seat] = ticket|};
            private static void OnBack() => Console.WriteLine();
            public void Dispose() { foreach (var ticket in _tickets.Values) ticket.Dispose(); _tickets.Clear(); }
        }
        """);

    [Theory]
    [InlineData("new BufferedStream(File.OpenRead(path))")]
    [InlineData("_pipe.Tap(path)")]
    [InlineData("new BufferedStream(_pipe.Open(path))")]
    public Task BufferAroundAStreamOfItsOwn_HoldsIt(string tap) => Verify.FindsAsync(
        $$"""
        public sealed class Pipe
        {
            public FileStream Open(string path) => File.OpenRead(path);
            public BufferedStream Tap(string path) => new(File.OpenRead(path));
        }
        public sealed class Basin : IDisposable
        {
            private readonly Pipe _pipe = new();
            private BufferedStream _tap;
            public void Refresh(string path) => {|LEAK1001:_tap = {{tap}}|};
            public int Take() => _tap.ReadByte();
            public void Dispose() => _tap?.Dispose();
        }
        """);

    [Theory]
    [InlineData("public void Refresh(Action ring) => {|LEAK1001:_next = clock.Schedule(TimeSpan.FromSeconds(1), ring)|};")]
    [InlineData("public void Set(Action ring) => _next ??= clock.Schedule(TimeSpan.FromSeconds(1), ring); public void Move(Action ring) { if (_next != null) {|LEAK1001:_next = clock.Schedule(TimeSpan.FromSeconds(9), ring)|}; }")]
    [InlineData("public void Set(Action ring) => _next ??= clock.Subscribe(ring); public void Skip() { if (_next != null) {|LEAK1001:_next = null|}; }")]
    public Task HandleOfWhatGoesOn_IsStillNeeded(string members) => Verify.FindsAsync(
        $$"""
        public interface IClockwork { IDisposable Schedule(TimeSpan due, Action work); IDisposable Subscribe(Action work); }
        public sealed class Alarm(IClockwork clock) : IDisposable
        {
            private IDisposable _next;
            {{members}}
            public void Dispose() => _next?.Dispose();
        }
        """);
}
