using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1004: a type owns entries and ends without disposing them.</summary>
internal sealed class OwnerDoesNotDrain : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.IsStatic || store.IsInherited || !store.Payload.IsResource || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Owning)
                continue;
            if (!store.IsCollection && !ForgottenSlot.IsCarrier(store) && !store.Accesses.Exists(a => IsReset(holder, a)))
                continue;
            var verdict = holder.Ownership.Of(store);
            if (!verdict.IsOwned || (store.IsCollection ? Gap(holder, store, verdict) : DroppedSlot(holder, store, verdict)) is not { } gap)
                continue;
            var type = store.Symbol.ContainingType;
            var finding = new Finding(Descriptors.LEAK1004_OwnerDoesNotDrain, store.Symbol.Locations[0], type.Name, Entries.TypeName(store), store.Name, gap.Words, verdict.Words)
                .At(verdict.Evidence)
                .At(gap.Place);
            FixData.AddTo(finding, holder, store, null);
            finding.With(FixFacts.Operation, gap.Kind)
                .With(FixFacts.Member, gap.Place?.GetDocumentationCommentId())
                .With(FixFacts.Lock, CommonLock(holder, store))
                .With(FixFacts.Fails, FailingDispose.Why(holder, store.Payload.Resource!) == null ? null : "true");
            reporter.Add(finding);
        }
    }

    /// <summary>The lock that is held wherever the store is used once its owner is made; "unknown" when it is one that has no name.</summary>
    private static string? CommonLock(Holder holder, Store store)
    {
        string? name = null;
        foreach (var access in store.Accesses)
        {
            if (access.Member == "initializer" || Callers.IsConstruction(access.Body.Member))
                continue;
            foreach (var id in holder.Callers.LocksAt(access).Ids)
                name = id.IsKnown && name is null || name == Words.NameOf(id) ? Words.NameOf(id) : "unknown";
        }

        return name;
    }

    /// <summary>What a base type that cannot be found does when it ends, nobody knows.</summary>
    private static bool HasUnknownBase(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.TypeKind == TypeKind.Error)
                return true;
        }

        return false;
    }

    /// <summary>What is missing: no closing member at all, one that does not reach the store, or one of two.</summary>
    private static (string Kind, string Words, ISymbol? Place)? Gap(Holder holder, Store store, OwnershipVerdict verdict)
    {
        var type = store.Symbol.ContainingType;
        if (HasUnknownBase(type) || store.Accesses.Any(a => a.Access == AccessKind.Escape) || Entries.KeptIn(holder, store) != null || Entries.KeptByOthers(holder, store) || holder.Ownership.IsGivenToKeeper(store) || EndsByItself(holder, store) || IsViewOfHolder(holder, store) || EndedOtherwise.IsBag(store, verdict) || IsPartOfAStage(store, verdict) || IsOfAnotherPart(holder, store, verdict))
            return null;
        var closing = holder.Members.Where(f => IsIn(f, type) && holder.Closing.IsClosingMember(f)).ToList();
        var draining = closing.Where(f => Disposes(holder, f, store)).ToList();
        if (draining.Count == 0)
        {
            // The entries of a nested type may be the outer type's to drain.
            if (holder.Members.Any(f => holder.Closing.IsClosingMember(f) && Disposes(holder, f, store)))
                return null;
            if (!verdict.IsDecisive && !holder.Catalog.Of(type).Has(TypeTraits.AnyDisposable) && store.Known.Collection != CollectionKind.Keyed && !IsPrivateOwn(holder, store))
                return null;
            if (EndedOtherwise.LosesNothing(holder, store) || store.Known.Collection == CollectionKind.Channel && EndedOtherwise.IsReadToTheEnd(holder, closing, store) || EndedOtherwise.IsSharedOut(holder, closing, store))
                return null;
            if (holder.OwnMembers.Any(f => holder.Closing.DrainsElsewhere(f, store)) || EndedOtherwise.LeaveWithOperation(holder, store) || closing.Count == 0 && (IsPool(holder, store) || EndedOtherwise.IsHandleTable(holder, store, verdict) || !verdict.IsDecisive && EndedAround.LeavesToOthers(store)) || EndedAround.IsEndedByHandler(holder, store))
                return null;
            if (IsWorkList(holder, store) && closing.Any(f => holder.Summaries.Reached(f).Any(at => Entries.EndsAnother(holder, at, store))))
                return null;
            if (closing.Any(f => IsOpaque(holder, f, store) || LetsGo(holder, f, store) || SaidEmpty.By(holder, f, store)) || IsEndedByAnother(holder, store, closing.Count > 0) || closing.Any(f => EndedOtherwise.EndsInCallback(holder, f, store)) || closing.Any(f => EndedByOwnersEvent.Is(holder, f, store)) || !holder.Analysis.Constructions.IsConstructed(type, holder.Cancellation) || closing.Count == 0 && holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Detaches: false, Member: IEventSymbol })) && holder.Analysis.Constructions.AreAllDropped(type, holder.Cancellation)
                || HandedOut.Is(holder, store) || store.IsCollection && store.Accesses.Any(a => a.Access is AccessKind.Remove or AccessKind.RemoveInstance && ToldByEntry.Is(holder, store, a)))
                return null;
            var dispose = closing.FirstOrDefault(f => Closing.IsDispose(f.Method!)) ?? closing.FirstOrDefault();
            return dispose == null
                ? ("implement", $"'{type.Name}' has no Dispose or Close that disposes them", null)
                : ("extend", $"{Words.NameOf(dispose)} does not reach them", dispose.Member);
        }

        var forgetful = closing.FirstOrDefault(f => f.Method!.Name is "Dispose" or "DisposeAsync" && f.Method.Parameters.IsEmpty && !draining.Contains(f) && draining.Any(d => d.Method!.Name is "Dispose" or "DisposeAsync" && d.Method.Parameters.IsEmpty));
        return forgetful == null || forgetful.Method!.Name == "Dispose" && !holder.Catalog.Of(store.Payload.Resource).Has(TypeTraits.Disposable) || IsOpaque(holder, forgetful, store) ? null : ("complete", $"{Words.NameOf(forgetful)} forgets what {Words.NameOf(draining[0])} disposes", forgetful.Member);
    }

    /// <summary>
    /// A member with another name ends all entries for good: CloseAll(options), Execute, Discard. Without a Dispose any such member
    /// counts; with one, only a member that is named like the end of something.
    /// </summary>
    private static bool IsEndedByAnother(Holder holder, Store store, bool hasClosing)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { DeclaredAccessibility: not Accessibility.Private } method || Callers.IsConstruction(facts))
                continue;
            // CloseAndDispose(server): an end that needs something to end with.
            if (!hasClosing && Closing.IsClosingName(method.Name) && holder.Summaries.Reached(facts).Any(at => at.Accesses.Any(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Access is AccessKind.Enumerate or AccessKind.Take or AccessKind.Clear or AccessKind.Replace)))
                return true;
            if (!holder.Closing.DrainsAll(facts, store))
                continue;
            if (hasClosing ? Closing.IsClosingName(method.Name) || Closing.IsCleanupName(method.Name) : !Reruns.SaysAgain(method.Name))
                return true;
        }

        return false;
    }

    /// <summary>The closing member goes over all entries and cancels, stops or completes each: who made them ends them then.</summary>
    private static bool LetsGo(Holder holder, MemberFacts facts, Store store) => holder.Summaries.Reached(facts).Any(at => at.Calls.Any(call =>
        call.Target is { } target && Closing.IsEndingName(target.Name) && call.Receiver is { Kind: not ValueKind.This } receiver && Trace.ComesFrom(holder, receiver, store.Symbol)));

    /// <summary>Entries dispose or remove themselves: a refcount method, or a handle that is given out.</summary>
    private static bool EndsByItself(Holder holder, Store store) =>
        holder.OwnMembers.Any(f => holder.Summaries.DisposesDirectly(f, store.Symbol) != null && Structure.Branches(f).Any(b => Counting.Mentions(b.Condition)))
        || store.Accesses.Any(a => a.Access == AccessKind.RemoveInstance && Trace.Roots(holder, a.Comparand).Any(r => r.Kind is RootKind.This or RootKind.Parameter))
        || store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).Any(t => LeavesOnDispose(holder, t, store));

    /// <summary>Entries made elsewhere and put in here as well, while they stay where they are: what ends there need not be ended here.</summary>
    private static bool IsWorkList(Holder holder, Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Inserts && ((holder.Ownership.Origins.OfInsertion(access) & Origin.Created) != 0 || access.Body.Member.Accesses.Exists(a => a.Removes && !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))))
                return false;
        }

        return true;
    }

    /// <summary>An entry is another holder of the same kind, made with this one and without an end of its own: what it would end is this one's.</summary>
    private static bool IsViewOfHolder(Holder holder, Store store)
    {
        var types = store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).ToList();
        return types.Count > 0 && types.TrueForAll(t => IsView(t, store.Symbol.ContainingType.OriginalDefinition))
            && store.Accesses.Where(a => a.Inserts).All(a => Trace.Roots(holder, a.Inserted).All(r => r.Kind != RootKind.Created || r.Value.Items.Any(i => i.Kind == ValueKind.This)));
    }

    private static bool IsView(ITypeSymbol type, INamedTypeSymbol owner)
    {
        for (var at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, owner))
                return !SymbolEqualityComparer.Default.Equals(at, type);
            if (at.GetMembers().OfType<IMethodSymbol>().Any(m => Closing.IsClosing(m)))
                return false;
        }

        return false;
    }

    /// <summary>The dispose of the entry takes it out of the store: who got it from the holder ends it.</summary>
    private static bool LeavesOnDispose(Holder holder, ITypeSymbol type, Store store) => type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && Closing.IsClosing(m) && Closing.IsDispose(m)
        && (holder.OwnFactsOf(m) ?? holder.Analysis.Foreign.Of(m, holder.Cancellation)) is { } facts && facts.Accesses.Any(a => a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    /// <summary>Spare or current objects in a collection that goes with its owner, and nothing known to be held by one of them.</summary>
    private static bool IsPool(Holder holder, Store store) =>
        !holder.Catalog.Of(store.Symbol.ContainingType).Has(TypeTraits.AnyDisposable)
        && holder.Analysis.Strength.WordsFor(store.Payload.Resource!, holder) == null
        && store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).All(t => holder.Analysis.Strength.WordsFor(t, holder) == null);

    /// <summary>Nobody outside sees the collection or an entry of it, so nobody else can end the entries.</summary>
    private static bool IsPrivateOwn(Holder holder, Store store) =>
        store.Symbol.DeclaredAccessibility == Accessibility.Private && holder.Ownership.EscapeOf(store) == null && !store.Accesses.Any(a => a.Removes && a.Member != "initializer");

    /// <summary>A part of an entry that is disposed while the entry stays: it belongs to a stage of the entry's life, which ends by itself.</summary>
    private static bool IsPartOfAStage(Store store, OwnershipVerdict verdict) =>
        store.Payload.HasEntry && verdict.Evidence == null
        || store.Payload.HasEntry && verdict.Evidence is DisposeNode { Body.Member: var facts } && !Closing.IsClosing(facts.Method)
        && !facts.Accesses.Exists(a => a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol));

    /// <summary>What is disposed is another part of the entries than the resource in question.</summary>
    private static bool IsOfAnotherPart(Holder holder, Store store, OwnershipVerdict verdict) =>
        store.Payload.HasEntry && verdict.Evidence is DisposeNode { Operand: { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } } operand } && !Entries.IsCompatible(holder, operand, store);

    private static bool Disposes(Holder holder, MemberFacts facts, Store store) =>
        holder.Summaries.Disposes(facts, store.Symbol) != null || holder.Summaries.PassesToDisposer(facts, store.Symbol)
        || holder.Summaries.Reached(facts).Any(at => (holder.Fates.Of(at, r => IsContent(r, store)) & Fate.Discharged) != 0);

    private static bool IsContent(Root root, Store store) =>
        SymbolEqualityComparer.Default.Equals(root.Symbol, store.Symbol) && root.Kind is RootKind.Element or RootKind.Collection;

    /// <summary>The closing member hands the store, or itself, to code that cannot be seen.</summary>
    private static bool IsOpaque(Holder holder, MemberFacts facts, Store store) =>
        facts.IsTruncated || holder.Summaries.Reached(facts).Any(at => at.Calls.Any(c => c.Arguments.Any(a => a.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(a.Symbol, store.Symbol))));

    private static bool IsIn(MemberFacts facts, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(facts.Member.ContainingType?.OriginalDefinition, type.OriginalDefinition);

    private static bool IsReset(Holder holder, AccessNode access) =>
        access.Access == AccessKind.Overwrite && access.Inserted is { IsNull: true } && Closing.IsClosing(access.Body.Member.Method) && holder.IsOwn(access.Body.Member) && !EndedByEntry.Is(access);

    /// <summary>A slot that a closing member sets to null without disposing what it held.</summary>
    private static (string Kind, string Words, ISymbol? Place)? DroppedSlot(Holder holder, Store store, OwnershipVerdict verdict)
    {
        foreach (var access in store.Accesses)
        {
            var facts = access.Body.Member;
            if (!IsReset(holder, access) || IsPartOfAStage(store, verdict) || store.Payload.IsDirect && Inert.EndsNothing(holder, store.Payload.Resource!))
                continue;
            if (holder.Members.Any(f => Closing.IsClosing(f.Method) && holder.Summaries.Disposes(f, store.Symbol) != null) || Entries.KeptIn(holder, store) != null || EndedOtherwise.IsEndedAtOnce(holder, store))
                return null;
            if (holder.Summaries.Disposes(facts, store.Symbol) != null || (holder.Fates.Of(facts, r => Entries.IsEntry(holder, r, store, facts), n => n is not AccessNode { Inserts: true }) & Fate.Discharged) != 0 || Entries.EndsAnother(holder, facts, store) || EndedOtherwise.IsMakerClosed(holder, facts, store) || EndedAround.IsAroundEnded(holder, facts, store) || EndedAround.IsEndedByJoined(holder, access, store))
                continue;
            return ("extend", $"{Words.NameOf(facts)} sets it to null without disposing it", facts.Member);
        }

        if (ForgottenSlot.HasNoEnd(holder, store))
            return ("slot", $"'{store.Symbol.ContainingType.Name}' has no Dispose or Close that disposes it", null);
        return ForgottenSlot.Of(holder, store) is { } closing ? ("slot", $"{closing.Name} does not reach it", closing) : null;
    }
}
