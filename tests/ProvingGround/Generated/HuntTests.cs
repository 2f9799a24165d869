using System.Globalization;
using System.Text;
using LeakGuard.ProvingGround.Machinery;
using Xunit.Abstractions;

namespace LeakGuard.ProvingGround.Generated;

/// <summary>How many of all mistakes that an operator can make on the reference cache some rule finds. A count, not a goal.</summary>
public sealed class HuntTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Document_HasTheCounts()
    {
        var hunt = new Hunt(SourceFile.Read("src/ReferenceCache"));
        var text = new StringBuilder("| Mistake | Places | Tried | Found | Rate | Found by | Missed, by the rule that has to find them |\n|---|---|---|---|---|---|---|\n");
        foreach (var kind in await hunt.RunAsync())
        {
            var rate = kind.Tried == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * kind.Found / kind.Tried:0} %");
            text.Append($"| {kind.Operator} | {kind.Places} | {kind.Tried} | {kind.Found} | {rate} | {Listed(kind.FoundBy)} | {Listed(kind.MissedOf)} |\n");
            foreach (var line in kind.Lines)
                output.WriteLine($"{kind.Operator}: {line}");
        }

        output.WriteLine(text.ToString());
        Documented.CheckSection(text.ToString(), "docs", "proving-ground.md");
    }

    private static string Listed(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.Select(pair => $"{pair.Key}: {pair.Value}"));
}
