using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// A run of neighbouring statements (or the one expression of a member) that is to become one critical section. Locals that are
/// declared in it and used behind it are declared before it.
/// </summary>
internal sealed class Section
{
    private readonly List<StatementSyntax> hoisted = new();

    private Section(SyntaxNode container, List<StatementSyntax> statements)
    {
        Container = container;
        Statements = statements;
    }

    /// <summary>A block, a single embedded statement, or the arrow clause of a member.</summary>
    public SyntaxNode Container { get; }

    /// <summary>Empty for an arrow clause.</summary>
    public List<StatementSyntax> Statements { get; }

    public TextSpan Touched => Container is ArrowExpressionClauseSyntax ? Container.Parent!.Span : Container.Span;

    public SyntaxNode First => Statements.Count > 0 ? Statements[0] : Container;

    public bool Contains(SyntaxNode node) => Statements.Count == 0 ? Container.Span.Contains(node.Span) : Statements.Any(s => s.Span.Contains(node.Span));

    /// <summary>The smallest section from one node to another of the same function; null when it cannot be locked.</summary>
    public static Section? Of(SyntaxNode from, SyntaxNode to, SemanticModel model)
    {
        var function = StoreUses.FunctionOf(from);
        if (function == null || function != StoreUses.FunctionOf(to))
            return null;
        var section = Find(from, to, function);
        return section != null && section.Complete(model) ? section : null;
    }

    private static Section? Find(SyntaxNode from, SyntaxNode to, SyntaxNode function)
    {
        for (SyntaxNode? at = from; at != null && at != function; at = at.Parent)
        {
            if (at is ArrowExpressionClauseSyntax)
                return new Section(at, new List<StatementSyntax>());
            if (at is not StatementSyntax statement || at is BlockSyntax)
                continue;
            if (statement.Parent is BlockSyntax block && block.Span.Contains(to.Span))
            {
                var first = block.Statements.IndexOf(statement);
                var last = block.Statements.IndexOf(s => s.Span.Contains(to.Span));
                return new Section(block, block.Statements.Skip(first).Take(last - first + 1).ToList());
            }

            if (statement.Span.Contains(to.Span) && statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax or LabeledStatementSyntax))
                return new Section(statement, new List<StatementSyntax> { statement });
        }

