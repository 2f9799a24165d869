using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Check, creation and store of one key written as one <c>GetOrAdd</c>.</summary>
internal sealed class GetOrAddCode
{
    private readonly IfStatementSyntax test;
    private readonly int replaced;
    private readonly string text;

    private GetOrAddCode(IfStatementSyntax test, int replaced, string text)
    {
        this.test = test;
        this.replaced = replaced;
        this.text = text;
    }

    public TextSpan Touched => test.Parent!.Span;

    /// <summary>Null where the code is not simply: test, make, store, and perhaps return.</summary>
    public static GetOrAddCode? Of(SemanticModel model, SyntaxNode check, SyntaxNode act) => Read(model, check, act) is { KeepsTrivia: true } code ? code : null;

    private static GetOrAddCode? Read(SemanticModel model, SyntaxNode check, SyntaxNode act)
    {
        if (check.FirstAncestorOrSelf<StatementSyntax>() is not IfStatementSyntax { Else: null, Parent: BlockSyntax block } test || check is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } asked } call
            || call.Expression is not MemberAccessExpressionSyntax { Expression: { } map })
            return null;
        var isNegated = test.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not && not.Operand == check;
        if (!isNegated && test.Condition != check)
            return null;
        var found = asked.Count == 2 && asked[1].Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax name } ? name.Identifier.ValueText : null;
        if (asked.Count == 2 && found == null)
            return null;
        var index = block.Statements.IndexOf(test);
        var rest = block.Statements.Skip(index + 1).ToList();
        var made = new Made(model, act);
        var call1 = $"{map}.GetOrAdd({asked[0].Expression}, _ => {{0}})";
        if (isNegated)
            return made.Read(Statements.Of(test.Statement).ToList()) && !made.Returns && CanCapture(model, asked[0].Expression, made.Creation!)
                && (found == null || made.Local == found)
                ? new GetOrAddCode(test, 1, (found == null ? string.Empty : "var " + found + " = ") + string.Format(call1, made.Creation) + ";")
                : null;
        if (found == null || Statements.Of(test.Statement).ToList() is not { Count: 1 } hit || hit[0] is not ReturnStatementSyntax { Expression: IdentifierNameSyntax returned } || returned.Identifier.ValueText != found)
            return null;
        return made.Read(rest) && made.Returns && CanCapture(model, asked[0].Expression, made.Creation!) ? new GetOrAddCode(test, rest.Count + 1, "return " + string.Format(call1, made.Creation) + ";") : null;
    }

    /// <summary>Comments and directives between the first and the last token would be lost.</summary>
    private bool KeepsTrivia
    {
        get
        {
            var block = (BlockSyntax)test.Parent!;
            var last = block.Statements[block.Statements.IndexOf(test) + replaced - 1];
            return !block.DescendantTrivia(TextSpan.FromBounds(test.SpanStart, last.Span.End)).Any(t => t.IsDirective || t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));
        }
    }

    public void Write(DocumentEditor editor)
    {
        var block = (BlockSyntax)test.Parent!;
        var index = block.Statements.IndexOf(test);
        var line = Statements.ParseOne(text).WithLeadingTrivia(test.GetLeadingTrivia()).WithTrailingTrivia(block.Statements[index + replaced - 1].GetTrailingTrivia());
        editor.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(block.Statements.Take(index).Append(line).Concat(block.Statements.Skip(index + replaced)))));
    }

    /// <summary>Nothing in the key or the creation that a lambda may not capture.</summary>
    private static bool CanCapture(SemanticModel model, ExpressionSyntax key, ExpressionSyntax creation) =>
        !creation.DescendantNodes().Any(n => n is DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "_" })
        && key.DescendantNodesAndSelf().Concat(creation.DescendantNodesAndSelf()).OfType<SimpleNameSyntax>().All(n => model.GetSymbolInfo(n).Symbol is not (
            IParameterSymbol { RefKind: not RefKind.None } or IParameterSymbol { Type.IsRefLikeType: true } or ILocalSymbol { IsRef: true } or ILocalSymbol { Type.IsRefLikeType: true }))
        && model.GetEnclosingSymbol(key.SpanStart)?.ContainingType is { IsValueType: false };

    /// <summary>v = new X(); map[k] = v; return v; in its spellings.</summary>
    private sealed class Made(SemanticModel model, SyntaxNode act)
    {
        public ExpressionSyntax? Creation { get; private set; }

        public string? Local { get; private set; }

        public bool Returns { get; private set; }

        public bool Read(List<StatementSyntax> statements)
        {
            var at = 0;
            if (at < statements.Count && !statements[at].Span.Contains(act.Span))
            {
                var (name, value) = statements[at] switch
                {
                    ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left, Right: var right } } => (left.Identifier.ValueText, right),
                    LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } => (variables[0].Identifier.ValueText, variables[0].Initializer?.Value),
                    _ => (null, null),
                };
                if (name == null || value == null)
                    return false;
                (Local, Creation) = (name, value);
                at++;
            }

            if (at >= statements.Count || !statements[at].Span.Contains(act.Span))
                return false;
            var stored = statements[at++];
            Returns = stored is ReturnStatementSyntax;
            var expression = stored is ReturnStatementSyntax leave ? leave.Expression : (stored as ExpressionStatementSyntax)?.Expression;
            if (!ReadStore(expression))
                return false;
            if (!Returns && at < statements.Count && statements[at] is ReturnStatementSyntax { Expression: IdentifierNameSyntax returned } && returned.Identifier.ValueText == Local)
            {
                Returns = true;
                at++;
            }

            return at == statements.Count && (Creation is ObjectCreationExpressionSyntax || Named());
        }

        /// <summary>map[k] = v, map[k] = v = new X(), v = map[k] = new X().</summary>
        private bool ReadStore(ExpressionSyntax? expression)
        {
            if (expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax outer, Right: AssignmentExpressionSyntax inner } && inner == act)
            {
                Local = outer.Identifier.ValueText;
                expression = inner;
            }

            if (expression != act || expression is not AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax, Right: var value })
                return false;
            if (value is AssignmentExpressionSyntax { Left: IdentifierNameSyntax local, Right: var made })
                (Local, value) = (local.Identifier.ValueText, made);
            if (value is IdentifierNameSyntax kept)
                return Creation != null && kept.Identifier.ValueText == Local;
            Creation ??= value;
            return Creation == value;
        }

        /// <summary>new() takes its type from the local: spelled out, since the local goes.</summary>
        private bool Named()
        {
            if (Creation is not BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } creation || model.GetTypeInfo(creation).Type is not INamedTypeSymbol type)
                return false;
            Creation = SyntaxFactory.ParseExpression("new " + type.ToMinimalDisplayString(model, creation.SpanStart) + arguments + creation.Initializer);
            return true;
        }
    }
}
