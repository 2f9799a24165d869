using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>A base type attaches a method that the type overrides: feed.Quoted += OnQuoted, where OnQuoted is abstract.</summary>
internal static class BaseRegistrations
{
    public static RegisterNode? Of(Holder holder, IMethodSymbol method)
    {
        for (var at = method.OverriddenMethod; at != null; at = at.OverriddenMethod)
        {
            var definition = at.OriginalDefinition;
            foreach (var reference in definition.ContainingType.DeclaringSyntaxReferences)
            {
                foreach (var token in holder.Analysis.Texts.Groups(reference, definition.Name, holder.Cancellation))
                {
                    if (token.Parent is IdentifierNameSyntax use && !IsCalled(use) && use.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } place && In(holder, place, definition) is { } register)
                        return register;
                }
            }
        }

        return null;
    }

    private static bool IsCalled(IdentifierNameSyntax use) => use.Parent is InvocationExpressionSyntax || use.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Name == use;

    private static RegisterNode? In(Holder holder, BaseMethodDeclarationSyntax place, IMethodSymbol method)
    {
        if (holder.Analysis.Models.Of(place.SyntaxTree).GetDeclaredSymbol(place, holder.Cancellation) is not { } member || (holder.OwnFactsOf(member) ?? holder.Analysis.Foreign.Of(member, holder.Cancellation)) is not { } facts)
            return null;
        return facts.Registers.Find(r => !r.Detaches && r.Callback is { Kind: ValueKind.Delegate, Symbol: IMethodSymbol callback } && SymbolEqualityComparer.Default.Equals(callback.OriginalDefinition, method));
    }
}
