using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>Every mutant there is, in the order of the rules.</summary>
internal static class AllMutants
{
    public static IReadOnlyList<Mutant> List { get; } =
    [
        .. new[] { TableMutants.All, SlotMutants.All, RaceMutants.All, CallbackMutants.All, LifeMutants.All, ReferenceCacheMutants.All, SuggestionMutants.All, IncidentMutants.All }
            .SelectMany(mutants => mutants)
            .OrderBy(mutant => mutant.Rule, StringComparer.Ordinal),
    ];
}
