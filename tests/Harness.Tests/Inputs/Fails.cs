using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>The failing twin of a test: it must fail, and say why.</summary>
internal static class Fails
{
    public static async Task<string> WithAsync(AnalyzerTest<DefaultVerifier> test, params string[] fragments)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
        foreach (var fragment in fragments)
            Assert.Contains(fragment, failure.Message, StringComparison.Ordinal);

        return failure.Message;
    }

    /// <summary>The number of expected and of actual diagnostics differs.</summary>
    public static Task<string> WithCountAsync(AnalyzerTest<DefaultVerifier> test, int expected, int actual, params string[] fragments)
        => WithAsync(test, [$"Mismatch between number of diagnostics returned, expected \"{expected}\" actual \"{actual}\"", .. fragments]);
}
