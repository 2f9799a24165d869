using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Follows values back to their roots inside one member, and into the methods it calls.</summary>
internal sealed partial class Trace
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

    /// <summary>Too many steps or roots: what comes behind the value stays unknown.</summary>
    private bool IsTooFar(Value value, bool isPart, int depth)
    {
        if (depth <= MaxDepth && roots.Count < MaxRoots)
            return false;
        Add(RootKind.Unknown, value, null, isPart);
        return true;
    }

    private void Add(RootKind kind, Value value, ISymbol? symbol, bool isPart) => roots.Add(new Root(kind, value, symbol, isPart));

    private void Follow(Value value, bool isPart, int depth)
    {
        if (IsTooFar(value, isPart, depth))
            return;
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
}
