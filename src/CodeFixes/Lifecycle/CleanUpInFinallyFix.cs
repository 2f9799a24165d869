using System;
using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Lifecycle;

/// <summary>LEAK4001: moves the cleanup into a finally that covers everything after the acquisition.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CleanUpInFinallyFix))]
[Shared]
public sealed class CleanUpInFinallyFix : LeakFix
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string EquivalenceKey = "LeakGuard.CleanUpInFinally";

    /// <summary>Made by the host.</summary>
    public CleanUpInFinallyFix()
        : base("LEAK4001")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Fact(FixFacts.Operation) is not ("success" or "failure" or "early" or "registry") || OperationRegion.Of(request) is not { } region || region.Cleanups.Any(c => c.Any(EndsOnPurpose)))
            yield break;
        foreach (var edit in Edits(request, region))
        {
            if (!Trial.Compiles(request, edit.Change))
                continue;
            yield return new FixPlan("Clean up in a finally", EquivalenceKey, edit.Scope.Span, edit.Change);
            yield break;
        }
    }

    /// <summary>What follows the cleanup stays outside; a final return that needs the try's locals goes inside.</summary>
    private static IEnumerable<(SyntaxNode Scope, Action<SyntaxEditor> Change)> Edits(FixRequest request, OperationRegion region)
    {
        var block = region.Block;
        if (block.DescendantNodes().Any(n => n is LabeledStatementSyntax or GotoStatementSyntax or YieldStatementSyntax) || !region.Cleanups.All(c => IsMovable(request, region, c)))
            yield break;
        var inside = region.Cleanups.Where(c => block.Span.Contains(c[0].Span)).ToList();
        var store = request.Fact(FixFacts.Store) ?? string.Empty;
        var scope = inside.Count == region.Cleanups.Count ? block : block.Parent!.Parent as BlockSyntax;
        if (scope == null || scope != block && scope.Statements.SkipWhile(s => s != block.Parent).Skip(1).Any(s => Mentions(s, store)))
            yield break;
        var end = block.Statements.Count;
        if (inside.Count > 0)
        {
            var last = inside.Max(c => block.Statements.IndexOf(c[c.Count - 1].AncestorsAndSelf().OfType<StatementSyntax>().First(s => s.Parent == block)));
            end = last + 1;
        }

        if (end <= region.Start)
            yield break;
        var trailing = block.Statements.Skip(end).ToList();
        if (!trailing.Any(s => Mentions(s, store)))
            yield return Edit(scope, region, end);
        if (trailing.Count == 1 && trailing[0] is ReturnStatementSyntax)
            yield return Edit(scope, region, block.Statements.Count);
    }

    private static (SyntaxNode Scope, Action<SyntaxEditor> Change) Edit(SyntaxNode scope, OperationRegion region, int end)
    {
        var code = new FinallyCode(region.Block, region.Start, end, region.Cleanups[0], region.Cleanups.SelectMany(c => c));
        var changed = code.Apply(scope);
        return (scope, editor => editor.ReplaceNode(scope, changed));
    }

    /// <summary>
    /// The cleanup stands at the end of the block, in a catch or finally, before an exit, or behind the test of another registry; nothing
    /// after it relies on it.
    /// </summary>
    private static bool IsMovable(FixRequest request, OperationRegion region, IReadOnlyList<StatementSyntax> cleanup)
    {
        var parent = cleanup[0].Parent;
        if (parent == region.Block)
            return region.Block.Statements.IndexOf(cleanup[0]) >= region.Start;
        var isInside = region.Block.Span.Contains(cleanup[0].Span);
        var store = request.Fact(FixFacts.Store) ?? string.Empty;
        if (parent is BlockSyntax { Parent: CatchClauseSyntax handler } caught)
        {
            var attempt = (TryStatementSyntax)handler.Parent!;
            if (!isInside && attempt.Block != region.Block || isInside && attempt.Parent != region.Block)
                return false;
            return caught.Statements.SkipWhile(s => s != cleanup[cleanup.Count - 1]).Skip(1).All(s => s is ThrowStatementSyntax or ReturnStatementSyntax or ExpressionStatementSyntax { Expression: not AwaitExpressionSyntax } && !Mentions(s, store));
        }

        if (!isInside)
            return false;
        if (parent is BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax { Parent: var outer } } })
            return outer == region.Block;
        if (parent is BlockSyntax { Parent: BlockSyntax or TryStatementSyntax or LockStatementSyntax })
            return false;
        if (request.Fact(FixFacts.Operation) == OnRegistry && (parent is BlockSyntax { Parent: IfStatementSyntax { Else: null } test } || (test = (parent as IfStatementSyntax)!) != null) && test.Parent == region.Block)
            return true;
        return parent is BlockSyntax { Parent: IfStatementSyntax or ElseClauseSyntax } branch && branch.Statements.IndexOf(cleanup[cleanup.Count - 1]) is var index
            && index == branch.Statements.Count - 2 && OperationRegion.Leaves(branch.Statements[index + 1]) && !Mentions(branch.Statements[index + 1], store);
    }

    /// <summary>Kill(id), Cancel(): what stops the operation is no cleanup after one that went well.</summary>
    private static bool EndsOnPurpose(StatementSyntax statement) => statement.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Select(call => call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression as SimpleNameSyntax)
        .Any(name => name != null && OnPurpose.Any(verb => name.Identifier.ValueText.StartsWith(verb, StringComparison.Ordinal)));

    private static readonly string[] OnPurpose = { "Kill", "Cancel", "Abort", "Terminate", "Rollback", "RollBack", "Fail", "Reject" };

    private const string OnRegistry = "registry";

    private static bool Mentions(SyntaxNode node, string store) =>
        store.Length > 0 && node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == store);
}
