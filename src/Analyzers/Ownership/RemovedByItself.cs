using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Removals by which an entry leaves that has ended, ends, or is ended by who has it: they lose nothing.</summary>
internal static class RemovedByItself
{
    public static bool Is(Holder holder, Store store, AccessNode access) =>
        IsOwnEnd(holder, store, access) || IsEntrysOwnEvent(holder, access, access.Body, 0) || IsGivenToEntry(holder, store, access) || IsInHand(holder, store, access) || IsAlias(store, access) || ToldByEntry.Is(holder, store, access) || NothingLeaves.Is(holder, store, access) || HandedOut.Is(holder, store) || EndedByItsWork.Is(holder, store);

    /// <summary>The dispose of the entry itself takes it out, or a step of the entry does, which knows what it has left by its own key.</summary>
    private static bool IsOwnEnd(Holder holder, Store store, AccessNode access) => access.Body.Member.Method is { IsStatic: false } method && (Closing.IsClosing(method) || IsOwn(access.Key) && IsOfOther(access))
        && store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, method.ContainingType.OriginalDefinition));

    /// <summary>The table belongs to the type or to another object; what is in a table of its own are others.</summary>
    private static bool IsOfOther(AccessNode access) => access.Store is { IsStatic: true } || access.Target is { Kind: ValueKind.Store or ValueKind.Member, A.Kind: not ValueKind.This };

    /// <summary>Keys of other entries that an object may know.</summary>
    private static readonly string[] Relatives = { "parent", "child", "next", "prev", "other", "target", "old", "peer", "partner", "owner" };

    /// <summary>The key is made of what the object itself has.</summary>
    private static bool IsOwn(Value? key) => key switch
    {
        { Kind: ValueKind.Store or ValueKind.Member, A: null or { Kind: ValueKind.This }, Symbol.Name: var name } => !System.Array.Exists(Relatives, w => name.IndexOf(w, System.StringComparison.OrdinalIgnoreCase) >= 0),
        { Kind: ValueKind.Created or ValueKind.Pure, Items: { Length: > 0 } parts } => System.Array.TrueForAll(parts, IsOwn),
        _ => false,
    };

    /// <summary>var job = Job.Start(() => jobs.Remove(id)); jobs[id] = job: the entry got the removal to run when it ends.</summary>
    private static bool IsGivenToEntry(Holder holder, Store store, AccessNode access)
    {
        // new Session(id, () => Drop(id)), where Drop is called from nowhere else.
        if (access.Body.Enclosing == null && holder.Callers.IsClosed(access.Body.Member) && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls)
            return calls.All(c => c.Body.Enclosing != null && c.Body.Member.Calls.Exists(made => made.IsCreation && MayBeEntry(store, made.Result.Type) && System.Array.Exists(made.Arguments, a => a.Kind == ValueKind.Delegate && a.Body == c.Body) && CallsAtItsEnd(holder, made.Result.Type)));
        if (access.Body.Enclosing == null)
            return access.Body.Member.Method is { DeclaredAccessibility: Accessibility.Private } given && holder.Callers.IsDelegate(given) && holder.Callers.Of(access.Body.Member).Count == 0
                && holder.OwnMembers.Any(f => f.Calls.Exists(c => c.IsCreation && MayBeEntry(store, c.Result.Type) && System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Delegate && SymbolEqualityComparer.Default.Equals(a.Symbol, given))));
        var facts = access.Body.Member;
        if (facts.Calls.Exists(c => c.IsCreation && MayBeEntry(store, c.Result.Type) && System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Delegate && a.Body == access.Body)))
            return true;
        foreach (var insertion in store.Accesses)
        {
            if (insertion.Body.Member != facts || !insertion.Inserts || insertion.Inserted == null)
                continue;
            foreach (var root in Trace.Roots(holder, insertion.Inserted))
            {
                var parts = root.Kind == RootKind.Result ? root.Value.Call?.Arguments : root.Kind == RootKind.Created ? root.Value.Items : null;
                if (parts != null && System.Array.Exists(parts, p => p.Kind == ValueKind.Delegate && (p.Body == access.Body || p.Symbol != null && SymbolEqualityComparer.Default.Equals(p.Symbol, access.Body.Method))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Its dispose calls a delegate; what cannot be seen may do so.</summary>
    private static bool CallsAtItsEnd(Holder holder, ITypeSymbol? entry) => entry == null || !StoreScope.IsInSource(entry)
        || entry.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => Closing.IsClosing(m) && holder.WrittenFactsOf(m) is { } end && (end.Calls.Exists(c => c.IsDelegate) || end.Calls.Exists(c => c.Target is { } step && holder.FactsOf(step) is { } helper && helper.Calls.Exists(h => h.IsDelegate))));

    /// <summary>An object of a type that the store keeps: a handler that is returned to the GetOrAdd which asked for it.</summary>
    private static bool MayBeEntry(Store store, ITypeSymbol? type)
    {
        for (var at = type; at != null && store.Payload is { HasEntry: false, Resource: { } entry }; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, entry.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>The key is read off an entry that the remover has from elsewhere, and goes on with.</summary>
    private static bool IsInHand(Holder holder, Store store, AccessNode access)
    {
        var key = access.Key;
        while (key is { Kind: ValueKind.Local } && key.Local.Single is { } single)
            key = single;
        if (key is not { Kind: ValueKind.Member or ValueKind.Store, A: { } entry })
            return false;
        // Where it comes from cannot be told, and it is of the kind: the entry itself, as likely as not.
        if (entry.Kind == ValueKind.Local && IsEntryType(store, entry.Type) && Trace.Roots(holder, entry).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false }))
            return true;
        if (entry.Kind != ValueKind.Store)
            return entry.Kind is ValueKind.Local or ValueKind.EachElement && SymbolEqualityComparer.Default.Equals(entry.Type?.OriginalDefinition, store.Payload.Resource?.OriginalDefinition) && Trace.Roots(holder, entry).TrueForAll(r => r.Kind == RootKind.Unknown)
                || entry.Kind == ValueKind.Parameter && holder.Catalog.PayloadOf(entry.Type).IsResource && Trace.Roots(holder, entry).TrueForAll(r => r.Kind == RootKind.Parameter) && Entries.IsCompatible(holder, entry, store);
        return !Trace.ComesFrom(holder, entry, store.Symbol)
            && store.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } && SymbolEqualityComparer.Default.Equals(entry.Type?.OriginalDefinition, arguments[arguments.Length - 1].OriginalDefinition);
    }

    /// <summary>The type that has the resource of an entry in it: Expire(object state) has the entry itself, and not only its name.</summary>
    private static bool IsEntryType(Store store, ITypeSymbol? type) => store.Payload is { HasEntry: true, Members: { Length: > 0 } members } && SymbolEqualityComparer.Default.Equals(members[0].ContainingType?.OriginalDefinition, type?.OriginalDefinition);

    /// <summary>conn.Closed += … Remove(conn): the entry says itself that it has ended.</summary>
    private static bool IsEntrysOwnEvent(Holder holder, AccessNode access, BodyFacts body, int depth)
    {
        if (depth < 3 && body.Enclosing == null && holder.Callers.IsClosed(body.Member) && holder.Callers.Of(body.Member) is { Count: > 0 } calls)
            return calls.All(c => IsEntrysOwnEvent(holder, access, c.Body, depth + 1));
        foreach (var root in holder.Roots.All)
        {
            if (root.Body == body && root.Registration is RegisterNode { Member: { } member } registration && (SaysEnded(member.Name) || registration.Publisher is { Kind: not ValueKind.This } && (IsToldEnded(body, access) || member is IEventSymbol told && EndTold.Is(holder, told))))
                return IsRaisedByEntry(holder, access, registration);
        }

        if (body.Enclosing != null || body.Member.Method is not { } method || !SaysEnded(method.Name) || !holder.Callers.IsDelegate(method))
            return false;
        var registrations = holder.OwnMembers.SelectMany(f => f.Registers).Where(r => SymbolEqualityComparer.Default.Equals(r.Callback.Symbol, method)).ToList();
        return registrations.Count == 0 || registrations.Exists(r => IsRaisedByEntry(holder, access, r));
    }

    /// <summary>(sender, state) => { if (state == State.Closed) … }: what comes with the event says that it is over.</summary>
    private static bool IsToldEnded(BodyFacts handler, AccessNode access) => Structure.Branches(handler.Member).Any(branch => branch.Body == handler && (Structure.Contains(branch.Then, access) && Tells(branch.Condition)
        || branch.Order < access.Order && Structure.Leaves(branch.Then) && branch.Condition is { Kind: ValueKind.Not, A: { } denied } && Tells(denied)));

    private static bool Tells(Value condition) => condition is { Kind: ValueKind.And, A: { } left, B: { } right } ? Tells(left) || Tells(right)
        : condition is { Kind: ValueKind.Same, A: { } told, B: { } state } && (IsEnd(told) && IsBrought(state) || IsEnd(state) && IsBrought(told));

    private static bool IsEnd(Value value) => value is { Kind: ValueKind.Constant, Symbol: IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } state } && SaysEnded(state.Name) && !state.Name.StartsWith("Not", System.StringComparison.Ordinal);

    private static bool IsBrought(Value value) => value.Kind == ValueKind.Parameter || value is { Kind: ValueKind.Local, Symbol: IParameterSymbol } || value is { Kind: ValueKind.Member, A: { } whole } && IsBrought(whole);

    /// <summary>The event belongs to a type that entries may have; a listener or server tells of them, but does not end them.</summary>
    private static bool IsRaisedByEntry(Holder holder, AccessNode access, RegisterNode registration) =>
        registration.Publisher == null || holder.StoreOf(access.Store) is not { } store || Entries.IsCompatible(holder, registration.Publisher, store);

    /// <summary>map[to] = map[from]; … Remove(to): under this key is only what another key keeps.</summary>
    private static bool IsAlias(Store store, AccessNode access)
    {
        if (access.Key == null)
            return false;
        var any = false;
        foreach (var insertion in store.Accesses)
        {
            if (insertion.Body.Member != access.Body.Member || !insertion.Inserts || !Canon.Same(insertion.Key, access.Key))
                continue;
            var value = insertion.Inserted;
            while (value is { Kind: ValueKind.Local } && value.Local.Single is { } single)
                value = single;
            if (value is not { Kind: ValueKind.Element, Access: { Access: Catalog.AccessKind.Lookup, Key: { } from } read } || !SymbolEqualityComparer.Default.Equals(read.Store, store.Symbol) || Canon.Same(from, access.Key))
                return false;
            any = true;
        }

        return any;
    }

    private static bool SaysEnded(string name)
    {
        foreach (var word in new[] { "Closed", "Disposed", "Disposing", "Terminated", "Stopped", "Shutdown", "Completed", "Ended", "Disconnected", "Finished" })
        {
            if (name.IndexOf(word, System.StringComparison.Ordinal) >= 0)
                return true;
        }

        return name is "Close" or "OnClose" or "Exit" or "OnExit";
    }
}
