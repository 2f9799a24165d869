using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Holders;

/// <summary>Keys under which nothing can be stored yet: made for this entry, counted up, or picked because they are absent.</summary>
internal static partial class FreshKeys
{
    private const int MaxDepth = 6;

    public static bool IsFresh(Holder holder, Store store, AccessNode access) =>
        access.Key != null && (IsNew(holder, access.Key, 0) || IsPassedNew(holder, store, access.Key, access.Body, 0) || IsStartedHere(access) || access.Key is { Kind: ValueKind.Store, Access: { } read } && IsCountedUp(holder, store, read) || IsNewOut(holder, access) || IsOwnIdentity(holder, access.Key, access.Inserted) || IsGivenNew(holder, access) || IsHandleOfPart(access.Key, access.Inserted) || IsMadeWithOwner(holder, store, access.Key, access.Inserted) || IsCursor(holder, access.Key, access.Body.Member) || IsFreePlace(holder, store, access.Key, 0) || IsPooledPlace(holder, store, access.Key) || IsFiltered(store, access.Key, 0) || IsRingPlace(store, access) || IsObject(holder, store, access) || IsFirstRound(access) || IsFoundAbsent(holder, store, access) || IsBoundPlace(holder, store, access));

    /// <summary>items[count].Handle = …; count++: the slot of an element that nobody has used yet.</summary>
    public static bool IsOnFreshElement(Holder holder, AccessNode access) => access.Target.A is { } owner
        && Trace.Roots(holder, owner).Exists(r => r is { Kind: RootKind.Element, Access.Key: { } key } && (IsNew(holder, key, 0) || IsCursor(holder, key, access.Body.Member)));

    /// <summary>Init: foreach (var signal in signals) map[signal] = …: the keys of another collection, in a member that runs once at the beginning.</summary>
    private static bool IsFirstRound(AccessNode access)
    {
        if (access.Body.Enclosing != null || access.Body.Member.Method is not { DeclaredAccessibility: Accessibility.Private } || !Starting.IsStart(access.Body.Member))
            return false;
        var key = access.Key;
        while (key is { Kind: ValueKind.Local } && key.Local.Single is { } single)
            key = single;
        return key is { Kind: ValueKind.EachElement } or { Kind: ValueKind.Member, Symbol.Name: "Key", A.Kind: ValueKind.EachElement };
    }

    /// <summary>A new Guid, a number counted up, a new object, or text made of one of them.</summary>
    private static bool IsNew(Holder holder, Value key, int depth)
    {
        if (depth > MaxDepth)
            return false;
        switch (key.Kind)
        {
            case ValueKind.Local:
                return key.Local.Assigned.Count > 0 && key.Local.Assigned.TrueForAll(v => v != key && IsNew(holder, v, depth + 1));
            case ValueKind.Pure:
                return NamesFresh(key.Symbol) || key.Data is not (BinaryOperatorKind.Remainder or BinaryOperatorKind.And or BinaryOperatorKind.RightShift) && Any(holder, key.Items, depth);
            case ValueKind.Awaited:
                return key.A != null && IsNew(holder, key.A, depth + 1);
            case ValueKind.Element or ValueKind.Store:
                return key.Access is { Access: AccessKind.Increment };
            case ValueKind.Created:
                return key.Type is { IsReferenceType: true, IsRecord: false } type && !HasValueEquality(type) || Any(holder, key.Items, depth);
            case ValueKind.Result when key.Call is { } call:
                return NamesFresh(call.Target) || call.Target is { Name: "ToString" or "Format" or "GetHashCode" } && call.Receiver != null && IsNew(holder, call.Receiver, depth + 1)
                    || ReturnsNew(holder, key, depth);
            default:
                return false;
        }
    }

    /// <summary>map[item.Id] = item with a Guid, or with the very object that the item is made around (a SessionManager's Session): nothing else has it.</summary>
    private static bool IsOwnIdentity(Holder holder, Value key, Value? inserted) =>
        inserted != null && (key.A ?? (key.Items.Length > 0 ? key.Items[0] : key.Call?.Receiver)) is { } owner && ((key.Type is { Name: "Guid" } || IsHeart(key, owner)) && Canon.Same(owner, inserted) || IsGivenId(key, owner, inserted) && !Trace.Roots(holder, owner).Exists(r => r.Kind is RootKind.Element or RootKind.Slot or RootKind.Parameter));

    private static bool IsHeart(Value key, Value owner) => key is { Symbol: { } part, Type: { TypeKind: TypeKind.Class or TypeKind.Interface, IsRecord: false } identity } && !HasValueEquality(identity)
        && owner.Type?.Name is { } whole && System.Array.Exists(new[] { "Manager", "Wrapper", "Adapter" }, w => whole == part.Name + w);

