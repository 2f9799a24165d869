using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>Newcomers that end themselves: made with a callback that takes them out of the store and disposes them, as a timer that fires once.</summary>
internal static class SelfEnding
{
    public static bool Is(Holder holder, Store store, AccessNode insertion)
    {
        if (IsTakenOutInTime(holder, store, insertion) || IsSwept(holder, store, insertion) || IsWorkedOff(holder, store, insertion))
            return true;
        foreach (var root in Trace.Roots(holder, insertion.Inserted))
        {
            foreach (var given in root.Kind == RootKind.Result ? root.Value.Call?.Arguments ?? root.Value.Items : root.Value.Items)
            {
                if (Ends(holder, store, Delegates.Resolve(holder, given)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>limit.Token.Register(() => _pending.TryRemove(id, out _)), where the newcomer is put in: it leaves when its time is up, after a close too.</summary>
    private static bool IsTakenOutInTime(Holder holder, Store store, AccessNode insertion)
    {
        foreach (var node in insertion.Body.Member.Registers)
        {
            if (node.Sink is not (SinkKind.Token or SinkKind.Timer) || node.Body != insertion.Body || node.Callback is not { Kind: ValueKind.Delegate, Body: { } body })
                continue;
            if (body.Member.Accesses.Exists(a => a.Body == body && a.Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))
                return true;
        }

        return false;
    }

    /// <summary>_idle.Push(item); StartTimer(): who puts something in sees to it that a sweep runs that takes out and ends what nobody wants; the end forgets the old timer, so that a new one is started.</summary>
    private static bool IsSwept(Holder holder, Store store, AccessNode insertion)
    {
        foreach (var call in insertion.Body.Member.Calls)
        {
            if (call.Order < insertion.Order || call.Body != insertion.Body || call.Target is not { } target || holder.OwnFactsOf(target) is not { } starter)
                continue;
            foreach (var start in starter.Starts)
            {
                if (start.Start == StartKind.Timer && Delegates.BodyOf(holder, start.Work) is { } sweep && Sweeps(holder, store, sweep.Member)
                    && starter.Accesses.Exists(a => a.Inserts && a.Inserted == start.Result && a.Store is { } timer && IsForgotten(holder, timer)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>_items.Enqueue(item); lock (_sync) if (!_works) { ThreadPool.QueueUserWorkItem(Work); _works = true; }: who puts something in starts what takes out and ends all there is, unless that runs already.</summary>
    private static bool IsWorkedOff(Holder holder, Store store, AccessNode insertion) => insertion.Body.Member.Starts.Exists(s => s.Start == StartKind.Task && s.Body == insertion.Body && s.Order > insertion.Order && !LeavesBetween(insertion, s) && !HasToken(s) && Delegates.BodyOf(holder, s.Work) is { } work && WorksOff(holder, store, work)
        && (s.Parent == insertion.Parent || s.Parent is { Role: BlockRole.LockBody } || s.Parent is { Role: BlockRole.Then, Owner: IfNode { Condition: { Kind: ValueKind.Not, A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } runs } } } } && IsMarkOf(holder, runs, insertion.Body.Member, work.Member)));

    /// <summary>if (_paused) return; between the two.</summary>
    private static bool LeavesBetween(AccessNode insertion, StartNode start) => insertion.Body.Member.Returns.Exists(r => r.Body == insertion.Body && r.Order > insertion.Order && r.Order < start.Order);

    /// <summary>Task.Run(Work, _stop.Token): once that is cancelled the work never begins.</summary>
    private static bool HasToken(StartNode start) => start.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" or "StartNew" }, ArgumentList.Arguments: { Count: > 1 } given } && given.Skip(1).Any(g => g.Expression.ToString().EndsWith("oken", System.StringComparison.Ordinal));

    /// <summary>while (_items.TryDequeue(out var item)) using (item) try { … } catch { … }: in no branch, and nothing but an empty queue ends it, whatever fails.</summary>
    private static bool WorksOff(Holder holder, Store store, BodyFacts work) => work.Member.Disposals.Exists(d => d.Body == work && Structure.EnclosingLoop(d) is { Condition: { Kind: ValueKind.Outcome, Access: { Access: AccessKind.Take, Store: { } from } taken } } loop && SymbolEqualityComparer.Default.Equals(from, store.Symbol)
        && Structure.IsInNoBranch(loop, loops: true) && !Skips.Before(loop, work.Root) && (d.IsUsing || Structure.EndsFinally(d)) && Structure.IsInNoBranch(d, loop.BodyBlock) && Trace.Roots(holder, d.Operand).Exists(r => r.Access == taken && !r.IsPart) && !Structure.Branches(work.Member).Any(b => Structure.Contains(loop.BodyBlock, b)) && !work.Member.Returns.Exists(r => Structure.Contains(loop.BodyBlock, r))
        && work.Member.Calls.TrueForAll(c => !Structure.Contains(loop.BodyBlock, c) || Structure.IsSwallowed(c) || Structure.IsIn(c, BlockRole.Catch) || d.Syntax.Contains(c.Syntax) || c.Syntax == d.Syntax || Throwing.Words(holder, c) == null));

    /// <summary>Whoever starts the work sets it, and only the work takes it back.</summary>
    private static bool IsMarkOf(Holder holder, ISymbol mark, MemberFacts starter, MemberFacts work) => holder.StoreOf(mark) is { } flag && flag.Type.SpecialType == SpecialType.System_Boolean
        && flag.Accesses.TrueForAll(a => !a.Mutates || a.Member == "initializer" || (a.Body.Member == work ? a.Inserted is { IsFalse: true } && !holder.Callers.LocksAt(a).IsEmpty : a.Body.Member == starter && a.Inserted is { IsTrue: true }));

    private static bool Sweeps(Holder holder, Store store, MemberFacts sweep) => holder.Summaries.Disposes(sweep, store.Symbol) != null
        || holder.Summaries.Reached(sweep).Any(at => at.Accesses.Exists(a => a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    private static bool IsForgotten(Holder holder, ISymbol timer) => holder.OwnMembers.Any(f => Closing.IsClosing(f.Method)
        && f.Accesses.Exists(a => a is { Access: AccessKind.Overwrite or AccessKind.Exchange, Inserted.IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, timer)));

    private static bool Ends(Holder holder, Store store, Value callback)
    {
        if (callback.Kind != ValueKind.Delegate)
            return false;
        if (callback.Body is not { } body)
            return callback.Symbol is IMethodSymbol method && holder.OwnFactsOf(method) is { } facts && holder.Summaries.Disposes(facts, store.Symbol) != null;
        return body.Member.Disposals.Exists(d => d.Body == body && Trace.ComesFrom(holder, d.Operand, store.Symbol))
            || body.Member.Calls.Exists(c => c.Body == body && c.Target is { } target && holder.OwnFactsOf(target) is { } callee && holder.Summaries.Disposes(callee, store.Symbol) != null);
    }
}
