using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>The same for several insertions, a flag that is there, and places where nothing is offered.</summary>
public sealed class AddAfterCloseNewLockEdgeTests
{
    [Fact]
    public Task SeveralInsertions_AreAllRefused() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentQueue<Timer> _queue = new();

            public Timer this[int period]
            {
                get
                {
                    var timer = new Timer(static _ => { }, null, 0, period);
                    {|LEAK4002:_queue.Enqueue(timer)|};
                    return timer;
                }
            }

            public void Add() => _queue.Enqueue(new Timer(static _ => { }));

            public void Dispose()
            {
                while (_queue.TryDequeue(out var timer))
                    timer.Dispose();
            }
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentQueue<Timer> _queue = new();
            private readonly Lock _gate = new();
            private bool _closed;

            public Timer this[int period]
            {
                get
                {
                    var timer = new Timer(static _ => { }, null, 0, period);
                    bool closed;
                    lock (_gate)
                    {
                        closed = _closed;
                        if (!closed)
                        {
                            _queue.Enqueue(timer);
                        }
                    }

                    if (closed)
                    {
                        timer.Dispose();
                        throw new ObjectDisposedException(nameof(Timers));
                    }

                    return timer;
                }
            }

            public void Add()
            {
                lock (_gate)
                {
                    if (_closed)
                        return;
                    _queue.Enqueue(new Timer(static _ => { }));
                }
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                }

                while (_queue.TryDequeue(out var timer))
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task FlagSetWithoutLock_IsSetUnderANewOne() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Lazy<Timer>> _map = new();
            private volatile bool _disposed;

            public Timer For(string key)
            {
                if (_disposed)
                    throw new ObjectDisposedException(nameof(Timers));
                var lazy = {|LEAK4002:_map.GetOrAdd(key, static _ => new Lazy<Timer>(() => new Timer(static _ => { })))|};
                return lazy.Value;
            }

            public void Dispose()
            {
                _disposed = true;
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
            private volatile bool _disposed;

            public Timer For(string key)
            {
                if (_disposed)
                    throw new ObjectDisposedException(nameof(Timers));
                Lazy<Timer> lazy;
                lock (_gate)
                {
                    if (_disposed)
                        throw new ObjectDisposedException(nameof(Timers));
                    lazy = _map.GetOrAdd(key, static _ => new Lazy<Timer>(() => new Timer(static _ => { })));
                }

                return lazy.Value;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _disposed = true;
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
    public Task InsertionInALocalFunction_OffersNothing() => Verify<RefuseWhenClosedFix>.OffersNothingAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentBag<Timer> _all = new();

            public void Fill(int count)
            {
                for (var i = 0; i < count; i++)
                    AddOne();

                void AddOne() => {|LEAK4002:_all.Add(new Timer(static _ => { }))|};
            }

            public void Dispose()
            {
                while (_all.TryTake(out var timer))
                    timer.Dispose();
            }
        }
        """);
}
