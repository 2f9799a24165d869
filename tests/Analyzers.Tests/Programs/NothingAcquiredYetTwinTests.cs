using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/NothingAcquiredYet.cs: the newcomer has something in hand, or its end is more than a word to the holder.</summary>
public sealed class NothingAcquiredYetTwinTests
{
    [Theory]
    [InlineData("private readonly FileStream _log = File.OpenRead(name);", "_log.Dispose();")]
    [InlineData("private readonly Timer _timer = new(_ => { }, null, 1, 1);", "_timer.Dispose();")]
    public Task RefusedWithALazyAndMore_Fires(string part, string end) => Verify.FindsAsync(
        $$"""
        #pragma warning disable CS9113
        public interface IFilter { int Apply(int sample); }
        public sealed class Effect(string name, Lazy<IFilter> filter) : IDisposable
        {
            {{part}}
            public IFilter Filter => filter.Value;
            public void Dispose() { if (filter.IsValueCreated) (filter.Value as IDisposable)?.Dispose(); {{end}} }
        }
        public sealed class Mixer
        {
            private readonly ConcurrentDictionary<string, Effect> _effects = new();
            public void Plug(string name, Func<Mixer, IFilter> make)
            {
                Unplug(name);
                var effect = new Effect(name, new Lazy<IFilter>(() => make(this)));
                if (!{|LEAK1006:_effects.TryAdd(name, effect)|}) Console.Error.WriteLine(name);
            }
            public void Unplug(string name) { if (_effects.TryRemove(name, out var effect)) effect.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("private readonly FileStream _file = File.OpenRead(\"level\"); public void Dispose() => _file.Dispose();", "new()")]
    [InlineData("private readonly Timer _timer; public Level() { _timer = new Timer(_ => { }, null, 1, 1); } public void Dispose() => _timer.Dispose();", "new()")]
    [InlineData("private readonly Stream _from; public Level(Stream from) => _from = from; public void Dispose() => _from.Dispose();", "new(File.OpenRead(\"level\"))")]
    public Task PartThatAcquires_IsLost(string level, string make) => Verify.FindsAsync(
        $$"""
        public sealed class Level : IDisposable { {{level}} }
        public sealed class Gauge(string tank) : IDisposable
        {
            private readonly Level _level = {{make}};
            public string Tank => tank;
            public void Dispose() => _level.Dispose();
        }
        public sealed class Tanks
        {
            private readonly ConcurrentDictionary<string, Gauge> _gauges = new();
            public Gauge Of(string tank) => {|LEAK1005:_gauges.GetOrAdd(tank, name => new Gauge(name))|};
            public void Drop(string tank) { if (_gauges.TryRemove(tank, out var gauge)) gauge.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("public sealed class Owner(FileStream file) : IDisposable { public void Dispose() => Ends.End(file); }", "new Owner(File.OpenRead(key))")]
    [InlineData("public abstract class Base(Stream file) : IDisposable { public void Dispose() => file.Dispose(); } public sealed class Owner(Stream file) : Base(file);", "new Owner(File.OpenRead(key))")]
    public Task TakesOverWhatItGets_IsLost(string owner, string make) => Verify.FindsAsync(
        $$"""
        public static class Ends { public static void End(IDisposable it) => it.Dispose(); }
        {{owner}}
        public sealed class Owners
        {
            private readonly ConcurrentDictionary<string, Owner> _owners = new();
            public Owner Of(string name) => {|LEAK1005:_owners.GetOrAdd(name, key => {{make}})|};
            public void Drop(string name) { if (_owners.TryRemove(name, out var owner)) owner.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("", "new Chore { Timer = new Timer(_ => { }, null, 1, 1) }")]
    [InlineData(" = new Timer(_ => { }, null, 1, 1);", "new Chore()")]
    public Task EntryThatHasItsTimer_ComesTooLate(string timer, string make) => Verify.FindsAsync(
        $$"""
        public sealed class Chores : IDisposable
        {
            private readonly object _lock = new();
            private readonly Dictionary<string, Chore> _chores = new();
            private sealed class Chore { public Timer Timer { get; set; }{{timer}} }
            public void Plan(string name)
            {
                lock (_lock) { if (!_chores.ContainsKey(name)) {|LEAK4002:_chores.Add(name, {{make}})|}; }
            }
            public void Dispose() { lock (_lock) { foreach (var chore in _chores.Values) chore.Timer?.Dispose(); _chores.Clear(); } }
        }
        """);

    [Fact]
    public Task EndThatStopsATimerToo_IsNoWordToTheHolder() => Verify.FindsAsync(
        """
        public interface IDesk : IDisposable { string Name { get; } }
        public interface ILibrary { IDesk Open(string name); }
        public interface IDesks { void Closed(string name); }
        public sealed class Desk(string name, ILibrary library) : IDesk
        {
            private readonly Timer _bell = new(_ => { }, null, 1, 1);
            public string Name => name;
            public void Dispose() { var desks = library as IDesks; desks!.Closed(Name); _bell.Dispose(); }
        }
        public sealed class Library : ILibrary, IDesks, IDisposable
        {
            private readonly ConcurrentDictionary<string, IDesk> _desks = new();
            private int _open;
            public IDesk Open(string name) => {|LEAK1005:_desks.GetOrAdd(name, new Desk(name, this))|};
            public void Rename(string name) => {|LEAK1001:_desks[name] = new Desk(name, this)|};
            void IDesks.Closed(string name) => Interlocked.Decrement(ref _open);
            public void Dispose() { foreach (var desk in _desks.Values) desk.Dispose(); }
        }
        """);
}
