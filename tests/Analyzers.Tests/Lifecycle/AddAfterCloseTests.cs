using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

public sealed class AddAfterCloseTests
{
    private const string Drain = "lock (_gate) { foreach (var t in _idle) t.Dispose(); _idle.Clear(); }";

    /// <summary>Members of a pool of timers; <paramref name="close"/> is the body of Dispose.</summary>
    private static Task CheckAsync(string members, string close = Drain, string field = "private readonly Stack<Timer> _idle = new();") => Verify.FindsAsync(
        $$"""
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private bool _closed;
            {{field}}

            public bool IsClosed => _closed;

            {{members}}

            public void Dispose() { {{close}} }
        }
        """);

    [Theory]
    [InlineData("public void Return(Timer t) { lock (_gate) {|LEAK4002:_idle.Push(t)|}; }")]
    [InlineData("public void Return(Timer t) { lock (_gate) { if (_idle.Count < 4) {|LEAK4002:_idle.Push(t)|}; else t.Dispose(); } }")]
    [InlineData("public void Return(Timer t) { lock (_gate) { Keep(t); } } private void Keep(Timer t) => {|LEAK4002:_idle.Push(t)|};")]
    [InlineData("public Timer Rent() { lock (_gate) { var t = new Timer(_ => { }); {|LEAK4002:_idle.Push(t)|}; return t; } }")]
    [InlineData("public void Return(Timer t) { Monitor.Enter(_gate); try { {|LEAK4002:_idle.Push(t)|}; } finally { Monitor.Exit(_gate); } }")]
    public Task NoFlagAtAll_Fires(string members) => CheckAsync(members);

    [Theory]
    [InlineData("public void Return(Timer t) { lock (_gate) {|LEAK4002:_idle.Push(t)|}; }")]
    [InlineData("public void Return(Timer t) { if (_closed) { t.Dispose(); return; } lock (_gate) {|LEAK4002:_idle.Push(t)|}; }")]
    [InlineData("public void Return(Timer t) { bool closed; lock (_gate) closed = _closed; if (closed) { t.Dispose(); return; } lock (_gate) {|LEAK4002:_idle.Push(t)|}; }")]
    [InlineData("public void Return(Timer t) => {|LEAK4002:_idle.Push(t)|};")]
    public Task FlagNotTestedUnderTheLock_Fires(string members) => CheckAsync(members, "lock (_gate) { _closed = true; foreach (var t in _idle) t.Dispose(); _idle.Clear(); }");

    [Theory]
    [InlineData("public void Return(Timer t) { lock (_gate) { if (!_closed) { _idle.Push(t); return; } } t.Dispose(); }")]
    [InlineData("public void Return(Timer t) { lock (_gate) { if (_closed) throw new ObjectDisposedException(nameof(Pool)); _idle.Push(t); } }")]
    [InlineData("public void Return(Timer t) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); Keep(t); } } private void Keep(Timer t) => _idle.Push(t);")]
    [InlineData("public void Start() { lock (_gate) _idle.Push(new Timer(_ => { })); }")]
    public Task FlagTestedUnderTheLock_IsSilent(string members) => CheckAsync(members, "lock (_gate) { _closed = true; foreach (var t in _idle) t.Dispose(); _idle.Clear(); }");

    [Theory]
    [InlineData("private readonly Dictionary<string, Timer> _idle = new();", "foreach (var t in _idle.Values) t.Dispose(); _idle.Clear();", "public Timer For(string k) { lock (_gate) { if (!_idle.TryGetValue(k, out var t)) {|LEAK4002:_idle[k] = t = new Timer(_ => { })|}; return t; } }")]
    [InlineData("private readonly ConcurrentDictionary<string, Lazy<Timer>> _idle = new();", "foreach (var l in _idle.Values) if (l.IsValueCreated) l.Value.Dispose(); _idle.Clear();", "public Timer For(string k) => {|LEAK4002:_idle.GetOrAdd(k, _ => new Lazy<Timer>(() => new Timer(_ => { })))|}.Value;")]
    [InlineData("private readonly ConcurrentQueue<Timer> _idle = new();", "while (_idle.TryDequeue(out var t)) t.Dispose();", "public Timer New { set => {|LEAK4002:_idle.Enqueue(new Timer(_ => value.ToString()))|}; }")]
    public Task NeitherFlagNorCommonLock_Fires(string field, string close, string members) => CheckAsync(members, close, field);

    [Theory]
    [InlineData("private readonly Dictionary<int, Timer> _idle = new();", "foreach (var t in _idle.Values) t.Dispose(); _idle.Clear();", "public void Add(int k, CancellationToken token) { var t = new Timer(_ => { }); token.Register(() => { lock (_gate) if (_idle.Remove(k, out var old)) old.Dispose(); }); lock (_gate) _idle.Add(k, t); }")]
    public Task NewcomerThatLeavesInTime_IsSilent(string field, string close, string members) => CheckAsync(members, close, field);

    /// <summary>Entries stay in the table when it is closed, so whoever comes later gets a disposed one: nobody is meant to come.</summary>
    [Theory]
    [InlineData("private readonly ConcurrentDictionary<string, Timer> _idle = new();", "foreach (var t in _idle.Values) t.Dispose();", "public Timer For(string k) { if (_idle.TryGetValue(k, out var t)) return t; t = new Timer(_ => { }); if (!_idle.TryAdd(k, t)) t.Dispose(); return _idle[k]; }")]
    [InlineData("private readonly ConcurrentBag<Timer> _idle = new();", "foreach (var t in _idle) t.Dispose();", "public void Add(Timer t) => _idle.Add(t);")]
    public Task NoFlagAndEntriesStay_IsSilent(string field, string close, string members) => CheckAsync(members, close, field);

    [Theory]
    [InlineData("private Timer _idle = new(_ => { });", "_idle.Dispose();", "public void Renew() { lock (_gate) { _idle.Dispose(); _idle = new Timer(_ => { }); } }")]
    [InlineData("private readonly Stack<Timer> _idle = new();", "foreach (var t in _idle.ToArray()) Console.WriteLine(t); _closed = true;", "public void Return(Timer t) { lock (_gate) _idle.Push(t); }")]
    [InlineData("private readonly Stack<string> _idle = new();", "lock (_gate) { _closed = true; _idle.Clear(); }", "public void Return(string t) { lock (_gate) _idle.Push(t); }")]
    public Task NoDrainOrNoResource_IsSilent(string field, string close, string members) => CheckAsync(members, close, field);

    [Fact]
    public Task KeyedStoreThatARaceFills_FiresWhereItsLockIsTheDrains() => CheckAsync(
        "public Timer For(string k) { if (_idle.TryGetValue(k, out var t)) return t; t = new Timer(_ => { }); {|LEAK2001:{|LEAK4002:_idle[k] = t|}|}; return t; }",
        "lock (_gate) { foreach (var t in _idle.Values) t.Dispose(); _idle.Clear(); }",
        "private readonly Dictionary<string, Timer> _idle = new();");
}
