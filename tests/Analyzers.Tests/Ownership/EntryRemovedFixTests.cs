using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class EntryRemovedFixTests
{
    /// <summary>A holder of timers with one member under test.</summary>
    private static string Holder(string member, string store = "Dictionary<string, Timer> _timers = new()", string drain = "_timers.Values") =>
        $$"""
        #nullable enable
        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private {{store}};

        {{member}}

            public void Dispose()
            {
                foreach (var timer in {{drain}})
                    timer.Dispose();
            }
        }
        """;

    private static Task FixesAsync(string before, string after, string store = "Dictionary<string, Timer> _timers = new()", string drain = "_timers.Values") =>
        Verify<DisposeRemovedFix>.FixesAsync(Holder(before, store, drain), Holder(after, store, drain));

    [Fact]
    public Task ExpressionBody_BecomesBlock() => FixesAsync(
        """
            public void Drop(string name) => {|LEAK1002:_timers.Remove(name)|};
        """,
        """
            public void Drop(string name)
            {
                if (_timers.Remove(name, out var removed))
                    removed.Dispose();
            }
        """);

    [Fact]
    public Task Statement_KeepsItsComments() => FixesAsync(
        """
            public void Drop(string name)
            {
                // It is not needed any more.
                {|LEAK1002:_timers.Remove(name)|}; // gone
                Console.WriteLine(name);
            }
        """,
        """
            public void Drop(string name)
            {
                // It is not needed any more.
                if (_timers.Remove(name, out var removed))
                    removed.Dispose(); // gone
                Console.WriteLine(name);
            }
        """);

    [Fact]
    public Task TwoInOneMember_GetTwoNames() => FixesAsync(
        """
            public void Drop(string a, string b)
            {
                {|LEAK1002:_timers.Remove(a)|};
                {|LEAK1002:_timers.Remove(b, out _)|};
            }
        """,
        """
            public void Drop(string a, string b)
            {
                if (_timers.Remove(a, out var removed))
                    removed.Dispose();
                if (_timers.Remove(b, out var removed1))
                    removed1.Dispose();
            }
        """);

    [Fact]
    public Task ResultReturned_IsReturnedAfterTheDispose() => FixesAsync(
        """
            public bool Drop(string name) => {|LEAK1002:_timers.Remove(name)|};
        """,
        """
            public bool Drop(string name)
            {
                if (!_timers.Remove(name, out var removed))
                    return false;
                removed.Dispose();
                return true;
            }
        """);

    [Fact]
    public Task ResultChoosesWhatIsReturned_IsSplit() => FixesAsync(
        """
            public string Drop(string name)
            {
                return {|LEAK1002:_timers.Remove(name)|} ? "gone" : "unknown";
            }
        """,
        """
            public string Drop(string name)
            {
                if (!_timers.Remove(name, out var removed))
                    return "unknown";
                removed.Dispose();
                return "gone";
            }
        """);

    [Fact]
    public Task ResultTested_DisposesInThatBranch() => FixesAsync(
        """
            public void Drop(string name)
            {
                if (name.Length > 0 && {|LEAK1002:_timers.Remove(name)|})
                    Console.WriteLine(name);
            }
        """,
        """
            public void Drop(string name)
            {
                if (name.Length > 0 && _timers.Remove(name, out var removed))
                {
                    removed.Dispose();
                    Console.WriteLine(name);
                }
            }
        """);

    [Fact]
    public Task RefusalLeaves_DisposesBehindIt() => FixesAsync(
        """
            public void Drop(string name)
            {
                if (!{|LEAK1002:_timers.Remove(name)|})
                    throw new KeyNotFoundException(name);
                Console.WriteLine(name);
            }
        """,
        """
            public void Drop(string name)
            {
                if (!_timers.Remove(name, out var removed))
                    throw new KeyNotFoundException(name);
                removed.Dispose();
                Console.WriteLine(name);
            }
        """);

    [Fact]
    public Task ResultKept_DisposesBehindIt() => FixesAsync(
        """
            public void Drop(string name)
            {
                var found = {|LEAK1002:_timers.Remove(name)|};
                Console.WriteLine(found);
            }
        """,
        """
            public void Drop(string name)
            {
                var found = _timers.Remove(name, out var removed);
                removed?.Dispose();
                Console.WriteLine(found);
            }
        """);

    [Fact]
    public Task ResultPassedOn_DisposesBehindIt() => FixesAsync(
        """
            public void Drop(string name)
            {
                Console.WriteLine({|LEAK1002:_timers.Remove(name)|});
            }
        """,
        """
            public void Drop(string name)
            {
                Console.WriteLine(_timers.Remove(name, out var removed));
                removed?.Dispose();
            }
        """);

    [Fact]
    public Task RemovedInConjunction_ReturnsWhatItWas() => FixesAsync(
        """
            public bool Drop(string name) => name.Length > 0 && {|LEAK1002:_timers.Remove(name)|};
        """,
        """
            public bool Drop(string name)
            {
                if (!(name.Length > 0 && _timers.Remove(name, out var removed)))
                    return false;
                removed.Dispose();
                return true;
            }
        """);

    [Fact]
    public Task NameIsTaken_TakesTheNext() => FixesAsync(
        """
            public void Drop(string removed)
            {
                {|LEAK1002:_timers.Remove(removed)|};
            }
        """,
        """
            public void Drop(string removed)
            {
                if (_timers.Remove(removed, out var removed1))
                    removed1.Dispose();
            }
        """);

    [Fact]
    public Task OutLocalOnlyLookedAt_IsDisposedAfterThat() => FixesAsync(
        """
            public void Drop(string name)
            {
                if ({|LEAK1002:_timers.Remove(name, out var timer)|})
                    Console.WriteLine(timer.ToString());
            }
        """,
        """
            public void Drop(string name)
            {
                if (_timers.Remove(name, out var timer))
                {
                    Console.WriteLine(timer.ToString());
                    timer.Dispose();
                }
            }
        """);

    [Fact]
    public Task AsyncMember_AwaitsTheDispose() => FixesAsync(
        """
            public async Task DropAsync(string name)
            {
                await Task.Yield();
                {|LEAK1002:_timers.Remove(name)|};
            }
        """,
        """
            public async Task DropAsync(string name)
            {
                await Task.Yield();
                if (_timers.Remove(name, out var removed))
                    await removed.DisposeAsync();
            }
        """);

    [Fact]
    public Task BranchWithoutBraces_DoesNotCaptureTheElse() => FixesAsync(
        """
            public void Drop(string name)
            {
                if (name.Length > 0)
                    {|LEAK1002:_timers.Remove(name)|};
                else
                    Console.WriteLine(name);
            }
        """,
        """
            public void Drop(string name)
            {
                if (name.Length > 0)
                {
                    if (_timers.Remove(name, out var removed))
                        removed.Dispose();
                }
                else
                    Console.WriteLine(name);
            }
        """);

    [Fact]
    public Task SwitchSection_GetsTheStatements() => FixesAsync(
        """
            public void Drop(string name, int how)
            {
                switch (how)
                {
                    case 0:
                        {|LEAK1002:_timers.Remove(name)|};
                        break;
                }
            }
        """,
        """
            public void Drop(string name, int how)
            {
                switch (how)
                {
                    case 0:
                        if (_timers.Remove(name, out var removed))
                            removed.Dispose();
                        break;
                }
            }
        """);

    [Fact]
    public Task LambdaBody_BecomesBlock() => FixesAsync(
        """
            public void Drop(string[] names) => Array.ForEach(names, name => {|LEAK1002:_timers.Remove(name)|});
        """,
        """
            public void Drop(string[] names) => Array.ForEach(names, name =>
            {
                if (_timers.Remove(name, out var removed))
                    removed.Dispose();
            });
        """);

    [Fact]
    public Task HandedOut_OffersNothing() => Verify<DisposeRemovedFix>.OffersNothingAsync(Holder(
        """
            public Timer Get(string name) => _timers[name];

            public void Drop(string name)
            {
                {|LEAK1002:_timers.Remove(name)|};
            }
        """));
}
