using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>_line.RunAsync(() => …): methods of other types in source that run what they are given under a lock of their own, one after the other.</summary>
internal static class LockedHelpers
{
    /// <summary>The locks held while the helper invokes its argument, in the words of the caller.</summary>
    public static LockSet HeldFor(Holder holder, CallNode call, int argument)
    {
        if (call.Target is not { IsAbstract: false } target || !StoreScope.IsInSource(target) || call.IsVirtual || !HasLock(holder, target) || holder.FactsOf(target) is not { IsTruncated: false } helper)
            return LockSet.Empty;
        LockSet? common = null;
        foreach (var invocation in helper.Calls)
        {
            if (invocation is { IsDelegate: true, Receiver: { Kind: ValueKind.Parameter, Symbol: IParameterSymbol invoked } } && invoked.Ordinal == argument)
                common = common == null ? invocation.Locks : common.Intersect(invocation.Locks);
        }

        var held = LockSet.Empty;
        foreach (var id in (common ?? LockSet.Empty).Ids)
            held = held.With(InWordsOf(call, id));
        return held;
    }

    /// <summary>Asked before the body: a field or parameter that can be locked.</summary>
    private static bool HasLock(Holder holder, IMethodSymbol target)
    {
        foreach (var parameter in target.Parameters)
        {
            if (IsLock(holder, parameter.Type))
                return true;
        }

        foreach (var member in target.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && IsLock(holder, field.Type))
                return true;
        }

        return false;
    }

    private static bool IsLock(Holder holder, ITypeSymbol type) => type.SpecialType == SpecialType.System_Object || holder.Catalog.Of(type).Has(TypeTraits.AnyLock);

    /// <summary>The helper's own lock is one of the object it is called on; what cannot be said is a lock without a name.</summary>
    private static LockId InWordsOf(CallNode call, LockId id)
    {
        var owner = id.Receiver.Length > 0 ? null : id.Symbol is { IsStatic: true } || call.Receiver is null or { Kind: ValueKind.This } ? string.Empty : Canon.Text(call.Receiver);
        return owner == null || id.Symbol is IParameterSymbol ? new LockId(null, string.Empty, id.Mode, id.IsAsync) : new LockId(id.Symbol, owner, id.Mode, id.IsAsync);
    }
}