        return function is BasePropertyDeclarationSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            ? from.Ancestors().OfType<ArrowExpressionClauseSyntax>().Select(a => new Section(a, new List<StatementSyntax>())).FirstOrDefault()
            : null;
    }

    private bool Complete(SemanticModel model)
    {
        if (Statements.Count == 0)
            return UnderLock.Allows(((ArrowExpressionClauseSyntax)Container).Expression, model);
        if (Container is BlockSyntax block)
        {
            var next = block.Statements.IndexOf(Statements[Statements.Count - 1]) + 1;
            if (next < block.Statements.Count && block.Statements[next] is ReturnStatementSyntax { Expression: null or IdentifierNameSyntax or LiteralExpressionSyntax } leave)
                Statements.Add(leave);
        }

        return Statements.All(s => s is not LocalFunctionStatementSyntax && !s.ContainsDirectives && UnderLock.Allows(s, model)) && Hoist(model);
    }

    private bool Hoist(SemanticModel model)
    {
        var flow = model.AnalyzeDataFlow(Statements[0], Statements[Statements.Count - 1]);
        if (flow is not { Succeeded: true })
            return false;
        foreach (var declared in flow.VariablesDeclared)
        {
            if (!flow.ReadOutside.Contains(declared) && !flow.WrittenOutside.Contains(declared))
                continue;
            if (declared is not ILocalSymbol { IsRef: false, IsConst: false, IsUsing: false, CanBeReferencedByName: true, Type.IsAnonymousType: false } local || local.Type.IsRefLikeType
                || local.DeclaringSyntaxReferences.Length != 1 || DesignationOf(local) == null)
                return false;
            hoisted.Add(Synthesis.Statements.ParseOne(local.Type.ToMinimalDisplayString(model, Statements[0].SpanStart) + " " + local.Name + ";"));
        }

        return true;
    }

    /// <summary>An out variable, or the only variable of a declaration that stands at the top of the section.</summary>
    private SyntaxNode? DesignationOf(ILocalSymbol local) => local.DeclaringSyntaxReferences[0].GetSyntax() switch
    {
        SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax } expression } => expression,
        VariableDeclaratorSyntax { Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } when Statements.Contains(statement) => statement,
        _ => null,
    };

    /// <summary>Puts the section under the lock.</summary>
    public void Write(DocumentEditor editor, Gate gate) => Replace(editor, statements => new StatementSyntax[] { LockCode.Lock(gate, statements) });

    /// <summary>As <see cref="Write(DocumentEditor, Gate)"/>, with a statement first.</summary>
    public void Write(DocumentEditor editor, Gate gate, StatementSyntax first) => Replace(editor, statements => new StatementSyntax[] { LockCode.Lock(gate, statements.Prepend(first)) });

    /// <summary>As <see cref="Write"/>, with the free test first: hits take no lock, and what the test found missing is looked for again under it.</summary>
    public void WriteDoubleChecked(DocumentEditor editor, Gate gate, IfStatementSyntax test, SyntaxNode act)
    {
        var isInside = test.Statement.Span.Contains(act.Span);
        if (test != First || test.Else != null || !isInside && !Leaves(test.Statement))
        {
            Write(editor, gate);
            return;
        }

        hoisted.RemoveAll(h => DeclaresIn(test, h));
        var again = Forget(test.WithoutLeadingTrivia()).WithTrailingTrivia(test.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
        Replace(editor, statements => isInside
            ? new StatementSyntax[] { test.WithStatement(Block(LockCode.Lock(gate, new[] { again })).WithAdditionalAnnotations(Formatter.Annotation)) }.Concat(statements.Skip(1))
            : new StatementSyntax[] { test, LockCode.Lock(gate, new[] { again }.Concat(statements.Skip(1))) });
    }

    private static bool Leaves(StatementSyntax statement) => Synthesis.Statements.Of(statement).LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    private static bool DeclaresIn(IfStatementSyntax test, StatementSyntax hoisted) => hoisted is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
        && test.Condition.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax d && d.Identifier.ValueText == variables[0].Identifier.ValueText);

    private static T Forget<T>(T node)
        where T : SyntaxNode => node.ReplaceNodes(
            node.DescendantNodes().OfType<DeclarationExpressionSyntax>().Where(d => d.Designation is SingleVariableDesignationSyntax),
            (before, _) => IdentifierName(((SingleVariableDesignationSyntax)before.Designation).Identifier.WithoutTrivia()).WithTriviaFrom(before));

    private void Replace(DocumentEditor editor, System.Func<List<StatementSyntax>, IEnumerable<StatementSyntax>> make)
    {
        if (Container is ArrowExpressionClauseSyntax arrow)
        {
            var place = Place.Of(arrow.Expression, editor.SemanticModel)!;
            Synthesis.Statements.ReplaceBody(editor, arrow.Expression, _ => make(new List<StatementSyntax> { place.AsStatement }));
            return;
        }

        var bare = Statements.Select(s => Lower(s)).ToList();
        var lead = Blank(bare[0]);
        bare[0] = bare[0].WithLeadingTrivia(bare[0].GetLeadingTrivia().Skip(lead.Count));
        var made = hoisted.Concat(make(bare)).ToList();
        made[0] = made[0].WithLeadingTrivia(lead.Concat(made[0].GetLeadingTrivia()));
        for (var i = 0; i < made.Count; i++)
            made[i] = made[i].WithAdditionalAnnotations(Formatter.Annotation);
        if (Container is BlockSyntax block)
        {
            var first = block.Statements.IndexOf(Statements[0]);
            var list = block.Statements.Take(first).Concat(made).Concat(block.Statements.Skip(first + Statements.Count));
            editor.ReplaceNode(block, block.WithStatements(List(list)));
        }
        else
        {
            editor.ReplaceNode(Container, made.Count == 1 ? made[0] : Block(made).WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    /// <summary>The statement without the declarations that moved before the section.</summary>
    private StatementSyntax Lower(StatementSyntax statement)
    {
        if (hoisted.Count == 0)
            return statement;
        var names = hoisted.OfType<LocalDeclarationStatementSyntax>().Select(h => h.Declaration.Variables[0].Identifier.ValueText).ToList();
        if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } && names.Contains(variables[0].Identifier.ValueText))
        {
            return ExpressionStatement(AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(variables[0].Identifier.WithoutTrivia()), variables[0].Initializer!.Value))
                .WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        }

        return statement.ReplaceNodes(
            statement.DescendantNodes().OfType<DeclarationExpressionSyntax>().Where(d => d.Designation is SingleVariableDesignationSyntax s && names.Contains(s.Identifier.ValueText)),
            (before, _) => IdentifierName(((SingleVariableDesignationSyntax)before.Designation).Identifier.WithoutTrivia()).WithTriviaFrom(before));
    }

    /// <summary>Empty lines before the first comment or token: they stay before the lock.</summary>
    private static List<SyntaxTrivia> Blank(StatementSyntax statement)
    {
        var lead = statement.GetLeadingTrivia();
        var count = 0;
        for (var i = 0; i < lead.Count && lead[i].Kind() is SyntaxKind.EndOfLineTrivia or SyntaxKind.WhitespaceTrivia; i++)
        {
            if (lead[i].IsKind(SyntaxKind.EndOfLineTrivia))
                count = i + 1;
        }

        return lead.Take(count).ToList();
    }
}
