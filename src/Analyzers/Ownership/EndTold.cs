using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Events that a type in source raises where it ends, and nowhere else, whatever they are called: Dispose() { Unloading?.Invoke(this, …); … }.</summary>
internal static class EndTold
{
    public static bool Is(Holder holder, IEventSymbol told)
    {
        var type = told.ContainingType?.OriginalDefinition;
        if (type == null || !StoreScope.IsInSource(type))
            return false;
        var raisers = type.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsAbstract: false, MethodKind: not (MethodKind.EventAdd or MethodKind.EventRemove) } && holder.WrittenFactsOf(m) is { } facts && facts.Calls.Exists(c => c.IsDelegate && Raises(c.Receiver, told, 0))).ToList();
        return raisers.Count > 0 && raisers.TrueForAll(m => IsEnd(holder, m));
    }

    /// <summary>Changed?.Invoke(…), or by way of a local that it was copied to.</summary>
    private static bool Raises(Value? called, IEventSymbol told, int depth) => called != null && depth < 4 && (called.Symbol?.Name == told.Name || called is { Kind: ValueKind.Local } && called.Local.Assigned.Exists(v => Raises(v, told, depth + 1)));

    private static bool IsEnd(Holder holder, IMethodSymbol raiser) => Closing.IsDispose(raiser)
        || raiser.DeclaredAccessibility == Accessibility.Private && holder.Analysis.Foreign.CallersOf(raiser, holder.Cancellation).ToList() is { Count: > 0 } callers && callers.TrueForAll(c => c.Method is { } method && Closing.IsDispose(method));
}
