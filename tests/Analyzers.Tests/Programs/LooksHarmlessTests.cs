using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>What looks like something in ValidCode/HarmlessAfterAll.cs and HarmlessAfterAllEnds.cs, and harms: found by somebody who tried to hide it there.</summary>
public sealed class LooksHarmlessTests
{
    private const string Hive =
        """
        using System.ComponentModel;
        using System.Collections.ObjectModel;
        public sealed class Hive { public Hive(string name) => Name = name; public event EventHandler Busy; public string Name { get; } public void Buzz() => Busy?.Invoke(this, EventArgs.Empty); }

        """;

    [Theory]
    [InlineData("RunAsync(string job)", "job")]
    [InlineData("StartAsync(Job order)", "order.Id")]
    public Task LauncherOfManyJobs_IsNoProgram(string member, string key) => Verify.FindsAsync(
        $$"""
        public sealed record Job(string Id);
        public static class JobLauncher
        {
            private static readonly ConcurrentDictionary<string, DateTime> s_running = new();
            public static async Task {{member}}
            {
                {|LEAK4001:s_running[{{key}}] = DateTime.UtcNow|};
                await File.WriteAllTextAsync({{key}}, "x");
                s_running.TryRemove({{key}}, out _);
            }
        }
        """);

    [Fact]
    public Task FieldOfAPrivateClass_IsSeenByNobodyElse() => Verify.FindsAsync(
        """
        public sealed class Worker(Func<Guid, Task> work)
        {
            private sealed class State { public readonly ConcurrentDictionary<Guid, string> Running = new(); }
            private readonly State _state = new();
            public async Task ExecuteAsync(Guid id)
            {
                {|LEAK4001:_state.Running[id] = "x"|};
                try { await work(id); } catch (OperationCanceledException) { _state.Running.TryRemove(id, out _); throw; }
            }
        }
        """);

    [Theory]
    [InlineData("long", "if (_running.ContainsKey(file)) return; {|LEAK4001:_running[file] = Environment.TickCount64|}")]
    [InlineData("DateTime", "if (_running.TryGetValue(file, out var since) && DateTime.UtcNow - since < TimeSpan.FromMinutes(1)) return; {|LEAK4001:_running[file] = DateTime.UtcNow|}")]
    [InlineData("int", "if (_running.ContainsKey(file)) return; {|LEAK4001:_running[file] = 1|}")]
    [InlineData("DayOfWeek", "if (_running.TryGetValue(file, out var day) && day == DayOfWeek.Monday) return; {|LEAK4001:_running[file] = DayOfWeek.Monday|}")]
    public Task MarkThatOwesNothingToWhatWasThere_IsNoFigure(string mark, string enter) => Verify.FindsAsync(
        $$"""
        public sealed class Importer(Func<int, Task> work)
        {
            private readonly ConcurrentDictionary<int, {{mark}}> _running = new();
            public async Task ImportAsync(int file) { {{enter}}; await work(file); _running.TryRemove(file, out _); }
        }
        """);

