using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>An operation that runs until somebody ends its entry.</summary>
internal static class RunsTillEnded
{
    private static readonly string[] Completions = { "SetResult", "TrySetResult", "SetCanceled", "TrySetCanceled" };

    /// <summary>await run.FollowAsync(), which goes on while (!_stop.IsCancellationRequested): only the end of the entry lets the operation leave, and a late one has missed it.</summary>
    public static bool Is(Holder holder, AccessNode insertion) => insertion.Body.Member.Calls.Exists(c => c.Order > insertion.Order && c is { IsDelegate: false, Target: { } target, Receiver: { } receiver } && StoreScope.IsInSource(target) && IsIt(holder, insertion, receiver) && GoesOn(holder, target)
        || c.Order > insertion.Order && c is { IsDelegate: false, Target: { } keeper } && Array.FindIndex(c.Arguments, a => IsIt(holder, insertion, a)) is >= 0 and var given && StoreScope.IsInSource(keeper) && holder.FactsOf(keeper) is { } kept
            && kept.Awaits.Exists(w => w.Value.Call is { Target: { } run, Receiver: { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { Ordinal: var at } } } && at == given && StoreScope.IsInSource(run) && GoesOn(holder, run)));

    private static bool IsIt(Holder holder, AccessNode insertion, Value value) => Trace.Roots(holder, value) is var used && Trace.Roots(holder, insertion.Inserted).Exists(r => r.Kind is RootKind.Created or RootKind.Result && used.Exists(u => u.Value == r.Value));

    private static bool GoesOn(Holder holder, IMethodSymbol run) => holder.FactsOf(run) is { } work && (work.Calls.Exists(s => IsInLoopTillEnd(holder, s)) || work.Awaits.Exists(w => IsInLoopTillEnd(holder, w) || w.Value is { Kind: ValueKind.Member, Symbol.Name: "Task" } && AsksEnd(holder, w.Value, 0)));

    /// <summary>while (true) { if (_stop.IsCancellationRequested) break; … }, while (!token.IsCancellationRequested), where the token is that of _stop.</summary>
    private static bool IsInLoopTillEnd(Holder holder, Node step) => Structure.EnclosingLoop(step) is { } loop && (AsksEnd(holder, loop.Condition, 0)
        || loop.BodyBlock.Items.Exists(i => i is IfNode branch && branch.Then.Items.Exists(n => n is ReturnNode or JumpNode { Jump: JumpKind.Break }) && AsksEnd(holder, branch.Condition, 0)));

    /// <summary>Something of the run's own is asked, or waited for, that an end of the run sets, cancels or completes.</summary>
    private static bool AsksEnd(Holder holder, Value? value, int depth) => value != null && depth < 6 && (value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } own } && IsTold(holder, own)
        || AsksEnd(holder, value.A, depth + 1) || AsksEnd(holder, value.B, depth + 1) || AsksEnd(holder, value.Owner, depth + 1) || value is { Kind: ValueKind.Local, Local.Single: { } single } && AsksEnd(holder, single, depth + 1));

    private static bool IsTold(Holder holder, ISymbol asked) => asked.ContainingType.GetMembers().Any(m => m is IMethodSymbol end && (Closing.IsClosing(end) || Closing.IsEndingName(end.Name) || Closing.IsCleanupName(end.Name)) && holder.WrittenFactsOf(end) is { } facts && Tells(facts, asked));

    /// <summary>_stop.Cancel(), _stopped = true; a position set to the start, or a file that is closed, tells nobody.</summary>
    private static bool Tells(MemberFacts end, ISymbol asked) => end.Calls.Exists(c => c is { Receiver: { Kind: ValueKind.Store, Symbol: { } told }, Target: { } target } && (Closing.IsEndingName(target.Name) || Array.IndexOf(Completions, target.Name) >= 0) && SymbolEqualityComparer.Default.Equals(told, asked))
        || end.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, asked) && (a.Access is AccessKind.Exchange or AccessKind.CompareExchange || a is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Constant, Data: bool or 1 } or { IsNull: true } }));
}
