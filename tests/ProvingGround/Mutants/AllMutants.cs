using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>Every mutant there is, in the order of the rules.</summary>
internal static class AllMutants
{
    public static IReadOnlyList<Mutant> List { get; } = [.. TableMutants.All.OrderBy(mutant => mutant.Rule, StringComparer.Ordinal)];
}
