using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Values that a slot loses and somebody else still has: a caller, the original of a copy, the member itself, another slot.</summary>
internal static class StillInHand
{
    /// <summary>Reset(reader): every value came from a caller, who may still have it in hand, and brings the next one or takes this one away.</summary>
    public static bool IsBrought(Holder holder, Store store) =>
        store.OnlyGets(access => (holder.Ownership.Origins.OfInsertion(access) & ~Origin.Null) == Origin.Borrowed);

    /// <summary>Select(entry): some values came from callers, and none is made here: the slot is not the only one that has them.</summary>
    public static bool IsPartlyBrought(Holder holder, Store store) =>
        store.OnlyGets(access => (holder.Ownership.Origins.OfInsertion(access) & Origin.Created) == 0) && store.Accesses.Exists(access => access.Inserts && (holder.Ownership.Origins.OfInsertion(access) & ~Origin.Null) == Origin.Borrowed);

    /// <summary>clone._input = …: the copy still has what the original holds.</summary>
    public static bool IsOnCopy(Holder holder, AccessNode access)
    {
        if (access.Target.A is not { Kind: not ValueKind.This } owner)
            return false;
        foreach (var root in Trace.Roots(holder, owner))
        {
            if (root is { Kind: RootKind.Result, Symbol.Name: "MemberwiseClone" or "Clone" or "ShallowCopy" })
                return true;
        }

        return false;
    }

    /// <summary>var row = new Row(); row.Next = …: what was made on this very turn has nothing there yet. Of several that were made here it is not known which one it is.</summary>
    public static bool IsOnNewObject(Holder holder, AccessNode access)
    {
        if (access.Target.A is not { Kind: ValueKind.Local } owner || Trace.Roots(holder, owner) is not { Count: > 0 } roots || !roots.TrueForAll(r => r.Kind == RootKind.Created))
            return false;
        return roots.Count > 1 || access.Inserted is { } given && IsPushed(holder, access, roots[0].Value, given) || access.Body.Member.Calls.Exists(c => c.IsCreation && c.Result == roots[0].Value && c.Body == access.Body && Structure.EnclosingLoop(c) == Structure.EnclosingLoop(access))
            && !access.Body.Member.Accesses.Exists(a => a.Order < access.Order && a.Access is AccessKind.Overwrite or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(a.Store, access.Store) && Canon.Same(a.Target.A, owner));
    }

    /// <summary>do { node.Next = _head; } while (CompareExchange(ref _head, node, …) != …): until it is in the list, the new node only points to what the list has.</summary>
    private static bool IsPushed(Holder holder, AccessNode access, Value node, Value given) => Structure.EnclosingLoop(access) is { } loop && access.Body.Member.Accesses.Exists(a => a.Access == AccessKind.CompareExchange && a.Order > access.Order && a.Body == access.Body
        && (Structure.EnclosingLoop(a) == loop || Structure.Contains(loop.Head, a)) && a.Inserted != null && a.Store is { } head && Trace.ComesFrom(holder, given, head) && Trace.Roots(holder, a.Inserted).Exists(r => r.Value == node));

    /// <summary>_stream = new FrameStream(_client.GetStream()), now and whenever: what each of them has is the one client's, and ends with it; of several clients, where each stays till the holder ends it.</summary>
    public static bool IsOfClient(Holder holder, Store store)
    {
        ISymbol? client = null;
        return !store.IsCollection && store.OnlyGets(access => ClientOf(access.Inserted!, 0) is { } one && !SymbolEqualityComparer.Default.Equals(one, store.Symbol) && (SymbolEqualityComparer.Default.Equals(client ??= one, one) || StaysTillEnd(holder, client) && StaysTillEnd(holder, one)));
    }

    private static bool StaysTillEnd(Holder holder, ISymbol client) => client is IFieldSymbol { IsReadOnly: true } && holder.StoreOf(client) is { } slot && holder.Closing.DrainersOf(slot).Any(d => Closing.IsClosing(d.Method));