    [Theory]
    [InlineData("public async Task PreloadAsync(string[] names) => await Task.Run(() => { foreach (var n in names) See(n); });", "public")]
    [InlineData("public async Task PreloadAsync(string name) => await Task.Run(() => See(name)); public Task AllAsync(string[] names) => Task.WhenAll(names.Select(PreloadAsync));", "private")]
    public Task WorkBesideOtherMembers_MakesTwo(string preload, string modifier) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Atlas
        {
            private readonly Dictionary<string, Hive> _hives = new();
            {{preload}}
            {{modifier}} Hive See(string n) { if (!_hives.TryGetValue(n, out var h)) {|LEAK2001:_hives[n] = h = new Hive(n)|}; return h; }
        }
        """);

    [Theory]
    [InlineData("public void Watch() => new Thread(() => { while (true) See(\"a\"); }) { IsBackground = true }.Start();")]
    [InlineData("private Timer _timer; public void Watch() => _timer = new Timer(_ => See(\"a\"), null, 0, 1000);")]
    [InlineData("public void Watch() => Task.Run(async () => { while (true) { await Task.Delay(1); See(\"a\"); } });")]
    public Task ModelWithAThreadOfItsOwn_MakesTwo(string watch) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Model : INotifyPropertyChanged
        {
            private readonly Dictionary<string, Hive> _hives = new();
            public event PropertyChangedEventHandler PropertyChanged;
            {{watch}}
            public Hive See(string n) { if (!_hives.TryGetValue(n, out var h)) {|LEAK2001:_hives[n] = h = new Hive(n)|}; PropertyChanged?.Invoke(this, new(n)); return h; }
        }
        """);

    [Theory]
    [InlineData("public void Drop(string n) { lock (_gate) _hives.Remove(_hives.First(h => h.Name == n)); }")]
    [InlineData("private Timer _timer; public void Watch() => _timer = new Timer(_ => See(\"a\"), null, 0, 1000);")]
    public Task ObservableListOfSeveralThreads_GetsTwo(string more) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Apiary
        {
            private readonly object _gate = new();
            private readonly ObservableCollection<Hive> _hives = new();
            {{more}}
            public void See(string n) { if (!_hives.Any(h => h.Name == n)) {|LEAK2001:_hives.Add(new Hive(n))|}; }
        }
        """);

    [Theory]
    [InlineData("DateTime", "bool", "Guid letter", "if (seen.ContainsKey(letter)) return false; seen[letter] = DateTime.UtcNow; return true;")]
    [InlineData("int", "int", "Guid letter", "if (!seen.TryGetValue(letter, out var id)) seen[letter] = id = Interlocked.Increment(ref _next); return id;")]
    [InlineData("Guid", "Guid", "Guid letter", "if (!seen.TryGetValue(letter, out var id)) seen[letter] = id = Guid.NewGuid(); return id;")]
    [InlineData("string", "void", "Guid letter, string note", "if (!seen.ContainsKey(letter)) seen[letter] = note;")]
    [InlineData("Action", "void", "Guid letter, Action note", "if (!seen.ContainsKey(letter)) seen[letter] = note;")]
    [InlineData("int", "void", "Guid letter", "seen.TryGetValue(letter, out var n); seen[letter] = n + 1;")]
    public Task TableOfWhatIsNotWorkedOutAgain_IsLost(string value, string result, string parameters, string fill) => Verify.FindsAsync(
        $$"""
        public sealed class Inbox
        {
            private int _next;
            private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, {{value}}>> _seen = new();
            public int Next => _next;
            public {{result}} Take(string sender, {{parameters}})
            {
                if (!_seen.TryGetValue(sender, out var seen)) {|LEAK2001:_seen[sender] = seen = new ConcurrentDictionary<Guid, {{value}}>()|};
                {{fill}}
            }
        }
        """);

    [Theory]
    [InlineData("private readonly Dictionary<string, Hive> _hives = new(); private readonly List<Timer> _timers = new(); public void Watch(string n) => _timers.Add(new Timer(_ => See(n), null, 0, 100));")]
    [InlineData("private static readonly Dictionary<string, Hive> _hives = new(); private readonly Timer _timer; public Rounds() => _timer = new Timer(_ => See(\"a\"), null, 0, 100);")]
    [InlineData("private readonly Dictionary<string, Hive> _hives = new(); private Timer _timer; public void Watch(string n) => _timer = new Timer(_ => See(n), null, 0, 100);")]
    public Task TimersOfOnePlace_RunTogether(string members) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Rounds
        {
            {{members}}
            private void See(string n) { if (!_hives.ContainsKey(n)) {|LEAK2001:_hives[n] = new Hive(n)|}; }
            public Hive At(string n) => _hives[n];
        }
        """);

    [Theory]
    [InlineData("while (!{|LEAK3001:_awake.Wait(50)|}) { }")]
    [InlineData("using var p = System.Diagnostics.Process.Start(\"tool\"); while (!{|LEAK3001:p.WaitForExit(100)|}) Console.Write('.');")]
    [InlineData("for (var i = 0; i < 600; i++) { if ({|LEAK3001:_awake.Wait(100)|}) break; }")]
    [InlineData("var call = new Call(); _calls[e.Name] = call; Console.WriteLine({|LEAK3001:call.Reply.Task.Result|});")]
    [InlineData("var call = new Call(); _calls[e.Name] = call; {|LEAK3001:call.Wait()|};")]
    [InlineData("{|LEAK3001:s_next.Task.Wait()|};")]
    public Task WaitOfEachEvent_PilesThemUp(string wait) => Verify.FindsAsync(
        $$"""
        public sealed class Call { public readonly TaskCompletionSource<string> Reply = new(); public void Wait() => Reply.Task.Wait(); }
        public sealed class Porter : IDisposable
        {
            private static TaskCompletionSource s_next = new();
            private readonly FileSystemWatcher _street = new("street");
            private readonly ManualResetEventSlim _awake = new();
            private readonly ConcurrentDictionary<string, Call> _calls = new();
            public Porter() => _street.Created += OnCreated;
            private void OnCreated(object sender, FileSystemEventArgs e) { {{wait}} }
            public static void Next() { s_next.TrySetResult(); s_next = new TaskCompletionSource(); }
            public void Answer(string name) { if (_calls.TryRemove(name, out var call)) call.Reply.TrySetResult(name); }
            public void Dispose() { _street.Created -= OnCreated; _street.Dispose(); _awake.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("public interface IKeeper { void Subscribe(object listener); }", "keeper.Subscribe(this)")]
    [InlineData("public delegate void IKeeper(Wheel made);", "keeper(this)")]
    [InlineData("public interface IKeeper { bool Knows(object part); }", "if (keeper.Knows(this)) throw new InvalidOperationException()")]
    public Task PartThatOnlyListens_IsTheHolders(string keeper, string body) => Verify.FindsAsync(
        $$"""
        {{keeper}}
        public sealed class Wheel : IDisposable
        {
            private readonly FileStream _plan = File.OpenRead("wheel");
            public Wheel(IKeeper keeper) { {{body}}; }
            public long Size => _plan.Length;
            public void Dispose() => _plan.Dispose();
        }
        public sealed class Cart(IKeeper keeper) : IDisposable
        {
            private readonly Dictionary<string, Wheel> _wheels = new();
            public void Fit(string side) => {|LEAK1001:_wheels[side] = new Wheel(keeper)|};
            public long Size(string side) => _wheels[side].Size;
            public void Dispose() { }
        }
        """);

    [Theory]
    [InlineData("_seats.Wait(); {|LEAK1001:_lease = new Lease(null, Back)|};", "_seats.Release();")]
    [InlineData("_source.Changed += On; {|LEAK1001:_lease = new Lease(null, Back)|};", "_source.Changed -= On;")]
    [InlineData("{|LEAK1001:_lease = new Lease(File.OpenRead(\"film\"), Back)|};", "lease.Film.Dispose();")]
    public Task CallbackThatFrees_IsMissed(string refresh, string back) => Verify.FindsAsync(
        $$"""
        public interface ISource { event EventHandler Changed; }
        public sealed class Lease : IDisposable { private readonly Action<Lease> _back; public Lease(FileStream film, Action<Lease> back) { Film = film; _back = back; } public FileStream Film { get; } public void Dispose() => _back(this); }
        public sealed class Hall : IDisposable
        {
            private readonly SemaphoreSlim _seats = new(5);
            private readonly ISource _source;
            private Lease _lease;
            public Hall(ISource source) => _source = source;
            public void Refresh() { {{refresh}} }
            public long Size => _lease.Film?.Length ?? 0;
            private void On(object sender, EventArgs e) { }
            private void Back(Lease lease) { {{back}} }
            public void Dispose() => _lease?.Dispose();
        }
        """);

    [Fact]
    public Task OtherDelegate_IsMissed() => Verify.FindsAsync(
        """
        public sealed class Ticket : IDisposable { private readonly Action _end; private readonly Action _back; public Ticket(Action end, Action back) { _end = end; _back = back; } public void Dispose() { _end(); _back(); } }
        public sealed class Hall : IDisposable
        {
            private readonly Dictionary<int, Ticket> _tickets = new();
            public void Sell(int seat, FileStream f) => {|LEAK1001:_tickets[seat] = new Ticket(f.Dispose, Back)|};
            private void Back() => Console.WriteLine();
            public void Dispose() { foreach (var t in _tickets.Values) t.Dispose(); _tickets.Clear(); }
        }
        """);

    [Theory]
    [InlineData("StreamReader", "public StreamReader Open(string path) { _s = File.OpenRead(path); return new StreamReader(_s); }", "_opener.Open(path)")]
    [InlineData("FileStream", "public FileStream Open(string path) { _s = File.OpenRead(path); return _s; }", "_opener.Open(path)")]
    [InlineData("Indexed", "public void Close() => _s?.Dispose();", "new Indexed(_memory, path)")]
    public Task StreamOpenedForTheCall_IsLost(string type, string open, string made) => Verify.FindsAsync(
        $$"""
        public sealed class Indexed : BinaryWriter { private readonly FileStream _index; public Indexed(MemoryStream m, string path) : base(m) => _index = File.Create(path); protected override void Dispose(bool disposing) { _index.Dispose(); base.Dispose(disposing); } }
        public sealed class Opener { private FileStream _s; public long Size => _s.Length; {{open}} }
        public sealed class Desk : IDisposable
        {
            private readonly Opener _opener = new();
            private readonly MemoryStream _memory = new();
            private {{type}} _page;
            public void Refresh(string path) => {|LEAK1001:_page = {{made}}|};
            public override string ToString() => _page.ToString();
            public void Dispose() => _page?.Dispose();
        }
        """);

    [Theory]
    [InlineData("public long Roll(string n, bool all) { var w = Fit(n); if (!all) return w.Size; using (w) return w.Size; }", "")]
    [InlineData("public long Roll(string n, bool all) { Fit(n + '!'); using (var w = Fit(n)) return w.Size; }", "")]
    [InlineData("public long Roll(string n, bool all) { using (var w = Fit(n)) return w.Size; }", "w.Check(n);")]
    public Task EntryThatIsNotAlwaysUsed_IsLost(string roll, string check) => Verify.FindsAsync(
        $$"""
        public sealed class Wheel : IDisposable { private readonly FileStream _plan = File.OpenRead("w"); public long Size => _plan.Length; public void Check(string n) { if (n.Length > 3) throw new InvalidOperationException(n); } public void Dispose() => _plan.Dispose(); }
        public sealed class Cart : IDisposable
        {
            private readonly ConcurrentDictionary<string, Wheel> _wheels = new();
            {{roll}}
            private Wheel Fit(string n) { var w = new Wheel(); {|LEAK1001:_wheels[n] = w|}; {{check}} return w; }
            public void Dispose() { foreach (var w in _wheels.Values) { try { w.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("SchedulePeriodic")]
    [InlineData("Schedule")]
    public Task HandleOfWhatIsStillPlanned_IsLost(string schedule) => Verify.FindsAsync(
        $$"""
        public interface IClockwork { IDisposable {{schedule}}(TimeSpan due, Action work); }
        public sealed class Alarm(IClockwork clock) : IDisposable
        {
            private IDisposable _next;
            public void Set(Action ring) => _next ??= clock.{{schedule}}(TimeSpan.FromSeconds(1), ring);
            public void Skip() { if (_next != null) {|LEAK1001:_next = null|}; }
            public void Dispose() => _next?.Dispose();
        }
        """);
}
