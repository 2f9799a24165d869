using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// The statement, or the expression body, in which an operation runs. Where the operation is part of a field initializer, a query or an
/// expression tree there is none.
/// </summary>
internal sealed class Place
{
    private readonly ExpressionSyntax? body;
    private readonly bool returnsValue;

    private Place(StatementSyntax? statement, ExpressionSyntax? body, bool returnsValue)
    {
        Statement = statement;
        this.body = body;
        this.returnsValue = returnsValue;
    }

    /// <summary>The statement; null for an expression body.</summary>
    public StatementSyntax? Statement { get; }

    /// <summary>The statement or the expression body.</summary>
    public SyntaxNode Node => Statement ?? (SyntaxNode)body!;

    /// <summary>What is rewritten: for an expression body, the member or lambda it belongs to.</summary>
    public TextSpan Touched => body == null ? Statement!.Span : (body.Parent is ArrowExpressionClauseSyntax arrow ? arrow.Parent! : body.Parent!).Span;

    /// <summary>The statement there is, or the one that the expression body becomes.</summary>
    public StatementSyntax AsStatement => Statement ?? Wrap(body!);

    public static Place? Of(SyntaxNode operation, SemanticModel model)
    {
        for (SyntaxNode? at = operation, inner = null; at != null; inner = at, at = at.Parent)
        {
            switch (at)
            {
                case StatementSyntax statement:
                    return statement.Parent is LabeledStatementSyntax or GlobalStatementSyntax ? null : new Place(statement, null, false);
                case ArrowExpressionClauseSyntax { Parent: { } owner } arrow:
                    return new Place(null, arrow.Expression, Returns(owner, model));
                case LambdaExpressionSyntax { ExpressionBody: { } expression } lambda when expression == inner:
                    return model.GetTypeInfo(lambda).ConvertedType is { Name: "Expression" } ? null : new Place(null, expression, Returns(lambda, model));
                case QueryClauseSyntax or SelectOrGroupClauseSyntax or MemberDeclarationSyntax or CatchFilterClauseSyntax or ConstructorInitializerSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Replaces the place by statements that are made from the statement it is, or becomes.</summary>
    public void Replace(DocumentEditor editor, Func<StatementSyntax, IEnumerable<StatementSyntax>> make)
    {
        if (Statement != null)
            Statements.Replace(editor, Statement, make);
        else
            Statements.ReplaceBody(editor, body!, current => make(Wrap(current)));
    }

    /// <summary>Whether the statements can be made: tried on a copy.</summary>
    /// <param name="operation">The operation, to be found again in the copy.</param>
    /// <param name="make">Makes the statements, or null, of the statement and the operation in it.</param>
    public bool Can<T>(T operation, Func<StatementSyntax, T, IEnumerable<StatementSyntax>?> make)
        where T : SyntaxNode
    {
        var copy = Node.TrackNodes(operation);
        var statement = copy as StatementSyntax ?? Wrap((ExpressionSyntax)copy);
        return make(statement, statement.GetCurrentNode(operation)!) != null;
    }

    /// <summary>Replaces the place by statements that are made from the statement it is, or becomes, and an operation in it.</summary>
    public void Replace<T>(DocumentEditor editor, T operation, Func<StatementSyntax, T, IEnumerable<StatementSyntax>?> make)
        where T : SyntaxNode
    {
        editor.TrackNode(operation);
        Replace(editor, statement => make(statement, statement.GetCurrentNode(operation)!)!);
    }

    /// <summary>The operation is evaluated whenever the statement is, and once.</summary>
    public bool IsCertain(SyntaxNode operation)
    {
        for (SyntaxNode at = operation; at != Node; at = at.Parent!)
        {
            switch (at.Parent)
            {
                case ConditionalExpressionSyntax choice when choice.Condition != at:
                case BinaryExpressionSyntax binary when binary.Right == at && binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression:
                case AssignmentExpressionSyntax assignment when assignment.Right == at && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression):
                case ConditionalAccessExpressionSyntax access when access.WhenNotNull == at:
                case SwitchExpressionArmSyntax:
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax:
                    return false;
            }
        }

        return true;
    }

    /// <summary>The function that the node belongs to: a lambda, a local function, or the member.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax);

    /// <summary>An await may stand there: the function is async, and no lock and no unsafe code is around.</summary>
    public static bool CanAwait(SyntaxNode node)
    {
        var function = FunctionOf(node);
        var isAsync = function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        };
        return isAsync && !node.Ancestors().TakeWhile(a => a != function).Any(a => a is LockStatementSyntax or UnsafeStatementSyntax);
    }

    private StatementSyntax Wrap(ExpressionSyntax expression) => returnsValue
        ? SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia(), SyntaxFactory.Token(SyntaxKind.SemicolonToken))
        : SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());

    private static bool Returns(SyntaxNode owner, SemanticModel model)
    {
        if (owner is PropertyDeclarationSyntax or IndexerDeclarationSyntax)
            return true;
        var method = (owner is LambdaExpressionSyntax ? model.GetSymbolInfo(owner).Symbol : model.GetDeclaredSymbol(owner)) as IMethodSymbol;
        return method is { ReturnsVoid: false } && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }) && method.MethodKind is not (MethodKind.Constructor or MethodKind.Destructor);
    }
}
