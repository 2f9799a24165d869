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
            if (holder.Analysis.Models.Of(written.SyntaxTree).GetDeclaredSymbol(written, holder.Cancellation) is IMethodSymbol end && Closing.IsClosing(end) && holder.WrittenFactsOf(end) is { } facts && IsOnlyMaker(holder, store.Symbol.ContainingType, end.ContainingType)
                && facts.Disposals.Exists(d => Structure.EnclosingLoop(d) is { } loop && Structure.IsInNoBranch(d, loop.BodyBlock) && IsEachOf(d.Operand, seen, store.Symbol)))
                return true;
        }

        return false;
    }

    /// <summary>Nobody else makes one, whose entries nobody would end.</summary>
    private static bool IsOnlyMaker(Holder holder, INamedTypeSymbol made, INamedTypeSymbol owner) => holder.Analysis.Texts.Uses(made.Name, holder.Cancellation).All(use => use.Parent?.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>(n => n is ObjectCreationExpressionSyntax creation && creation.Type.Span.Contains(use.Span)) == null
        || use.Parent.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText == owner.Name);

    /// <summary>link, of foreach (var link in _map.Links.Values), or pair.Value; all of them, and not a part of one.</summary>
    private static bool IsEachOf(Value value, ISymbol seen, ISymbol store)
    {
        var at = value.Kind == ValueKind.Local ? value.Local.Single : value;
        if (at is { Kind: ValueKind.Member, Symbol.Name: "Value", A: { } pair })
            at = pair.Kind == ValueKind.Local ? pair.Local.Single : pair;
        if (at is not { Kind: ValueKind.EachElement, A: { } source })
            return false;
        for (var depth = 0; depth < 6 && source != null; depth++)
        {
            if (SymbolEqualityComparer.Default.Equals(source.Symbol, seen) || SymbolEqualityComparer.Default.Equals(source.Symbol, store))
                return true;
            if (source.Narrowing != null || source.B != null)
                return false;
            source = source.A;
        }

        return false;
    }
}
