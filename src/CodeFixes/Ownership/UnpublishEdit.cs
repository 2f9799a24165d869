using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The edit that moves a dispose behind the write or removal by which the entry leaves, and behind the lock around both.</summary>
internal sealed class UnpublishEdit
{
    private readonly SemanticModel model;
    private readonly EarlyDispose dispose;
    private readonly StatementSyntax leaving;
    private readonly LockRegion? region;
    private readonly bool isShared;

    public UnpublishEdit(SemanticModel model, EarlyDispose dispose, StatementSyntax leaving, LockRegion? region, bool isShared)
    {
        this.model = model;
        this.dispose = dispose;
        this.leaving = leaving;
        this.region = region;
        this.isShared = isShared;
    }

    /// <summary>A field that is shared without a lock is read and written in one step.</summary>
    private bool Exchanges => isShared && region == null && model.GetSymbolInfo(dispose.Target).Symbol is IFieldSymbol { Type.IsReferenceType: true }
        && leaving is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: not AwaitExpressionSyntax } assignment } && SyntaxFactory.AreEquivalent(assignment.Left, dispose.Target);

    public void Apply(DocumentEditor editor)
    {
        var names = Names.In(editor, dispose.Whole);
        var old = dispose.IsLocal && region == null ? dispose.Target.ToString() : names.Free("old");
        var moved = Moved(old);
        Statements.Replace(editor, dispose.Whole, current => Exchanges ? [] : Taken(current, old));
        Statements.Replace(editor, leaving, current => region != null ? [current] : new[] { Exchanges ? Exchanged(current, old) : current }.Concat(moved));
        if (region != null)
            Statements.Surround(editor, region.Statement, Statements.Parse($"{TypeName()} {old};"), moved);
    }

    private IEnumerable<StatementSyntax> Taken(StatementSyntax current, string old)
    {
        if (dispose.Finding != null)
            return [Statements.ParseOne($"{dispose.Finding.WithoutTrivia()};")];
        if (dispose.IsLocal && region == null)
            return [];
        return [Statements.ParseOne($"{(region == null ? "var " : string.Empty)}{old} = {dispose.Target.WithoutTrivia()};")];
    }

    private StatementSyntax Exchanged(StatementSyntax current, string old)
    {
        var assignment = (AssignmentExpressionSyntax)((ExpressionStatementSyntax)current).Expression;
        return Statements.ParseOne($"var {old} = global::System.Threading.Interlocked.Exchange(ref {assignment.Left.WithoutTrivia()}, {assignment.Right.WithoutTrivia()});").WithTrailingTrivia(current.GetTrailingTrivia());
    }

    /// <summary>The statement as it was, over what has been taken.</summary>
    private List<StatementSyntax> Moved(string old)
    {
        if (dispose.Finding != null)
            return Statements.Parse($"{old}?.{((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)((ExpressionStatementSyntax)dispose.Step).Expression).Expression).Name}();");
        var changed = dispose.Whole.ReplaceNodes(
            dispose.Whole.DescendantNodes().Where(n => n is ExpressionSyntax && SyntaxFactory.AreEquivalent(n, dispose.Target)),
            (node, _) => SyntaxFactory.IdentifierName(old).WithTriviaFrom(node));
        var hasComments = dispose.Whole.GetLeadingTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));
        var fresh = Statements.Fresh(changed.WithoutTrivia());
        return [dispose.IsLocal && region == null && hasComments ? fresh.WithLeadingTrivia(dispose.Whole.GetLeadingTrivia()) : fresh];
    }

    private string TypeName()
    {
        var declared = model.GetSymbolInfo(dispose.Target).Symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            ILocalSymbol local => local.Type,
            _ => dispose.Type,
        };
        return (model.GetNullableContext(leaving.SpanStart).AnnotationsEnabled() || declared.IsValueType ? declared : declared.WithNullableAnnotation(NullableAnnotation.None)).ToMinimalDisplayString(model, leaving.SpanStart);
    }
}
