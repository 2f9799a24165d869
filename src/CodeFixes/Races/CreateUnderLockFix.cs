using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Races;

/// <summary>
/// LEAK2001: check, creation and store become one step. A value that is free to make twice goes through <c>GetOrAdd</c>; anything else
/// through a lock: the one that the store has, or a new one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CreateUnderLockFix))]
[Shared]
public sealed class CreateUnderLockFix : LeakFix
{
    /// <summary>Key by which fix all applies this fix.</summary>
    public const string EquivalenceKey = "LeakGuard.CreateUnderLock";

    /// <summary>Makes the provider.</summary>
    public CreateUnderLockFix()
        : base("LEAK2001")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var places = request.Diagnostic.AdditionalLocations;
        if (places.Count == 0 || places[0].SourceTree != request.Root.SyntaxTree || StoreUses.Of(request) is not { } uses)
            yield break;
        var check = request.Root.FindNode(places[0].SourceSpan, getInnermostNodeForTie: true);
        var function = StoreUses.FunctionOf(request.Node);
        if (function == null || StoreUses.FunctionOf(check) != function)
            yield break;
        var mine = uses.All.Where(u => StoreUses.FunctionOf(u) == function).ToList();
        if (mine.Count == 0 || !mine.All(u => StoreUses.IsOwn(u, request.Model)))
            yield break;
        if ((GetOrAddPlan(request, uses, check) ?? LockPlan(request, uses, check, mine)) is { } plan)
            yield return plan;
    }

    private static FixPlan? GetOrAddPlan(FixRequest request, StoreUses uses, SyntaxNode check)
    {
        if (request.Fact(FixFacts.Inert) == null || uses.ValueType is not INamedTypeSymbol { Name: "ConcurrentDictionary" } || GetOrAddCode.Of(request.Model, check, request.Node) is not { } code)
            return null;
        return new FixPlan("Create with GetOrAdd", EquivalenceKey, code.Touched, code.Write);
    }

    private static FixPlan? LockPlan(FixRequest request, StoreUses uses, SyntaxNode check, List<IdentifierNameSyntax> mine)
    {
        var gate = request.Fact(FixFacts.Lock) is { } name ? LockCode.Existing(request, name, uses.Store)
            : request.Fact(FixFacts.Guarded) == null ? LockCode.New(request, uses) : null;
        if (gate == null)
            return null;
        if (!IsConcurrent(uses.ValueType))
            return gate.IsNew ? NewForAll(request, uses, gate) : Locked(request, uses, gate, check, mine[mine.Count - 1], null);
        return gate.IsNew && request.Fact(FixFacts.Unordered) != null ? null : Locked(request, uses, gate, check, request.Node, TestOf(check));
    }

    /// <summary>This one place takes the lock.</summary>
    private static FixPlan? Locked(FixRequest request, StoreUses uses, Gate gate, SyntaxNode check, SyntaxNode last, IfStatementSyntax? test)
    {
        if (last.SpanStart < request.Node.SpanStart)
            last = request.Node;
        if (Section.Of(check, last, request.Model) is not { } section || !section.Contains(request.Node))
            return null;
        return new FixPlan(Title(gate), EquivalenceKey, section.Touched, editor =>
        {
            if (test != null)
                section.WriteDoubleChecked(editor, gate, test, request.Node);
            else
                section.Write(editor, gate);
            LockCode.AddField(editor, request, uses, gate);
        });
    }

    /// <summary>A plain collection with a new lock: every use takes it, or there is none.</summary>
    private static FixPlan? NewForAll(FixRequest request, StoreUses uses, Gate gate)
    {
        if (!uses.IsClosed)
            return null;
        var sections = new List<Section>();
        foreach (var group in uses.All.GroupBy(StoreUses.FunctionOf))
        {
            if (group.Key is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax)
                continue;
            if (!group.All(u => StoreUses.IsOwn(u, request.Model) && GuardedUse.IsPossible(u, request.Model)) || Section.Of(group.First(), group.Last(), request.Model) is not { } section)
                return null;
            if (sections.Exists(s => s.Touched.OverlapsWith(section.Touched)))
                return null;
            sections.Add(section);
        }

        return new FixPlan(Title(gate), EquivalenceKey, uses.Type.Span, editor =>
        {
            foreach (var section in sections)
                section.Write(editor, gate);
            LockCode.AddField(editor, request, uses, gate);
        });
    }

    /// <summary>The if statement whose condition is the check and nothing that may not be done twice.</summary>
    private static IfStatementSyntax? TestOf(SyntaxNode check)
    {
        if (check.FirstAncestorOrSelf<StatementSyntax>() is not IfStatementSyntax { Else: null } test || !test.Condition.Span.Contains(check.Span))
            return null;
        foreach (var node in test.Condition.DescendantNodesAndSelf())
        {
            if (node is AssignmentExpressionSyntax or PatternSyntax and not (ConstantPatternSyntax or UnaryPatternSyntax)
                || node.IsKind(SyntaxKind.PostIncrementExpression) || node.IsKind(SyntaxKind.PostDecrementExpression) || node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PreDecrementExpression)
                || node is InvocationExpressionSyntax && !node.Span.Contains(check.Span) && !check.Span.Contains(node.Span))
                return null;
        }

        return test;
    }

    private static bool IsConcurrent(ITypeSymbol type) => type.ContainingNamespace is { Name: "Concurrent", ContainingNamespace.Name: "Collections" };

    private static string Title(Gate gate) => gate.IsNew ? "Check and create under a new lock" : $"Check and create under '{gate.Name}'";
}
