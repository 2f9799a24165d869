using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Follows values back to their roots inside one member, and into the methods it calls.</summary>
internal sealed class Trace
{
    private const int MaxRoots = 64;
    private const int MaxDepth = 24;
    private static readonly List<Root> None = new();

    private readonly Holder holder;
    private readonly bool intoForeign;
    private readonly HashSet<Value> visited = new();
    private readonly List<Root> roots = new();
    private readonly HashSet<ISymbol> entered = new(SymbolEqualityComparer.Default);

    private Trace(Holder holder, bool intoForeign)
    {
        this.holder = holder;
        this.intoForeign = intoForeign;
    }

    /// <summary>The roots of a value, through the members of the nest; what other types return is a root of its own.</summary>
    public static List<Root> Roots(Holder holder, Value? value)
    {
        if (value == null)
            return None;
        if (holder.TracedRoots.TryGetValue(value, out var known))
            return known;
        var trace = new Trace(holder, intoForeign: false);
        trace.Follow(value, isPart: false, depth: 0);
        return holder.TracedRoots[value] = trace.roots;
    }

    /// <summary>The roots of a value, through methods of other source types too: what a factory makes.</summary>
    public static List<Root> DeepRoots(Holder holder, Value? value)
    {
        if (value == null)
            return None;
        var trace = new Trace(holder, intoForeign: true);
        trace.Follow(value, isPart: false, depth: 0);
        return trace.roots;
    }

    /// <summary>The roots of what a collection made in the member holds.</summary>
    public static List<Root> ElementRoots(Holder holder, Value collection)
    {
        var trace = new Trace(holder, intoForeign: false);
        trace.FollowEach(collection, isPart: false, depth: 0);
        return trace.roots;
    }

    /// <summary>Whether some root of the value is an entry of the store, or the value of the slot.</summary>
    public static bool ComesFrom(Holder holder, Value? value, ISymbol store)
    {
        if (value == null)
            return false;
        foreach (var root in Roots(holder, value))
        {
            if (root.IsOf(store))
                return true;
        }

        return false;
    }

    private void Add(RootKind kind, Value value, ISymbol? symbol, bool isPart) => roots.Add(new Root(kind, value, symbol, isPart));

    private void Follow(Value value, bool isPart, int depth)
    {
        if (depth > MaxDepth || roots.Count >= MaxRoots)
        {
            Add(RootKind.Unknown, value, null, isPart);
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Null:
                Add(RootKind.Null, value, null, isPart);
                break;
            case ValueKind.This:
                Add(RootKind.This, value, null, isPart);
                break;
            case ValueKind.Parameter:
                Add(RootKind.Parameter, value, value.Symbol, isPart);
                break;
            case ValueKind.Local:
                FollowLocal(value, isPart, depth);
                break;
            case ValueKind.Either:
                Follow(value.A!, isPart, depth + 1);
                Follow(value.B!, isPart, depth + 1);
                break;
            case ValueKind.Awaited:
                if (value.A == null)
                    Add(RootKind.Unknown, value, null, isPart);
                else
                    Follow(value.A, isPart, depth + 1);
                break;
            case ValueKind.Store:
                FollowStore(value, isPart, depth);
                break;
            case ValueKind.Element when value.Access is { Store: null, Collection: not CollectionKind.None, Target: { Kind: ValueKind.Parameter or ValueKind.Local } source }:
                FollowEach(source, isPart, depth + 1);
                break;
            case ValueKind.Element:
                Add(value.Access is { Collection: CollectionKind.None } ? RootKind.Slot : RootKind.Element, value, value.Access?.Store ?? value.Symbol, isPart);
                break;
            case ValueKind.EachElement:
                FollowEach(value.A!, isPart, depth + 1);
                break;
            case ValueKind.Member:
                FollowMember(value, depth);
                break;
            case ValueKind.Created:
                if (value.Data is "with" && value.A != null && !GetsAnotherResource(value))
                    Follow(value.A, true, depth + 1);
                Add(RootKind.Created, value, value.Symbol, isPart);
                break;
            case ValueKind.Result:
                FollowResult(value, isPart, depth);
                break;
            case ValueKind.Delegate:
                Add(RootKind.Delegate, value, value.Symbol, isPart);
                break;
            case ValueKind.Caught:
                Add(RootKind.Caught, value, null, isPart);
                break;
            case ValueKind.Elements or ValueKind.Derived:
                FollowEach(value, isPart, depth + 1);
                break;
            default:
                Add(RootKind.Unknown, value, null, isPart);
                break;
        }
    }

