using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The key of an operation on a map, as the code writes it.</summary>
internal static class KeyOperand
{
    public static ExpressionSyntax? Of(SyntaxNode operation, SemanticModel model)
    {
        switch (operation)
        {
            case AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element }:
                return Of(element, model);
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }:
                return arguments[0].Expression;
            case InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol method:
                var index = method.Parameters.Select(p => p.Name).ToList().IndexOf("key");
                var named = call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == "key");
                return named != null ? named.Expression
                    : index >= 0 && index < call.ArgumentList.Arguments.Count && call.ArgumentList.Arguments[index].NameColon == null ? call.ArgumentList.Arguments[index].Expression : null;
            default:
                return null;
        }
    }

    /// <summary>The expression that composes the key, when it stands in a local of its own.</summary>
    public static ExpressionSyntax? Composed(ExpressionSyntax key, SemanticModel model)
    {
        for (var depth = 0; depth < 4; depth++)
        {
            if (key is ParenthesizedExpressionSyntax { Expression: var inner })
                key = inner;
            else if (key is IdentifierNameSyntax && model.GetSymbolInfo(key).Symbol is ILocalSymbol local)
            {
                if (Initializer(local) is not { } initializer || IsWritten(key, local, model))
                    return null;
                key = initializer;
            }
            else
                return key;
        }

        return null;
    }

    /// <summary>Where the key is made, if that is a local that is used for this key alone.</summary>
    public static ExpressionSyntax? OnlyUse(ExpressionSyntax key, SemanticModel model)
    {
        if (key is not IdentifierNameSyntax name || model.GetSymbolInfo(name).Symbol is not ILocalSymbol { IsConst: false } local || Initializer(local) is not { } initializer || initializer.SyntaxTree != key.SyntaxTree)
            return null;
        var uses = Uses(key, local, model);
        return uses.Length == 1 && initializer.Span.End < key.SpanStart && initializer.FirstAncestorOrSelf<BlockSyntax>() == key.FirstAncestorOrSelf<BlockSyntax>() ? initializer : null;
    }

    private static ExpressionSyntax? Initializer(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } ? value : null;

    private static bool IsWritten(ExpressionSyntax key, ILocalSymbol local, SemanticModel model) =>
        Uses(key, local, model).Any(u => u.Parent is AssignmentExpressionSyntax assignment && assignment.Left == u || u.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 });

    private static IdentifierNameSyntax[] Uses(ExpressionSyntax key, ILocalSymbol local, SemanticModel model) =>
        key.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n).Symbol, local)).ToArray();
}
