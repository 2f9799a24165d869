using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_window.Destroyed += OnDestroyed, which lets go of it: what the slot holds has told of its own end.</summary>
internal static class EndedByOwnEvent
{
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        if (access.Inserted is not { IsNull: true })
            return false;
        foreach (var root in holder.Roots.All)
        {
            if (root.Registration is not RegisterNode { Publisher: { } publisher, Member: IEventSymbol { Name: "Destroyed" or "Disposed" } } || !Runs(holder, root.Body, access.Body))
                continue;
            if (Trace.ComesFrom(holder, publisher, store.Symbol) || holder.Stores.Any(other => other != store && !other.IsCollection && Trace.ComesFrom(holder, publisher, other.Symbol) && IsLetGoWith(access, other) && IsMadeOf(holder, store, other)))
                return true;
        }

        return false;
    }

    private static bool Runs(Holder holder, BodyFacts handler, BodyFacts body) =>
        handler == body || handler.Member.Calls.Exists(c => c.Body == handler && c.Target is { } target && holder.OwnFactsOf(target)?.Root == body);

    private static bool IsLetGoWith(AccessNode access, Store other) =>
        access.Body.Member.Accesses.Exists(a => a.Body == access.Body && a.Inserted is { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, other.Symbol));

    /// <summary>_root = _manager.CreateRoot(_window): it goes with what it was made for.</summary>
    private static bool IsMadeOf(Holder holder, Store store, Store other) => store.OnlyGets(a => Trace.Roots(holder, a.Inserted).TrueForAll(r =>
        (r.Kind == RootKind.Result ? r.Value.Call?.Arguments : r.Kind == RootKind.Created ? r.Value.Items : null)?.Any(i => i.Kind is not (ValueKind.Null or ValueKind.Constant or ValueKind.Unknown) && Trace.ComesFrom(holder, i, other.Symbol)) == true));
}