    /// <summary>var copy = await _store.CreateCopyAsync(); map[copy.Id] = new Entry(copy): asked for nothing in particular, whoever made it has given it a number.</summary>
    private static bool IsGivenId(Value key, Value owner, Value inserted)
    {
        if (owner is not { Kind: ValueKind.Local, Local.Single: { } made } || key.Asked?.Name is not { } name || name != "Id" && !(name.EndsWith("Id", System.StringComparison.Ordinal) && owner.Type?.Name.EndsWith(name.Substring(0, name.Length - 2), System.StringComparison.Ordinal) == true))
            return false;
        var call = (made.Kind == ValueKind.Awaited ? made.A : made)?.Call;
        var entry = inserted is { Kind: ValueKind.Local } ? inserted.Local.Single : inserted;
        return call is { Target: { } maker } && System.Array.TrueForAll(call.Arguments, a => a.Type is { Name: "CancellationToken" }) && SaysMade(maker.Name)
            && (Canon.Same(owner, inserted) || entry is { Kind: ValueKind.Created } && System.Array.Exists(entry.Items, i => Canon.Same(i, owner)));
    }

    /// <summary>Create, New or Take as a word, and not only where there is none.</summary>
    private static bool SaysMade(string name) => NameWords.BeginsWithAny(name, new[] { "Create", "New", "Take" })
        && !System.Array.Exists(new[] { "Or", "If", "Latest", "Last", "Current", "Existing" }, w => name.IndexOf(w, 3, System.StringComparison.Ordinal) is > 0 and var at && (at + w.Length == name.Length || !char.IsLower(name[at + w.Length])));

    /// <summary>foreach (var part in parts) map[part.Handle] = new State(part): the handle stands for the very object that the entry is made for, and a sequence has each once.</summary>
    private static bool IsHandleOfPart(Value key, Value? inserted)
    {
        if (key.Type is not { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } || (key.A ?? key.Call?.Receiver) is not { } owner || (owner.Kind == ValueKind.Local ? owner.Local.Single : owner) is not { Kind: ValueKind.EachElement })
            return false;
        var made = inserted is { Kind: ValueKind.Local } ? inserted.Local.Single : inserted;
        return made is { Kind: ValueKind.Created } && System.Array.Exists(made.Items, i => Canon.Same(i, owner));
    }

    /// <summary>map[item.Name] = item, where the constructor of the item gives it a new name.</summary>
    private static bool IsMadeWithOwner(Holder holder, Store store, Value key, Value? inserted)
    {
        if (inserted == null || (key.A ?? key.Call?.Receiver) is not { } owner || !Canon.Same(owner, inserted) || key.Asked is not { ContainingType: { } type } named || IsCopy(holder, inserted))
            return false;
        var field = named is IPropertySymbol { GetMethod: { } getter } && holder.FactsOf(getter) is { Returns: { Count: 1 } returns } && returns[0].Value is { Kind: ValueKind.Store, Symbol: { } read } ? read : named;
        if (holder.WrittenFactsOf(field) is { } initializer && field is not IMethodSymbol && initializer.Accesses.Exists(a => a.Inserted != null && IsNewText(holder, a.Inserted)))
            return true;
        foreach (var constructor in type.OriginalDefinition.InstanceConstructors)
        {
            if (holder.FactsOf(constructor) is not { } facts || !facts.Accesses.Exists(a => a.Access == AccessKind.Overwrite && SymbolEqualityComparer.Default.Equals(a.Store, field) && a.Inserted != null && (IsNewText(holder, a.Inserted) || IsGivenNew(holder, store, constructor, a.Inserted))))
                return false;
        }

        return type.InstanceConstructors.Length > 0;
    }

