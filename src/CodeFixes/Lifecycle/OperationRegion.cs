using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Lifecycle;

/// <summary>What lies between an acquisition and its release: the block, where the try starts, and the statements that clean up.</summary>
internal sealed class OperationRegion
{
    private OperationRegion(BlockSyntax block, int start, IReadOnlyList<IReadOnlyList<StatementSyntax>> cleanups)
    {
        Block = block;
        Start = start;
        Cleanups = cleanups;
    }

    public BlockSyntax Block { get; }

    /// <summary>Index of the first statement that may fail when the entry is there: after the acquisition, or the one that goes on with it at once.</summary>
    public int Start { get; }

    /// <summary>The cleanup statements of each release, all with the same text.</summary>
    public IReadOnlyList<IReadOnlyList<StatementSyntax>> Cleanups { get; }

    public static OperationRegion? Of(FixRequest request)
    {
        var (block, start) = Acquisition(request.Node);
        if (block == null)
            return null;
        var places = request.Diagnostic.AdditionalLocations;
        if (!int.TryParse(request.Fact(FixFacts.Releases), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0 || places.Count < count)
            return null;
        var cleanups = new List<IReadOnlyList<StatementSyntax>>();
        foreach (var place in places.Take(1).Concat(places.Skip(places.Count - count + 1)))
        {
            if (place.SourceTree != request.Root.SyntaxTree || Cleanup(request, request.Root.FindNode(place.SourceSpan, getInnermostNodeForTie: true)) is not { } cleanup)
                return null;
            cleanups.Add(cleanup);
        }

        return cleanups.Select(TextOf).Distinct().Count() == 1 ? new OperationRegion(block, start, cleanups) : null;
    }

    /// <summary>The block in which the entry is there, and from which statement on.</summary>
    private static (BlockSyntax? Block, int Start) Acquisition(SyntaxNode node)
    {
        var statement = node.FirstAncestorOrSelf<StatementSyntax>();
        switch (statement)
        {
            case IfStatementSyntax { Else: null } test when Strip(test.Condition) is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not && Strip(not.Operand) == node && Leaves(test.Statement):
                break;
            case IfStatementSyntax { Else: null, Statement: BlockSyntax inner } test when Strip(test.Condition) == node:
                return (inner, 0);
            case ExpressionStatementSyntax or LocalDeclarationStatementSyntax:
                break;
            default:
                return default;
        }

        StatementSyntax at = statement;
        while (at.Parent is BlockSyntax { Parent: LockStatementSyntax held } around && around.Statements.Last() == at)
            at = held;
        return at.Parent is BlockSyntax block && block.Parent is not LockStatementSyntax ? (block, block.Statements.IndexOf(at) + (IsAllOf(statement, node) ? 1 : 0)) : default;
    }

    /// <summary>The statement does nothing with what it acquires but name it: var pods = Get(id).ListPods() may fail when the entry is there.</summary>
    private static bool IsAllOf(StatementSyntax statement, SyntaxNode node)
    {
        var at = node;
        while (at.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax)
            at = at.Parent;
        return statement is IfStatementSyntax || at == statement || at.Parent is ExpressionStatementSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax;
    }

    private static ExpressionSyntax Strip(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax inner ? Strip(inner.Expression) : expression;

    public static bool Leaves(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax || statement is BlockSyntax { Statements: { Count: > 0 } inner } && Leaves(inner.Last());

    /// <summary>The release with what belongs to it: the lock it stands in, uses of what it took out, the dispose before it.</summary>
    private static IReadOnlyList<StatementSyntax>? Cleanup(FixRequest request, SyntaxNode release)
    {
        var statement = release.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is IfStatementSyntax test && !test.Condition.Span.Contains(release.Span) || statement is not (IfStatementSyntax or ExpressionStatementSyntax or LocalDeclarationStatementSyntax))
            return null;
        while (statement.Parent is BlockSyntax { Statements.Count: 1, Parent: LockStatementSyntax held })
            statement = held;
        if (statement.Parent is not BlockSyntax block)
            return statement.Parent is IfStatementSyntax { Else: null } && !HasJump(statement) ? new[] { statement } : null;
        var index = block.Statements.IndexOf(statement);
        var group = new List<StatementSyntax> { statement };
        var declared = new HashSet<string>(statement.DescendantNodes().Select(NameOf).OfType<string>());
        for (var i = index + 1; declared.Count > 0 && i < block.Statements.Count && block.Statements[i].DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => declared.Contains(n.Identifier.ValueText)); i++)
            group.Add(block.Statements[i]);
        for (var i = index - 1; i >= 0 && EndsSomething(request, block, block.Statements[i]); i--)
            group.Insert(0, block.Statements[i]);
        return group.Any(HasJump) ? null : group;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        _ => null,
    };

    private static bool HasJump(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf().Any(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    /// <summary>client.Dispose(); of something declared before the block's own statements.</summary>
    private static bool EndsSomething(FixRequest request, BlockSyntax block, StatementSyntax statement)
    {
        if (statement is not ExpressionStatementSyntax { Expression: var expression })
            return false;
        var call = (expression is AwaitExpressionSyntax wait ? wait.Expression : expression) as InvocationExpressionSyntax;
        if (call is not { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" } })
            return false;
        return request.Model.GetSymbolInfo(name, request.Cancellation).Symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None };
    }

    private static string TextOf(IReadOnlyList<StatementSyntax> statements) =>
        string.Join("\n", statements.Select(s => s.WithoutTrivia().NormalizeWhitespace().ToString()));
}
