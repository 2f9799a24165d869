using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>The fix of LEAK4002 for a concurrent store that is drained without a lock.</summary>
public sealed class AddAfterCloseNewLockFixTests
{
    [Fact]
    public Task BroughtItem_IsDisposedBehindANewLock() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly ConcurrentBag<Timer> _idle = new();

            public void Return(Timer timer) => {|LEAK4002:_idle.Add(timer)|};

            public void Dispose()
            {
                while (_idle.TryTake(out var timer))
                    timer.Dispose();
            }
        }
        """,
        """
        sealed class Pool : IDisposable
        {
            private readonly ConcurrentBag<Timer> _idle = new();
            private readonly Lock _gate = new();
            private bool _closed;

            public void Return(Timer timer)
            {
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Add(timer);
                        return;
                    }
                }

                timer.Dispose();
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                }

                while (_idle.TryTake(out var timer))
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task LazyOfAConcurrentMap_IsAddedUnderTheLockAndCreatedBehindIt() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Lazy<Timer>> _map = new();

            public Timer For(string key) => {|LEAK4002:_map.GetOrAdd(key, static _ => new Lazy<Timer>(() => new Timer(static _ => { })))|}.Value;

            public void Dispose()
            {
                foreach (var lazy in _map.Values)
                {
                    if (lazy.IsValueCreated)
                        lazy.Value.Dispose();
                }

                _map.Clear();
            }
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Lazy<Timer>> _map = new();
            private readonly Lock _gate = new();
            private bool _closed;

            public Timer For(string key)
            {
                Lazy<Timer> entry;
                lock (_gate)
                {
                    if (_closed)
                        throw new ObjectDisposedException(nameof(Timers));
                    entry = _map.GetOrAdd(key, static _ => new Lazy<Timer>(() => new Timer(static _ => { })));
                }

                return entry.Value;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                }

                foreach (var lazy in _map.Values)
                {
                    if (lazy.IsValueCreated)
                        lazy.Value.Dispose();
                }

                _map.Clear();
            }
        }
        """);

    [Fact]
    public Task TriedWithANewItem_DisposesItWhenClosed() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Timer> _map = new();

            public bool Open(string key)
            {
                var timer = new Timer(static _ => { });
                if ({|LEAK4002:_map.TryAdd(key, timer)|})
                    return true;
                timer.Dispose();
                return false;
            }

            public void Dispose()
            {
                foreach (var timer in _map.Values)
                    timer.Dispose();
                _map.Clear();
            }
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Timer> _map = new();
            private readonly Lock _gate = new();
            private bool _closed;

            public bool Open(string key)
            {
                var timer = new Timer(static _ => { });
                bool closed;
                lock (_gate)
                {
                    closed = _closed;
                    if (!closed)
                    {
                        if (_map.TryAdd(key, timer))
                            return true;
                    }
                }

                if (closed)
                {
                    timer.Dispose();
                    throw new ObjectDisposedException(nameof(Timers));
                }

                timer.Dispose();
                return false;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                }

                foreach (var timer in _map.Values)
                    timer.Dispose();
                _map.Clear();
            }
        }
        """);

    [Fact]
    public Task BroughtItemThatIsAnswered_IsNotTaken() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Timer> map = new();

            public bool Put(string key, Timer timer) => {|LEAK4002:map.TryAdd(key, timer)|};

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    foreach (var key in map.Keys)
                    {
                        if (map.TryRemove(key, out var timer))
                            timer.Dispose();
                    }
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }
        }
        """,
        """
        class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Timer> map = new();
            private readonly Lock gate = new();
            private bool closed;

            public bool Put(string key, Timer timer)
            {
                lock (gate)
                {
                    if (closed)
                        return false;
                    return map.TryAdd(key, timer);
                }
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    lock (gate)
                    {
                        closed = true;
                    }

                    foreach (var key in map.Keys)
                    {
                        if (map.TryRemove(key, out var timer))
                            timer.Dispose();
                    }
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }
        }
        """);
}
