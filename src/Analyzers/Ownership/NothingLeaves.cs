using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Removals that take nothing live out: an empty inner table goes, or the table itself disposes what it takes out.</summary>
internal static class NothingLeaves
{
    public static bool Is(Holder holder, Store store, AccessNode access) => IsEndedByTable(holder, store, access) || IsSeenEmpty(store, access) || IsPickedAsEmpty(store, access) || IsPartEnded(holder, store, access);

    /// <summary>The table is of a type in source whose own removal disposes what it takes out.</summary>
    private static bool IsEndedByTable(Holder holder, Store store, AccessNode access)
    {
        for (var at = StoreScope.IsInSource(store.Type) ? store.Type : null; at != null && StoreScope.IsInSource(at); at = at.BaseType)
        {
            foreach (var member in at.OriginalDefinition.GetMembers(access.Member))
            {
                if (member is IMethodSymbol method && holder.FactsOf(method) is { Disposals.Count: > 0 })
                    return true;
            }
        }

        return false;
    }

    /// <summary>await using var stream = …; map[id] = new Session(stream); … Remove(id): the member that made the part of the entry ends it.</summary>
    private static bool IsPartEnded(Holder holder, Store store, AccessNode access)
    {
        if (!store.Payload.HasEntry)
            return false;
        foreach (var insertion in store.Accesses)
        {
            if (insertion.Body.Member != access.Body.Member || !insertion.Inserts)
                continue;
            foreach (var part in Trace.Roots(holder, insertion.Inserted).Where(r => r.Kind == RootKind.Created).SelectMany(r => r.Value.Items).Where(p => p.Kind == ValueKind.Local))
            {
                if (access.Body.Member.Disposals.Exists(d => d.Operand == part || Trace.Roots(holder, d.Operand).Exists(r => r.Kind == RootKind.Created && Trace.Roots(holder, part).Exists(p => p.Value == r.Value))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>if (inner.IsEmpty) map.Remove(key): the inner table was seen to be empty, so nothing goes with it.</summary>
    private static bool IsSeenEmpty(Store store, AccessNode access)
    {
        for (var at = access.Parent; at != null && access.Depth == 0; at = at.Parent)
        {
            if (at.Owner is IfNode branch && SaysEmpty(store, branch.Condition, at == branch.Then))
                return true;
        }

        return false;
    }

    /// <summary>foreach (var key in map.Where(p => p.Value.Count == 0).Select(p => p.Key).ToArray()) map.Remove(key);</summary>
    private static bool IsPickedAsEmpty(Store store, AccessNode access)
    {
        var value = access.Key;
        for (var depth = 0; value != null && access.Depth == 0 && depth < 10; depth++)
        {
            if (value.Kind == ValueKind.Local)
            {
                value = value.Local.Single;
                continue;
            }

            if (value.Kind is not (ValueKind.EachElement or ValueKind.Elements or ValueKind.Member))
                return false;
            if (value.Narrowing is { Name: "Where", Predicate: { } predicate } && predicate.Member.Returns.Exists(r => r.Body == predicate && r.Value != null && SaysEmpty(store, r.Value, true)))
                return true;
            value = value.A;
        }

        return false;
    }

    private static bool SaysEmpty(Store store, Value condition, bool holds) => Implied.Any(condition, holds, (part, so) => part.Kind switch
    {
        ValueKind.Outcome => !so && part.Access is { Access: AccessKind.Exists, Depth: > 0 } asked && SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol),
        ValueKind.Same => so && part is { B: { Kind: ValueKind.Constant, Data: 0 }, A.Access: { Depth: > 0 } counted } && SymbolEqualityComparer.Default.Equals(counted.Store, store.Symbol),
        _ => false,
    });
}
