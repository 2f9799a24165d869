using System.Text;
using LeakGuard.ProvingGround.Machinery;
using LeakGuard.ProvingGround.Mutants;
using Xunit.Abstractions;

namespace LeakGuard.ProvingGround;

/// <summary>The table of all proofs, printed and kept in the documentation.</summary>
public sealed class TableTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Index_HasTheProofs()
    {
        var text = new StringBuilder("| Rule | Mutant | Harm | Before | After the fix |\n|---|---|---|---|---|\n");
        foreach (var mutant in AllMutants.List)
        {
            var proof = await Proofs.OfAsync(mutant);
            text.Append($"| [{mutant.Rule}]({mutant.Rule}.md) | {mutant.Name} | {mutant.Harm} | {proof.Before} | {After(proof)} |\n");
        }

        output.WriteLine(text.ToString());
        Documented.CheckSection(text.ToString(), "docs", "rules", "README.md");
    }

    /// <summary>Every rule that is on by default as a warning is proven, and those with many forms several times.</summary>
    [Fact]
    public void EveryWarning_HasAMutant()
    {
        string[] manifold = ["LEAK1001", "LEAK1005", "LEAK3001", "LEAK4001", "LEAK4002"];
        var proven = AllMutants.List.CountBy(mutant => mutant.Rule).ToDictionary();
        var missing = RuleSet.Descriptors
            .Where(rule => rule.Id != "LEAK0001" && proven.GetValueOrDefault(rule.Id) < (manifold.Contains(rule.Id) ? 3 : 1))
            .Select(rule => rule.Id);
        Assert.Empty(missing);
    }

    private static string After(Proof proof) => proof.After?.ToString() ?? (proof.Mutant.Refused is { } reason ? $"no fix is offered: {reason}" : "the rule has no fix");
}
