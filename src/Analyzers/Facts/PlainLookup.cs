using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Extensions in source that look a key up in the collection they are asked of and say what is there, read without binding them.</summary>
internal static class PlainLookup
{
    /// <summary>shelf.TryGetValue(name, out var found) ? found : null: what is asked for is the key alone, and nothing more of what is found.</summary>
    public static bool Is(IMethodSymbol target, CancellationToken cancellation)
    {
        var written = (target.ReducedFrom ?? target).OriginalDefinition;
        if (written.Parameters.Length < 2 || written.DeclaringSyntaxReferences.IsEmpty || written.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not BaseMethodDeclarationSyntax method)
            return false;
        var (shelf, key) = (written.Parameters[0].Name, written.Parameters[1].Name);
        if (method.ExpressionBody is { Expression: { } only })
            return Answers(only, shelf, key);
        var steps = method.Body == null ? System.Array.Empty<StatementSyntax>() : method.Body.Statements.SkipWhile(s => IsGuard(s) || s is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } made } && made[0].Initializer == null).ToArray();
        var last = steps.Length == 0 ? null : Returned(steps[steps.Length - 1]);
        return steps.Length switch
        {
            1 when steps[0] is IfStatementSyntax { Else: { } otherwise } found => Finds(found, shelf, key) && Returned(otherwise.Statement) is { } nothing && IsNothing(nothing),
            1 => last != null && Answers(last, shelf, key),
            2 when steps[0] is IfStatementSyntax { Else: null } found => Finds(found, shelf, key) && last != null && IsNothing(last),
            2 when steps[0] is ExpressionStatementSyntax asking => Asks(asking.Expression, shelf, key, out var name) && last != null && IsEntry(last, name, shelf, key),
            _ => false,
        };
    }

    /// <summary>if (shelf.TryGetValue(key, out var found)) return found;</summary>
    private static bool Finds(IfStatementSyntax test, string shelf, string key) => Asks(test.Condition, shelf, key, out var name) && Returned(test.Statement) is { } entry && IsEntry(entry, name, shelf, key);

    /// <summary>ArgumentNullException.ThrowIfNull(shelf); if (key is null) throw …</summary>
    private static bool IsGuard(StatementSyntax step) => step is IfStatementSyntax { Statement: var then, Else: null } && (then is ThrowStatementSyntax || then is BlockSyntax { Statements: { Count: 1 } inner } && inner[0] is ThrowStatementSyntax)
        || step is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } && name.StartsWith("ThrowIf", System.StringComparison.Ordinal);

    private static bool Answers(ExpressionSyntax answer, string shelf, string key) => Bare(answer) switch
    {
        ConditionalExpressionSyntax choice => Asks(choice.Condition, shelf, key, out var name) && IsEntry(choice.WhenTrue, name, shelf, key) && IsNothing(choice.WhenFalse),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetValueOrDefault" } asked } call => Is(asked.Expression, shelf) && IsKey(call, key) && call.ArgumentList.Arguments.Count == 1,
        _ => false,
    };

    /// <summary>shelf.TryGetValue(key, out var found), shelf.ContainsKey(key).</summary>
    private static bool Asks(ExpressionSyntax condition, string shelf, string key, out string? found)
    {
        found = null;
        if (Bare(condition) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" or "ContainsKey" } asked } call || !Is(asked.Expression, shelf) || !IsKey(call, key))
            return false;
        found = call.ArgumentList.Arguments.Count < 2 ? null : call.ArgumentList.Arguments[1].Expression switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax made } => made.Identifier.ValueText,
            IdentifierNameSyntax known => known.Identifier.ValueText,
            _ => null,
        };
        return true;
    }

    private static bool IsEntry(ExpressionSyntax value, string? found, string shelf, string key) => Bare(value) switch
    {
        IdentifierNameSyntax local => local.Identifier.ValueText == found,
        ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } place } element => Is(element.Expression, shelf) && Is(place[0].Expression, key),
        _ => false,
    };

    private static bool IsNothing(ExpressionSyntax value) => Bare(value).Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression;

    private static ExpressionSyntax? Returned(StatementSyntax step) => step switch
    {
        ReturnStatementSyntax leave => leave.Expression,
        BlockSyntax { Statements: { Count: 1 } inner } => Returned(inner[0]),
        _ => null,
    };

    private static bool IsKey(InvocationExpressionSyntax call, string key) => call.ArgumentList.Arguments.Count > 0 && Is(call.ArgumentList.Arguments[0].Expression, key);

    private static bool Is(ExpressionSyntax value, string name) => Bare(value) is IdentifierNameSyntax known && known.Identifier.ValueText == name;

    /// <summary>Without parentheses and without a bare exclamation mark.</summary>
    private static ExpressionSyntax Bare(ExpressionSyntax value)
    {
        while (true)
        {
            switch (value)
            {
                case ParenthesizedExpressionSyntax inner:
                    value = inner.Expression;
                    continue;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } trusted:
                    value = trusted.Operand;
                    continue;
                default:
                    return value;
            }
        }
    }
}
