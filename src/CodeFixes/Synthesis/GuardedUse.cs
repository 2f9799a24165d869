using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Whether a use of a plain collection is over when its statement is, so that a lock around the statement guards it.</summary>
internal static class GuardedUse
{
    public static bool IsPossible(IdentifierNameSyntax use, SemanticModel model)
    {
        var at = StoreUses.Whole(use);
        switch (at.Parent)
        {
            case ElementAccessExpressionSyntax element when element.Expression == at:
            case AssignmentExpressionSyntax assignment when assignment.Left == at && assignment.Parent is ExpressionStatementSyntax:
            case BinaryExpressionSyntax or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax }:
            case ForEachStatementSyntax loop when loop.Expression == at:
                return true;
            case MemberAccessExpressionSyntax access when access.Expression == at:
                return IsOver(EndOf(access), model);
            default:
                return false;
        }
    }

    /// <summary>map.Values.Where(…).ToList(): the whole chain.</summary>
    private static ExpressionSyntax EndOf(ExpressionSyntax link)
    {
        while (link.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax && ((link.Parent as MemberAccessExpressionSyntax)?.Expression ?? ((InvocationExpressionSyntax)link.Parent).Expression) == link)
            link = (ExpressionSyntax)link.Parent;
        return link;
    }

    /// <summary>The chain gives no view that somebody goes over later.</summary>
    private static bool IsOver(ExpressionSyntax end, SemanticModel model)
    {
        if (end.Parent is ForEachStatementSyntax loop && loop.Expression == end)
            return true;
        return model.GetTypeInfo(end).Type is { } type
            && type.TypeKind != TypeKind.Interface && type.Name is not ("KeyCollection" or "ValueCollection" or "Enumerator") && type.TypeKind != TypeKind.Delegate && type.TypeKind != TypeKind.Error
            && model.GetSymbolInfo(end).Symbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnsVoid: false, IsStatic: false, Parameters.IsEmpty: true, Name: "GetEnumerator" };
    }
}
