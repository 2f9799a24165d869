using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What collections and sequences hold.</content>
internal sealed partial class Trace
{
    /// <summary>The roots of what a collection made in the member holds.</summary>
    public static List<Root> ElementRoots(Holder holder, Value collection)
    {
        var trace = new Trace(holder, intoForeign: false);
        trace.FollowEach(collection, isPart: false, depth: 0);
        return trace.roots;
    }

    /// <summary>The elements of a collection or sequence.</summary>
    private void FollowEach(Value source, bool isPart, int depth)
    {
        if (IsTooFar(source, isPart, depth))
            return;
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
            case ValueKind.Result:
                FollowResult(source, isPart, depth, each: true);
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
