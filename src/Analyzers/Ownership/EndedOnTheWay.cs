using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>What a slot held was ended before the write, by a caller of the member or together with another slot: the ways between are not followed.</summary>
internal static class EndedOnTheWay
{
    /// <summary>Some caller of a private member ends what the slot holds: the ways between them are not followed any further.</summary>
    public static bool ByCallers(Holder holder, Store store, MemberFacts facts, int depth = 0)
    {
        if (depth > 3 || !holder.Callers.IsClosed(facts))
            return false;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (call.Body.Member != facts && (holder.Summaries.Disposes(call.Body.Member, store.Symbol) != null || EndsPart(call) || IsStopped(call) || ByCallers(holder, store, call.Body.Member, depth + 1)))
                return true;
        }

        return false;

        // await _transport.StopAsync(): what is stopped is through, whatever its dispose would do besides.
        bool IsStopped(CallNode call) => call.Body.Member.Calls.Exists(c => c.Order < call.Order && c.Body == call.Body && c.Target is { Name: "Stop" or "StopAsync" or "Shutdown" or "ShutdownAsync" or "Close" or "CloseAsync" } && c.Receiver is { } stopped && Trace.ComesFrom(holder, stopped, store.Symbol));

        // _accepted.Socket.Dispose(): what it holds is ended, and the object around it is empty.
        bool EndsPart(CallNode call) => call.Body.Member.Disposals.Exists(d => d.Order < call.Order && d.Operand is { Kind: ValueKind.Member or ValueKind.Store, A: { } whole } && Trace.ComesFrom(holder, whole, store.Symbol));
    }

    /// <summary>if (_client != null) Disconnect(); … _stream = …: what ends the one field ends the other too, and they are there together.</summary>
    public static bool WithSibling(Holder holder, Store store, AccessNode access)
    {
        foreach (var branch in Structure.Branches(access.Body.Member))
        {
            if (branch.Order < access.Order && branch.Body == access.Body && branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, Symbol: { } sibling } } } && !SymbolEqualityComparer.Default.Equals(sibling, store.Symbol)
                && access.Body.Member.Calls.Exists(c => Structure.Contains(branch.Then, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null && helper.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, sibling))))
                return true;
        }

        return false;
    }
}