    /// <summary>route with { Channel = new RelayChannel() }: what the copy carries is not what the original carries.</summary>
    private bool GetsAnotherResource(Value copy) => holder.Catalog.PayloadOf(copy.Type) is { HasEntry: true, Resource: { } resource }
        && copy.Items.Any(i => i.Kind is ValueKind.Created or ValueKind.Result && i.Type is { } type && (SymbolEqualityComparer.Default.Equals(type, resource) || holder.Catalog.IsResource(type) && type.AllInterfaces.Contains(resource, SymbolEqualityComparer.Default)));

    private void FollowLocal(Value value, bool isPart, int depth)
    {
        if (!visited.Add(value))
            return;
        if (value.Local.Assigned.Count == 0)
        {
            Add(value.Symbol is IParameterSymbol ? RootKind.Parameter : RootKind.Unknown, value, value.Symbol, isPart);
            return;
        }

        foreach (var assigned in value.Local.Assigned)
            Follow(assigned, isPart, depth + 1);
    }

    /// <summary>A field of another object is a slot of its own, and a part of that object.</summary>
    private void FollowStore(Value value, bool isPart, int depth)
    {
        var collection = holder.Catalog.Of(value.Type).Collection != CollectionKind.None;
        Add(collection ? RootKind.Collection : RootKind.Slot, value, value.Symbol, isPart);
        if (value.A is { Kind: not ValueKind.This } owner && value.Type != null && CanCarry(value.Type))
            Follow(owner, true, depth + 1);
    }

    /// <summary>A part of a value counts as the value only where it can be, or hold, the resource.</summary>
    private void FollowMember(Value value, int depth)
    {
        if (value.Data is "keys" || value.Symbol is { Name: "Key" } && value.A != null)
        {
            Add(RootKind.Unknown, value, null, true);
            return;
        }

        if (value.A == null || value.Type != null && !CanCarry(value.Type))
        {
            Add(RootKind.Unknown, value, null, true);
            return;
        }

        if (value.A.Kind == ValueKind.Created && value.Data is int index && index < value.A.Items.Length)
        {
            Follow(value.A.Items[index], false, depth + 1);
            return;
        }

        // What a lazy makes is no part of it: for the lazy's store it is the entry.
        Follow(value.A, !(value.Symbol is { Name: "Value" } && holder.Catalog.Of(value.A.Type).Has(TypeTraits.Lazy)), depth + 1);
    }

