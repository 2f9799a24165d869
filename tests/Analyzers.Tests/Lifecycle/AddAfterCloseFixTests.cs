using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

public sealed class AddAfterCloseFixTests
{
    [Fact]
    public Task FlagsOfTheEnd_TheOneThatSaysSoIsAsked() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();
            private bool _answers = true;
            private bool _closed;

            public bool Answers => _answers;

            public bool IsClosed => _closed;

            public void Return(Timer timer)
            {
                lock (_gate)
                    {|LEAK4002:_idle.Push(timer)|};
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _answers = false;
                    _closed = true;
                    foreach (var timer in _idle)
                        timer.Dispose();
                    _idle.Clear();
                }
            }
        }
        """,
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();
            private bool _answers = true;
            private bool _closed;

            public bool Answers => _answers;

            public bool IsClosed => _closed;

            public void Return(Timer timer)
            {
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(timer);
                        return;
                    }
                }

                timer.Dispose();
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _answers = false;
                    _closed = true;
                    foreach (var timer in _idle)
                        timer.Dispose();
                    _idle.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task BroughtItemUnderTheLock_IsDisposedBehindItWhenClosed() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();

            public void Return(Timer timer)
            {
                lock (_gate)
                    {|LEAK4002:_idle.Push(timer)|};
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    foreach (var timer in _idle)
                        timer.Dispose();
                    _idle.Clear();
                }
            }
        }
        """,
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();
            private bool _closed;

            public void Return(Timer timer)
            {
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(timer);
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
                    foreach (var timer in _idle)
                        timer.Dispose();
                    _idle.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task MadeUnderTheLockAndReturned_Throws() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        #nullable enable
        sealed class Timers<TKey> : IDisposable
            where TKey : notnull
        {
            private readonly object _sync = new();
            private readonly Dictionary<TKey, Timer> _timers = new();

            public Timer For(TKey key)
            {
                lock (_sync)
                {
                    if (_timers.TryGetValue(key, out var timer))
                        return timer;
                    timer = new Timer(_ => { });
                    {|LEAK4002:_timers[key] = timer|}; // one per key
                    return timer;
                }
            }

            public void Dispose()
            {
                lock (_sync)
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """,
        """
        #nullable enable
        sealed class Timers<TKey> : IDisposable
            where TKey : notnull
        {
            private readonly object _sync = new();
            private readonly Dictionary<TKey, Timer> _timers = new();
            private bool _closed;

            public Timer For(TKey key)
            {
                lock (_sync)
                {
                    if (_closed)
                        throw new ObjectDisposedException(nameof(Timers<TKey>));
                    if (_timers.TryGetValue(key, out var timer))
                        return timer;
                    timer = new Timer(_ => { });
                    _timers[key] = timer; // one per key
                    return timer;
                }
            }

            public void Dispose()
            {
                lock (_sync)
                {
                    _closed = true;
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task FlagTestedBeforeTheLock_IsTestedUnderIt() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly Lock gate = new();
            private readonly List<Timer> timers = new();
            private bool disposed;

            public void Add(int period)
            {
                if (disposed)
                    return;
                lock (gate)
                {
                    {|LEAK4002:timers.Add(new Timer(_ => { }, null, 0, period))|};
                }
            }

            public void Dispose()
            {
                lock (gate)
                {
                    disposed = true;
                    foreach (var timer in timers)
                        timer.Dispose();
                    timers.Clear();
                }
            }
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly Lock gate = new();
            private readonly List<Timer> timers = new();
            private bool disposed;

            public void Add(int period)
            {
                if (disposed)
                    return;
                lock (gate)
                {
                    if (disposed)
                        return;
                    timers.Add(new Timer(_ => { }, null, 0, period));
                }
            }

            public void Dispose()
            {
                lock (gate)
                {
                    disposed = true;
                    foreach (var timer in timers)
                        timer.Dispose();
                    timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task MadeBeforeTheLockAndReturned_IsDisposedAndThrows() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<Timer> _timers = new();

            public Timer Start(int period)
            {
                var timer = new Timer(_ => { }, null, 0, period);
                lock (_gate)
                    {|LEAK4002:_timers.Add(timer)|};
                return timer;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    foreach (var timer in _timers)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<Timer> _timers = new();
            private bool _closed;

            public Timer Start(int period)
            {
                var timer = new Timer(_ => { }, null, 0, period);
                bool closed;
                lock (_gate)
                {
                    closed = _closed;
                    if (!closed)
                    {
                        _timers.Add(timer);
                    }
                }

                if (closed)
                {
                    timer.Dispose();
                    throw new ObjectDisposedException(nameof(Timers));
                }

                return timer;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var timer in _timers)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task InsertionWithoutLockIntoStoreWithFlag_TakesTheLockOfTheDrain() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Queue<Timer> _idle = new();
            private bool _closing;

            public void Return(Timer timer) => {|LEAK4002:_idle.Enqueue(timer)|};

            public void Dispose()
            {
                _closing = true;
                lock (_gate)
                {
                    while (_idle.TryDequeue(out var timer))
                        timer.Dispose();
                }
            }
        }
        """,
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Queue<Timer> _idle = new();
            private bool _closing;

            public void Return(Timer timer)
            {
                lock (_gate)
                {
                    if (!_closing)
                    {
                        _idle.Enqueue(timer);
                        return;
                    }
                }

                timer.Dispose();
            }

            public void Dispose()
            {
                _closing = true;
                lock (_gate)
                {
                    while (_idle.TryDequeue(out var timer))
                        timer.Dispose();
                }
            }
        }
        """);
}