    private static ISymbol? ClientOf(Value value, int depth) => depth > 4 ? null : value switch
    {
        { Kind: ValueKind.Local, Local.Single: { } single } => ClientOf(single, depth + 1),
        { Kind: ValueKind.Created, Type: { } wrapper } when !(StoreScope.IsInSource(wrapper) && OwnParts(wrapper) > 1) => value.Items.Select(i => ClientOf(i, depth + 1)).FirstOrDefault(c => c != null),
        { Kind: ValueKind.Result, Call: { Target.Name: "GetStream", Receiver: { Kind: ValueKind.Store, Symbol: { IsStatic: false } client } } } => client,
        _ => null,
    };

    /// <summary>What an object of the type has to end, in its own fields and in those of its base types; readers and writers are around a stream that it has.</summary>
    private static int OwnParts(ITypeSymbol wrapper)
    {
        var count = 0;
        for (var at = wrapper; at != null && StoreScope.IsInSource(at); at = at.BaseType!)
            count += at.GetMembers().Count(m => m is IFieldSymbol { IsStatic: false } part && IsPart(part.Type));
        return count;
    }

    private static bool IsPart(ITypeSymbol type) => type.Name is not ("StreamReader" or "StreamWriter" or "BinaryReader" or "BinaryWriter")
        && (type is { Name: "IDisposable", ContainingNamespace.Name: "System" } || type.AllInterfaces.Any(i => i.Name == "IDisposable") || type is INamedTypeSymbol { TypeArguments: var entries } && type.AllInterfaces.Any(i => i.Name == "IEnumerable") && entries.Any(e => e.AllInterfaces.Any(i => i.Name == "IDisposable")));

    /// <summary>_channel = null; channel.Dispose(), or lock (_gate) { _channel = null; } channel.Dispose(): the member takes back and ends what it had put there itself.</summary>
    public static bool IsOwnNewcomer(Holder holder, Store store, AccessNode access) => access.Inserted is { IsNull: true }
        && access.Body.Member.Disposals.Exists(d => d.Body == access.Body && d.Parent is { } level && Structure.Contains(level, access) && Trace.Roots(holder, d.Operand).Exists(r => r.Kind == RootKind.Created && Entries.InsertionOf(holder, r.Value, store, access.Body.Member) is { } insertion && insertion.Order < access.Order && !Structure.Exclude(insertion, access)));

