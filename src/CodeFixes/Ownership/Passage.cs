using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The statements between the creation of a resource and its insertion, in one block.</summary>
internal sealed class Passage
{
    private readonly FixRequest request;
    private readonly SyntaxNode insertion;
    private readonly TextSpan loss;

    private Passage(FixRequest request, StatementSyntax made, ILocalSymbol local, ExpressionSyntax value, SyntaxNode insertion, IReadOnlyList<StatementSyntax> steps)
    {
        this.request = request;
        this.insertion = insertion;
        loss = request.Diagnostic.AdditionalLocations[0].SourceSpan;
        Made = made;
        Local = local;
        Steps = steps;
        IsEarlyReturn = request.Root.FindNode(loss, getInnermostNodeForTie: true).FirstAncestorOrSelf<ReturnStatementSyntax>()?.Span == loss;
        Uses = steps.SelectMany(s => s.DescendantNodes()).OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(n).Symbol, local)).ToList();
        Returns = steps.SelectMany(s => s.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))).OfType<ReturnStatementSyntax>()
            .Where(r => r.Span.End <= insertion.SpanStart && !IsWithoutValue(r)).ToList();
        MayBeNull = request.Model.GetTypeInfo(value).Nullability.FlowState == NullableFlowState.MaybeNull || Uses.Any(u => IsNullTest(u.Parent));
    }

    public StatementSyntax Made { get; }

    public ILocalSymbol Local { get; }

    public BlockSyntax Block => (BlockSyntax)Made.Parent!;

    /// <summary>From behind the creation to the statement with the insertion.</summary>
    public IReadOnlyList<StatementSyntax> Steps { get; }

    /// <summary>Returns that leave the resource behind.</summary>
    public IReadOnlyList<ReturnStatementSyntax> Returns { get; }

    /// <summary>No step throws: it is a return that loses the resource.</summary>
    public bool IsEarlyReturn { get; }

    public bool MayBeNull { get; }

    private List<IdentifierNameSyntax> Uses { get; }

    public static Passage? Of(FixRequest request)
    {
        var places = request.Diagnostic.AdditionalLocations;
        var tree = request.Root.SyntaxTree;
        if (places.Count < 2 || places[0].SourceTree != tree || places[1].SourceTree != tree || request.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } made)
            return null;
        var (symbol, value) = made switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } => (request.Model.GetDeclaredSymbol(variables[0]), variables[0].Initializer?.Value),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax name } assignment } => (request.Model.GetSymbolInfo(name).Symbol, assignment.Right),
            _ => (null, null),
        };
        var insertion = request.Root.FindNode(places[1].SourceSpan, getInnermostNodeForTie: true);
        if (insertion.Parent is AssignmentExpressionSyntax stored && stored.Left == insertion)
            insertion = stored;
        var first = block.Statements.IndexOf(made) + 1;
        var last = block.Statements.ToList().FindIndex(s => s.Span.Contains(insertion.Span));
        return symbol is ILocalSymbol local && value != null && last >= first ? new Passage(request, made, local, value, insertion, block.Statements.Skip(first).Take(last - first + 1).ToList()) : null;
    }

    /// <summary>The statements may move into a try, and until the insertion nobody else has the resource.</summary>
    public bool IsClear => LockRegion.Around(Made) == null && (request.Fact(FixFacts.Lock) == null || LockRegion.Around(insertion) != null)
        && Uses.All(u => insertion.Span.Contains(u.Span) || IsHarmless(u)) && Returns.All(CanDisposeBefore)
        && (IsEarlyReturn || CanMove && IsLast);

    private bool CanMove
    {
        get
        {
            var nodes = Steps.SelectMany(s => s.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax)).ToList();
            if (nodes.Any(n => n is YieldStatementSyntax or LabeledStatementSyntax or GotoStatementSyntax or LocalFunctionStatementSyntax || n is BreakStatementSyntax or ContinueStatementSyntax && LeavesSteps(n)))
                return false;
            if (Steps.Any(s => s is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }) && Block.Statements.Last() != Steps[Steps.Count - 1])
                return false;
            var flow = request.Model.AnalyzeDataFlow(Steps[0], Steps[Steps.Count - 1]);
            return flow is { Succeeded: true } && !flow.VariablesDeclared.Any(v => flow.ReadOutside.Contains(v) || flow.WrittenOutside.Contains(v));
        }
    }

    /// <summary>Behind the insertion nothing can fail: what is stored must not be disposed.</summary>
    private bool IsLast
    {
        get
        {
            var end = Steps[Steps.Count - 1];
            foreach (var around in insertion.Ancestors().TakeWhile(a => a != end.Parent))
            {
                if (around is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or SwitchStatementSyntax or CatchClauseSyntax or FinallyClauseSyntax or AnonymousFunctionExpressionSyntax
                    or TryStatementSyntax { Catches.Count: > 0 } or ArgumentSyntax)
                    return false;
            }

            return !end.DescendantNodes().Any(n => n.SpanStart >= insertion.Span.End && n is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ThrowStatementSyntax
                && !n.Ancestors().TakeWhile(a => a != end).Any(a => a is FinallyClauseSyntax));
        }
    }

    private bool LeavesSteps(SyntaxNode jump) =>
        !jump.Ancestors().TakeWhile(a => a != Block).Any(a => a is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax || a is SwitchStatementSyntax && jump is BreakStatementSyntax);

    /// <summary>Uses that neither keep nor dispose it.</summary>
    private bool IsHarmless(IdentifierNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == use && access.Name.Identifier.ValueText is not ("Dispose" or "DisposeAsync" or "Close" or "CloseAsync"),
        ConditionalAccessExpressionSyntax access => access.Expression == use && !access.WhenNotNull.ToString().StartsWith(".Dispose", System.StringComparison.Ordinal),
        ArgumentSyntax => loss.Contains(use.Span),
        var parent => IsNullTest(parent),
    };

    private static bool IsNullTest(SyntaxNode? node) =>
        node is IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax }
        || node is BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } test && test.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression;

    /// <summary>if (resource == null) return;</summary>
    private bool IsWithoutValue(ReturnStatementSyntax exit) =>
        exit.Ancestors().OfType<IfStatementSyntax>().Any(i => i.Statement.Span.Contains(exit.Span) && Uses.Any(u => u.Parent == i.Condition && IsNullTest(i.Condition) && !i.Condition.ToString().Contains("not") && !i.Condition.IsKind(SyntaxKind.NotEqualsExpression)));

    private bool CanDisposeBefore(ReturnStatementSyntax exit) =>
        LockRegion.Around(exit) == null && !Uses.Any(u => exit.Span.Contains(u.Span))
        && (exit.Expression == null || !exit.Expression.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ThrowExpressionSyntax));
}
