using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1004: what is reported, and what looks like it.</summary>
public sealed class OwnerDoesNotDrainTests
{
    private static Task InHolderAsync(string members, string bases = "", string users = "static class Startup { public static Holder Create() => new Holder(); }") => Verify.FindsAsync(
        $$"""
        sealed class Holder{{bases}}
        {
            {{members}}
        }

        {{users}}
        """);

    [Theory]
    [InlineData("readonly Dictionary<int, Timer> {|LEAK1004:_all|} = new(); public void Add(int key) => _all.TryAdd(key, null); public void Put(int key) { if (!_all.ContainsKey(key)) _all.Add(key, new Timer(_ => { })); }")]
    [InlineData("private readonly List<Timer> {|LEAK1004:_all|} = new(); public void Add() => _all.Add(new Timer(_ => { }));")]
    [InlineData("private readonly ConcurrentQueue<Timer> {|LEAK1004:_all|} = new(); public void Add() => _all.Enqueue(new Timer(_ => { }));")]
    [InlineData("private readonly ConcurrentDictionary<int, Lazy<Timer>> {|LEAK1004:_all|} = new(); public int Get(int key) => _all.GetOrAdd(key, k => new Lazy<Timer>(() => new Timer(_ => { }))).GetHashCode();")]
    [InlineData("private readonly List<(Timer Clock, int Uses)> {|LEAK1004:_all|} = new(); public void Add() => _all.Add((new Timer(_ => { }), 1));")]
    [InlineData("private readonly Stack<FileStream> {|LEAK1004:_all|} = new(); public void Add(string name) => _all.Push(File.OpenRead(name));")]
    [InlineData("private Timer {|LEAK1004:_one|}; public void Open() { if (_one == null) _one = new Timer(_ => { }); } public void Close() { _one = null; }")]
    [InlineData("private readonly List<Timer> {|LEAK1004:_all|} = new(); public void Add() => _all.Add(new Timer(_ => { })); public void Shutdown() => Console.WriteLine(1);")]
    public Task OwnerThatNeverReachesItsEntries_Fires(string members) => InHolderAsync(members);

    [Fact]
    public Task DisposeThatReachesAnotherStoreOnly_Fires() => InHolderAsync(
        """
        private readonly List<Timer> {|LEAK1004:_forgotten|} = new();
        private readonly List<Timer> _kept = new();
        public void Add() { _forgotten.Add(new Timer(_ => { })); _kept.Add(new Timer(_ => { })); }
        public void Dispose() { foreach (var timer in _kept) timer.Dispose(); }
        """,
        " : IDisposable");

    [Theory]
    [InlineData("private readonly List<Timer> _all = new(); public void Add() => _all.Add(new Timer(_ => { })); public void Dispose() => _all.ForEach(t => t.Dispose());", " : IDisposable")]
    [InlineData("private readonly List<Timer> _all = new(); public void Add() => _all.Add(new Timer(_ => { })); public void Dispose() => Drain(); private void Drain() { while (_all.Count > 0) { _all[0].Dispose(); _all.RemoveAt(0); } }", " : IDisposable")]
    [InlineData("private static readonly List<Timer> All = new(); public void Add() => All.Add(new Timer(_ => { }));", "")]
    [InlineData("private readonly List<Timer> _all = new(); public void Add(Timer timer) => _all.Add(timer);", "")]
    [InlineData("private readonly List<WeakReference<Timer>> _all = new(); public void Add() => _all.Add(new WeakReference<Timer>(new Timer(_ => { })));", "")]
    [InlineData("private readonly Dictionary<int, MemoryStream> _all = new(); public void Add(int key) { if (!_all.ContainsKey(key)) _all.Add(key, new MemoryStream()); }", "")]
    public Task OwnerThatDrainsOrDoesNotOwn_IsSilent(string members, string bases) => InHolderAsync(members, bases);

    [Fact]
    public Task OwnerThatNothingCreates_IsSilent() => InHolderAsync("private readonly List<Timer> _all = new(); public void Add() => _all.Add(new Timer(_ => { }));", users: "");

    [Fact]
    public Task OwnerInAStaticField_IsSilent() => InHolderAsync(
        "private readonly Dictionary<int, Timer> _all = new(); public void Add(int key) { if (!_all.ContainsKey(key)) _all.Add(key, new Timer(_ => { })); }",
        users: "static class Startup { public static readonly Holder Only = new Holder(); }");

    [Fact]
    public Task TableThatEntriesMoveTo_Fires() => Verify.FindsAsync(
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<int, FileStream> _busy = new();
            private readonly Dictionary<int, FileStream> {|LEAK1004:_idle|} = new();

            public void Take(int key)
            {
                if (!_busy.ContainsKey(key))
                    _busy.Add(key, new FileStream("a", FileMode.Open));
            }

            public void Return(int key)
            {
                if (_busy.Remove(key, out var stream))
                    _idle.Add(key, stream);
            }

            public void Trim(int key)
            {
                if (_idle.Remove(key, out var stream))
                    stream.Dispose();
            }

            public void Dispose()
            {
                foreach (var stream in _busy.Values)
                {
                    try
                    {
                        stream.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        }

        static class Program
        {
            public static Holder Make() => new Holder();
        }
        """);
}
