using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Ownership;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Lifecycle;

/// <summary>LEAK4002: an insertion that can come after the drain of a closing member.</summary>
internal sealed class AddAfterClose : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.IsStatic || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Owning || !store.Payload.IsResource && !store.Payload.MaybeResource)
                continue;
            var insertions = LateInsertions.Of(holder, store, reporter);
            if (insertions.Count == 0 || !store.IsCollection && SlotOfAnother.Is(holder, store) || store.Payload is { HasEntry: false, Resource: { } entry } && Inert.EndsNothing(holder, entry) || holder.Ownership.Of(store) is not { IsOwned: true, IsDecisive: true } || EntrySharing.Of(holder, store) is not { } shared || LoopOfOwner.Changes(holder, store))
                continue;
            // Whoever can still add keeps the holder from being finalized.
            var drainers = holder.Closing.DrainersOf(store).Where(d => d.Method is not { MethodKind: MethodKind.Destructor } && !Afterwards.RunsAtZero(holder, d)).ToList();
            drainers.RemoveAll(d => IsOfEntriesOnly(holder, d) || IsNeverLocked(holder, store, d) || IsRecovery(holder, store, d) || IsReset(holder, store, d));
            // StopTls() { _stream.Dispose(); _stream = _socket.GetStream(); }: what fills it again is no end.
            drainers.RemoveAll(d => !store.IsCollection && d.Method is { } closer && !Closing.IsDispose(closer) && d.Accesses.Exists(a => a.Inserts && a.Body == d.Root && a.Inserted is { IsNull: false } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));
            // Dispose() { _topics.Clear(); }: what is not ended there anyway is not lost by coming later.
            if (drainers.Count > 0 && store.IsCollection && !drainers.Exists(d => EndsAny(holder, d, store)))
                continue;
            // A slot that others set to null is only reset: it takes an end by name.
            if (drainers.Count == 0 || !store.IsCollection && !drainers.Any(d => Closing.IsClosing(d.Method)))
                continue;
            // The evidence names the end of the holder, not that of some entries.
            drainers = drainers.OrderBy(d => d.Method is not { } end || !Closing.IsDispose(end)).ToList();
            var guards = new Guards(holder, store, drainers);
            var open = insertions.Where(i => !IsClosingWork(holder, drainers, i) && !OnAndOff.Is(holder, store, drainers, i) && !IsStoppedBefore(holder, store, i) && !Afterwards.IsMadeByContainer(holder, i) && !Afterwards.IsEndedByHandle(holder, i) && !guards.Covers(i) && !OwnersGate.KeepsOutLate(holder, i, drainers) && !LateInsertions.EndsOnLeaving(holder, store, i) && !EndedOnTheWay.IsPartOfSibling(holder, store, i) && (guards.Matters(i) || BelongsUnderLock(reporter, guards, i))).ToList();
            if (open.Count > 0 && !Afterwards.LosesNothing(holder, store, drainers, open))
                Report(reporter, holder, store, drainers, guards, open, shared);
        }
    }

    private static bool EndsAny(Holder holder, MemberFacts drainer, Store store) => holder.Summaries.Disposes(drainer, store.Symbol) != null || holder.Summaries.PassesToDisposer(drainer, store.Symbol)
        || holder.Summaries.Reached(drainer).Any(at => (holder.Fates.Of(at, r => SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol) && r.Kind is RootKind.Element or RootKind.Collection) & Fate.Discharged) != 0);

    /// <summary>ShutdownAllChannels(), which no end of the holder calls and which notes no end: the entries are over, not the holder.</summary>
    private static bool IsOfEntriesOnly(Holder holder, MemberFacts drainer) =>
        drainer.Method is { IsOverride: false } method && Closing.NamesEntries(method.Name) && !drainer.Accesses.Exists(a => a is { Inserts: true } or { Access: AccessKind.Overwrite or AccessKind.Exchange } && a.Target.Type?.SpecialType == SpecialType.System_Boolean)
        && !holder.OwnMembers.Any(f => f != drainer && Closing.IsClosing(f.Method) && !Closing.NamesEntries(f.Method!.Name) && holder.Summaries.Reached(f).Contains(drainer));

    /// <summary>New(), which the owner calls when it closes, and when it begins anew, or Stop(), with which StartAll() begins: the holder goes on after it.</summary>
    private static bool IsReset(Holder holder, Store store, MemberFacts drainer) => drainer.Method is { IsOverride: false } method && (!Closing.IsClosing(method) || !Closing.IsDispose(method) && !holder.Catalog.Of(method.ContainingType).Has(TypeTraits.AnyDisposable) && (IsFilledAnew(holder, store, drainer, again => !IsOfContract(method, again)) || IsOfAll(holder, method)))
        && (holder.Analysis.IsOnlyOfItsName(method.ContainingType) && holder.Analysis.Owners.CallOtherwise(method.ContainingType, method, holder.Cancellation) || IsFilledAnew(holder, store, drainer));

    /// <summary>StopAll() of a board of voices, which promises that to nobody: what plays is over, and the board goes on.</summary>
    private static bool IsOfAll(Holder holder, IMethodSymbol method) => method.Name.IndexOf("All", System.StringComparison.Ordinal) is > 0 and var at && (at + 3 == method.Name.Length || char.IsUpper(method.Name[at + 3])) && !holder.Analysis.Owners.CallsOnClose(method.ContainingType, method.Name, holder.Cancellation) && !method.ContainingType.AllInterfaces.Any(i => IsPromised(i, method));

    /// <summary>StopAsync of a hosted service: who stops it knows the interface alone, and means the end; of a player that has Play as well, which stops it first, it is none.</summary>
    private static bool IsOfContract(IMethodSymbol method, IMethodSymbol again) => method.ContainingType.AllInterfaces.Where(i => IsPromised(i, method)).ToList() is { Count: > 0 } contracts && !contracts.Exists(i => IsPromised(i, again));

    private static bool IsPromised(INamedTypeSymbol contract, IMethodSymbol method) => contract.GetMembers().Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));

    /// <summary>Load() { New(); foreach (…) Add(…); }</summary>
    private static bool IsFilledAnew(Holder holder, Store store, MemberFacts drainer, System.Predicate<IMethodSymbol>? counts = null) => holder.Callers.Of(drainer).Any(c => c.Body.Member is { Method: { DeclaredAccessibility: not Accessibility.Private } again } member && !Closing.IsClosing(again) && counts?.Invoke(again) != false && c.Parent == member.Root.Root
        && (member.Accesses.Exists(a => a.Order > c.Order && Fills(store, a)) || member.Calls.Exists(o => o.Order > c.Order && o.Target is { } target && holder.OwnFactsOf(target) is { } helper && helper.Accesses.Exists(a => Fills(store, a)))));

    private static bool Fills(Store store, AccessNode access) => access is { Inserts: true, Inserted: not { IsNull: true } } && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol);

    /// <summary>catch { DisposeOutput(); }: a helper that only failures call, after which the holder goes on: a next turn, or a later insertion of the same member.</summary>
    private static bool IsRecovery(Holder holder, Store store, MemberFacts drainer) => holder.Callers.IsClosed(drainer) && holder.Callers.Of(drainer) is { Count: > 0 } calls
        && calls.All(c => Structure.Enclosing(c, BlockRole.Catch) is { } failed && !Closing.IsClosing(c.Body.Member.Method) && !IsOfCancellation(failed)
            && (Structure.EnclosingLoop(c) != null || holder.Summaries.Reached(c.Body.Member).Any(f => f != drainer && f.Accesses.Exists(a => Fills(store, a)))));

    private static bool IsOfCancellation(BlockNode failed) => failed.Syntax.FirstAncestorOrSelf<CatchClauseSyntax>()?.Declaration?.Type.ToString().EndsWith("CanceledException", System.StringComparison.Ordinal) == true;

    /// <summary>The type takes a lock for something else, and never for this plain collection, nor when it ends or says that it does: it is not one that threads meet at.</summary>
    private static bool IsNeverLocked(Holder holder, Store store, MemberFacts drainer) => store.IsCollection && !store.IsConcurrent && !store.Known.Has(TypeTraits.Immutable) && holder.Sharing.SignOf(store.Symbol.ContainingType.OriginalDefinition) == SharingSign.Lock
        && LockOfOther.AreAll(holder, store) && holder.Summaries.Reached(drainer).All(f => f.Accesses.TrueForAll(a => a.Locks.IsEmpty || f != drainer && !a.Inserts && !a.Removes && a.Access is not (AccessKind.Clear or AccessKind.Replace or AccessKind.Exchange)));

    /// <summary>LEAK2001 wants the insertion under a lock: there it would still come after the drain that takes that lock, or after a test outside of it.</summary>
    private static bool BelongsUnderLock(Reporter reporter, Guards guards, AccessNode insertion) =>
        reporter.Findings.Any(f => f.Rule.Id == Descriptors.LEAK2001_CheckThenCreate.Id && f.Location == insertion.Syntax.GetLocation()
            && (guards.IsTestedAtAll(insertion) || f.Properties.TryGetValue(FixFacts.Lock, out var gate) && gate == guards.DrainLock));

    /// <summary>What others bring they bring no more: its owners stop them, or wait for them, before they close the holder.</summary>
    private static bool IsStoppedBefore(Holder holder, Store store, AccessNode insertion) =>
        LateInsertions.IsBrought(holder, store, insertion) && holder.Analysis.Owners.StopUsersFirst(store.Symbol.ContainingType, holder.Cancellation);

    /// <summary>ThrowIfDisposed(), of the type or of a base type.</summary>
    private static string? AsksBefore(AccessNode insertion) => insertion.Body.Member.Calls.Find(c => c.Order < insertion.Order && c.Target is { Name: var name } && name.IndexOf("Disposed", System.StringComparison.Ordinal) > 0
        && System.Array.Exists(new[] { "ThrowIf", "Check", "Ensure", "Verify", "Assert" }, w => name.StartsWith(w, System.StringComparison.Ordinal)))?.Target?.Name;

    private static bool IsClosingWork(Holder holder, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) =>
        drainers.Any(d => d == insertion.Body.Member) || holder.Closing.IsClosingMember(insertion.Body.Member);

    private static void Report(Reporter reporter, Holder holder, Store store, IReadOnlyList<MemberFacts> drainers, Guards guards, List<AccessNode> open, string shared)
    {
        var once = store.IsConcurrent || store.Known.Has(TypeTraits.Immutable);
        foreach (var insertion in open)
        {
            var evidence = guards.IsTestedAtAll(insertion) && SymbolEqualityComparer.Default.Equals(guards.FlagTested(insertion), store.Symbol)
                ? $"whether '{store.Name}' is still there is asked outside of the lock, and {shared}"
                : guards.IsTestedAtAll(insertion)
                ? $"{(guards.FlagTested(insertion) is { } flag ? $"the flag '{flag.Name}'" : "a flag")} is tested outside of the lock, and {shared}"
                : AsksBefore(insertion) is { } asking ? $"'{asking}' asks before, where the close may still come between, and {shared}"
                : $"nothing here asks whether the holder is closed, and {shared}";
            var finding = new Finding(Descriptors.LEAK4002_AddAfterClose, insertion, store.Name, Words.NameOf(drainers[0]), evidence)
                .At(drainers[0].Member)
                .At(store.Symbol);
            if (once)
            {
                foreach (var other in open.Where(o => o != insertion))
                    finding.At(other);
            }

            FixData.AddTo(finding, holder, store, insertion);
            finding.With(FixFacts.Flag, guards.Flag?.Name).With(FixFacts.DrainLock, guards.DrainLock).With(FixFacts.Member, guards.Drainer?.GetDocumentationCommentId());
            reporter.Add(finding);
            if (once)
                break;
        }
    }
}
