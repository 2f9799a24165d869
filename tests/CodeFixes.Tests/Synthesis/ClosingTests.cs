using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Where in a closing member new work is put.</summary>
public sealed class ClosingTests
{
    private static string Holder(string store, string dispose) =>
        $$"""
        sealed class Holder : IDisposable
        {
            private readonly List<FileStream> _files = new();
            private readonly Dictionary<string, Timer> {{store}} = new();

            public static Holder Create() => new();

            public void Add(string name)
            {
                _files.Add(new FileStream(name, FileMode.Open));
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            public void Dispose()
            {
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    try
                    {
                        file.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }
                {{dispose}}
            }
        }
        """;

    /// <summary>Or one failure would keep the other entries alive.</summary>
    [Theory]
    [InlineData("if (failures.Count > 0)\n            throw new AggregateException(failures);")]
    [InlineData("if (failures.Count > 0)\n        {\n            throw new AggregateException(failures);\n        }")]
    [InlineData("GC.SuppressFinalize(this);\n        if (failures.Count > 0)\n            throw new AggregateException(failures);")]
    public Task DrainOfASecondStore_ComesBeforeTheThrowOfTheFirst(string end) => Click<DrainInDisposeFix>.GivesAsync(
        Holder("[|_timers|]", end),
        Holder("_timers", "foreach (var timer in _timers.Values)\n            timer.Dispose();\n        _timers.Clear();\n        " + end));
}
