using LeakGuard.ProvingGround.Machinery;
using LeakGuard.ProvingGround.Mutants;

namespace LeakGuard.ProvingGround;

/// <summary>Each mutant is found where it was planted, does harm, is repaired by the fix, and does no harm then.</summary>
public sealed class ProofTests
{
    public static TheoryData<string> Names => [.. AllMutants.List.Select(mutant => mutant.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutant_IsFoundHarmfulAndRepaired(string name) =>
        await Proofs.OfAsync(AllMutants.List.Single(mutant => mutant.ToString() == name));
}
