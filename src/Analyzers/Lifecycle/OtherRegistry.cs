using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>if (_loops.Remove(id)) _states.Remove(id): another store decides whether the entry goes.</summary>
internal static class OtherRegistry
{
    /// <summary>The test of another store that every release stands behind.</summary>
    public static AccessNode? Behind(List<PairEvent> releases, PairEvent acquire)
    {
        AccessNode? found = null;
        foreach (var release in releases)
        {
            AccessNode? test = null;
            for (var at = release.Node.Parent; at != null; at = at.Parent)
            {
                if (at.Owner is IfNode branch && at == branch.Then && OutcomeOf(branch.Condition) is { } access && !SymbolEqualityComparer.Default.Equals(access.Store, acquire.Store))
                    test = access;
            }

            if (test == null)
                return null;
            found = test;
        }

        return found;
    }

    private static AccessNode? OutcomeOf(Value condition) => condition.Kind switch
    {
        ValueKind.Outcome => condition.Access is { Store: not null, Access: AccessKind.Lookup or AccessKind.Exists or AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact } access ? access : null,
        ValueKind.And => OutcomeOf(condition.A!) ?? OutcomeOf(condition.B!),
        ValueKind.Local => condition.Local.Single is { } single ? OutcomeOf(single) : null,
        _ => null,
    };
}
