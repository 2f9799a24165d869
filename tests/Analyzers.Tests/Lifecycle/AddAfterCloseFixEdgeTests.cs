using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

public sealed class AddAfterCloseFixEdgeTests
{
    [Fact]
    public Task TwoInsertingMembers_ShareOneNewFlag() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<Timer> _timers = new(); // all of them

            public void Add(int period)
            {
                lock (_gate)
                {
                    {|LEAK4002:_timers.Add(new Timer(_ => { }, null, 0, period))|};
                }
            }

            public void Add(Timer timer)
            {
                // it is ours from now on
                lock (this._gate)
                {
                    {|LEAK4002:_timers.Add(timer)|};
                }
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
            private readonly List<Timer> _timers = new(); // all of them
            private bool _closed;

            public void Add(int period)
            {
                lock (_gate)
                {
                    if (_closed)
                        return;
                    _timers.Add(new Timer(_ => { }, null, 0, period));
                }
            }

            public void Add(Timer timer)
            {
                // it is ours from now on
                lock (this._gate)
                {
                    if (!_closed)
                    {
                        _timers.Add(timer);
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
                    foreach (var timer in _timers)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task NullableItem_IsDisposedWhereThereIsOne() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        #nullable enable
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer?> _idle = new();

            public void Return(Timer? timer)
            {
                lock (_gate)
                {
                    if (_idle.Count < 8)
                        {|LEAK4002:_idle.Push(timer)|};
                }
            }

            public void Close()
            {
                lock (_gate)
                {
                    foreach (var timer in _idle)
                        timer?.Dispose();
                    _idle.Clear();
                }
            }

            public void Dispose() => Close();
        }
        """,
        """
        #nullable enable
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer?> _idle = new();
            private bool _closed;

            public void Return(Timer? timer)
            {
                lock (_gate)
                {
                    if (!_closed)
                    {
                        if (_idle.Count < 8)
                            _idle.Push(timer);
                        return;
                    }
                }

                timer?.Dispose();
            }

            public void Close()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var timer in _idle)
                        timer?.Dispose();
                    _idle.Clear();
                }
            }

            public void Dispose() => Close();
        }
        """);

    [Fact]
    public Task StopThatMayStartAgain_OffersNothing() => Verify<RefuseWhenClosedFix>.OffersNothingAsync(
        """
        sealed class Timers
        {
            private readonly object _gate = new();
            private readonly List<Timer> _timers = new();

            public void Add(Timer timer)
            {
                lock (_gate)
                    {|LEAK4002:_timers.Add(timer)|};
            }

            public void Stop()
            {
                lock (_gate)
                {
                    foreach (var timer in _timers)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task FlagSetAfterTheDrain_OffersNothing() => Verify<RefuseWhenClosedFix>.OffersNothingAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();
            private bool _closed;

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

                _closed = true;
            }

            public override string ToString() => _closed.ToString();
        }
        """);

    [Fact]
    public Task BroughtItemAndAnAnswer_OffersNothing() => Verify<RefuseWhenClosedFix>.OffersNothingAsync(
        """
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Timer> _idle = new();

            public int Return(Timer timer)
            {
                lock (_gate)
                {
                    {|LEAK4002:_idle.Push(timer)|};
                    return _idle.Count;
                }
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
        """);

    [Fact]
    public Task MoreComesBehindTheLock_LeavesAfterTheDispose() => Verify<RefuseWhenClosedFix>.FixesAsync(
        """
        sealed class Pool : IAsyncDisposable
        {
            private readonly object _gate = new();
            private readonly Queue<FileStream> _idle = new();

            public async Task ReturnAsync(FileStream file)
            {
                lock (_gate)
                {
                    {|LEAK4002:_idle.Enqueue(file)|};
                }

                await Task.Yield();
            }

            public async ValueTask DisposeAsync()
            {
                FileStream[] rest;
                lock (_gate)
                {
                    rest = _idle.ToArray();
                    _idle.Clear();
                }

                foreach (var file in rest)
                {
                    try { await file.DisposeAsync(); } catch (IOException) { }
                }
            }
        }
        """,
        """
        sealed class Pool : IAsyncDisposable
        {
            private readonly object _gate = new();
            private readonly Queue<FileStream> _idle = new();
            private bool _closed;

            public async Task ReturnAsync(FileStream file)
            {
                bool closed;
                lock (_gate)
                {
                    closed = _closed;
                    if (!closed)
                    {
                        _idle.Enqueue(file);
                    }
                }

                if (closed)
                {
                    await file.DisposeAsync();
                    return;
                }

                await Task.Yield();
            }

            public async ValueTask DisposeAsync()
            {
                FileStream[] rest;
                lock (_gate)
                {
                    _closed = true;
                    rest = _idle.ToArray();
                    _idle.Clear();
                }

                foreach (var file in rest)
                {
                    try { await file.DisposeAsync(); } catch (IOException) { }
                }
            }
        }
        """);
}
