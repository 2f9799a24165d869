using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Not one lock for all who come, or not the count that says so: two threads meet (LEAK2001).</summary>
public sealed class LockedElsewhereTwinTests
{
    [Fact]
    public Task LocksOfTwoPlayers_AreTwo() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Player(DrumRoom room)
        {
            private readonly object _gate = new();
            private int _strikes;
            public string Strike(string name) { lock (_gate) { _strikes++; return room.Of(name).Name; } }
        }
        """);

    [Fact]
    public Task LocksOfTwoTypes_AreTwo() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Player(DrumRoom room) { private readonly object _a = new(); public string Strike(string name) { lock (_a) return room.Of(name).Name; } }
        internal sealed class Teacher(DrumRoom room) { private readonly object _b = new(); public string Show(string name) { lock (_b) return room.Of(name).Name; } }
        """);

    [Fact]
    public Task MethodGroup_RunsWithoutTheLock() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Band : IDisposable
        {
            private readonly object _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { lock (_baton) return _room.Of(name).Name; }
            public Drum[] All(string[] names) => names.AsParallel().Select(_room.Of).ToArray();
            public void Dispose() => _room.Dispose();
        }
        """);

    [Fact]
    public Task Property_AsksWithoutTheLock() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Band : IDisposable
        {
            private readonly object _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { lock (_baton) return _room.Of(name).Name; }
            public Drum Bass => _room.Of("bass");
            public void Dispose() => _room.Dispose();
        }
        """);

    [Fact]
    public Task LockOfReaders_LetsTwoIn() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Band : IDisposable
        {
            private readonly ReaderWriterLockSlim _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { _baton.EnterReadLock(); try { return _room.Of(name).Name; } finally { _baton.ExitReadLock(); } }
            public void Dispose() => _room.Dispose();
        }
        """);

    [Fact]
    public Task Interface_LeadsPastTheLock() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal interface IRoom { Drum Of(string name); }
        internal sealed class DrumRoom : IRoom, IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            public Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal sealed class Band : IDisposable
        {
            private readonly object _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { lock (_baton) return _room.Of(name).Name; }
            public void Dispose() => _room.Dispose();
        }
        internal sealed class Guests(IRoom room) { public string Play(string name) => room.Of(name).Name; }
        """);

    [Fact]
    public Task LambdaInAField_AsksWithoutTheLock() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|};
                return drum;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        internal static class Band
        {
            private static readonly object s_baton = new();
            private static readonly DrumRoom s_room = new();
            private static readonly Func<string, Drum> s_get = name => s_room.Of(name);
            public static string Strike(string name) { lock (s_baton) return s_room.Of(name).Name; }
            public static string Other(string name) => s_get(name).Name;
        }
        """);

    [Fact]
    public Task CountLessOne_SaysWhetherThereIsOne() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Parade
        {
            private readonly ConcurrentQueue<Drum> _playing = new();
            public bool Enter(string name)
            {
                var last = _playing.Count - 1;
                if (last == -1) { {|LEAK2001:_playing.Enqueue(new Drum(name))|}; return true; }
                return false;
            }
        }
        """);

    [Fact]
    public Task LockElsewhereAndATask_AreTwoThreads() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Drummer
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Drum> _drums = new();
            private string _last;
            public Task<string> PlayAsync(string name) => Task.Run(() => Play(name));
            public string Play(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) { drum = new Drum(name); {|LEAK2001:_drums[name] = drum|}; }
                lock (_gate) _last = name;
                return drum.Name;
            }
        }
        """);

    [Fact]
    public Task LockElsewhereAndATimer_AreTwoThreads() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Drummer
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Drum> _drums = new();
            private readonly Timer _timer;
            private string _last;
            public Drummer() => _timer = new Timer(_ => Play("tick"), null, 0, 500);
            public string Play(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) { drum = new Drum(name); {|LEAK2001:_drums[name] = drum|}; }
                lock (_gate) _last = name;
                return drum.Name;
            }
            public void Stop() => _timer.Dispose();
        }
        """);

    [Fact]
    public Task LockElsewhereInASingleton_IsForAll() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        namespace Microsoft.Extensions.DependencyInjection { public interface IServiceCollection { } public static class E { public static IServiceCollection AddSingleton<T>(this IServiceCollection s) => s; } }
        namespace App { using Microsoft.Extensions.DependencyInjection;
        public static class Setup { public static void Add(IServiceCollection s) => s.AddSingleton<Drummer>(); }
        public sealed class Drummer
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Drum> _drums = new();
            private string _last;
            public string Play(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) { drum = new Drum(name); {|LEAK2001:_drums[name] = drum|}; }
                lock (_gate) _last = name;
                return drum.Name;
            }
        } }
        """);
}
