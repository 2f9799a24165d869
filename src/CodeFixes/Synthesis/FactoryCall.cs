using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>map.GetOrAdd(key, value or factory[, argument]), taken apart.</summary>
internal sealed class FactoryCall
{
    private readonly ExpressionSyntax source;
    private readonly List<ExpressionSyntax> passed;

    private FactoryCall(InvocationExpressionSyntax call, ArgumentSyntax key, ArgumentSyntax made, ExpressionSyntax source, List<ExpressionSyntax> passed, bool isValue)
    {
        Call = call;
        KeyArgument = key;
        Made = made;
        this.source = source;
        this.passed = passed;
        IsValue = isValue;
    }

    public InvocationExpressionSyntax Call { get; }

    public ArgumentSyntax KeyArgument { get; }

    /// <summary>The argument that is the value, or makes it.</summary>
    public ArgumentSyntax Made { get; }

    public ExpressionSyntax Key => KeyArgument.Expression;

    /// <summary>The value is made before the call.</summary>
    public bool IsValue { get; }

    public static FactoryCall? Of(SyntaxNode node, SemanticModel model)
    {
        if (node is not InvocationExpressionSyntax call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "GetOrAdd" } method || call.ArgumentList.Arguments.Any(a => a.NameColon != null))
            return null;
        var arguments = call.ArgumentList.Arguments;
        var offset = method.IsStatic ? 1 : 0;
        if (arguments.Count < offset + 2 || arguments.Count > offset + 3 || method.Parameters.Length != arguments.Count)
            return null;
        var made = arguments[offset + 1];
        var isValue = method.Parameters[offset + 1].Type.TypeKind != TypeKind.Delegate;
        var passed = new List<ExpressionSyntax> { arguments[offset].Expression };
        if (arguments.Count == offset + 3)
            passed.Add(arguments[offset + 2].Expression);
        if (made.Expression is AnonymousFunctionExpressionSyntax lambda && (lambda.AsyncKeyword.RawKind != 0 || lambda is AnonymousMethodExpressionSyntax || Parameters(lambda).Count != passed.Count))
            return null;
        return new FactoryCall(call, arguments[offset], made, made.Expression, passed, isValue);
    }

    /// <summary>The statements that come before the creation, and the creation, as they read at the place of the call; null where they cannot stand there.</summary>
    public (List<StatementSyntax> Before, ExpressionSyntax Creation)? Inline(SemanticModel model)
    {
        if (IsValue)
            return (new List<StatementSyntax>(), source);
        if (source is not LambdaExpressionSyntax lambda)
            return (new List<StatementSyntax>(), SyntaxFactory.InvocationExpression(source.WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(passed.Select(p => SyntaxFactory.Argument(p.WithoutTrivia()))))));
        if (lambda.ExpressionBody is { } expression)
            return Substitute(lambda, expression, model) is { } inlined ? (new List<StatementSyntax>(), inlined) : null;
        var statements = lambda.Block!.Statements;
        if (statements.LastOrDefault() is not ReturnStatementSyntax { Expression: { } last } || lambda.Block.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).OfType<ReturnStatementSyntax>().Count() != 1 || Clashes(lambda))
            return null;
        var before = new List<StatementSyntax>();
        foreach (var statement in statements.Take(statements.Count - 1))
        {
            if (Substitute(lambda, statement, model) is not { } kept)
                return null;
            before.Add(kept);
        }

        return Substitute(lambda, last, model) is { } creation ? (before, creation) : null;
    }

    public static IReadOnlyList<string> Parameters(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => new[] { simple.Parameter.Identifier.ValueText },
        ParenthesizedLambdaExpressionSyntax list => list.ParameterList.Parameters.Select(p => p.Identifier.ValueText).ToList(),
        _ => new string[0],
    };

    /// <summary>The parameters of the lambda become what was passed, when that may be written several times.</summary>
    private T? Substitute<T>(LambdaExpressionSyntax lambda, T node, SemanticModel model)
        where T : SyntaxNode
    {
        var names = Parameters(lambda);
        var uses = node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(i => model.GetSymbolInfo(i).Symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, model.GetSymbolInfo(lambda).Symbol)).ToList();
        foreach (var use in uses)
        {
            if (passed[IndexOf(names, use)] is not (IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax }) || use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use)
                return null;
        }

        return uses.Count == 0 ? node : node.ReplaceNodes(uses, (use, _) => passed[IndexOf(names, use)].WithTriviaFrom(use));
    }

    private static int IndexOf(IReadOnlyList<string> names, IdentifierNameSyntax use)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == use.Identifier.ValueText)
                return i;
        }

        return 0;
    }

    /// <summary>A local of the lambda has the name of something outside of it.</summary>
    private static bool Clashes(LambdaExpressionSyntax lambda)
    {
        var own = new HashSet<string>(lambda.Block!.DescendantNodes().Select(n => n switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            ForEachStatementSyntax loop => loop.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => string.Empty,
        }).Where(n => n.Length > 0));
        return lambda.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && member.DescendantTokens(n => n != lambda).Any(t => t.IsKind(SyntaxKind.IdentifierToken) && own.Contains(t.ValueText));
    }
}
