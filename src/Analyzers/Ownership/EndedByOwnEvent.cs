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
        if (IsScheduled(holder, store, access))
            return true;
        foreach (var root in holder.Roots.All)
        {
            if (root.Registration is not RegisterNode { Publisher: { } publisher, Member: IEventSymbol { Name: "Destroyed" or "Disposed" or "Disposing" or "BeforeDispose" or "Committed" or "RolledBack" } told } || !Runs(holder, root.Body, access.Body))
                continue;
            // Of a transaction that others began: they end it. What is over need not be closed.
            if (told.Name is "Committed" or "RolledBack")
            {
                if (Trace.ComesFrom(holder, publisher, store.Symbol) && store.OnlyGets(a => a.Inserted != null && Trace.Roots(holder, a.Inserted).TrueForAll(r => r.Kind == RootKind.Parameter)))
                    return true;
                continue;
            }

            if (Trace.ComesFrom(holder, publisher, store.Symbol) || holder.Stores.Any(other => other != store && !other.IsCollection && Trace.ComesFrom(holder, publisher, other.Symbol) && IsLetGoWith(access, other) && IsMadeOf(holder, store, other)))
                return true;
        }

        return false;
    }

    /// <summary>_next = scheduler.Schedule(due, () => …); … _next = null: what was planned has been done, and the handle stands for nothing any more.</summary>
    private static bool IsScheduled(Holder holder, Store store, AccessNode access) => store.Payload.Resource is { Name: "IDisposable" } && !Closing.IsClosing(access.Body.Member.Method)
        && store.OnlyGets(a => a.Body.Member.Calls.Exists(c => c.Target is { } target && target.Name.StartsWith("Schedule", System.StringComparison.Ordinal) && target.Name.IndexOf("Periodic", System.StringComparison.Ordinal) < 0 && target.Name.IndexOf("Recur", System.StringComparison.Ordinal) < 0 && a.Syntax.Contains(c.Syntax) && System.Array.Exists(c.Arguments, w => IsRunBy(holder, w, access.Body))));

    /// <summary>The planned work itself leads to the body.</summary>
    private static bool IsRunBy(Holder holder, Value work, BodyFacts body) => work.Kind == ValueKind.Delegate
        && (work.Body is { } lambda ? Runs(holder, lambda, body) : work.Symbol is IMethodSymbol method && holder.OwnFactsOf(method)?.Root == body);

    private static bool Runs(Holder holder, BodyFacts handler, BodyFacts body) =>
        handler == body || handler.Member.Calls.Exists(c => c.Body == handler && c.Target is { } target && holder.OwnFactsOf(target)?.Root == body);

    private static bool IsLetGoWith(AccessNode access, Store other) =>
        access.Body.Member.Accesses.Exists(a => a.Body == access.Body && a.Inserted is { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, other.Symbol));

    /// <summary>_root = _manager.CreateRoot(_window): it goes with what it was made for.</summary>
    private static bool IsMadeOf(Holder holder, Store store, Store other) => store.OnlyGets(a => Trace.Roots(holder, a.Inserted).TrueForAll(r =>
        (r.Kind == RootKind.Result ? r.Value.Call?.Arguments : r.Kind == RootKind.Created ? r.Value.Items : null)?.Any(i => i.Kind is not (ValueKind.Null or ValueKind.Constant or ValueKind.Unknown) && Trace.ComesFrom(holder, i, other.Symbol)) == true));
}
