using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Where LEAK1011 is not fixed, and what it leaves alone.</summary>
public sealed class ReleaseNotIdempotentRefusalTests
{
    private static string Holder(string member, string flag = "private bool _disposed;") =>
        $$"""
        #nullable enable
        sealed class Subscription(Action onReleased) : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<string> _topics = new();
            {{flag}}

            public void Add(string topic)
            {
                lock (_gate)
                    _topics.Add(topic);
            }

        {{member}}

            private void Released() => onReleased();
        }
        """;

    private static Task OffersNothingAsync(string member, string flag = "private bool _disposed;") => Verify<ReleaseOnceFix>.OffersNothingAsync(Holder(member, flag));

    private static Task SilentAsync(string member, string flag = "private bool _disposed;") => Verify.SilentAsync(Holder(member, flag));

    [Fact]
    public Task OlderFrameworkFlagPassedByReference_OffersNothing() => Setting.Net80.OffersNothingAsync<ReleaseOnceFix>(Holder(
        """
            public bool IsDisposed => Volatile.Read(ref _disposed);

            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                _disposed = true;
                onReleased();
            }
        """));

    [Fact]
    public Task OlderFrameworkFlagOfOthers_OffersNothing() => Setting.Net80.OffersNothingAsync<ReleaseOnceFix>(Holder(
        """
            public void Dispose()
            {
                if ({|LEAK1011:Disposed|})
                    return;
                Disposed = true;
                onReleased();
            }
        """,
        "internal bool Disposed;"));

    [Fact]
    public Task ConditionOfMore_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|} || _topics.Count == 0)
                    return;
                _disposed = true;
                onReleased();
            }
        """);

    [Fact]
    public Task LeavesBeforeTheWrite_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                if (_topics.Count == 0)
                    return;
                _disposed = true;
                onReleased();
            }
        """);

    [Fact]
    public Task OwnCodeBeforeTheWriteMayLookAtTheFlag_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                Flush();
                _disposed = true;
                onReleased();
            }

            private void Flush()
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                Console.WriteLine("flushed");
            }
        """);

    [Fact]
    public Task PropertyAsFlag_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:Disposed|})
                    return;
                Disposed = true;
                onReleased();
            }
        """,
        "private bool Disposed { get; set; }");

    [Fact]
    public Task UnderTheLock_Silent() => SilentAsync(
        """
            public void Dispose()
            {
                lock (_gate)
                {
                    if (_disposed)
                        return;
                    _disposed = true;
                }

                onReleased();
            }
        """);

    [Fact]
    public Task LockOfTheCaller_Silent() => SilentAsync(
        """
            public void Dispose()
            {
                lock (_gate)
                    Close();
            }

            private void Close()
            {
                if (_disposed)
                    return;
                _disposed = true;
                Released();
            }
        """);

    [Fact]
    public Task HarmlessToRepeat_Silent() => SilentAsync(
        """
            public void Dispose()
            {
                if (_disposed)
                    return;
                _disposed = true;
                GC.SuppressFinalize(this);
            }
        """);

    [Fact]
    public Task CompareExchange_Silent() => SilentAsync(
        """
            public void Dispose()
            {
                if (Interlocked.CompareExchange(ref _disposed, 1, 0) != 0)
                    return;
                onReleased();
            }
        """,
        "private int _disposed;");

    [Fact]
    public Task NoOtherThreadInSight_Silent() => Verify.SilentAsync(
        """
        sealed class Plain(Action onReleased) : IDisposable
        {
            private bool _disposed;

            public void Dispose()
            {
                if (_disposed)
                    return;
                _disposed = true;
                onReleased();
            }
        }
        """);
}
