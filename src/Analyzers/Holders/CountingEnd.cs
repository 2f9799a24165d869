using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>void Dispose() => Interlocked.Decrement(ref _count): the end of the object takes one from a number of its own, and nothing is freed.</summary>
internal static class CountingEnd
{
    private const int MaxDepth = 3;

    public static bool Has(Holder holder, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object } named || !StoreScope.IsInSource(named))
            return false;
        var ends = named.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Destructor || Closing.IsClosing(m) && Closing.IsDispose(m)).ToList();
        return ends.Count > 0 && ends.TrueForAll(end => Counts(holder, end, 0));
    }

    private static bool Counts(Holder holder, IMethodSymbol method, int depth)
    {
        if (depth > MaxDepth || holder.WrittenFactsOf(method) is not { IsTruncated: false, Disposals.Count: 0, Starts.Count: 0, Registers.Count: 0, Bodies.Count: 1 } facts)
            return false;
        return facts.Accesses.TrueForAll(a => a.Access is AccessKind.Increment or AccessKind.Read)
            && facts.Calls.TrueForAll(c => c is { Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } own } && Counts(holder, own, depth + 1))
            && (depth > 0 || facts.Accesses.Count + facts.Calls.Count > 0);
    }
}
