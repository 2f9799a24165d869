using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>The reference cache itself, with a guard taken out.</summary>
internal static class ReferenceCacheMutants
{
    private const string OtherFile = "the drain is in another file of the type";
    private static readonly string[] Cache = ["src/ReferenceCache"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK4002", "reference cache that leases after its close", Cache, "LeaseAfterClose", "values that nobody ends", new Edit(
            "AcquireAsync does not test the flag",
            """
                        ObjectDisposedException.ThrowIf(_closed, this);
                        var found
            """,
            """
                        var found
            """) { Fires = """
                        _byUse.Remove(entry.Node);
                        {|LEAK4002:_byUse.AddLast(entry.Node)|};
            """ }) { Refused = OtherFile },
    ];
}
