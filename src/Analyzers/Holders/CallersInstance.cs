using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>An entry that is found by comparing it with an object that the caller passed: the caller has it in hand.</summary>
internal static class CallersInstance
{
    /// <summary>if (_items[i] == item) _items.RemoveAt(i); or at the place that a search for the item has found.</summary>
    /// <param name="search">A method whose parameter is known to be the caller's object.</param>
    public static bool Is(Holder holder, Store store, Node node, IMethodSymbol? search = null)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at == branch.Then && ComparesWithOutside(holder, store, branch.Condition, 0, search))
                return true;
        }

        // if (_table != null && _table != table) return: what goes on has the caller's in the slot, or nothing.
        if (Structure.Branches(node.Body.Member).Any(b => Structure.IsOnTheWay(b, node) && Structure.Leaves(b.Then) && DiffersOnly(holder, store, b.Condition)))
            return true;
        return node is AccessNode { Key: { } place } && IsFound(holder, store, place.Kind == ValueKind.Local ? place.Local.Single ?? place : place);
    }

    /// <summary>The slot is there and is not the object that the caller passed.</summary>
    private static bool DiffersOnly(Holder holder, Store store, Value condition) => !store.IsCollection && (condition.Kind == ValueKind.And
        ? IsThere(store, condition.A!) && DiffersOnly(holder, store, condition.B!) || IsThere(store, condition.B!) && DiffersOnly(holder, store, condition.A!)
        : condition is { Kind: ValueKind.Not, A.Kind: ValueKind.Same } && ComparesWithOutside(holder, store, condition));

    private static bool IsThere(Store store, Value condition) => condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store } asked } } && SymbolEqualityComparer.Default.Equals(asked.Symbol, store.Symbol);

    /// <summary>_items.FindIndex(i => i.Filter == filter), or a helper of the type that looks for it.</summary>
    private static bool IsFound(Holder holder, Store store, Value place)
    {
        if (place.Access is { Access: AccessKind.Exists } by && SymbolEqualityComparer.Default.Equals(by.Store, store.Symbol))
            return by.Body.Member.Returns.Exists(r => r.Body.InlineOf == by && r.Value != null && ComparesWithOutside(holder, store, r.Value));
        if (place.Call is not { Target: { } target, Arguments: var arguments } || holder.OwnFactsOf(target) is not { } search)
            return false;
        return System.Array.Exists(arguments, a => IsOutside(holder, store, a))
            && search.Returns.Exists(IsPlace) && search.Returns.TrueForAll(r => !IsPlace(r) || Is(holder, store, r, target));
    }

    private static bool IsPlace(ReturnNode node) => node.Value is { Kind: not ValueKind.Constant };

    /// <summary>The condition asks whether an entry is an object that the caller passed.</summary>
    public static bool ComparesWithOutside(Holder holder, Store store, Value condition, int depth = 0, IMethodSymbol? search = null)
    {
        if (depth > 8)
            return false;
        var known = condition.Kind == ValueKind.Local ? condition.Local.Single ?? condition : condition;
        if (known.Kind == ValueKind.Same)
            return Trace.ComesFrom(holder, known.A, store.Symbol) && IsOutside(holder, store, known.B!, 0, search) || Trace.ComesFrom(holder, known.B, store.Symbol) && IsOutside(holder, store, known.A!, 0, search);
        return known.Kind == ValueKind.Not ? ComparesWithOutside(holder, store, known.A!, depth + 1, search) : known.Kind is ValueKind.And or ValueKind.Or && (ComparesWithOutside(holder, store, known.A!, depth + 1, search) || ComparesWithOutside(holder, store, known.B!, depth + 1, search));
    }

    private static bool IsOutside(Holder holder, Store store, Value value, int depth = 0, IMethodSymbol? search = null)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (root.Kind == RootKind.This && !root.IsPart || root is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol parameter } && (search != null && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, search.OriginalDefinition) || IsBrought(holder, store, parameter, depth)))
                return true;
        }

        return false;
    }

    /// <summary>By somebody outside: what a private member gets, its callers have got; what an event tells comes from the store as likely as not.</summary>
    private static bool IsBrought(Holder holder, Store store, IParameterSymbol parameter, int depth)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || holder.OwnFactsOf(method) is not { } facts)
            return true;
        if (holder.Callers.IsDelegate(method))
            return false;
        if (!holder.Callers.IsClosed(facts))
            return true;
        var calls = holder.Callers.Of(facts);
        return depth < 3 && calls.Count > 0 && calls.All(c => parameter.Ordinal < c.Arguments.Length && (IsOutside(holder, store, c.Arguments[parameter.Ordinal], depth + 1) || IsOfAnother(holder, store, c.Arguments[parameter.Ordinal])));
    }

    /// <summary>Another collection or slot of the holder has it.</summary>
    private static bool IsOfAnother(Holder holder, Store store, Value value) => Trace.Roots(holder, value) is { Count: > 0 } roots && roots.TrueForAll(r => r.Kind is RootKind.Element or RootKind.Slot && !r.IsOf(store.Symbol) && r.Access is not { Removes: true });
}
