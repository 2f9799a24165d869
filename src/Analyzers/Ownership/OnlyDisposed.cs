using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Disposes after which what stays in the store harms nobody: nobody uses it, a second dispose does nothing, or there is nothing in it.</summary>
internal static class OnlyDisposed
{
    /// <summary>Entries that can be, or are, disposed and nothing else; enumerators, which only their one consumer ever sees.</summary>
    public static bool Are(Holder holder, Store store) =>
        !store.IsCollection && store.Type is { Name: "IDisposable" or "IAsyncDisposable" or "CancellationTokenRegistration" or "IEnumerator" or "IAsyncEnumerator" } || AreUnused(holder, store);

    /// <summary>No member wants anything of an entry but its end, and none leaves: nobody can meet a disposed one where it would matter.</summary>
    private static bool AreUnused(Holder holder, Store store)
    {
        if (store.Symbol.DeclaredAccessibility != Accessibility.Private || store.Accesses.Exists(a => a.Access == AccessKind.Escape) || store.IsCollection && !WorkByThemselves(holder, store))
            return false;
        foreach (var facts in holder.Members)
        {
            if (store.IsCollection ? UsesEntry(holder, facts, store) : store.Accesses.Exists(a => a.Body.Member == facts && UsesSlot(holder, facts, a)))
                return false;
        }

        return true;
    }

    /// <summary>Timers and file watchers work by themselves; of any other entry of a collection a disposed one may stay for good where a step fails.</summary>
    private static bool WorkByThemselves(Holder holder, Store store) => store.Payload is { HasEntry: false, Resource: { } resource } && (holder.Catalog.Of(resource).Has(TypeTraits.Timer) || resource.Name == "FileSystemWatcher");

    /// <summary>Whoever looks for an entry of the collection, on another thread too, only wants to end it, and ends it once more.</summary>
    public static bool AreOnlyEnded(Holder holder, Store store) => store is { IsCollection: true, Symbol.DeclaredAccessibility: Accessibility.Private, Payload: { HasEntry: false, Resource: { } resource } }
        && !store.Accesses.Exists(a => a.Access == AccessKind.Escape) && (StoreScope.IsInSource(resource) ? !holder.Members.Any(facts => UsesEntry(holder, facts, store))
            : resource.Name is "IDisposable" or "IAsyncDisposable" && !holder.Members.Any(facts => CallsEntry(holder, facts, store) || (holder.Fates.Of(facts, root => root.IsOf(store.Symbol) && !root.IsPart) & Fate.Returned) != 0));

    private static bool UsesEntry(Holder holder, MemberFacts facts, Store store) => CallsEntry(holder, facts, store)
        || (holder.Fates.Of(facts, root => root.IsOf(store.Symbol) && !root.IsPart) & (Fate.Returned | Fate.Stored | Fate.Passed)) != 0;

    /// <summary>A call that ends nothing, as job.Run() where plugin is IJob job.</summary>
    private static bool CallsEntry(Holder holder, MemberFacts facts, Store store) =>
        facts.Calls.Exists(c => c is { Target: { ContainingType.SpecialType: not SpecialType.System_Object } target, Receiver: { } receiver } && Trace.Roots(holder, receiver).Exists(r => r.IsOf(store.Symbol)) && !facts.Disposals.Exists(d => d.Syntax == c.Syntax || d.Syntax.Contains(c.Syntax) || c.Syntax.Contains(d.Syntax)) && (holder.Fates.OfReceiver(target) & Fate.Ended) == 0);

    /// <summary>A read that neither disposes nor asks for null, of a value that the body has not just put there; an exchange whose old value goes on.</summary>
    private static bool UsesSlot(Holder holder, MemberFacts facts, AccessNode access) => access.Access switch
    {
        AccessKind.Read => !access.AsksForNull && !facts.Disposals.Exists(d => d.Syntax.Contains(access.Syntax) || d.Operand == access.Element)
            && !facts.Registers.Exists(r => r.Detaches && r.Publisher == access.Element) && !IsSwitchedOff(facts, access) && !IsRefilledBefore(holder, facts, access)
            && !(!IsKept(holder, facts, access) && facts.Accesses.Exists(w => w is { Access: AccessKind.Overwrite, Inserted.IsNull: false } && w.Body == access.Body && w.Order < access.Order && SymbolEqualityComparer.Default.Equals(w.Store, access.Store) && (w.Parent == access.Parent || w.Parent != null && Structure.Contains(w.Parent, access)))),
        AccessKind.Exchange or AccessKind.CompareExchange => GoesOn(holder, facts, access),
        _ => false,
    };