    /// <summary>The slot is filled by one member alone, whose finally clause ends the value and empties the slot: outside of its run nothing is there.</summary>
    public static bool IsBrief(Holder holder, Store store, AccessNode access) => !store.IsCollection && Structure.EnclosingLoop(access) == null && store.OnlyGets(insertion => insertion.Body.Member != access.Body.Member
        && insertion.Body.Member.Disposals.Exists(d => d.Order > insertion.Order && Structure.EndsFinally(d) && Trace.ComesFrom(holder, d.Operand, store.Symbol))
        && insertion.Body.Member.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Structure.IsIn(a, BlockRole.Finally)));

    /// <summary>_file = Open(a); …; _file.Close(): every member that fills the slot ends it again on its way, so nothing is there when the next one comes.</summary>
    public static bool IsEndedEachTime(Holder holder, Store store) => !store.IsCollection && store.OnlyGets(insertion => insertion.Inserted is { IsNull: true }
        || insertion.Body.Member.Disposals.Exists(d => d.Order > insertion.Order && d.Parent == insertion.Parent && Trace.ComesFrom(holder, d.Operand, store.Symbol)
            && !insertion.Body.Member.Returns.Cast<Node>().Concat(insertion.Body.Member.Throws).Concat(insertion.Body.Member.Awaits).Any(n => n.Body == insertion.Body && n.Order > insertion.Order && n.Order < d.Order)));

    /// <summary>_outer = _writer; _writer = temporary; … _writer = _outer: the other slot only ever holds what this one held.</summary>
    public static bool IsParked(Holder holder, Store store, Value value) =>
        !store.IsCollection && value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } && holder.StoreOf(value.Symbol) is { IsCollection: false } other && other != store
        && other.OnlyGets(access => Trace.ComesFrom(holder, access.Inserted!, store.Symbol));

    /// <summary>A helper of the holder makes the new value around the old one, or the old one itself makes its successor.</summary>
    public static bool IsWrapped(Holder holder, Store store, Value value, MemberFacts facts) => !store.IsCollection && (IsMadeByOld(holder, store, value) || Trace.DeepRoots(holder, value).Exists(r =>
        (r.Kind == RootKind.Created ? r.Value.Items : r.Kind == RootKind.Result ? r.Value.Call?.Arguments.Append(r.Value.Call.Receiver ?? Value.Unknown) : null)?.Any(i => i.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.Delegate) && (Trace.ComesFrom(holder, i, store.Symbol) || IsPassedByAll(holder, store, i, facts))) == true));

    /// <summary>_states[id] = _states[id].Rename(name): the entry of that key makes its successor, around what it has itself.</summary>
    public static bool IsSuccessor(Holder holder, Store store, Value value, AccessNode access) => store.IsCollection && access.Key != null && Canon.Text(access.Key) != null && IsMadeByOld(holder, store, value, maker => Trace.Roots(holder, maker) is { Count: > 0 } roots
        && roots.TrueForAll(r => r.Kind == RootKind.Null || r.IsOf(store.Symbol) && r is { IsPart: false, Access: { Removes: false, Key: { } found } } && Canon.Same(found, access.Key)));

    /// <summary>(var left, _block) = _block.Split(at): a part of what the old one gives.</summary>
    private static bool IsMadeByOld(Holder holder, Store store, Value value, System.Predicate<Value>? isOld = null)
    {
        var at = value;
        for (var depth = 0; depth < 4 && (at is { Kind: ValueKind.Local, Local.Single: not null } || at is { Kind: ValueKind.Member or ValueKind.Awaited, A: not null }); depth++)
            at = at.Kind == ValueKind.Local ? at.Local.Single! : at.A!;
        return at is { Kind: ValueKind.Result, Call: { Receiver: { } maker, Target: { } target } } && (isOld?.Invoke(maker) ?? Trace.ComesFrom(holder, maker, store.Symbol))
            && (holder.FactsOf(target) is not { } facts ? isOld == null && at != value : isOld == null ? facts.Returns.Exists(r => r.Value != null && TakesOf(r.Value, 0))
                : facts.Returns.Count > 0 && (facts.Returns.TrueForAll(r => r.Value is { Kind: ValueKind.Created, A.Kind: ValueKind.This, Items: var others } && !System.Array.Exists(others, i => holder.Catalog.PayloadOf(i.Type) is { IsResource: true } or { MaybeResource: true })) || facts.Returns.TrueForAll(r => r.Value != null && TakesOf(r.Value, 0)) && HasOnePart(target.ContainingType)));

        // Nothing else that it would leave behind.
        bool HasOnePart(INamedTypeSymbol type) => type.BaseType is { SpecialType: SpecialType.System_Object } && type.OriginalDefinition.GetMembers().Count(m => m is IFieldSymbol { IsStatic: false } field && holder.Catalog.PayloadOf(field.Type) is { IsResource: true } or { MaybeResource: true }) == 1;

        // What it makes is around itself, or around what it has.
        bool TakesOf(Value made, int depth) => depth < 6 && (made is { Kind: ValueKind.Local, Local.Single: { } single } ? TakesOf(single, depth + 1) : made is { Kind: ValueKind.Created, Items: var items } ? System.Array.Exists(items, i => i.Kind == ValueKind.This && isOld == null || i is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type: { } type } && (holder.Catalog.PayloadOf(type) is var kept && (kept.IsResource || kept.MaybeResource)) || TakesOf(i, depth + 1)) : made.Kind == ValueKind.Either ? TakesOf(made.A!, depth + 1) || TakesOf(made.B!, depth + 1) : made.Kind == ValueKind.This && isOld == null);
    }

    /// <summary>A parameter of a private helper, and every caller passes what the slot holds.</summary>
    private static bool IsPassedByAll(Holder holder, Store store, Value value, MemberFacts facts) =>
        value.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter && holder.Callers.IsClosed(facts) && holder.Callers.Of(facts) is { Count: > 0 } calls
        && calls.All(c => parameter.Ordinal < c.Arguments.Length && Trace.ComesFrom(holder, c.Arguments[parameter.Ordinal], store.Symbol));
}
