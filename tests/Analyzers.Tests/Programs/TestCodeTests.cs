using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>What test code leaks, the runner ends: fixtures, steps and base classes, by the framework that their files use.</summary>
public sealed class TestCodeTests
{
    private const string World =
        """
            public sealed class World
            {
                private readonly Dictionary<string, Timer> _logs = new();

                public void Open(string name) => OPEN;

                public void Dispose()
                {
                    foreach (var log in _logs.Values)
                        log.Dispose();
                }
            }
        """;

    private static string With(string text) => World.Replace("OPEN", text);

    [Theory]
    [InlineData("using NUnit.Framework;\nnamespace Steps { WORLD }\nnamespace NUnit.Framework { public static class Assert; }")]
    [InlineData("namespace Steps { using NUnit.Framework; WORLD }\nnamespace NUnit.Framework { public static class Assert; }")]
    [InlineData("using static Xunit.Assert;\nnamespace Steps { WORLD }\nnamespace Xunit { public static class Assert; }")]
    [InlineData("global using Xunit;\nnamespace Steps { WORLD }\nnamespace Xunit { public static class Assert; }")]
    public Task FileThatUsesAFramework_IsSilent(string file) => Verify.SilentAsync(file.Replace("WORLD", With("_logs[name] = new Timer(_ => Console.WriteLine(name), null, 100, 100)")));

    [Theory]
    [InlineData("namespace Steps { WORLD }\nnamespace NUnit.Framework { public static class Assert; }")]
    [InlineData("namespace Xunit.Runner { WORLD }")]
    [InlineData("using NUnit.Reports;\nnamespace Steps { WORLD }\nnamespace NUnit.Reports { public static class Report; }")]
    public Task OtherFile_IsReported(string file) => Verify.FindsAsync(file.Replace("WORLD", With("{|LEAK1001:_logs[name] = new Timer(_ => Console.WriteLine(name), null, 100, 100)|}")));
}
