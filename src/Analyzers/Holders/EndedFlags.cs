using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>IsOpen of a class of the program that only its own dispose sets to false: where it is false, the object has ended, or has never begun and holds nothing yet.</summary>
internal static class EndedFlags
{
    private static readonly string[] Names = { "IsOpen", "IsOpened", "IsConnected", "Connected", "IsActive", "IsRunning", "IsAlive", "IsStarted" };

    public static bool SayEnded(Holder holder, ISymbol? flag)
    {
        if (flag is not IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, ContainingType: { TypeKind: TypeKind.Class } type, GetMethod: { } getter } property || System.Array.IndexOf(Names, property.Name) < 0 || !StoreScope.IsInSource(property)
            || property.SetMethod is { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal })
            return false;
        var kept = holder.FactsOf(getter) is { Returns: { Count: 1 } returns } ? returns[0].Value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field } ? (ISymbol)field : null : property;
        if (kept == null || type.OriginalDefinition.GetMembers().Any(m => m is IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor } && holder.WrittenFactsOf(m) is { } made && made.Accesses.Exists(a => a.Inserts && a.Inserted is { Kind: ValueKind.Created or ValueKind.Result, Type: { } held } && holder.Catalog.IsResource(held))))
            return false;
        var isEnded = false;
        foreach (var member in type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>())
        {
            if (member.IsAbstract || holder.FactsOf(member) is not { } facts)
                continue;
            foreach (var write in facts.Accesses)
            {
                if (!write.Inserts || !SymbolEqualityComparer.Default.Equals(write.Store, kept) || write.Inserted is { IsTrue: true })
                    continue;
                if (write.Inserted is not { IsFalse: true } || !IsWholeEnd(holder, type.OriginalDefinition, member) && member.MethodKind != MethodKind.Constructor)
                    return false;
                isEnded |= member.MethodKind != MethodKind.Constructor;
            }
        }

        return isEnded;
    }

    /// <summary>Dispose, or the Close that is all that Dispose does: what it leaves open, the object has not got.</summary>
    private static bool IsWholeEnd(Holder holder, INamedTypeSymbol type, IMethodSymbol member) => member.Name.StartsWith("Dispose", System.StringComparison.Ordinal)
        || member.Name.StartsWith("Close", System.StringComparison.Ordinal) && type.GetMembers("Dispose").OfType<IMethodSymbol>().Any(d => !d.IsAbstract && holder.FactsOf(d) is { Disposals.Count: 0 } facts && facts.Calls.Exists(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, member)));
}
