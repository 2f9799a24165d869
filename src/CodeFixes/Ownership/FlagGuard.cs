using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The test of a flag, and the statement that sets it, where the two can become one step.</summary>
internal sealed class FlagGuard
{
    private FlagGuard(IfStatementSyntax test, ExpressionSyntax flag, bool runsWhenClear, ExpressionStatementSyntax write)
    {
        Test = test;
        Flag = flag;
        RunsWhenClear = runsWhenClear;
        Write = write;
    }

    public IfStatementSyntax Test { get; }

    /// <summary>The flag, as the test names it.</summary>
    public ExpressionSyntax Flag { get; }

    /// <summary>if (!flag) { … }, and not if (flag) return;</summary>
    public bool RunsWhenClear { get; }

    public ExpressionStatementSyntax Write { get; }

    /// <summary>The guard of a statement that sets the flag; null where there is none that can be joined with it.</summary>
    public static FlagGuard? Of(ExpressionStatementSyntax write, IFieldSymbol flag, SemanticModel model)
    {
        if (!IsWrite(write, flag, model) || write.Parent is not BlockSyntax block)
            return null;
        var before = block.Statements.TakeWhile(s => s != write).ToList();
        if (block.Parent is IfStatementSyntax around && around.Statement == block && FlagIn(around.Condition, flag, model) is { Holds: false } clear)
            return AreHarmless(before, flag, model) ? new FlagGuard(around, clear.Flag, true, write) : null;
        var index = before.FindIndex(s => s is IfStatementSyntax { Else: null } test && IsReturn(test.Statement) && FlagIn(test.Condition, flag, model) is { Holds: true });
        return index >= 0 && AreHarmless(before.Skip(index + 1), flag, model) && before[index] is IfStatementSyntax found
            ? new FlagGuard(found, FlagIn(found.Condition, flag, model)!.Value.Flag, false, write) : null;
    }

    /// <summary>flag = true;</summary>
    public static bool IsWrite(StatementSyntax statement, IFieldSymbol flag, SemanticModel model) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment }
        && assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression) && Names(assignment.Left, flag, model);

    /// <summary>The flag itself, or its negation.</summary>
    private static (ExpressionSyntax Flag, bool Holds)? FlagIn(ExpressionSyntax condition, IFieldSymbol flag, SemanticModel model)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax { Expression: var inner }:
                return FlagIn(inner, flag, model);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand }:
                return FlagIn(operand, flag, model) is { } negated ? (negated.Flag, !negated.Holds) : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: var left, Right: LiteralExpressionSyntax literal } when literal.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression:
                return FlagIn(left, flag, model) is { } compared ? (compared.Flag, compared.Holds == literal.IsKind(SyntaxKind.TrueLiteralExpression)) : null;
            default:
                return Names(condition, flag, model) ? (condition, true) : null;
        }
    }

    private static bool Names(ExpressionSyntax expression, IFieldSymbol flag, SemanticModel model) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }
        && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(expression).Symbol, flag);

    private static bool IsReturn(StatementSyntax body) => body is ReturnStatementSyntax || body is BlockSyntax { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax;

    /// <summary>The flag may be set before them: they always end, and no code of the type runs that could look at the flag.</summary>
    private static bool AreHarmless(IEnumerable<StatementSyntax> statements, IFieldSymbol flag, SemanticModel model) =>
        statements.All(s => s.DescendantNodesAndSelf().All(n => IsHarmless(n, flag, model)));

    private static bool IsHarmless(SyntaxNode node, IFieldSymbol flag, SemanticModel model) => node switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => false,
        AwaitExpressionSyntax or ArgumentSyntax { Expression: ThisExpressionSyntax } => false,
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } => false,
        SimpleNameSyntax name => IsForeign(model.GetSymbolInfo(name).Symbol, flag),
        _ => true,
    };

    private static bool IsForeign(ISymbol? symbol, IFieldSymbol flag)
    {
        if (symbol is not (IMethodSymbol or IPropertySymbol))
            return !SymbolEqualityComparer.Default.Equals(symbol, flag);
        for (var at = flag.ContainingType; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, symbol?.ContainingType?.OriginalDefinition))
                return false;
        }

        return symbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction };
    }
}
