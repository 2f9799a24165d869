using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1007: a holder that hands entries out raw disposes them on replace, evict or refresh.</summary>
internal sealed class DisposedWhileShared : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            // Who ends entries while the holder runs is asked first: hardly anybody does.
            if (!store.Payload.IsResource || store.IsInherited || !holder.OwnMembers.Exists(f => MayEnd(holder, store, f)) || holder.Ownership.EscapeOf(store) is not { } escape || !holder.Ownership.Of(store).IsOwned)
                continue;
            var isShared = holder.Sharing.Of(store) != null;
            foreach (var facts in holder.OwnMembers)
            {
                if (!MayEnd(holder, store, facts) || holder.Summaries.DisposesDirectly(facts, store.Symbol) is not { } node)
                    continue;
                if (node is { IsUsing: true, Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax } || DeadCode.IsDead(node) || !store.IsCollection && !IsReplaced(holder, store) || !isShared && !EndsByTheWay(holder, facts, escape) && Evicting(holder, facts, 0) == null)
                    continue;
                if (Why(holder, store, facts, node) is not { } why || IsCounted(node) || LooksForUnused(facts))
                    continue;
                var finding = new Finding(Descriptors.LEAK1007_DisposedWhileShared, node, Entries.TypeName(store), store.Name, $"{Words.NameOf(escape.Body.Member)} hands entries out, and {why}")
                    .At(escape)
                    .At(store.Symbol);
                FixData.AddTo(finding, holder, store, null);
                reporter.Add(finding);
            }
        }
    }

    private static bool MayEnd(Holder holder, Store store, MemberFacts facts) =>
        facts.Method != null && !Closing.IsClosing(facts.Method) && !Callers.IsConstruction(facts) && facts.Disposals.Count > 0 && holder.Summaries.DisposesDirectly(facts, store.Symbol) != null;

    /// <summary>The dispose belongs to a replacement, eviction or refresh, not to a removal somebody asked for.</summary>
    private static string? Why(Holder holder, Store store, MemberFacts facts, DisposeNode node)
    {
        if (EndsRejected(holder, store, node))
            return null;
        foreach (var access in facts.Accesses)
        {
            if (SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && access.Access is AccessKind.Overwrite or AccessKind.Exchange or AccessKind.AddOrUpdate or AccessKind.Update && access.Inserted is not { IsNull: true })
                return $"{Words.NameOf(facts)} replaces them while they are in use";
        }

        if (holder.Roots.Reaching(node.Body, _ => true) is { } root)
            return $"{root.Words} makes them go while they are in use";
        // Evict(key) from outside is a removal that somebody asked for, whatever it is called.
        if (facts.Method!.Name.StartsWith("Evict", System.StringComparison.Ordinal) && facts.Method.DeclaredAccessibility != Accessibility.Private && facts.Accesses.Exists(a => a.Removes && a.Key is { Kind: ValueKind.Parameter } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))
            return null;
        if (MakesRoom(holder, store, facts))
            return $"{Words.NameOf(facts)} ends others to make room, while they are in use";
        return Evicting(holder, facts, 0) is { } evicting ? $"{Words.NameOf(evicting)} ends them while they are in use" : null;
    }

    /// <summary>Open(path) { …; _open.Add(path, file); if (_open.Count > limit) _open.Remove(_order.First.Value, out victim); }: what goes is another one than what comes.</summary>
    private static bool MakesRoom(Holder holder, Store store, MemberFacts facts) => store.Known.Collection == CollectionKind.Keyed
        && store.Accesses.Exists(a => a.Body.Member == facts && a.Removes && a.Key is { Kind: not (ValueKind.Parameter or ValueKind.Unknown) } key && !IsGivenBack(holder, store, facts, key)
            && store.Accesses.Exists(i => i.Body == a.Body && i.Inserts && i.Key is { Kind: ValueKind.Parameter } && !Canon.Same(i.Key, key)));

    /// <summary>_idle.First: the keys of those that users have given back, which other members note.</summary>
    private static bool IsGivenBack(Holder holder, Store store, MemberFacts facts, Value key) => Trace.Roots(holder, key).Exists(r => r.Kind == RootKind.Element && holder.StoreOf(r.Symbol) is { } noted && noted != store
        && noted.Accesses.Exists(a => a.Inserts) && noted.Accesses.TrueForAll(a => !a.Inserts || a.Body.Member != facts));

    /// <summary>The member whose name says that entries go while the holder runs: the one that disposes, or one that it is a helper of.</summary>
    private static MemberFacts? Evicting(Holder holder, MemberFacts facts, int depth)
    {
        foreach (var word in new[] { "Evict", "Expire", "Refresh", "Sweep", "Trim", "Prune", "Purge", "Rotate", "Reload", "Scavenge", "Collect" })
        {
            if (facts.Method?.Name.IndexOf(word, System.StringComparison.Ordinal) >= 0)
                return facts;
        }

        return depth < 2 && holder.Callers.IsClosed(facts) ? holder.Callers.Of(facts).Select(call => Evicting(holder, call.Body.Member, depth + 1)).FirstOrDefault(found => found != null) : null;
    }

    /// <summary>Get(b) makes the cache trim itself, and what it ends is what Get(a) gave: one thread is enough for that.</summary>
    private static bool EndsByTheWay(Holder holder, MemberFacts facts, Node escape) =>
        escape.Body.Member != facts && holder.Summaries.Reached(escape.Body.Member).Contains(facts);

    /// <summary>The slot gets another value in the holder's life: otherwise its dispose is the end of it.</summary>
    private static bool IsReplaced(Holder holder, Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Access is AccessKind.Overwrite or AccessKind.Exchange && access.Member != "initializer" && !holder.Callers.OnlyWhileConstructed(access.Body))
                return true;
        }

        return false;
    }

    /// <summary>What is disposed was taken out by somebody who is alone with it, or never got in.</summary>
    private static bool EndsRejected(Holder holder, Store store, DisposeNode node)
    {
        foreach (var root in Trace.Roots(holder, Reaching.At(node.Operand, node)))
        {
            if (root.IsOf(store.Symbol))
                return false;
        }

        return true;
    }

    /// <summary>FirstOrDefault(p => p.Value.Users == 0), or the same in a loop: the member looks for one that nobody uses.</summary>
    private static bool LooksForUnused(MemberFacts facts) => facts.Returns.Exists(r => r.Body.Enclosing != null && r.Value != null && Counting.Mentions(r.Value)) || Structure.Branches(facts).Any(b => Structure.EnclosingLoop(b) != null && Counting.Mentions(b.Condition));

    /// <summary>Only when the last user has gone: a count or a lease decides.</summary>
    private static bool IsCounted(DisposeNode node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Counting.Mentions(branch.Condition))
                return true;
        }

        return false;
    }
}
