using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Debug.Assert(_pending.Count == 0): the closing member says that all entries have gone by then.</summary>
internal static class SaidEmpty
{
    public static bool By(Holder holder, MemberFacts closing, Store store)
    {
        foreach (var facts in holder.Summaries.Reached(closing))
        {
            if (facts.Calls.Exists(c => c is { Target: { Name: "Assert" or "IsTrue" or "True", IsStatic: true, Parameters: { Length: > 0 } asserted }, Arguments.Length: > 0 } && asserted[0].Type.SpecialType == SpecialType.System_Boolean && IsEmpty(c.Arguments[0], store, true, 0)))
                return true;
        }

        return false;
    }

    private static bool IsEmpty(Value condition, Store store, bool holds, int depth) => condition.Kind switch
    {
        ValueKind.Not => depth < 8 && IsEmpty(condition.A!, store, !holds, depth + 1),
        ValueKind.And when holds => depth < 8 && (IsEmpty(condition.A!, store, true, depth + 1) || IsEmpty(condition.B!, store, true, depth + 1)),
        ValueKind.Outcome => !holds && condition.Access is { Access: AccessKind.Exists, Key: null, Depth: 0 } asked && SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol),
        ValueKind.Same => holds && condition is { A.Access: { Access: AccessKind.Exists, Key: null, Depth: 0 } counted, B: { Kind: ValueKind.Constant, Data: 0 } } && SymbolEqualityComparer.Default.Equals(counted.Store, store.Symbol),
        _ => false,
    };

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
