using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1011 where what the type does elsewhere says that several threads may end it.</summary>
public sealed class ReleaseBySeveralTests
{
    [Theory]
    [InlineData("if (Interlocked.Decrement(ref _users) == 0) Dispose();")]
    [InlineData("Interlocked.Decrement(ref _users);")]
    public Task UsersOnSeveralThreads_Fires(string leave) => Verify.FindsAsync(
        $$"""
        sealed class Counted : IDisposable
        {
            private readonly Timer _timer = new(_ => { });
            private int _users;
            private bool _ended;

            public int Enter() => Interlocked.Increment(ref _users);

            public void Leave() { {{leave}} }

            public void Dispose()
            {
                if ({|LEAK1011:_ended|})
                    return;
                _ended = true;
                _timer.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("if (!{|LEAK1011:_ended|}) { _timer.Dispose(); _ended = true; }")]
    [InlineData("if ({|LEAK1011:_ended|}) return; _timer.Dispose(); _ended = true;")]
    [InlineData("_timer.Dispose(); if (_ended) return; _ended = true;")]
    public Task EndedBeforeTheFlagIsSet_Fires(string dispose) => Verify.FindsAsync(
        $$"""
        sealed class Meter : IDisposable
        {
            private readonly object _gate = new();
            private readonly Timer _timer = new(_ => { });
            private int _ticks;
            private bool _ended;

            public void Tick()
            {
                lock (_gate)
                    _ticks++;
            }

            public void Dispose() { {{dispose}} }
        }
        """);
}
