using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1009 where several resources are stored together.</summary>
public sealed class CreatedThenLostPartTests
{
    [Fact]
    public Task PartOfATuple_IsDisposedWhenTheOtherFails() => Verify<DisposeOnFailureFix>.FixesAsync(
        """
        sealed class Taps : IDisposable
        {
            private readonly Dictionary<string, (FileStream In, FileStream Out)> _taps = new();

            public void Open(string name)
            {
                if (_taps.ContainsKey(name))
                    return;
                var {|LEAK1009:input = new FileStream(name + ".in", FileMode.Open)|};
                var output = new FileStream(name + ".out", FileMode.CreateNew);
                _taps[name] = (input, output);
            }

            public void Dispose()
            {
                foreach (var (input, output) in _taps.Values)
                {
                    try { input.Dispose(); } catch (IOException) { }
                    try { output.Dispose(); } catch (IOException) { }
                }
            }
        }
        """,
        """
        sealed class Taps : IDisposable
        {
            private readonly Dictionary<string, (FileStream In, FileStream Out)> _taps = new();

            public void Open(string name)
            {
                if (_taps.ContainsKey(name))
                    return;
                var input = new FileStream(name + ".in", FileMode.Open);
                try
                {
                    var output = new FileStream(name + ".out", FileMode.CreateNew);
                    _taps[name] = (input, output);
                }
                catch
                {
                    input.Dispose();
                    throw;
                }
            }

            public void Dispose()
            {
                foreach (var (input, output) in _taps.Values)
                {
                    try { input.Dispose(); } catch (IOException) { }
                    try { output.Dispose(); } catch (IOException) { }
                }
            }
        }
        """);
}
