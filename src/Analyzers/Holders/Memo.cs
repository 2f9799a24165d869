using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A table inside another, of results that are worked out once for each key: who finds none works it out again, so losing one loses time.</summary>
internal static class Memo
{
    /// <summary>Every entry of the tables in the store is looked for before it is made, in one member, and none has an identity; nobody takes one out or goes over them.</summary>
    public static bool Is(Holder holder, AccessNode access, Value created)
    {
        if (access.Store == null || access.Collection != CollectionKind.Keyed || holder.Catalog.Of(created.Type).Collection != CollectionKind.Keyed)
            return false;
        var isFilled = false;
        foreach (var facts in holder.Members)
        {
            foreach (var other in facts.Accesses)
            {
                if (!IsInner(other, access) && !IsInnerOfLocal(other, created))
                    continue;
                if (other.Removes || other.Access is AccessKind.Enumerate or AccessKind.Escape)
                    return false;
                if (!other.Inserts)
                    continue;
                if (other.Body.Member != access.Body.Member || HasIdentity(holder, other) || !IsLookedFor(facts, other) || !IsResult(holder, facts, other))
                    return false;
                isFilled = true;
            }
        }

        return isFilled;
    }

    /// <summary>The member gives back what it puts in, which nobody brought and no counter made: asked again, it makes the same again.</summary>
    private static bool IsResult(Holder holder, MemberFacts facts, AccessNode insertion)
    {
        var made = Trace.Roots(holder, insertion.Inserted);
        return made.TrueForAll(r => r.Kind != RootKind.Parameter && !IsCounted(r))
            && facts.Returns.Exists(r => r.Value != null && (r.Value == insertion.Inserted || Trace.Roots(holder, r.Value).Exists(v => made.Exists(m => m.Value == v.Value && m.Kind != RootKind.Unknown))));
    }

    /// <summary>A number counted up, a new identifier, the time: another one each time.</summary>
    private static bool IsCounted(Root root) => IsDrawn(root) || root.Value.Call is { Arguments.Length: 0 };

    /// <summary>A number counted up by an exchange, or a new identifier.</summary>
    public static bool IsDrawn(Root root) => root.Value.Access is { IsAtomic: true } or { Access: AccessKind.Increment } || root.Access is { IsAtomic: true } || root.Value.Call is { Target.ContainingType.Name: "Interlocked" } or { Target.Name: "NewGuid" }
        || root.Value.Symbol is IMethodSymbol { Name: "NewGuid" } or IMethodSymbol { ContainingType.Name: "Interlocked" };

    private static bool IsInner(AccessNode other, AccessNode access) => other != access && other.Depth > 0 && SymbolEqualityComparer.Default.Equals(other.Store, access.Store);

    private static bool IsInnerOfLocal(AccessNode other, Value created) => other.Target.Kind == ValueKind.Local && other.Target.Local.Assigned.Contains(created);

    /// <summary>Two of them are not as good as one; or it is a table further in, of which the same would have to be asked.</summary>
    private static bool HasIdentity(Holder holder, AccessNode insertion) => insertion.Inserted == null
        || Trace.Roots(holder, insertion.Inserted).Exists(r => r.Kind == RootKind.Created && holder.Catalog.Of(r.Value.Type).Collection == CollectionKind.Keyed) || Identity.Of(holder, insertion, insertion.Inserted) != null;

    /// <summary>if (!inner.TryGetValue(key, out var result)) { …; inner[key] = result; }</summary>
    private static bool IsLookedFor(MemberFacts facts, AccessNode insertion) => insertion.Key != null
        && facts.Accesses.Exists(a => a.Order < insertion.Order && a.Access is AccessKind.Lookup or AccessKind.Exists && Canon.Same(a.Key, insertion.Key) && (a.Target == insertion.Target || Canon.Text(a.Target) is { } text && text == Canon.Text(insertion.Target)));
}
