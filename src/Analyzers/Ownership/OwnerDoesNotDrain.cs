using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1004: a type owns entries and ends without disposing them.</summary>
internal sealed partial class OwnerDoesNotDrain : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.IsStatic || store.IsInherited || !store.Payload.IsResource || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Owning)
                continue;
            if (!store.IsCollection && !ForgottenSlot.IsCarrier(store) && !store.Accesses.Exists(a => DroppedSlot.IsReset(holder, a)))
                continue;
            var verdict = holder.Ownership.Of(store);
            if (!verdict.IsOwned || !verdict.IsDecisive && EndedAround.AreAroundGiven(holder, store) || (store.IsCollection ? Gap(holder, store, verdict) : DroppedSlot.Gap(holder, store, verdict)) is not { } gap)
                continue;
            var type = store.Symbol.ContainingType;
            var finding = new Finding(Descriptors.LEAK1004_OwnerDoesNotDrain, store.Symbol.Locations[0], type.Name, Entries.TypeName(store), store.Name, gap.Words, verdict.Words)
                .At(verdict.Evidence)
                .At(gap.Place);
            FixData.AddTo(finding, holder, store, null);
            finding.With(FixFacts.Operation, gap.Kind)
                .With(FixFacts.Member, gap.Place?.GetDocumentationCommentId())
                .With(FixFacts.Lock, CommonLock(holder, store))
                .With(FixFacts.Fails, FailingDispose.NeedsCare(holder, store.Payload.Resource!) ? "true" : null);
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

    /// <summary>new Snapshot { Pages = _pages }: whoever asks for it gets the collection, with all that is in it.</summary>
    public static bool IsShownWhole(Holder holder, Store store) => store.IsCollection && holder.OwnMembers.Any(f => f.Method is { DeclaredAccessibility: not Accessibility.Private } && f.Returns.Exists(r => r.Value is { Kind: ValueKind.Created, Type: { } type, Items: var parts } && StoreScope.IsInSource(type) && holder.Catalog.Of(type).Collection == CollectionKind.None && !holder.Catalog.Of(type).IsResource
        && System.Array.FindIndex(parts, p => p.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(p.Symbol, store.Symbol)) is >= 0 and var at && Keeps(holder, r.Value.Symbol, at))) && !holder.OwnMembers.Exists(f => Closing.IsClosing(f.Method) && holder.Summaries.Disposes(f, store.Symbol) != null);

    /// <summary>What is made with the collection has it from then on; a number of it, or a copy, would do for a report.</summary>
    private static bool Keeps(Holder holder, ISymbol? constructor, int at) => constructor is not IMethodSymbol { MethodKind: MethodKind.Constructor } maker || at >= maker.Parameters.Length || maker.ContainingType.IsRecord && maker.IsImplicitlyDeclared
        || maker.DeclaringSyntaxReferences.Length > 0 && maker.DeclaringSyntaxReferences[0].GetSyntax(holder.Cancellation) is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax || holder.WrittenFactsOf(maker) is { } made && made.Accesses.Exists(a => a.Inserts && SymbolEqualityComparer.Default.Equals(a.Inserted?.Symbol, maker.Parameters[at].OriginalDefinition)) || holder.WrittenFactsOf(maker) is { } assigning && assigning.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Value.Symbol, maker.Parameters[at].OriginalDefinition));

    /// <summary>A collection that a caller has filled and gives to the constructor, and that the holder only reads.</summary>
    private static bool IsBroughtFull(Store store) => store.IsCollection && store.Accesses.TrueForAll(a => a.Access is AccessKind.Read or AccessKind.Lookup or AccessKind.Exists or AccessKind.Enumerate or AccessKind.None || a.Access == AccessKind.Replace && a.Inserted is { Symbol: IParameterSymbol }) && store.Accesses.Exists(a => a.Access == AccessKind.Replace);

    /// <summary>What is missing: no closing member at all, one that does not reach the store, or one of two.</summary>
    private static (string Kind, string Words, ISymbol? Place)? Gap(Holder holder, Store store, OwnershipVerdict verdict)
    {
        var type = store.Symbol.ContainingType;
        if (UnknownBase.Is(type) || IsShownToBase(holder, store) || FlushedByBase.Is(holder, store) || IsGivenAsAWhole(holder, store) || IsShownWhole(holder, store) || IsBroughtFull(store) || store.Accesses.Any(a => a.Access == AccessKind.Escape) || Keepers.Of(holder, store) != null || Keepers.AreOthers(holder, store) || holder.Ownership.IsGivenToKeeper(store) || EntryKinds.EndsByItself(holder, store) || EntryKinds.IsViewOfHolder(holder, store) || EndedOtherwise.IsBag(store, verdict) || EntryKinds.IsPartOfAStage(store, verdict) || EntryKinds.IsOfAnotherPart(holder, store, verdict))
            return null;
        var closing = holder.Members.Where(f => IsIn(f, type) && holder.Closing.IsClosingMember(f)).ToList();
        var draining = closing.Where(f => Disposes(holder, f, store)).ToList();
        if (draining.Count == 0)
        {
            // The entries of a nested type may be the outer type's to drain.
            if (holder.Members.Any(f => holder.Closing.IsClosingMember(f) && Disposes(holder, f, store)))
                return null;
            if (!verdict.IsDecisive && !holder.Catalog.Of(type).Has(TypeTraits.AnyDisposable) && store.Known.Collection != CollectionKind.Keyed && !EntryKinds.IsPrivateOwn(holder, store))
                return null;
            if (EndedOtherwise.LosesNothing(holder, store) || KeptByHelper.Is(holder, closing, store) || store.Known.Collection is CollectionKind.Channel or CollectionKind.Sequence && EndedOtherwise.IsReadToTheEnd(holder, closing, store) || EndedOtherwise.IsSharedOut(holder, closing, store))
                return null;
            if (holder.OwnMembers.Any(f => holder.Closing.DrainsElsewhere(f, store)) || EndedOtherwise.LeaveWithOperation(holder, store) || EndedOtherwise.IsScratch(holder, store) || !verdict.IsDecisive && AlsoReturned.IsForUsing(holder, store) || closing.Count == 0 && (EntryKinds.IsPool(holder, store) || EndedOtherwise.IsHandleTable(holder, store, verdict) || !verdict.IsDecisive && (IsFactory(type) || TakenAway.Are(holder, store))) || EndedAround.IsEndedByHandler(holder, store) || closing.Count == 0 && (TakenAsAWhole(holder, store) || EndedByOwner.Are(holder, store)))
                return null;
            if (EntryKinds.IsWorkList(holder, store) && closing.Any(f => holder.Summaries.Reached(f).Any(at => Entries.EndsAnother(holder, at, store))))
                return null;
            if (closing.Any(f => IsOpaque(holder, f, store) || LetsGo(holder, f, store) || SaidEmpty.By(holder, f, store)) || IsEndedByAnother(holder, store, closing.Count > 0) || closing.Any(f => EndedOtherwise.EndsInCallback(holder, f, store) || EndedOtherwise.EndsInBag(holder, f, store)) || closing.Any(f => EndedByOwnersEvent.Is(holder, f, store) || EndedByToken.Is(holder, f, store)) || !holder.Analysis.Constructions.IsConstructed(type, holder.Cancellation) && !CaresForOthers(holder, closing, store) || closing.Count == 0 && holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Detaches: false, Member: IEventSymbol })) && holder.Analysis.Constructions.AreAllDropped(type, holder.Cancellation)
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

    /// <summary>A type for others to make, whose end drains another collection and forgets this one: whoever makes one loses what is in it.</summary>
    private static bool CaresForOthers(Holder holder, List<MemberFacts> closing, Store store) => store.IsCollection && store.Symbol.ContainingType is { IsAbstract: false, DeclaredAccessibility: Accessibility.Public, ContainingType: null } && holder.Ownership.EscapeOf(store) == null
        && holder.Stores.Any(other => other != store && other.IsCollection && other.Payload.IsResource && holder.Ownership.Of(other).IsOwned && !KeptByHelper.AreAround(holder, store, other) && closing.Exists(f => Closing.IsDispose(f.Method!) && Disposes(holder, f, other)));

    private static bool Disposes(Holder holder, MemberFacts facts, Store store) =>
        holder.Summaries.Disposes(facts, store.Symbol) != null || holder.Summaries.PassesToDisposer(facts, store.Symbol)
        || holder.Summaries.Reached(facts).Any(at => (holder.Fates.Of(at, r => IsContent(r, store)) & Fate.Discharged) != 0);

    private static bool IsContent(Root root, Store store) =>
        SymbolEqualityComparer.Default.Equals(root.Symbol, store.Symbol) && root.Kind is RootKind.Element or RootKind.Collection;

    private static bool IsIn(MemberFacts facts, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(facts.Member.ContainingType?.OriginalDefinition, type.OriginalDefinition);
}
