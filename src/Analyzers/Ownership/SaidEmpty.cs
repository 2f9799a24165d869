using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Ownership;

/// <summary>Tests and assertions by which there is nothing in a collection, or nothing at a place of it.</summary>
internal static class SaidEmpty
{
    /// <summary>Debug.Assert(_pending.Count == 0): the closing member says that all entries have gone by then.</summary>
    public static bool By(Holder holder, MemberFacts closing, Store store)
    {
        foreach (var facts in holder.Summaries.Reached(closing))
        {
            if (facts.Calls.Exists(c => c is { Target: { Name: "Assert" or "IsTrue" or "True", IsStatic: true, Parameters: { Length: > 0 } asserted }, Arguments.Length: > 0 } && asserted[0].Type.SpecialType == SpecialType.System_Boolean && IsEmpty(c.Arguments[0], store, true, 0)))
                return true;
        }

        return false;
    }

    /// <summary>if (_parts.Count > 0) return; … _parts = Open(n): who gets there has found none, and has put none in since.</summary>
    public static bool Before(Store store, AccessNode access)
    {
        if (access.Target.A is { Kind: not ValueKind.This })
            return false;
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at.Role is BlockRole.Then or BlockRole.Else && IsEmpty(branch.Condition, store, at == branch.Then, 0) && StaysEmpty(branch))
                return true;
        }

        foreach (var branch in Structure.Branches(access.Body.Member))
        {
            if (Structure.IsOnTheWay(branch, access) && (Structure.Leaves(branch.Then) && IsEmpty(branch.Condition, store, false, 0) || Structure.Leaves(branch.Else) && IsEmpty(branch.Condition, store, true, 0)) && StaysEmpty(branch))
                return true;
        }

        return false;

        bool StaysEmpty(Node since) => !access.Body.Member.Accesses.Exists(a => a.Inserts && a != access && a.Order > since.Order && a.Order < access.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
            && !access.Body.Member.Awaits.Exists(a => a.Order > since.Order && a.Order < access.Order);
    }

    private static bool IsEmpty(Value condition, Store store, bool holds, int depth) => condition.Kind switch
    {
        ValueKind.Not => depth < 8 && IsEmpty(condition.A!, store, !holds, depth + 1),
        ValueKind.And when holds => depth < 8 && (IsEmpty(condition.A!, store, true, depth + 1) || IsEmpty(condition.B!, store, true, depth + 1)),
        ValueKind.Or when holds => depth < 8 && (IsNull(condition.A!, store) && IsEmpty(condition.B!, store, true, depth + 1) || IsNull(condition.B!, store) && IsEmpty(condition.A!, store, true, depth + 1)),
        ValueKind.Or when !holds => depth < 8 && (IsEmpty(condition.A!, store, false, depth + 1) || IsEmpty(condition.B!, store, false, depth + 1)),
        ValueKind.Outcome => !holds && IsCount(condition.Access, store),
        ValueKind.Pure => !holds && condition is { Data: BinaryOperatorKind.GreaterThan, Items: { Length: 2 } sides } && IsCount(sides[0].Access, store) && sides[1] is { Kind: ValueKind.Constant, Data: 0 },
        ValueKind.Same => holds && condition is { A.Access: { } counted, B: { Kind: ValueKind.Constant, Data: 0 } } && IsCount(counted, store),
        _ => false,
    };

    /// <summary>_parts.Count, of the object itself: what another one has says nothing.</summary>
    private static bool IsCount(AccessNode? asked, Store store) => asked is { Access: AccessKind.Exists, Key: null, Depth: 0, Target.A: null or { Kind: ValueKind.This } } && SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol);

    /// <summary>_parts == null || _parts.Count == 0</summary>
    private static bool IsNull(Value condition, Store store) => condition is { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } } && SymbolEqualityComparer.Default.Equals(asked, store.Symbol);

    /// <summary>var entry = map.Find(key), which cannot be seen; if (entry == null) map[key] = entry = new …: what was asked is, as likely as not, this place.</summary>
    public static bool ByUnseenLookup(Holder holder, Store store, AccessNode access)
    {
        if (!store.IsCollection || access.Key == null || holder.Catalog.ElementsOf(store.Type).Element is not { } element)
            return false;
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at == branch.Then && branch.Condition is { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Local } asked } && asked.Local.Assigned.Exists(v => v.Kind == ValueKind.Unknown || IsAskedOf(holder, v.Call, store, access.Key))
                && (asked.Type is null or { TypeKind: TypeKind.Error } || SymbolEqualityComparer.Default.Equals(asked.Type, element)))
                return true;
        }

        return false;
    }

    /// <summary>An extension, or a method of another assembly, that gets the collection and the key.</summary>
    private static bool IsAskedOf(Holder holder, CallNode? call, Store store, Value key)
    {
        return call is { Target: { } target } && (!StoreScope.IsInSource(target) || target.IsExtensionMethod && PlainLookup.Is(target, holder.Cancellation)) && (IsStore(call.Receiver) || System.Array.Exists(call.Arguments, IsStore)) && System.Array.Exists(call.Arguments, a => Canon.Same(a, key));

        bool IsStore(Value? value) => value is { Kind: ValueKind.Store } && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol);
    }
}
