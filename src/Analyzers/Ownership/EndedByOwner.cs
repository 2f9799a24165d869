using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <summary>Entries of a collection that others see, and that the one type which makes the holder ends with itself.</summary>
internal static class EndedByOwner
{
    /// <summary>foreach (var link in _map.Links.Values) link.Dispose(), in the end of another type, which sees the collection and goes over all of it.</summary>
    public static bool Are(Holder holder, Store store)
    {
        var seen = (store.Symbol as IFieldSymbol)?.AssociatedSymbol ?? store.Symbol;
        if (seen.DeclaredAccessibility == Accessibility.Private)
            return false;
        foreach (var use in holder.Analysis.Texts.Uses(seen.Name, holder.Cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } written || written.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText == store.Symbol.ContainingType.Name || !Closing.IsClosingName(written.Identifier.ValueText))
                continue;
            if (holder.Analysis.Models.Of(written.SyntaxTree).GetDeclaredSymbol(written, holder.Cancellation) is IMethodSymbol end && Closing.IsClosing(end) && holder.WrittenFactsOf(end) is { } facts && IsOnlyOwner(holder, store.Symbol.ContainingType, end.ContainingType) && HasOne(holder, store.Symbol.ContainingType, end.ContainingType)
                && facts.Disposals.Exists(d => WholeLoop.Ends(d, symbol => SymbolEqualityComparer.Default.Equals(symbol, seen) || SymbolEqualityComparer.Default.Equals(symbol, store.Symbol))))
                return true;
        }

        return false;
    }

    /// <summary>One field has it, from the beginning to the end: with two of them, or with another one later, some would stay.</summary>
    private static bool HasOne(Holder holder, INamedTypeSymbol made, INamedTypeSymbol owner) => owner.GetMembers().OfType<IFieldSymbol>().Where(f => SymbolEqualityComparer.Default.Equals(f.Type, made)).ToList() is var fields && (fields.Count == 0 || fields.Count == 1
        && (fields[0].IsReadOnly || owner.GetMembers().All(m => m is not IMethodSymbol { IsAbstract: false, MethodKind: MethodKind.Ordinary } || holder.WrittenFactsOf(m) is not { } facts || !facts.Accesses.Exists(a => a.Inserts && a.Inserted is { IsNull: false } && SymbolEqualityComparer.Default.Equals(a.Store, fields[0].OriginalDefinition)))));

    /// <summary>No third type so much as names the holder, to make one whose entries nobody would end.</summary>
    private static bool IsOnlyOwner(Holder holder, INamedTypeSymbol made, INamedTypeSymbol owner) =>
        holder.Analysis.Texts.Uses(made.Name, holder.Cancellation).All(use => use.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { Identifier.ValueText: var name } || name == owner.Name || name == made.Name || use.Parent?.Parent is ParameterSyntax { Type: { } type } && type == use.Parent);
}
