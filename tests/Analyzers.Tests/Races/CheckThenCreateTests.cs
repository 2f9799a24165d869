using Xunit;

namespace LeakGuard.Analyzers.Tests.Races;

public sealed class CheckThenCreateTests
{
    /// <summary>Members of a type that keeps streams by path.</summary>
    private static Task CheckAsync(string members, string field = "private readonly ConcurrentDictionary<string, FileStream> _map = new();") => Verify.FindsAsync(
        $$"""
        class Cache
        {
            {{field}}

            {{members}}

            private static FileStream Open(string path) => new(path, FileMode.Open);
        }
        """);

    [Theory]
    [InlineData("public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); {|LEAK2001:_map[k] = s|}; return s; }")]
    [InlineData("public FileStream Get(string k) { if (!_map.ContainsKey(k)) {|LEAK2001:_map[k] = Open(k)|}; return _map[k]; }")]
    [InlineData("public FileStream Get(string k) { if (!_map.TryGetValue(k, out var s)) {|LEAK2001:_map[k] = s = Open(k)|}; return s; }")]
    [InlineData("public FileStream Get(string k) { var s = _map.GetValueOrDefault(k); if (s is null) { s = Open(k); {|LEAK2001:_map[k] = s|}; } return s; }")]
    [InlineData("public FileStream Get(string k) => _map.TryGetValue(k, out var s) ? s : {|LEAK2001:_map[k] = Open(k)|};")]
    [InlineData("public void Warm(string k) { var known = _map.ContainsKey(k); if (known) return; var s = new FileStream(k, FileMode.Open); {|LEAK2001:_map[k] = s|}; }")]
    [InlineData("public void Warm(IEnumerable<string> keys) { foreach (var k in keys) { if (_map.ContainsKey(k)) continue; {|LEAK2001:_map[k] = Open(k)|}; } }")]
    [InlineData("public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) { return s; } else { s = Open(k); {|LEAK2001:_map[k] = s|}; return s; } }")]
    [InlineData("public FileStream Get(string k) => Find(k) ?? Make(k); private FileStream Find(string k) => _map.GetValueOrDefault(k); private FileStream Make(string k) { if (_map.ContainsKey(k)) return _map[k]; var s = Open(k); {|LEAK2001:_map[k] = s|}; return s; }")]
    public Task CheckedAndCreatedWithoutLock_Fires(string members) => CheckAsync(members);

    [Theory]
    [InlineData("private readonly Dictionary<string, FileStream> _map = new(); private readonly object _gate = new();", "public int Count { get { lock (_gate) return _map.Count; } } public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); {|LEAK2001:_map.Add(k, s)|}; return s; }")]
    [InlineData("private static readonly Dictionary<string, FileStream> _map = new();", "public static FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); {|LEAK2001:_map[k] = s|}; return s; }")]
    [InlineData("private readonly ConcurrentDictionary<string, object> _map = new();", "public object LockOf(string k) { if (!_map.TryGetValue(k, out var o)) {|LEAK2001:_map[k] = o = new object()|}; return o; }")]
    [InlineData("private readonly ConcurrentDictionary<string, TaskCompletionSource> _map = new();", "public Task WaitFor(string k) { if (!_map.TryGetValue(k, out var t)) { t = new TaskCompletionSource(); {|LEAK2001:_map[k] = t|}; } return t.Task; }")]
    public Task OtherStoresAndValuesWithIdentity_Fire(string field, string members) => CheckAsync(members, field);

    [Theory]
    [InlineData("private readonly object _gate = new(); public FileStream Get(string k) { lock (_gate) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); _map[k] = s; return s; } }")]
    [InlineData("private readonly object _gate = new(); public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; lock (_gate) { if (_map.TryGetValue(k, out s)) return s; s = Open(k); _map[k] = s; return s; } }")]
    [InlineData("private readonly object _gate = new(); public FileStream Get(string k) { lock (_gate) return Make(k); } private FileStream Make(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); _map[k] = s; return s; }")]
    [InlineData("private readonly SemaphoreSlim _turn = new(1); public FileStream Get(string k) { _turn.Wait(); try { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); _map[k] = s; return s; } finally { _turn.Release(); } }")]
    [InlineData("public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); if (_map.TryAdd(k, s)) return s; s.Dispose(); return _map[k]; }")]
    [InlineData("public Cache() { if (!_map.ContainsKey(\"a\")) _map[\"a\"] = Open(\"a\"); }")]
    public Task OneStep_IsSilent(string members) => CheckAsync(members);

    [Theory]
    [InlineData("private readonly ConcurrentDictionary<string, string> _map = new();", "public string Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = k.Trim(); _map[k] = s; return s; }")]
    [InlineData("private readonly Dictionary<string, FileStream> _map = new();", "public FileStream Get(string k) { if (_map.TryGetValue(k, out var s)) return s; s = Open(k); _map[k] = s; return s; }")]
    [InlineData("private readonly ConcurrentDictionary<string, Lazy<FileStream>> _map = new();", "public FileStream Get(string k) { if (!_map.TryGetValue(k, out var s)) { s = new Lazy<FileStream>(() => Open(k)); _map[k] = s; } return s.Value; }")]
    public Task NothingToLoseOrNobodyToRaceWith_IsSilent(string field, string members) => CheckAsync(members, field);

    [Fact]
    public Task StaticLockTakenForTheInstance_Fires() => Verify.FindsAsync(
        """
        sealed class Holder
        {
            private static readonly object Gate = new();
            private readonly Dictionary<string, object> _locks = new();

            public void Drop(string key)
            {
                lock (Gate)
                    _locks.Remove(key);
            }

            public object Get(string key)
            {
                if (_locks.TryGetValue(key, out var found))
                    return found;
                found = new object();
                {|LEAK2001:_locks[key] = found|};
                return found;
            }
        }
        """);
}
