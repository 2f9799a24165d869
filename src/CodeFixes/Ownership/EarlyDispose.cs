using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>A statement that disposes an entry, with the test around it.</summary>
internal sealed class EarlyDispose
{
    private EarlyDispose(StatementSyntax whole, StatementSyntax step, ExpressionSyntax target, bool isLocal, ITypeSymbol type, ExpressionSyntax? finding)
    {
        Whole = whole;
        Step = step;
        Target = target;
        IsLocal = isLocal;
        Type = type;
        Finding = finding;
    }

    /// <summary>The statement that is moved: the dispose, or the if around it.</summary>
    public StatementSyntax Whole { get; }

    /// <summary>The dispose itself.</summary>
    public StatementSyntax Step { get; }

    /// <summary>What is disposed, as the code names it.</summary>
    public ExpressionSyntax Target { get; }

    /// <summary>It is in a local already.</summary>
    public bool IsLocal { get; }

    public ITypeSymbol Type { get; }

    /// <summary>if (map.TryGetValue(key, out var entry)) entry.Dispose(): what finds the entry.</summary>
    public ExpressionSyntax? Finding { get; }

    public bool IsFound => Finding != null;

    public static EarlyDispose? Of(SyntaxNode node, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax step || TargetOf(step.Expression) is not { } target || !Removal.IsRepeatable(target) || model.GetTypeInfo(target).Type is not { } type)
            return null;
        var isLocal = model.GetSymbolInfo(target).Symbol is ILocalSymbol;
        var branch = step.Parent as IfStatementSyntax ?? (step.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent as IfStatementSyntax : null);
        if (branch is { Else: null })
        {
            if (TestsNull(branch.Condition, target))
                return new EarlyDispose(branch, step, target, isLocal, type, null);
            if (isLocal && branch.Condition is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" } } finding
                && finding.ArgumentList.Arguments.LastOrDefault()?.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax named } && named.Identifier.ValueText == target.ToString() && type.IsReferenceType
                && step.Expression is InvocationExpressionSyntax)
                return new EarlyDispose(branch, step, target, true, type, finding);
        }

        return new EarlyDispose(step, step, target, isLocal, type, null);
    }

    /// <summary>x of x.Dispose(), x?.Dispose(), await x.DisposeAsync().ConfigureAwait(false).</summary>
    private static ExpressionSyntax? TargetOf(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax awaited => TargetOf(awaited.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } => TargetOf(inner),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close", Expression: var target }, ArgumentList.Arguments.Count: 0 } => target,
        ConditionalAccessExpressionSyntax { Expression: var target, WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" } } } => target,
        _ => null,
    };

    private static bool TestsNull(ExpressionSyntax condition, ExpressionSyntax target) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } test => test.Right.IsKind(SyntaxKind.NullLiteralExpression) && SyntaxFactory.AreEquivalent(test.Left, target),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } } test => SyntaxFactory.AreEquivalent(test.Expression, target),
        _ => false,
    };
}