    /// <summary>new Link(socket, Interlocked.Increment(ref _last)): whoever makes one gives it a new number.</summary>
    private static bool IsGivenNew(Holder holder, Store store, IMethodSymbol constructor, Value number) => number is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol given } && (constructor.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal) || constructor.ContainingType.IsSealed && OutsideCallers.IsInternal(constructor))
        && holder.Analysis.Foreign.CallersOf(constructor, holder.Cancellation).Concat(holder.OwnMembers).Distinct().SelectMany(f => f.Calls).Where(c => c.IsCreation && SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, constructor.OriginalDefinition)).ToList() is { Count: > 0 } makers && makers.TrueForAll(c => given.Ordinal < c.Arguments.Length && IsNew(holder, c.Arguments[given.Ordinal], 2)) && makers.Select(c => CounterOf(holder, c.Arguments[given.Ordinal], 0)).Distinct(SymbolEqualityComparer.Default).ToList() is { Count: 1 } counters && (counters[0] is { } counter ? (!store.IsStatic || counter.IsStatic) && OnlyCounts(holder, counter) : given.Type.SpecialType is SpecialType.None or SpecialType.System_String);

    /// <summary>Nobody sets it back.</summary>
    private static bool OnlyCounts(Holder holder, ISymbol counter) => holder.StoreOf(counter) is not { } figure || figure.Accesses.TrueForAll(a => !a.Mutates || a.Access == AccessKind.Increment || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member));

    private static bool IsNewText(Holder holder, Value value) =>
        IsNew(holder, value, 0) || Trace.DeepRoots(holder, value) is { Count: > 0 } roots && roots.TrueForAll(r => !r.IsPart && IsNew(holder, r.Value, 2));

    private static bool Any(Holder holder, Value[] items, int depth)
    {
        foreach (var item in items)
        {
            if (IsNew(holder, item, depth + 1))
                return true;
        }

        return false;
    }

    private static bool NamesFresh(ISymbol? method) =>
        string.Equals(method?.Name, "NewGuid", System.StringComparison.OrdinalIgnoreCase) || method is { Name: "CreateVersion7" or "GetRandomFileName" or "Next" or "NextId" or "GetNextId" or "GetTempFileName" };

    /// <summary>var run = Task.Run(…); _runs[run] = …: a task that was just started is new.</summary>
    private static bool IsStartedHere(AccessNode access)
    {
        var key = access.Key;
        while (key is { Kind: ValueKind.Local } && key.Local.Single is { } single)
            key = single;
        return key is { Kind: not ValueKind.Unknown } && access.Body.Member.Starts.Exists(s => s.Start == StartKind.Task && s.Body == access.Body && s.Result == key && Structure.EnclosingLoop(s) == Structure.EnclosingLoop(access));
    }

    /// <summary>The type's own helper that counts up or makes something new.</summary>
    private static bool ReturnsNew(Holder holder, Value result, int depth)
    {
        foreach (var root in Trace.Roots(holder, result))
        {
            if (root.Value != result && !root.IsPart && IsNew(holder, root.Value, depth + 2))
                return true;
        }

        return false;
    }

    private static bool HasValueEquality(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String || type.IsAnonymousType)
            return true;
        for (ITypeSymbol? at = type; at != null && at.SpecialType != SpecialType.System_Object; at = at.BaseType)
        {
            foreach (var member in at.GetMembers("Equals"))
            {
                if (member is IMethodSymbol { IsOverride: true })
                    return true;
            }
        }

        return false;
    }

    /// <summary>items[count] = x; count++: the number is counted up in the same member.</summary>
    private static bool IsCursor(Holder holder, Value number, MemberFacts facts)
    {
        foreach (var root in Trace.Roots(holder, number))
        {
            if (root.Kind != RootKind.Slot || root.IsPart || root.Symbol == null)
                continue;
            foreach (var other in facts.Accesses)
            {
                if (other.Access == AccessKind.Increment && SymbolEqualityComparer.Default.Equals(other.Store, root.Symbol))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Array.IndexOf(items, null), FindIndex(x => x == null): the place found is empty.</summary>
    private static bool IsFreePlace(Holder holder, Store store, Value key, int depth)
    {
        if (depth > MaxDepth)
            return false;
        if (key.Kind == ValueKind.Local)
            return key.Local.Single is { } single && IsFreePlace(holder, store, single, depth + 1);
        if (key.Kind is not (ValueKind.Result or ValueKind.Pure))
            return false;
        var name = key.Call?.Target?.Name ?? key.Symbol?.Name;
        if (name is not ("IndexOf" or "LastIndexOf" or "FindIndex" or "FindLastIndex"))
            return false;
        var arguments = key.Call?.Arguments ?? key.Items;
        foreach (var argument in arguments)
        {
            if (argument.IsNull || argument.Body is { } predicate && Returns(predicate, v => v.Kind == ValueKind.IsNull))
                return true;
        }

        return false;
    }

    /// <summary>foreach (var k in keys.Where(k => !map.ContainsKey(k))), keys.Except(map.Keys).</summary>
    private static bool IsFiltered(Store store, Value key, int depth)
    {
        if (depth > MaxDepth)
            return false;
        switch (key.Kind)
        {
            case ValueKind.Local:
                return key.Local.Single is { } single && IsFiltered(store, single, depth + 1);
            case ValueKind.EachElement or ValueKind.Elements or ValueKind.Member:
                if (key.Body is { } predicate && Returns(predicate, v => v.Kind == ValueKind.Not && v.A is { Kind: ValueKind.Outcome, Access: { } asked } && IsPresenceOf(asked, store)))
                    return true;
                return key.Kind == ValueKind.Elements && key.Data is Value except && except.Data is "keys" && Names(except.A, store) || key.A != null && IsFiltered(store, key.A, depth + 1);
            default:
                return false;
        }
    }

    private static bool Names(Value? value, Store store) => value is { Kind: ValueKind.Store } && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol);

    private static bool IsPresenceOf(AccessNode asked, Store store) =>
        asked.Access is AccessKind.Exists or AccessKind.Lookup && SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol);

    private static bool Returns(BodyFacts predicate, System.Predicate<Value> accepts)
    {
        foreach (var node in predicate.Member.Returns)
        {
            if (node.Body == predicate && node.Value != null && accepts(node.Value))
                return true;
        }

        return false;
    }
}
