using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// LEAK1013 in a sequence: a closing member leaves where one of its steps has failed, or awaits foreign code that can fail, before it comes to
/// what else it disposes.
/// </summary>
internal static class SkippedSteps
{
    public static void Find(Holder holder, MemberFacts facts, Reporter reporter)
    {
        var ends = Ends(holder, facts).ToList();
        foreach (var exit in facts.Returns)
        {
            if (exit.Body == facts.Root && !exit.IsYield && Structure.EnclosingLoop(exit) == null && FailedStep(holder, exit) is { } step && NextOwned(ends, exit, null) is { } next && !MakesIt(holder, facts, next.Store))
                Report(holder, facts, exit, next.Store, $"it leaves when {step} fails", next.Place, reporter);
        }

        foreach (var dispose in facts.Disposals)
        {
            if (dispose.Body == facts.Root && IsForeignStep(holder, facts, dispose) is { } own && NextOwned(ends, dispose, own.Store) is { } next && (!own.IsPlain || SymbolEqualityComparer.Default.Equals(own.Store.Type, next.Store.Type)))
            {
                Report(holder, facts, dispose, next.Store, own.Why, next.Place, reporter);
                break;
            }
        }
    }

    private static void Report(Holder holder, MemberFacts facts, Node place, Store store, string why, Node next, Reporter reporter) =>
        reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, place, Words.NameOf(facts), store.Name, why, place is ReturnNode ? "it returns here" : "this step throws").At(store.Symbol).At(next).With(FixFacts.Refused, "sequence"));

    /// <summary>The member opens what it disposes, so nothing may be there yet where it leaves.</summary>
    private static bool MakesIt(Holder holder, MemberFacts facts, Store store) =>
        holder.Summaries.Reached(facts).Any(at => at.Accesses.Exists(a => a.Inserts && a.Inserted is not { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    /// <summary>catch { return; }, or if (!TryFlush()) return; where TryFlush returns from a catch: what has failed, in words.</summary>
    private static string? FailedStep(Holder holder, ReturnNode exit)
    {
        if (Structure.IsIn(exit, BlockRole.Catch))
            return "what stands before";
        if (exit.Parent is not { Owner: IfNode branch } || exit.Parent != branch.Then || branch.Condition is not { Kind: ValueKind.Not, A: { } asked })
            return null;
        var value = asked.Kind == ValueKind.Awaited && asked.A != null ? asked.A : asked;
        return value is { Kind: ValueKind.Result, Call.Target: { } target } && holder.OwnFactsOf(target) is { } callee && callee.Returns.Exists(r => Structure.IsIn(r, BlockRole.Catch) && r.Value is { Kind: ValueKind.Constant, IsTrue: false })
            ? $"'{target.Name}'"
            : null;
    }

    /// <summary>
    /// An awaited dispose of something owned that other assemblies implement, with nothing around it that goes on. A stream of the base library
    /// fails as well, but what comes behind it is mostly what it lies on: it counts before another of its kind.
    /// </summary>
    private static (Store Store, string Why, bool IsPlain)? IsForeignStep(Holder holder, MemberFacts facts, DisposeNode dispose)
    {
        if (dispose.IsUsing || Throwing.IsQuiet(dispose) || Structure.EnclosingLoop(dispose) != null || IsGuarded(dispose) || dispose.Operand.Type is not { } type || !facts.Awaits.Exists(a => a.Syntax.Span.Contains(dispose.Syntax.Span)))
            return null;
        return OwnedOf(holder, dispose.Operand) is { IsCollection: false } store && FailingDispose.Why(holder, type) is { } why ? (store, why, why.StartsWith("disposing a", System.StringComparison.Ordinal)) : null;
    }

    /// <summary>A try that somebody wrote stands around it, not only a using.</summary>
    private static bool IsGuarded(Node step)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is TryNode { IsUsing: false })
                return true;
        }

        return false;
    }

    /// <summary>The first end of something owned that is only reached when the node before it goes through.</summary>
    private static (Store Store, Node Place)? NextOwned(List<(Store Store, Node Place)> ends, Node before, Store? other)
    {
        foreach (var (store, place) in ends)
        {
            if (place.Order > before.Order && place.Body == before.Body && !Structure.IsIn(place, BlockRole.Finally) && (before is ReturnNode || !Structure.Exclude(before, place)) && store != other
                && !ends.Exists(e => e.Store == store && e.Place.Order < before.Order))
                return (store, place);
        }

        return null;
    }

    /// <summary>What the member ends of the holder's own, itself or by a helper.</summary>
    private static IEnumerable<(Store Store, Node Place)> Ends(Holder holder, MemberFacts facts)
    {
        foreach (var dispose in facts.Disposals)
        {
            if (OwnedOf(holder, dispose.Operand) is { } store)
                yield return (store, dispose);
        }

        foreach (var call in facts.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (OwnedOf(holder, call.Arguments[i]) is { } passed && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                    yield return (passed, call);
            }

            if (call.Target is not { } target || holder.OwnFactsOf(target) is not { } callee || callee == facts)
                continue;
            foreach (var store in holder.Stores)
            {
                if (IsAsked(store) && holder.Summaries.Disposes(callee, store.Symbol) != null && holder.Ownership.Of(store).IsOwned)
                    yield return (store, call);
            }
        }
    }

    private static bool IsAsked(Store store) => store is { IsStatic: false, IsInherited: false, Payload.IsResource: true };

    private static Store? OwnedOf(Holder holder, Value value)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (holder.StoreOf(root.Symbol) is { } store && IsAsked(store) && holder.Ownership.Of(store).IsOwned)
                return store;
        }

        return null;
    }
}
