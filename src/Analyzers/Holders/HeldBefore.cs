using System;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>_all.Add(file), or _ends.Push(file.Dispose); … _byName.TryAdd(name, file): somebody else has the newcomer before it is offered, and ends it whatever the answer is.</summary>
internal static class HeldBefore
{
    /// <summary>The body has given it away before it asks, or whoever made it for the body had.</summary>
    public static bool Is(Holder holder, Node asked, Func<Root, bool> isNewcomer)
    {
        var facts = asked.Body.Member;
        return IsGivenAway(holder, facts, isNewcomer, node => node.Body == asked.Body && node.Order < asked.Order)
            || facts.Calls.Exists(c => c is { IsCreation: false, Target: { } maker } && c.Body == asked.Body && c.Order < asked.Order && holder.OwnFactsOf(maker) is { } making && making != facts
                && Trace.Roots(holder, c.Result).Exists(r => isNewcomer(r)) && IsGivenAway(holder, making, isNewcomer, static _ => true));
    }

    private static bool IsGivenAway(Holder holder, MemberFacts facts, Func<Root, bool> isNewcomer, Predicate<Node> isBefore)
    {
        return (holder.Fates.Of(facts, root => !root.IsPart && isNewcomer(root), node => node is not AccessNode && isBefore(node) && !MakesIt(node)) & (Fate.Stored | Fate.Passed | Fate.Ended)) != 0
            || facts.Accesses.Exists(a => isBefore(a) && a is { Inserts: true, Inserted: { } held, Store: { } symbol } && Structure.IsInNoBranch(a) && IsIt(held) && holder.StoreOf(symbol) is { IsCollection: true } store && holder.Closing.DrainersOf(store).Count > 0 && !facts.Accesses.Exists(o => isBefore(o) && o.Removes && o.Order > a.Order && SymbolEqualityComparer.Default.Equals(o.Store, symbol)))
            || facts.Accesses.Exists(a => isBefore(a) && a.Inserted is { } kept && (kept is { Kind: ValueKind.Delegate, A: { } bound } && IsIt(bound) || Delegates.BodyOf(holder, kept) is { } later && later.Member.Disposals.Exists(d => d.Body == later && IsIt(d.Operand))));

        bool IsIt(Value value) => Trace.Roots(holder, value).Exists(r => isNewcomer(r));

        // new Entry(stream): what goes into the newcomer is offered with it.
        bool MakesIt(Node node) => node is CallNode { IsCreation: true } made && IsIt(made.Result);
    }
}
