using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>Which of several flags says that the holder is closed.</summary>
public sealed class AddAfterCloseFlagTests
{
    private static string Pool(string put, string close, string more = "") =>
        $$"""
        sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<Timer> _timers = new();
            private bool _closing;
            private bool _disposed;
            private bool _isCompleted;

            public bool Done => _disposed && _closing && _isCompleted;
            {{more}}
            public void Put(Timer timer)
            {
                {{put}}
            }

            public void Dispose()
            {
                {{close}}
            }
        }
        """;

    private const string Drain = "foreach (var timer in _timers) timer.Dispose(); _timers.Clear();";

    private const string Tested = "lock (_gate)\n        {\n            if (!_closing)\n            {\n                _timers.Add(timer);\n                return;\n            }\n        }\n\n        timer.Dispose();";

    private static Task TestsClosingAsync(string close, string more = "") => Verify<RefuseWhenClosedFix>.FixesAsync(
        Pool("lock (_gate)\n        {\n            {|LEAK4002:_timers.Add(timer)|};\n        }", close, more), Pool(Tested, close, more));

    [Fact]
    public Task FlagSetAfterTheLock_IsNotAsked() => TestsClosingAsync($"lock (_gate) {{ _closing = true; {Drain} }} _disposed = true; _isCompleted = true;");

    [Fact]
    public Task FlagThatOthersSetBefore_IsNotAsked() => TestsClosingAsync($"lock (_gate) {{ _closing = true; _isCompleted = true; {Drain} }}", "public void Import() { lock (_gate) { _isCompleted = true; _disposed = Done; } }");
}