    /// <summary>await RefreshAsync(); Use(_certificate): a helper that fails or fills the slot anew comes before, so that a stale one is not seen.</summary>
    private static bool IsRefilledBefore(Holder holder, MemberFacts facts, AccessNode access)
    {
        if (access.Store == null || holder.StoreOf(access.Store) is not { } store || (holder.Fates.Of(facts, root => root.Access == access) & (Fate.Returned | Fate.Stored)) != 0)
            return false;
        // What is made around it, or given for it, goes on with it.
        if (facts.Calls.Exists(c => System.Array.Exists(c.Arguments, a => a == access.Element) && (c.IsCreation || c.Target is not { } target || holder.Catalog.PayloadOf(target.ReturnType).IsResource)))
            return false;
        return facts.Accesses.Exists(w => w.Body == access.Body && w.Order < access.Order && Fills(w) && Structure.IsInNoBranch(w, Structure.LevelOf(w, access)) && !Structure.IsSwallowed(w) && IsAlone(w))
            || facts.Calls.Exists(c => Structure.IsOnTheWay(c, access) && c.Receiver is null or { Kind: ValueKind.This } && c.Target is { } target && holder.OwnFactsOf(target) is { IsTruncated: false } helper && helper != facts
                && helper.Accesses.Exists(w => w.Body == helper.Root && Fills(w) && Structure.IsInNoBranch(w) && !Structure.IsSwallowed(w) && !helper.Returns.Exists(r => r.Body == w.Body && r.Order < w.Order)) && IsAlone(c));

        // Nobody shares the slot, or all but the end do so under a lock, which is held from the refill to the use.
        bool IsAlone(Node refill) => holder.Sharing.Of(store) == null || holder.Callers.LocksAt(refill).Common(holder.Callers.LocksAt(access)) is { } id && Guards.SectionOf(refill, id) == Guards.SectionOf(access, id) && !facts.Calls.Exists(c => c.Target is { } left && NameWords.BeginsWithAny(left.Name, new[] { "Release", "Exit" }) && c.Order > refill.Order && c.Order < access.Order)
            && store.Accesses.TrueForAll(a => Callers.IsConstruction(a.Body.Member) || holder.Closing.IsClosingMember(a.Body.Member) || holder.Callers.LocksAt(a).Holds(id));

        bool Fills(AccessNode write) => write is { Access: AccessKind.Overwrite, Inserted.IsNull: false } && SymbolEqualityComparer.Default.Equals(write.Store, access.Store);
    }

    /// <summary>watcher.EnableRaisingEvents = false; watcher.Dispose(): the first step of the end.</summary>
    private static bool IsSwitchedOff(MemberFacts facts, AccessNode access) => facts.Assigns.Exists(a => a.Value.IsFalse && a.Place.A == access.Element && a.Body == access.Body
        && facts.Disposals.Exists(d => d.Order > a.Order && d.Parent == a.Parent && d.Operand is { Kind: ValueKind.Store } ended && SymbolEqualityComparer.Default.Equals(ended.Symbol, access.Store)));

    private static bool IsKept(Holder holder, MemberFacts facts, AccessNode access) => (holder.Fates.Of(facts, root => root.Access == access) & (Fate.Returned | Fate.Stored | Fate.Passed)) != 0;

    /// <summary>Something is done with what the access yields that is no dispose.</summary>
    private static bool GoesOn(Holder holder, MemberFacts facts, AccessNode access) => IsKept(holder, facts, access)
        || facts.Calls.Exists(c => c.Receiver is { } receiver && (receiver == access.Element || Trace.Roots(holder, receiver).Exists(r => r.Access == access)) && !facts.Disposals.Exists(d => d.Syntax == c.Syntax || d.Syntax.Contains(c.Syntax) || c.Syntax.Contains(d.Syntax)));

    /// <summary>A struct whose dispose resets it, this = default: what stays in the slot holds nothing.</summary>
    public static bool ResetsItself(Holder holder, Store store, DisposeNode dispose) => store is { IsCollection: false, Type.IsValueType: true }
        && dispose.Method is { } method && holder.FactsOf(method) is { } facts && facts.Assigns.Exists(a => a.Place.Kind == ValueKind.This && a.Parent == facts.Root.Root);

    /// <summary>The slot is empty where the dispose stands, or where the lambda it stands in runs.</summary>
    public static bool IsGone(Holder holder, Store store, DisposeNode dispose) => Presence.OfSlot(holder, store, dispose) == Presence.Gone || IsGoneAround(holder, store, dispose.Body);

    /// <summary>if (_util == null) await injector.RunAsync(async script => { if (_util != null) …; _util = …; }): the lambda runs where nothing is there.</summary>
    private static bool IsGoneAround(Holder holder, Store store, BodyFacts body) => body is { Enclosing: { } outer, IsLocalFunction: false }
        && body.Member.Calls.Find(c => c.Body == outer && c.IsAwaited && System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Delegate && a.Body == body)) is { } call && Presence.OfSlot(holder, store, call) == Presence.Gone;
}
