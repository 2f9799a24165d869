using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <summary>LEAK2001: presence is checked, the missing value is created and stored, and no lock covers the store.</summary>
internal sealed class CheckThenCreate : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.IsCollection || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Channel or CollectionKind.Owning || IsOfUi(holder, store))
                continue;
            string? shared = null;
            foreach (var access in store.Accesses)
            {
                if (access.Depth != 0 || !IsAct(access) || !holder.IsOwn(access.Body.Member))
                    continue;
                shared ??= IsLockedElsewhereOnly(holder, store) ? string.Empty : EntrySharing.Of(holder, store) ?? string.Empty;
                if (shared.Length == 0 || Ticks.AloneUse(holder, store))
                    break;
                if (Race(holder, store, access) is not { } race || HandlerTable.Is(holder, store, access, shared))
                    continue;
                var finding = new Finding(Descriptors.LEAK2001_CheckThenCreate, access, store.Name, race.What, shared).At(race.Check).At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                FixData.AddGuard(finding, holder, store, other => Race(holder, store, other) != null);
                if (Identity.IsFree(holder, access))
                    finding.With(FixFacts.Inert, "true");
                reporter.Add(finding);
            }
        }
    }

    /// <summary>All that says that threads meet here is a lock which guards something else: this plain collection is never used under one, so it is of one thread as likely as not.</summary>
    private static bool IsLockedElsewhereOnly(Holder holder, Store store) => !store.IsStatic && !store.IsConcurrent && !store.Known.Has(TypeTraits.Immutable)
        && holder.Sharing.IsByLockOnly(store) && store.Accesses.TrueForAll(a => holder.Callers.LocksAt(a).IsEmpty);

    /// <summary>A set takes every new object: its Add refuses nothing that was made just now.</summary>
    private static bool IsAct(AccessNode access) =>
        access.Access is AccessKind.Overwrite or AccessKind.Add || access is { Access: AccessKind.TryAdd, Collection: CollectionKind.Set, ResultDropped: true };

    /// <summary>Filled for elements of a user interface, on their thread; or for something whose type is not known.</summary>
    private static bool IsOfUi(Holder holder, Store store)
    {
        // What a user interface shows changes on its thread alone.
        if (store.Type is { Name: "ObservableCollection", ContainingNamespace.Name: "ObjectModel" } && store.Accesses.TrueForAll(a => holder.Callers.LocksAt(a).IsEmpty) && !holder.Members.Any(f => f.Registers.Exists(r => r.Sink == SinkKind.Timer)))
            return true;
        if (store.Type is not INamedTypeSymbol { TypeArguments: { Length: > 1 } arguments })
            return false;
        return arguments[0] is IErrorTypeSymbol || arguments[0] is INamedTypeSymbol key && holder.Catalog.Of(key).Has(TypeTraits.Ui);
    }

    private static (AccessNode Check, string What)? Race(Holder holder, Store store, AccessNode act)
    {
        if (!holder.Callers.LocksAt(act).IsEmpty || holder.Callers.OnlyWhileConstructed(act.Body) || IsUnpublished(holder, act) || IsOfDerived(holder, act) || FirstFilling.Is(holder, act) || FirstFilling.IsByHost(holder, act.Body) || FirstFilling.IsOfComposition(act.Body) || !store.IsConcurrent && WorkOfQueue.Is(holder, act.Body, 0) || FirstFilling.IsOfFreshTable(store, act) || Limits.IsPool(store, act))
            return null;
        if (Identity.Of(holder, act, act.Inserted) is not { } what || act.Body.Enclosing == null && OutsideCallers.Lock(holder, act.Body.Member))
            return null;
        var state = Presence.Before(holder, store, act);
        if ((state & (Presence.Gone | Presence.Unknown)) == 0)
            return null;
        if (CheckOf(holder, store, act, act.Key, 0) is not { } check || Limits.IsLimit(check) || AwaitsBetween(check, act) || !IsDependent(holder, act, check) && (act.Key == null || state != Presence.Gone || DisposesFound(holder, store, act) || check.Key == null && act.Key != null))
            return null;
        return (check, what);
    }

    /// <summary>What was found is disposed: the act replaces it, whatever the check said.</summary>
    private static bool DisposesFound(Holder holder, Store store, AccessNode act)
    {
        foreach (var node in act.Body.Member.Disposals)
        {
            if (node.Order < act.Order && Trace.ComesFrom(holder, node.Operand, store.Symbol))
                return true;
        }

        // if (map.ContainsKey(k)) Remove(k); …; map.Add(k, …): by a helper.
        foreach (var call in act.Body.Member.Calls)
        {
            if (call.Order < act.Order && call.Body == act.Body && call.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.Disposes(helper, store.Symbol) != null)
                return true;
        }

        return false;
    }

    /// <summary>The act depends on the check itself, or on what a helper that checks says.</summary>
    private static bool IsDependent(Holder holder, AccessNode act, AccessNode check)
    {
        if (SearchLoop.Of(check) is { } search)
            return !Structure.Contains(search.BodyBlock, act);
        if (check.Body.Member == act.Body.Member)
            return Dependence.IsDependent(act, check);
        foreach (var call in act.Body.Member.Calls)
        {
            if (call.Order < act.Order && call.Target is { } target && holder.OwnFactsOf(target) == check.Body.Member && Dependence.IsDependent(act, call))
                return true;
        }

        return false;
    }

    /// <summary>protected static AddDecoder(…): derived types register with it when they are loaded, before anybody reads.</summary>
    private static bool IsOfDerived(Holder holder, AccessNode act) => act.Body.Enclosing == null && act.Store is { IsStatic: true } && act.Body.Member.Method is { IsStatic: true, DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal }
        && holder.Callers.Of(act.Body.Member).Count == 0;

    /// <summary>The object that holds the store was made in this member: nobody else sees it yet.</summary>
    private static bool IsUnpublished(Holder holder, AccessNode act)
    {
        if (act.Target.A == null)
            return false;
        foreach (var root in Trace.Roots(holder, act.Target.A))
        {
            if (root.Kind == RootKind.Created)
                return true;
        }

        return false;
    }

    /// <summary>The test of presence that the act depends on: in this member, in a helper it calls, or in a caller.</summary>
    private static AccessNode? CheckOf(Holder holder, Store store, Node act, Value? key, int depth)
    {
        var facts = act.Body.Member;
        AccessNode? found = null;
        foreach (var access in facts.Accesses)
        {
            if (access.Order < act.Order && IsCheck(access, store) && (key == null || Canon.Same(access.Key, key)) && (found == null || IsTested(act, access) || !IsTested(act, found)))
                found = access;
        }

        if (found != null)
            return found;
        foreach (var call in facts.Calls)
        {
            if (call.Order >= act.Order || call.Target is not { } target || holder.OwnFactsOf(target) is not { } helper)
                continue;
            foreach (var access in helper.Accesses)
            {
                if (IsCheck(access, store))
                    return access;
            }
        }

        if (depth > 2)
            return null;
        foreach (var call in act.Body.IsLocalFunction ? act.Body.CallsTo : holder.Callers.IsClosed(facts) ? holder.Callers.Of(facts) : System.Array.Empty<CallNode>())
        {
            if (CheckOf(holder, store, call, null, depth + 1) is { } check)
                return check;
        }

        return null;
    }

    /// <summary>The act depends on it; an entry read where the check found one is no check.</summary>
    private static bool IsTested(Node act, AccessNode check) => SearchLoop.Of(check) != null || Dependence.IsDependent(act, check);

    private static bool IsCheck(AccessNode access, Store store) =>
        SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && (access.Access is AccessKind.Lookup or AccessKind.Exists || SearchLoop.Of(access) != null) && access.Depth == 0;

    /// <summary>An await between check and act makes it another defect.</summary>
    private static bool AwaitsBetween(AccessNode check, AccessNode act)
    {
        foreach (var wait in act.Body.Member.Awaits)
        {
            if (wait.Body == act.Body && wait.Order < act.Order && (check.Body != act.Body || wait.Order > check.Order))
                return true;
        }

        return false;
    }
}
