using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Methods that always throw: marked so, or nothing but a throw by their text. What follows a call of one is not reached.</summary>
internal static class NeverReturns
{
    public static bool Is(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace.Name: "CodeAnalysis" })
                return true;
        }

        // An override may come back, a task carries the exception, and a property is a value that is not made yet.
        if (method.MethodKind != MethodKind.Ordinary || method.IsAsync || method.IsVirtual || method.IsAbstract || method.IsOverride || method.DeclaringSyntaxReferences.IsEmpty)
            return false;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is MethodDeclarationSyntax declaration && OnlyThrows(declaration))
                return true;
        }

        return false;
    }

    private static bool OnlyThrows(MethodDeclarationSyntax method)
    {
        if (method.ExpressionBody != null)
            return method.ExpressionBody.Expression is ThrowExpressionSyntax { Expression: var thrown } && IsMeant(thrown);
        if (method.Body is not { Statements: { Count: > 0 and <= MaxStatements } statements } || statements[statements.Count - 1] is not ThrowStatementSyntax { Expression: { } last } || !IsMeant(last))
            return false;
        for (var i = 0; i < statements.Count - 1; i++)
        {
            if (statements[i] is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax))
                return false;
        }

        return true;
    }

    /// <summary>Not a stand-in for what is written elsewhere or later: throw null, throw new NotImplementedException().</summary>
    private static bool IsMeant(ExpressionSyntax thrown) => !thrown.IsKind(SyntaxKind.NullLiteralExpression) && !thrown.IsKind(SyntaxKind.SuppressNullableWarningExpression)
        && !(thrown is ObjectCreationExpressionSyntax { Type: var type } && type.ToString() is var name && (name.EndsWith("NotImplementedException", StringComparison.Ordinal) || name.EndsWith("NotSupportedException", StringComparison.Ordinal)));

    private const int MaxStatements = 6;
}
