using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class FactoryLoserDroppedTests
{
    /// <summary>One member of a type that keeps watchers by folder.</summary>
    private static Task CheckAsync(string member, string field = "private readonly ConcurrentDictionary<string, FileSystemWatcher> _map = new();") => Verify.FindsAsync(
        $$"""
        sealed class Watchers
        {
            {{field}}

            {{member}}

            private static FileSystemWatcher Open(string folder) => new(folder);
        }

        sealed class Entry
        {
            public Entry(FileSystemWatcher watcher) => Watcher = watcher;

            public FileSystemWatcher Watcher { get; }
        }
        """);

    [Theory]
    [InlineData("public FileSystemWatcher Get(string k) => {|LEAK1005:_map.GetOrAdd(k, f => new FileSystemWatcher(f))|};")]
    [InlineData("public FileSystemWatcher Get(string k) => {|LEAK1005:_map.GetOrAdd(k, Open)|};")]
    [InlineData("public FileSystemWatcher Get(string k) => {|LEAK1005:_map.GetOrAdd(k, new FileSystemWatcher(k))|};")]
    [InlineData("public FileSystemWatcher Get(string k) { var w = new FileSystemWatcher(k); return {|LEAK1005:_map.GetOrAdd(k, w)|}; }")]
    [InlineData("public FileSystemWatcher Get(string k) { return {|LEAK1005:_map.GetOrAdd(k, f => { var w = new FileSystemWatcher(f); w.Filter = f; return w; })|}; }")]
    [InlineData("public FileSystemWatcher Get(string k) => {|LEAK1005:_map.GetOrAdd(k, static (f, m) => new FileSystemWatcher(f, m), \"*.cs\")|};")]
    [InlineData("public FileSystemWatcher Get(string k) => {|LEAK1005:_map.AddOrUpdate(k, Open, (_, old) => old)|};")]
    [InlineData("public FileSystemWatcher Get(string k) { Func<string, FileSystemWatcher> make = f => new FileSystemWatcher(f); return {|LEAK1005:_map.GetOrAdd(k, make)|}; }")]
    [InlineData("public FileSystemWatcher Get(string k) { return {|LEAK1005:_map.GetOrAdd(k, Make)|}; FileSystemWatcher Make(string f) => new(f); }")]
    public Task CreatingFactory_Fires(string member) => CheckAsync(member);

    [Theory]
    [InlineData("public FileSystemWatcher Get(string k) { var w = Open(k); var kept = _map.GetOrAdd(k, w); if (kept != w) w.Dispose(); return kept; }")]
    [InlineData("public FileSystemWatcher Get(string k) { FileSystemWatcher made = null; var kept = _map.GetOrAdd(k, f => made = new FileSystemWatcher(f)); if (!ReferenceEquals(kept, made)) made?.Dispose(); return kept; }")]
    [InlineData("public FileSystemWatcher Keep(string k, FileSystemWatcher w) => _map.GetOrAdd(k, w);")]
    [InlineData("private readonly object _gate = new(); public FileSystemWatcher Get(string k) { lock (_gate) return _map.GetOrAdd(k, Open); }")]
    public Task LoserDealtWithOrNotMade_IsSilent(string member) => CheckAsync(member);

    [Theory]
    [InlineData("private readonly ConcurrentDictionary<string, Lazy<FileSystemWatcher>> _map = new();", "public FileSystemWatcher Get(string k) => _map.GetOrAdd(k, f => new Lazy<FileSystemWatcher>(() => Open(f))).Value;")]
    [InlineData("private readonly ConcurrentDictionary<string, string> _map = new();", "public string Get(string k) => _map.GetOrAdd(k, f => f.Trim());")]
    [InlineData("private readonly ConcurrentDictionary<string, MemoryStream> _map = new();", "public MemoryStream Get(string k) => _map.GetOrAdd(k, _ => new MemoryStream());")]
    public Task StoreOfInertValues_IsSilent(string field, string member) => CheckAsync(member, field);

    [Fact]
    public Task LazyThatStartsWorkWhenAsked_IsSilent() => CheckAsync(
        "public object Get(string k) => _map.GetOrAdd(k, f => new Lazy<object>(() => { var t = new Thread(() => Console.WriteLine(f)); t.Start(); return new object(); })).Value;",
        "private readonly ConcurrentDictionary<string, Lazy<object>> _map = new();");

    [Fact]
    public Task EntryWithAResource_Fires() => CheckAsync(
        "public Entry Get(string k) => {|LEAK1005:_map.GetOrAdd(k, f => new Entry(new FileSystemWatcher(f)))|};",
        "private readonly ConcurrentDictionary<string, Entry> _map = new();");

    [Fact]
    public Task ImmutableMap_Fires() => CheckAsync(
        "public FileSystemWatcher Get(string k) => {|LEAK1005:ImmutableInterlocked.GetOrAdd(ref _map, k, Open)|};",
        "private ImmutableDictionary<string, FileSystemWatcher> _map = ImmutableDictionary<string, FileSystemWatcher>.Empty;");
}
