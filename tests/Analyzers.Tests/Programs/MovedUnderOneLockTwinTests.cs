using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>A move out of a collection under a lock that is let go of on the way, or out of one that nobody drains (LEAK4002).</summary>
public sealed class MovedUnderOneLockTwinTests
{
    [Fact]
    public Task LockThatIsTakenAgain_WasOpen() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Stage(Func<string, Drum> make) : IDisposable
        {
            private bool _closed;
            private readonly object _gate = new();
            private readonly List<Drum> _used = new();
            private readonly Queue<Drum> _kept = new();
            public void Bring(Drum drum) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _used.Add(drum); } }
            public void Clear(string name)
            {
                Drum first; lock (_gate) { first = _used[0]; _used.RemoveAt(0); } first.Name = name; lock (_gate) {|LEAK4002:_kept.Enqueue(first)|};
            }
            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var drum in _used) drum.Dispose(); _used.Clear();
                    while (_kept.TryDequeue(out var drum)) drum.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task SourceThatNobodyDrains_IsNotEmpty() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Stage(Func<string, Drum> make) : IDisposable
        {
            private bool _closed;
            private readonly object _gate = new();
            private readonly List<Drum> _used = new();
            private readonly Queue<Drum> _kept = new();
            public void Bring(Drum drum) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _used.Add(drum); } }
            public void Clear(string name)
            {
                lock (_gate) { var first = _used[0]; _used.RemoveAt(0); {|LEAK4002:_kept.Enqueue(first)|}; }
            }
            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    
                    while (_kept.TryDequeue(out var drum)) drum.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task MonitorThatIsEnteredAgain_WasOpen() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Stage(Func<string, Drum> make) : IDisposable
        {
            private bool _closed;
            private readonly object _gate = new();
            private readonly List<Drum> _used = new();
            private readonly Queue<Drum> _kept = new();
            public void Bring(Drum drum) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _used.Add(drum); } }
            public void Clear(string name)
            {
                Monitor.Enter(_gate); var first = _used[0]; _used.RemoveAt(0); Monitor.Exit(_gate); first.Name = name; Monitor.Enter(_gate); {|LEAK4002:_kept.Enqueue(first)|}; Monitor.Exit(_gate);
            }
            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var drum in _used) drum.Dispose(); _used.Clear();
                    while (_kept.TryDequeue(out var drum)) drum.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task MoveInOneGrip_IsSilent() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Stage(Func<string, Drum> make) : IDisposable
        {
            private bool _closed;
            private readonly object _gate = new();
            private readonly List<Drum> _used = new();
            private readonly Queue<Drum> _kept = new();
            public void Bring(Drum drum) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _used.Add(drum); } }
            public void Clear(string name)
            {
                lock (_gate) { var first = _used[0]; _used.RemoveAt(0); _kept.Enqueue(first); }
            }
            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var drum in _used) drum.Dispose(); _used.Clear();
                    while (_kept.TryDequeue(out var drum)) drum.Dispose();
                }
            }
        }
        """);
}
