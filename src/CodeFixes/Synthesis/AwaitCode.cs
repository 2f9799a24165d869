using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>The awaited form of a function and of the private helpers that wait for it.</summary>
internal sealed class AwaitCode
{
    private readonly FixRequest request;
    private readonly string? token;
    private readonly Waits waits;
    private readonly AwaitHelpers helpers;

    /// <param name="request">The diagnostic.</param>
    /// <param name="function">The method or lambda that will be asynchronous.</param>
    /// <param name="type">The type it stands in.</param>
    /// <param name="names">Where new names come from.</param>
    /// <param name="token">An expression for the token that ends the work; null when there is none.</param>
    public AwaitCode(FixRequest request, SyntaxNode function, TypeDeclarationSyntax type, MemberCode names, string? token)
    {
        this.request = request;
        this.token = token;
        waits = new Waits(request, token);
        helpers = new AwaitHelpers(request, waits, type, names);
        helpers.Find(function);
        Function = function;
    }

    public SyntaxNode Function { get; }

    /// <summary>Something in the function can be awaited.</summary>
    public bool Awaits => Targets(Function).Any() || Function.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => Waits.FunctionOf(a) == Function);

    /// <summary>The blocking operation is awaited afterwards.</summary>
    public bool Covers(SyntaxNode operation) =>
        Targets(Function).Contains(operation) || helpers.All.Any(h => Targets(h).Contains(operation));

    public bool HasHelpers => helpers.NewNames.Count > 0;

    /// <summary>The rewritten body, or a helper of it, got the token.</summary>
    public bool UsesToken(SyntaxNode body) =>
        token != null && (body.ToString().Contains(token) || helpers.All.Any(h => ToAsync(h).ToString().Contains(token)));

    /// <summary>Rewrites the helpers.</summary>
    public void RewriteHelpers(TypeEdit edit)
    {
        foreach (var helper in helpers.All)
            edit.Replace(helper, _ => ToAsync(helper));
    }

    /// <summary>A node inside the function with its waits awaited; other nodes can be replaced on the way.</summary>
    public T Rewrite<T>(T part, SyntaxNode function, IReadOnlyDictionary<SyntaxNode, SyntaxNode>? others = null)
        where T : SyntaxNode
    {
        var targets = new HashSet<SyntaxNode>(Targets(function));
        var nodes = part.DescendantNodesAndSelf().Where(n => targets.Contains(n) || others?.ContainsKey(n) == true).ToList();
        return part.ReplaceNodes(nodes, (original, current) =>
        {
            if (others != null && others.TryGetValue(original, out var other))
                return other.WithTriviaFrom(current);
            var awaited = helpers.NameOf(original) is { } name
                ? Await(Renamed((InvocationExpressionSyntax)current, name))
                : waits.Convert((ExpressionSyntax)original, (ExpressionSyntax)current);
            var inner = NeedsParentheses(original) ? SyntaxFactory.ParenthesizedExpression(awaited.WithoutTrivia()) : awaited;
            return inner.WithTriviaFrom(current);
        });
    }

    public static ExpressionSyntax Await(ExpressionSyntax operand)
    {
        var leading = operand.GetLeadingTrivia();
        var simple = operand is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or ObjectCreationExpressionSyntax or ThisExpressionSyntax;
        var inner = operand.WithoutLeadingTrivia();
        return SyntaxFactory.AwaitExpression(simple ? inner : SyntaxFactory.ParenthesizedExpression(inner))
            .WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(leading);
    }

    /// <summary>Puts a modifier behind the others, before partial.</summary>
    public static MethodDeclarationSyntax WithModifier(MethodDeclarationSyntax method, SyntaxToken modifier)
    {
        if (method.Modifiers.Count > 0)
            return method.WithModifiers(method.Modifiers.Add(modifier));
        var leading = method.ReturnType.GetLeadingTrivia();
        return method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(modifier.WithLeadingTrivia(leading)));
    }

    private IEnumerable<SyntaxNode> Targets(SyntaxNode function) =>
        function.DescendantNodes().Where(n => n is ExpressionSyntax e && Waits.FunctionOf(n) == function && (helpers.NameOf(n) != null || waits.CanConvert(e)) && Waits.CanAwaitAt(n, request.Model));

    private MethodDeclarationSyntax ToAsync(MethodDeclarationSyntax helper)
    {
        var symbol = (IMethodSymbol)request.Model.GetDeclaredSymbol(helper, request.Cancellation)!;
        var body = Rewrite(helper, helper);
        var task = symbol.ReturnsVoid
            ? TaskType()
            : SyntaxFactory.GenericName(SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(body.ReturnType.WithoutTrivia())));
        body = body
            .WithReturnType(Waits.Qualify(task).WithTriviaFrom(body.ReturnType))
            .WithIdentifier(SyntaxFactory.Identifier(helpers.NewNames[helper]).WithTriviaFrom(body.Identifier));
        return WithModifier(body, SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));
    }

    public static TypeSyntax TaskType() => SyntaxFactory.IdentifierName("Task");

    private static ExpressionSyntax Renamed(InvocationExpressionSyntax call, string name) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name))),
        _ => call.WithExpression(SyntaxFactory.IdentifierName(name).WithTriviaFrom(call.Expression)),
    };

    private static bool NeedsParentheses(SyntaxNode node) => node.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == node,
        ElementAccessExpressionSyntax access => access.Expression == node,
        InvocationExpressionSyntax invocation => invocation.Expression == node,
        ConditionalAccessExpressionSyntax access => access.Expression == node,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };
}
