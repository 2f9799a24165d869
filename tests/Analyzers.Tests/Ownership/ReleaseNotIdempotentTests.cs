using LeakGuard.CodeFixes.Ownership;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1011 and its fix.</summary>
public sealed class ReleaseNotIdempotentTests
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

    private static Task FixesAsync(string before, string after, string flag = "private bool _disposed;") => Verify<ReleaseOnceFix>.FixesAsync(Holder(before, flag), Holder(after, flag));

    private static Task FixesOldAsync(string before, string beforeFlag, string after, string afterFlag) =>
        Setting.Net80.FixesAsync<ReleaseOnceFix>(Holder(before, beforeFlag), Holder(after, afterFlag));

    [Fact]
    public Task ReturnWhenSet_ExchangesTheFlag() => FixesAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                _disposed = true;
                onReleased();
            }
        """,
        """
            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, true))
                    return;
                onReleased();
            }
        """);

    [Fact]
    public Task BlocksAndBlankLines_Stay() => FixesAsync(
        """
            public void Dispose()
            {
                // Once is enough.
                if ({|LEAK1011:_disposed|})
                {
                    return;
                }

                _disposed = true;

                onReleased();
            }
        """,
        """
            public void Dispose()
            {
                // Once is enough.
                if (Interlocked.Exchange(ref _disposed, true))
                {
                    return;
                }

                onReleased();
            }
        """);

    [Fact]
    public Task RunsWhenClear_NegatesTheExchange() => FixesAsync(
        """
            public void Dispose()
            {
                if (!{|LEAK1011:_disposed|})
                {
                    _disposed = true;
                    onReleased();
                }
            }
        """,
        """
            public void Dispose()
            {
                if (!Interlocked.Exchange(ref _disposed, true))
                {
                    onReleased();
                }
            }
        """);

    [Fact]
    public Task ComparedToFalse_IsANegation() => FixesAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:this._disposed|} == false)
                {
                    this._disposed = true;
                    onReleased();
                }
            }
        """,
        """
            public void Dispose()
            {
                if (!Interlocked.Exchange(ref this._disposed, true))
                {
                    onReleased();
                }
            }
        """);

    [Fact]
    public Task CommentsOfTheWrite_Stay() => FixesAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                // From here on nobody may come in.
                _disposed = true; // for good
                onReleased();
            }
        """,
        """
            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, true))
                    return;
                // From here on nobody may come in.
                // for good
                onReleased();
            }
        """);

    [Fact]
    public Task VolatileFlagInAsyncMember_IsExchanged() => FixesAsync(
        """
            public void Dispose() => CloseAsync().GetAwaiter().GetResult();

            public async Task CloseAsync()
            {
                if ({|LEAK1011:_disposed|}) return;
                _disposed = true;
                await Task.Yield();
                onReleased();
            }
        """,
        """
            public void Dispose() => CloseAsync().GetAwaiter().GetResult();

            public async Task CloseAsync()
            {
                if (Interlocked.Exchange(ref _disposed, true)) return;
                await Task.Yield();
                onReleased();
            }
        """,
        "private volatile bool _disposed;");

    [Fact]
    public Task SetAfterSomethingForeign_IsSetAtOnce() => FixesAsync(
        """
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                Console.WriteLine("closing");
                _disposed = true;
                onReleased();
            }
        """,
        """
            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, true))
                    return;
                Console.WriteLine("closing");
                onReleased();
            }
        """);

    [Fact]
    public Task DisposePattern_SetsTheFlagFirst() => FixesAsync(
        """
            public void Dispose() => Dispose(true);

            private void Dispose(bool disposing)
            {
                if (!{|LEAK1011:_disposed|})
                {
                    if (disposing)
                    {
                        onReleased();
                    }

                    _disposed = true;
                }
            }
        """,
        """
            public void Dispose() => Dispose(true);

            private void Dispose(bool disposing)
            {
                if (!Interlocked.Exchange(ref _disposed, true))
                {
                    if (disposing)
                    {
                        onReleased();
                    }
                }
            }
        """,
        "private volatile bool _disposed;");

    [Fact]
    public Task OlderFramework_FlagBecomesAnInt() => FixesOldAsync(
        """
            public bool IsDisposed => _disposed;

            public void Check()
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (!_disposed && _topics.Count > 0)
                    return;
                Console.WriteLine(_disposed ? 1 : 0);
            }

            public void Reopen() => Reset();

            private void Reset()
            {
                _disposed = false;
            }

            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                _disposed = true;
                onReleased();
            }
        """,
        "private bool _disposed; // closed",
        """
            public bool IsDisposed => _disposed != 0;

            public void Check()
            {
                ObjectDisposedException.ThrowIf(_disposed != 0, this);
                if (_disposed == 0 && _topics.Count > 0)
                    return;
                Console.WriteLine(_disposed != 0 ? 1 : 0);
            }

            public void Reopen() => Reset();

            private void Reset()
            {
                _disposed = 0;
            }

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, 1) != 0)
                    return;
                onReleased();
            }
        """,
        "private int _disposed; // closed");

    [Fact]
    public Task OlderFrameworkTwoReleases_BothChangeTogether() => FixesOldAsync(
        """
            public void Close()
            {
                if (!{|LEAK1011:_disposed|})
                {
                    _disposed = true;
                    onReleased();
                }
            }

            public void Dispose()
            {
                if ({|LEAK1011:_disposed|})
                    return;
                _disposed = true;
                onReleased();
            }
        """,
        "private bool _disposed = false;",
        """
            public void Close()
            {
                if (Interlocked.Exchange(ref _disposed, 1) == 0)
                {
                    onReleased();
                }
            }

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, 1) != 0)
                    return;
                onReleased();
            }
        """,
        "private int _disposed = 0;");

    [Fact]
    public Task OlderFrameworkAndLanguageWithoutUsing_NamesInFull() => new Setting(LanguageVersion.CSharp7_3, Setting.Net80.References).FixesAsync<ReleaseOnceFix>(
        """
        sealed class Permit : System.IDisposable
        {
            private readonly System.Threading.SemaphoreSlim _slots;
            private volatile bool _released;

            public Permit(System.Threading.SemaphoreSlim slots) { _slots = slots; }

            public void Dispose()
            {
                if ({|LEAK1011:_released|})
                    return;
                _released = true;
                _slots.Release();
            }
        }
        """,
        """
        sealed class Permit : System.IDisposable
        {
            private readonly System.Threading.SemaphoreSlim _slots;
            private volatile int _released;

            public Permit(System.Threading.SemaphoreSlim slots) { _slots = slots; }

            public void Dispose()
            {
                if (System.Threading.Interlocked.Exchange(ref _released, 1) != 0)
                    return;
                _slots.Release();
            }
        }
        """);
}