    private bool CanCarry(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Object || type.TypeKind is TypeKind.TypeParameter or TypeKind.Dynamic)
            return true;
        if (ApiCatalog.IsPlain(type))
            return false;
        var info = holder.Catalog.Of(type);
        return info.Has(TypeTraits.AnyDisposable | TypeTraits.Task | TypeTraits.Lazy) || info.Collection != CollectionKind.None
            || holder.Catalog.PayloadOf(type) is var payload && (payload.IsResource || payload.MaybeResource);
    }

    private void FollowResult(Value value, bool isPart, int depth)
    {
        if (value.Call is { } call)
        {
            if (call.IsDelegate && call.Callee is { } lambda)
            {
                FollowReturns(lambda, isPart, depth);
                return;
            }

            if (call.Callee is { } function)
            {
                FollowReturns(function, isPart, depth);
                return;
            }

            if (call.Target is { } target && value.Symbol is not IParameterSymbol && !call.IsVirtual && FactsOf(target) is { } callee && callee != call.Body.Member && !IsStandIn(callee) && entered.Add(target))
            {
                var before = roots.Count;
                FollowReturns(callee.Root, isPart, depth + 4);
                Substitute(before, call, depth);
                entered.Remove(target);
                return;
            }
        }

        if (value.Data is StartNode { Work: { Body: { } work } })
        {
            FollowReturns(work, isPart, depth);
            return;
        }

        Add(RootKind.Result, value, value.Call?.Target, isPart);
    }

    /// <summary>throw new NotImplementedException(): what is returned instead is not known.</summary>
    private static bool IsStandIn(MemberFacts callee) =>
        callee.Throws.Count == 1 && callee.Throws[0].Parent == callee.Root.Root && callee.Returns.TrueForAll(r => r.Value is null or { Kind: ValueKind.Unknown or ValueKind.Null } && r.Parent == callee.Root.Root);

    private MemberFacts? FactsOf(IMethodSymbol target) => holder.OwnFactsOf(target) ?? (intoForeign || target.IsExtensionMethod && StoreScope.IsInSource(target) ? holder.FactsOf(target) : null);

    private void FollowReturns(BodyFacts callee, bool isPart, int depth)
    {
        var any = false;
        foreach (var node in callee.Member.Returns)
        {
            if (node.Body != callee || node.Value == null)
                continue;
            any = true;
            Follow(node.Value, isPart, depth + 1);
        }

        if (!any)
            Add(RootKind.Unknown, Value.Unknown, null, isPart);
    }

    /// <summary>What a callee returns of its parameters is what the call passes.</summary>
    private void Substitute(int from, CallNode call, int depth)
    {
        for (var i = roots.Count - 1; i >= from; i--)
        {
            var root = roots[i];
            if (root.Kind is not (RootKind.Parameter or RootKind.ParameterElement) || root.Symbol is not IParameterSymbol parameter
                || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, call.Target))
                continue;
            roots.RemoveAt(i);
            var argument = parameter.Ordinal < call.Arguments.Length ? call.Arguments[parameter.Ordinal] : Value.Unknown;
            if (root.Kind == RootKind.Parameter)
                Follow(argument, root.IsPart, depth + 1);
            else
                FollowEach(argument, root.IsPart, depth + 1);
        }
    }

    /// <summary>The elements of a collection or sequence.</summary>
    private void FollowEach(Value source, bool isPart, int depth)
    {
        if (depth > MaxDepth || roots.Count >= MaxRoots)
        {
            Add(RootKind.Unknown, source, null, isPart);
            return;
        }

        switch (source.Kind)
        {
            case ValueKind.Elements when source.B != null:
                Follow(source.B, isPart, depth + 1);
                break;
            case ValueKind.Elements:
                FollowEach(source.A!, isPart, depth + 1);
                break;
            case ValueKind.Derived or ValueKind.Awaited when source.A != null:
                FollowEach(source.A, isPart, depth + 1);
                break;
            case ValueKind.Store:
                if (holder.Catalog.Of(source.Type).Collection != CollectionKind.None)
                    Add(RootKind.Element, source, source.Symbol, isPart);
                else
                    Add(RootKind.Slot, source, source.Symbol, true);
                break;
            case ValueKind.Element:
                Add(RootKind.Element, source, source.Access?.Store ?? source.Symbol, isPart);
                break;
            case ValueKind.EachElement:
                FollowEach(source.A!, isPart, depth + 1);
                break;
            case ValueKind.Either:
                FollowEach(source.A!, isPart, depth + 1);
                FollowEach(source.B!, isPart, depth + 1);
                break;
            case ValueKind.Local:
                FollowEachOfLocal(source, isPart, depth);
                break;
            case ValueKind.Parameter:
                Add(RootKind.ParameterElement, source, source.Symbol, isPart);
                break;
            case ValueKind.Created:
                foreach (var item in source.Items)
                {
                    // A capacity, a comparer or a key is no element.
                    if (item.Type == null || CanCarry(item.Type) || item.Kind == ValueKind.Elements)
                        Follow(item, isPart, depth + 1);
                }

                break;
            case ValueKind.Member when source.Data is "keys":
                Add(RootKind.Unknown, source, null, true);
                break;
            case ValueKind.Member when source.A != null:
                FollowMember(source, depth);
                break;
            default:
                Follow(source, isPart, depth + 1);
                break;
        }
    }

    /// <summary>A local list holds what was assigned to it and what was added to it.</summary>
    private void FollowEachOfLocal(Value source, bool isPart, int depth)
    {
        if (!visited.Add(source))
            return;
        foreach (var assigned in source.Local.Assigned)
            FollowEach(assigned, isPart, depth + 1);
        foreach (var access in holder.AccessesOfLocal(source.Local))
        {
            if (access.Inserted != null)
                Follow(access.Inserted, isPart, depth + 1);
        }

        if (source.Local.Assigned.Count == 0)
            Add(source.Symbol is IParameterSymbol ? RootKind.ParameterElement : RootKind.Unknown, source, source.Symbol, isPart);
    }
}
