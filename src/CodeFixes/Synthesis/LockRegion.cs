using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>The statement that holds a lock around a node, so that something can be put behind it.</summary>
internal sealed class LockRegion
{
    private LockRegion(StatementSyntax statement, StatementSyntax body)
    {
        Statement = statement;
        Body = body;
    }

    public StatementSyntax Statement { get; }

    /// <summary>What runs under the lock.</summary>
    public StatementSyntax Body { get; }

    /// <summary>The outermost lock of the function around the node: lock, try with a release in its finally, using of a scope.</summary>
    public static LockRegion? Around(SyntaxNode node)
    {
        LockRegion? found = null;
        var function = Place.FunctionOf(node);
        for (var at = node; at != function && at.Parent != null; at = at.Parent)
        {
            switch (at.Parent)
            {
                case LockStatementSyntax holder when holder.Statement == at:
                    found = new LockRegion(holder, holder.Statement);
                    break;
                case TryStatementSyntax { Finally: { } release } attempt when attempt.Block == at && Releases(release):
                    found = new LockRegion(attempt, attempt.Block);
                    break;
                case UsingStatementSyntax scope when scope.Statement == at && Enters(scope):
                    found = new LockRegion(scope, scope.Statement);
                    break;
            }
        }

        return found;
    }

    /// <summary>Control comes to the end of the region whenever it comes out of the statement, and comes by once.</summary>
    public bool IsStraight(SyntaxNode statement) =>
        (statement == Body || statement.Parent == Body) && Statement is not TryStatementSyntax { Catches.Count: > 0 };

    /// <summary>A loop or a lambda of the region is around the node.</summary>
    public bool Repeats(SyntaxNode node) => node.Ancestors().TakeWhile(a => a != Statement)
        .Any(a => a is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or AnonymousFunctionExpressionSyntax);

    /// <summary>A jump behind the node may leave the region before its end.</summary>
    public bool IsLeftAfter(SyntaxNode node) => Body.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(n => n is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
            && n.SpanStart > node.SpanStart && LeavesBy(n));

    private bool LeavesBy(SyntaxNode jump) => jump is not (BreakStatementSyntax or ContinueStatementSyntax) || !jump.Ancestors().TakeWhile(a => a != Statement)
        .Any(a => a is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax || a is SwitchStatementSyntax && jump is BreakStatementSyntax);

    private static bool Releases(FinallyClauseSyntax release) => release.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(call => NameOf(call) is "Exit" or "Release" or "ReleaseMutex" || NameOf(call)?.EndsWith("Lock", StringComparison.Ordinal) == true);

    private static bool Enters(UsingStatementSyntax scope) => ((SyntaxNode?)scope.Expression ?? scope.Declaration)?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Any(call => NameOf(call) is "EnterScope" || NameOf(call)?.IndexOf("Lock", StringComparison.Ordinal) >= 0) == true;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
