using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// What comes out of a map of lazies: a read becomes <c>.Value</c>, and a dispose happens only where there is something,
/// <c>if (x.IsValueCreated) x.Value.Dispose();</c>.
/// </summary>
internal sealed class LazyReads(SemanticModel model, List<(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Change)> changes)
{
    public static ExpressionSyntax ValueOf(ExpressionSyntax lazy) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, lazy.WithoutTrailingTrivia(), IdentifierName("Value")).WithTrailingTrivia(lazy.GetTrailingTrivia());

    /// <summary>foreach (var x in map.Values)</summary>
    public bool Each(ForEachStatementSyntax loop) => Loosen(loop.Type) && model.GetDeclaredSymbol(loop) is { } local && Reads(loop.Statement, local, _ => true);

    /// <summary>foreach (var pair in map): only parts of the pair may be used.</summary>
    public bool Pairs(ForEachStatementSyntax loop)
    {
        if (!loop.Type.IsVar || model.GetDeclaredSymbol(loop) is not { } local)
            return false;
        foreach (var use in UsesOf(loop.Statement, local))
        {
            if (use.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var part } access || access.Expression != use)
                return false;
            if (part == "Value" ? !Read(access) : part != "Key")
                return false;
        }

        return true;
    }

    /// <summary>foreach (var (key, x) in map)</summary>
    public bool Deconstructed(ForEachVariableStatementSyntax loop) =>
        loop.Variable is DeclarationExpressionSyntax { Type.IsVar: true, Designation: ParenthesizedVariableDesignationSyntax { Variables: { Count: 2 } variables } }
        && (variables[1] is DiscardDesignationSyntax || variables[1] is SingleVariableDesignationSyntax single && model.GetDeclaredSymbol(single) is { } local && Reads(loop.Statement, local, _ => true));

    /// <summary>map.TryGetValue(key, out var x), map.TryRemove(key, out var x): x is read only where the call has found it.</summary>
    public bool Out(InvocationExpressionSyntax call, ArgumentSyntax target)
    {
        if (target.Expression is IdentifierNameSyntax { Identifier.ValueText: "_" } discarded)
            return model.GetSymbolInfo(discarded).Symbol is null or IDiscardSymbol;
        if (target.Expression is not DeclarationExpressionSyntax declaration)
            return false;
        if (declaration.Designation is DiscardDesignationSyntax)
            return Loosen(declaration.Type);
        return declaration.Designation is SingleVariableDesignationSyntax single && model.GetDeclaredSymbol(single) is { } local && Loosen(declaration.Type)
            && call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && Reads(member, local, use => IsFound(call, use));
    }

    private bool Reads(SyntaxNode scope, ISymbol local, Func<IdentifierNameSyntax, bool> isAllowed) => UsesOf(scope, local).All(u => isAllowed(u) && Read(u));

    private IEnumerable<IdentifierNameSyntax> UsesOf(SyntaxNode scope, ISymbol local) =>
        scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(i => i.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(i).Symbol, local));

    private bool Read(ExpressionSyntax entry)
    {
        if (entry.Parent is AssignmentExpressionSyntax assignment && assignment.Left == entry || entry.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or IsPatternExpressionSyntax or BinaryExpressionSyntax)
            return false;
        if (DisposeOf(entry) is not { } statement)
        {
            changes.Add((entry, current => ValueOf((ExpressionSyntax)current)));
            return true;
        }

        changes.Add((entry, current => ValueOf((ExpressionSyntax)current)));
        changes.Add((statement, current => Guard((StatementSyntax)current, entry, statement.Parent is IfStatementSyntax or ElseClauseSyntax)));
        return true;
    }

    /// <summary>The statement x.Dispose(); or x?.Dispose(); or await x.DisposeAsync();</summary>
    private static ExpressionStatementSyntax? DisposeOf(ExpressionSyntax entry)
    {
        var call = entry.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync", Parent: InvocationExpressionSyntax invocation } access when access.Expression == entry => invocation,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Close" } } } access when access.Expression == entry => (ExpressionSyntax)access,
            _ => null,
        };
        if (call?.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            call = configured;
        return (call?.Parent is AwaitExpressionSyntax wait ? wait.Parent : call?.Parent) as ExpressionStatementSyntax;
    }

    private static StatementSyntax Guard(StatementSyntax dispose, ExpressionSyntax entry, bool isEmbedded)
    {
        var test = (IfStatementSyntax)ParseStatement($"if ({entry.WithoutTrivia()}.IsValueCreated)\n{dispose.WithoutTrivia().ToFullString()}");
        var fresh = Statements.Fresh(test).WithTrailingTrivia(dispose.GetTrailingTrivia());
        if (!isEmbedded)
            return fresh.WithLeadingTrivia(dispose.GetLeadingTrivia());
        if (dispose.GetLeadingTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia)))
            fresh = fresh.WithLeadingTrivia(dispose.GetLeadingTrivia());
        return Statements.Block([fresh]).WithTrailingTrivia(dispose.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
    }

    /// <summary>An explicit type becomes var: it was the type of the value.</summary>
    private bool Loosen(TypeSyntax type)
    {
        if (!type.IsVar)
            changes.Add((type, current => IdentifierName("var").WithTriviaFrom(current)));
        return true;
    }

    /// <summary>The use stands where the call has returned true.</summary>
    private static bool IsFound(InvocationExpressionSyntax call, IdentifierNameSyntax use)
    {
        SyntaxNode at = call;
        while (at.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } or ParenthesizedExpressionSyntax)
        {
            at = at.Parent;
            if (at.Span.Contains(use.Span))
                return true;
        }

        switch (at.Parent)
        {
            case IfStatementSyntax test when test.Condition == at:
                return test.Statement.Span.Contains(use.Span);
            case WhileStatementSyntax loop when loop.Condition == at:
                return loop.Statement.Span.Contains(use.Span);
            case ConditionalExpressionSyntax choice when choice.Condition == at:
                return choice.WhenTrue.Span.Contains(use.Span);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null } test }:
                return use.SpanStart > test.Span.End && Leaves(test.Statement);
            default:
                return false;
        }
    }

    private static bool Leaves(StatementSyntax statement) =>
        Statements.Of(statement).LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;
}
