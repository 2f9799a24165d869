using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>An operation that runs until somebody ends its entry.</summary>
internal static class RunsTillEnded
{
    /// <summary>await run.FollowAsync(), which goes on while (!_stop.IsCancellationRequested): only the end of the entry lets the operation leave, and a late one has missed it.</summary>
    public static bool Is(Holder holder, AccessNode insertion) => insertion.Body.Member.Calls.Exists(c => c.Order > insertion.Order && c is { IsDelegate: false, Target: { } target, Receiver: { } receiver } && StoreScope.IsInSource(target) && Trace.Roots(holder, receiver) is var used && Trace.Roots(holder, insertion.Inserted).Exists(r => r.Kind is RootKind.Created or RootKind.Result && used.Exists(u => u.Value == r.Value))
        && holder.FactsOf(target) is { } work && (work.Calls.Exists(s => IsTillTold(holder, s)) || work.Awaits.Exists(s => IsTillTold(holder, s))));

    /// <summary>In a loop that asks for what an end of its type gives.</summary>
    private static bool IsTillTold(Holder holder, Node step)
    {
        return Structure.EnclosingLoop(step) is { Condition: { } goesOn } && Asks(goesOn, 0);

        bool Asks(Value? value, int depth) => value != null && depth < 6 && (value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } && IsTold(holder, asked) || Asks(value.A, depth + 1) || Asks(value.B, depth + 1) || Asks(value.Owner, depth + 1));
    }

    private static bool IsTold(Holder holder, ISymbol asked) => asked.ContainingType.GetMembers().Any(m => m is IMethodSymbol end && (Closing.IsClosing(end) || Closing.IsEndingName(end.Name) || Closing.IsCleanupName(end.Name)) && holder.WrittenFactsOf(end) is { } facts && Tells(facts, asked));

    /// <summary>_stop.Cancel(), _stopped = true; a position set to the start, or a file that is closed, tells nobody.</summary>
    private static bool Tells(MemberFacts end, ISymbol asked) => end.Calls.Exists(c => c is { Receiver: { Kind: ValueKind.Store, Symbol: { } told }, Target: { } target } && Closing.IsEndingName(target.Name) && SymbolEqualityComparer.Default.Equals(told, asked))
        || end.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, asked) && (a.Access is AccessKind.Exchange or AccessKind.CompareExchange || a is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Constant, Data: bool or 1 } or { IsNull: true } }));
}
