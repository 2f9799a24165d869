using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1008: an entry is disposed while it is still in the store, and something can happen before it leaves.</summary>
internal sealed class DisposedBeforeUnpublished : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.Payload.IsResource || store.IsInherited || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak)
                continue;
            bool? isHarmless = null;
            foreach (var facts in holder.OwnMembers)
            {
                if (facts.Method == null || Closing.IsClosing(facts.Method) || Callers.IsConstruction(facts) || Starting.IsStart(facts) && facts.Method.Name.StartsWith("Init", System.StringComparison.Ordinal) || Starting.Establishes(facts.Method))
                    continue;
                foreach (var dispose in facts.Disposals)
                {
                    if ((dispose.IsCertain || Throwing.IsEndOfIo(dispose)) && !dispose.IsUsing && !OnlyDisposed.ResetsItself(holder, store, dispose) && !OneUserByContract.FailsToUser(holder, store, dispose) && Gap(holder, store, facts, dispose) is { } gap && !(isHarmless ??= IsHarmless(holder, store)))
                        Report(reporter, holder, store, dispose, gap.Words, gap.Leaving);
                }
            }
        }
    }

    private static bool IsHarmless(Holder holder, Store store) =>
        OnlyDisposed.Are(holder, store) || !store.IsCollection && (Entries.EndElsewhere(holder, store) || holder.Sharing.Of(store) == null && StillInHand.IsEndedEachTime(holder, store));

    private static void Report(Reporter reporter, Holder holder, Store store, DisposeNode dispose, string words, AccessNode leaving)
    {
        var finding = new Finding(Descriptors.LEAK1008_DisposedBeforeUnpublished, dispose, store.Name, Entries.TypeName(store), words).At(leaving).At(store.Symbol);
        FixData.AddTo(finding, holder, store, leaving);
        reporter.Add(finding);
    }

    /// <summary>What can happen between the dispose and the moment the entry leaves the store.</summary>
    private static (string Words, AccessNode Leaving)? Gap(Holder holder, Store store, MemberFacts facts, DisposeNode dispose)
    {
        var entry = Trace.Roots(holder, dispose.Operand).Find(r => r.IsOf(store.Symbol) && (!r.IsPart || StayInStore.IsValueOfPair(holder, r, store, dispose)) && StayInStore.Has(r, store, dispose));
        if (entry == null)
            return null;
        var leaving = facts.Accesses.FirstOrDefault(a => a.Order > dispose.Order && a.Body == dispose.Body && (StayInStore.Leaves(holder, a, store, entry) || StayInStore.IsOfSameTurn(a, store, entry, dispose)));
        if (leaving == null || StayInStore.HasLeft(holder, facts, store, entry, dispose) || !StayInStore.IsBehind(dispose, leaving) || IsOther(store, dispose) || IsOwnerReplaced(facts, entry, dispose, leaving)
            || !store.IsCollection && OnlyDisposed.IsGone(holder, store, dispose) || holder.Callers.OnlyConstructorsCall(dispose.Body))
            return null;
        if (StepsBetween.Words(holder, store, facts, dispose, leaving) is { } words)
            return (words + " before it leaves", leaving);
        var held = holder.Callers.LocksAt(dispose);
        if (!held.IsEmpty)
            return null;
        if (!store.IsCollection)
            return leaving.Inserted is { IsNull: true } ? null : holder.Roots.Reaching(dispose.Body, _ => true) is { Sink: SinkKind.Event or SinkKind.Timer } root && !(root.Registration is RegisterNode { Sink: SinkKind.Timer } ticks && Ticks.AreAskedFor(holder, root, ticks)) && (root.Sink == SinkKind.Timer || EntrySharing.Of(holder, store) != null) ? ($"{root.Words} comes again on another thread", leaving) : null;
        return !OnlyDisposed.AreOnlyEnded(holder, store) && EntrySharing.Of(holder, store) is { } shared ? ($"another thread looks ({shared})", leaving) : null;
    }

    /// <summary>if (reader != _reader) reader.Dispose(): what the slot holds is not disposed.</summary>
    private static bool IsOther(Store store, DisposeNode dispose)
    {
        for (var at = dispose.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.Same } same } && at == branch.Then && (IsSlot(same.A!) || IsSlot(same.B!)))
                return true;
        }

        return false;

        bool IsSlot(Value value) => value.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol);
    }

    /// <summary>_log.Writer.Close(); _log = new Log(); … _log.Writer = …: what had the old one has been let go before.</summary>
    private static bool IsOwnerReplaced(MemberFacts facts, Root entry, DisposeNode dispose, AccessNode leaving) => entry.Value.A is { Kind: ValueKind.Store, Symbol: { } owner }
        && facts.Accesses.Exists(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange && a.Order > dispose.Order && a.Order < leaving.Order && a.Body == dispose.Body && SymbolEqualityComparer.Default.Equals(a.Store, owner));
}
