using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Questions about entries that several ownership rules ask.</summary>
internal static class Entries
{
    /// <summary>Stores that are known to own what they hold, with every access in the nest itself.</summary>
    public static IEnumerable<(Store Store, OwnershipVerdict Verdict, AccessNode Access)> Owned(Holder holder, Func<Store, AccessNode, bool> interesting)
    {
        foreach (var store in holder.Stores)
        {
            if (store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak || !store.Payload.IsResource && !store.Payload.MaybeResource)
                continue;
            OwnershipVerdict? verdict = null;
            foreach (var access in store.Accesses)
            {
                if (!interesting(store, access) || !holder.IsOwn(access.Body.Member))
                    continue;
                verdict ??= holder.Ownership.Of(store);
                if (!verdict.IsOwned)
                    break;
                yield return (store, verdict, access);
            }
        }
    }

    /// <summary>Where the member puts a value it created into the store.</summary>
    public static AccessNode? InsertionOf(Holder holder, Value created, Store store, MemberFacts facts)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Body.Member != facts || !access.Inserts || access.Inserted == null)
                continue;
            foreach (var root in Trace.Roots(holder, access.Inserted))
            {
                if (root.Value == created)
                    return access;
            }
        }

        return null;
    }

    /// <summary>What a member that others call puts in, it gives to its caller too.</summary>
    public static bool IsReturned(Holder holder, AccessNode insertion)
    {
        if (insertion.Inserted is not { } inserted || insertion.Body.Member.Method is not { DeclaredAccessibility: not Accessibility.Private })
            return false;
        var roots = Trace.Roots(holder, inserted);
        return insertion.Body.Member.Returns.Exists(r => r.Body == insertion.Body && r.Order > insertion.Order && r.Value != null && (Canon.Same(r.Value, inserted) || Trace.Roots(holder, r.Value).Exists(v => v.Kind is RootKind.Created or RootKind.Result && roots.Exists(i => i.Value == v.Value))));
    }

    /// <summary>The root is an entry of the store, or a value that the member itself put there.</summary>
    public static bool IsEntry(Holder holder, Root root, Store store, MemberFacts facts) =>
        root.IsOf(store.Symbol) || root.Kind == RootKind.Created && InsertionOf(holder, root.Value, store, facts) != null;

    /// <summary>The resource type in words: the simple name, or "value" where the code only casts.</summary>
    public static string TypeName(Store store) => store.Payload.Resource?.Name ?? "value";

    /// <summary>
    /// In the member something is ended that may be the same object: a parameter, an unknown value, an entry of another store.
    /// </summary>
    /// <param name="except">A value that is known to be another object.</param>
    /// <param name="ignore">Roots that are known to be other objects.</param>
    /// <param name="beside">What stands in another branch than this node is not meant.</param>
    /// <param name="helper">A helper of the holder: what it does with what it is given is not meant.</param>
    public static bool EndsAnother(Holder holder, MemberFacts facts, Store store, Value? except = null, Predicate<Root>? ignore = null, Node? beside = null, MemberFacts? helper = null)
    {
        foreach (var node in facts.Disposals)
        {
            if (!IsCompatible(holder, node.Operand, store) || DeadCode.IsDead(node) || beside != null && Structure.Exclude(node, beside))
                continue;
            var roots = Trace.Roots(holder, node.Operand);
            // What is only ever seen to be null gets its value where the code is not understood.
            if (roots.Count > 0 && roots.TrueForAll(r => r.Kind == RootKind.Null))
                return true;
            foreach (var root in roots)
            {
                if (root.Kind is RootKind.Parameter or RootKind.ParameterElement or RootKind.Unknown or RootKind.Result or RootKind.Slot or RootKind.Element
                    && !IsExcepted(holder, root, except) && ignore?.Invoke(root) != true && !IsOfUnrelated(holder, root, store))
                    return true;
            }
        }

        foreach (var call in facts.Calls)
        {
            if (beside != null && Structure.Exclude(call, beside) || helper != null && call.Target is { } asked && holder.OwnFactsOf(asked) == helper)
                continue;
            // map.DropAt(key), of an extension block.
            if (call is { Receiver: { Kind: not (ValueKind.Unknown or ValueKind.This) } extended, Target: { } member } && extended != except && Fates.IsExtensionBlock(member.ContainingType) && IsCompatible(holder, extended, store) && Trace.Roots(holder, extended).Exists(r => r.Kind != RootKind.Created)
                && (holder.Fates.OfReceiver(member) & Fate.Ended) != 0 && (ignore == null || !Trace.Roots(holder, extended).TrueForAll(ignore)))
                return true;
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                var argument = call.Arguments[i];
                if (argument.Kind is ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.Delegate or ValueKind.This || argument == except
                    || !IsCompatible(holder, argument, store) && !Array.Exists(Fates.Packed(argument), item => item.Kind is not (ValueKind.Null or ValueKind.Constant) && item != except && IsCompatible(holder, item, store)))
                    continue;
                if ((holder.Fates.OfArgument(call, i) & Fate.Ended) != 0 && (ignore == null || !Trace.Roots(holder, argument).TrueForAll(ignore)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>An entry of another store of the holder that never gets what this one has.</summary>
    private static bool IsOfUnrelated(Holder holder, Root root, Store store) =>
        root.Kind is RootKind.Element or RootKind.Slot && holder.StoreOf(root.Symbol) is { } other && other != store && !IsMoved(holder, store) && !IsMoved(holder, other)
        && Keepers.Of(holder, store) == null && Keepers.Of(holder, other) == null;

    private static bool IsMoved(Holder holder, Store store) =>
        store.Accesses.Exists(a => a.Access == AccessKind.Escape || a.Inserts && (holder.Ownership.Origins.OfInsertion(a) & (Origin.Moved | Origin.Unknown)) != 0);

    /// <summary>The holder asks its entries whether they have ended: somebody else may end them.</summary>
    public static bool EndElsewhere(Holder holder, Store store)
    {
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var branch in Structure.Branches(facts))
            {
                if (AsksForEnd(branch.Condition, 0))
                    return true;
            }
        }

        return false;

        bool AsksForEnd(Value condition, int depth)
        {
            if (depth > 8)
                return false;
            var receiver = condition.Call?.Receiver ?? (condition.Kind == ValueKind.Pure && condition.Items.Length > 0 ? condition.Items[0] : condition.A);
            if (LivenessFlags.Of(condition) != Liveness.Unknown && receiver != null && Trace.ComesFrom(holder, receiver, store.Symbol))
                return true;
            return condition.Kind is ValueKind.And or ValueKind.Or or ValueKind.Not && (AsksForEnd(condition.A!, depth + 1) || condition.B != null && AsksForEnd(condition.B, depth + 1));
        }
    }

    /// <summary>Every caller in sight ends something of the kind, so the helper need not.</summary>
    public static bool CallersEnd(Holder holder, MemberFacts facts, Store store, int depth = 0)
    {
        if (depth > 3 || !holder.Callers.IsClosed(facts))
            return false;
        // What a constructor calls comes before there is anything to end.
        var all = holder.Callers.Of(facts);
        var calls = all.Where(c => store.IsStatic || !Callers.IsConstruction(c.Body.Member) || c.Body.Enclosing != null).ToList();
        if (calls.Count == 0)
            return false;
        foreach (var call in calls)
        {
            var caller = call.Body.Member;
            // Where constructors call too, an end of something like it says too little.
            if (!(calls.Count == all.Count && EndsAnother(holder, caller, store, beside: call, helper: facts)) && !EndsOwnEntry(call) && !(holder.Summaries.DisposesDirectly(caller, store.Symbol) is { } end && !Structure.Exclude(end, call)) && !CallersEnd(holder, caller, store, depth + 1))
                return false;
        }

        return true;

        // It ends what it has put in itself, before it called.
        bool EndsOwnEntry(CallNode call) => call.Body.Member.Disposals.Exists(d => d.Order > call.Order
            && Trace.Roots(holder, d.Operand).Exists(r => r.Kind == RootKind.Created && InsertionOf(holder, r.Value, store, call.Body.Member) is { } insertion && insertion.Order < call.Order));
    }

    private static bool IsExcepted(Holder holder, Root root, Value? except)
    {
        if (except == null)
            return false;
        foreach (var other in Trace.Roots(holder, except))
        {
            if (other.Kind == root.Kind && (other.Value == root.Value || root.Symbol != null && root.Kind == RootKind.Parameter && SymbolEqualityComparer.Default.Equals(root.Symbol, other.Symbol)))
                return true;
        }

        return false;
    }

    /// <summary>By its type the value may be an entry of the store.</summary>
    public static bool IsCompatible(Holder holder, Value value, Store store)
    {
        if (value.Type is not { } type || store.Payload.Resource is not { } resource || type.SpecialType is SpecialType.System_Object or SpecialType.System_IDisposable)
            return true;
        if (type.TypeKind == TypeKind.Interface || resource.TypeKind is TypeKind.Interface or TypeKind.TypeParameter)
            return ApiCatalog.FullName(type).StartsWith("System.", StringComparison.Ordinal) == ApiCatalog.FullName(resource).StartsWith("System.", StringComparison.Ordinal)
                || type.TypeKind == TypeKind.Interface && resource.TypeKind == TypeKind.Interface;
        return Derives(type, resource) || Derives(resource, type) || holder.Catalog.PayloadOf(type).Resource is { } inner && (Derives(inner, resource) || Derives(resource, inner));
    }

    /// <summary>By inheritance one is the other; interfaces are not asked.</summary>
    public static bool Derives(ITypeSymbol type, ITypeSymbol other)
    {
        for (ITypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, other.OriginalDefinition))
                return true;
        }

        return false;
    }
}
