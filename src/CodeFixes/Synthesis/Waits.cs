using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Blocking operations and the awaits that take their place.</summary>
internal sealed class Waits
{
    private readonly FixRequest request;
    private readonly string? token;
    private readonly Dictionary<SyntaxNode, bool> known = new();

    public Waits(FixRequest request, string? token)
    {
        this.request = request;
        this.token = token;
    }

    /// <summary>The method, accessor, lambda or local function whose body the node runs in.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or TypeDeclarationSyntax)
                return at;
        }

        return null;
    }

    /// <summary>No lock, pointer, filter or query around it, and nobody there who waits for an AggregateException.</summary>
    public static bool CanAwaitAt(SyntaxNode node, SemanticModel model)
    {
        for (var at = node; at.Parent is { } parent && at is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); at = parent)
        {
            if (parent is LockStatementSyntax @lock && @lock.Statement == at || parent is UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or AttributeSyntax)
                return false;
            if (parent is TryStatementSyntax attempt && attempt.Block == at && attempt.Catches.Any(c => c.ToString().Contains("AggregateException")))
                return false;
        }

        return true;
    }

    public bool CanConvert(ExpressionSyntax expression)
    {
        if (!known.TryGetValue(expression, out var answer))
            known.Add(expression, answer = FormOf(expression) != Form.None);
        return answer;
    }

    public ExpressionSyntax Convert(ExpressionSyntax original, ExpressionSyntax current)
    {
        var call = current as InvocationExpressionSyntax;
        var callee = call?.Expression as MemberAccessExpressionSyntax;
        switch (FormOf(original))
        {
            case Form.Result:
                var receiver = ((MemberAccessExpressionSyntax)original).Expression;
                return AwaitCode.Await(WithToken(receiver, ((MemberAccessExpressionSyntax)current).Expression));
            case Form.Wait:
                return AwaitCode.Await(WithToken(((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)original).Expression).Expression, callee!.Expression));
            case Form.GetResult:
                var inner = (InvocationExpressionSyntax)callee!.Expression;
                var awaiter = (InvocationExpressionSyntax)((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)original).Expression).Expression;
                return AwaitCode.Await(WithToken(((MemberAccessExpressionSyntax)awaiter.Expression).Expression, ((MemberAccessExpressionSyntax)inner.Expression).Expression));
            case Form.Sleep:
                return AwaitCode.Await(WithArgument(call!.WithExpression(TaskMember("Delay")), token).WithoutLeadingTrivia());
            case Form.WaitAll:
                return AwaitCode.Await(call!.WithExpression(TaskMember("WhenAll")).WithoutLeadingTrivia());
            case Form.WaitAny:
                return AwaitCode.Await(call!.WithExpression(TaskMember("WhenAny")).WithoutLeadingTrivia());
            default:
                var target = (IMethodSymbol)request.Model.GetSymbolInfo(original, request.Cancellation).Symbol!;
                var twin = TwinOf(target)!;
                var name = SyntaxFactory.IdentifierName(target.Name + "Async");
                var renamed = call!.WithExpression(callee == null ? name : callee.WithName(name));
                return AwaitCode.Await(TakesToken(target, twin) ? WithArgument(renamed, token) : renamed);
        }
    }

    /// <summary>Task, Thread and the like are written out and made as short as the file allows.</summary>
    public static TypeSyntax Qualify(TypeSyntax type)
    {
        var space = SyntaxFactory.ParseName("global::System.Threading.Tasks");
        return SyntaxFactory.QualifiedName((NameSyntax)space, (SimpleNameSyntax)type).WithAdditionalAnnotations(Simplifier.Annotation);
    }

    private static ExpressionSyntax TaskMember(string name) =>
        ((MemberAccessExpressionSyntax)SyntaxFactory.ParseExpression("global::System.Threading.Tasks.Task." + name)).WithAdditionalAnnotations(Simplifier.Annotation);

    private enum Form
    {
        None,
        Result,
        Wait,
        GetResult,
        Sleep,
        WaitAll,
        WaitAny,
        Twin,
    }

    private Form FormOf(ExpressionSyntax expression)
    {
        if (expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access)
            return request.Model.GetSymbolInfo(access, request.Cancellation).Symbol is IPropertySymbol property && IsTask(property.ContainingType) ? Form.Result : Form.None;
        if (expression is not InvocationExpressionSyntax call || request.Model.GetSymbolInfo(call, request.Cancellation).Symbol is not IMethodSymbol target)
            return Form.None;
        var isMember = call.Expression is MemberAccessExpressionSyntax;
        var count = call.ArgumentList.Arguments.Count;
        switch (target.Name)
        {
            case "Wait" when IsTask(target.ContainingType):
                return isMember && count == 0 ? Form.Wait : Form.None;
            case "GetResult" when isMember && count == 0 && ((MemberAccessExpressionSyntax)call.Expression).Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" }, ArgumentList.Arguments.Count: 0 }:
                return Form.GetResult;
            case "Sleep" when target.ContainingType.Name == "Thread":
                return Form.Sleep;
            case "WaitAll" when IsTask(target.ContainingType) && OnlyTasks(target):
                return Form.WaitAll;
            case "WaitAny" when IsTask(target.ContainingType) && OnlyTasks(target) && call.Parent is ExpressionStatementSyntax:
                return Form.WaitAny;
            default:
                return (expression == request.Node || Blocks(target)) && TwinOf(target) != null ? Form.Twin : Form.None;
        }
    }

    private static bool Blocks(IMethodSymbol target) =>
        MethodTable.Rows.TryGetValue(ApiCatalog.FullName(target.ContainingType.OriginalDefinition) + "." + target.Name, out var row) && row.Block is BlockKind.Wait;

    private static bool IsTask(INamedTypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    private static bool OnlyTasks(IMethodSymbol target) => target.Parameters.Length == 1;

    /// <summary>Save and SaveAsync: the same parameters, perhaps a token more, and a task of the same result.</summary>
    private static IMethodSymbol? TwinOf(IMethodSymbol target)
    {
        if (target.ContainingType == null || target.IsGenericMethod || target.MethodKind != MethodKind.Ordinary)
            return null;
        IMethodSymbol? found = null;
        foreach (var twin in target.ContainingType.GetMembers(target.Name + "Async").OfType<IMethodSymbol>())
        {
            if (twin.IsStatic == target.IsStatic && !twin.IsGenericMethod && SameParameters(target, twin) && ReturnsTaskOf(twin.ReturnType, target)
                && twin.DeclaredAccessibility >= target.DeclaredAccessibility && (found == null || twin.Parameters.Length > found.Parameters.Length))
                found = twin;
        }

        return found;
    }

    private static bool SameParameters(IMethodSymbol target, IMethodSymbol twin)
    {
        if (target.Parameters.Any(p => p.RefKind != RefKind.None))
            return false;
        for (var i = 0; i < target.Parameters.Length; i++)
        {
            if (i >= twin.Parameters.Length || !SymbolEqualityComparer.Default.Equals(target.Parameters[i].Type, twin.Parameters[i].Type))
                return false;
        }

        return twin.Parameters.Length == target.Parameters.Length
            || twin.Parameters.Length == target.Parameters.Length + 1 && IsToken(twin.Parameters[target.Parameters.Length].Type) && twin.Parameters[target.Parameters.Length].IsOptional
            || twin.Parameters.Length == target.Parameters.Length + 1 && IsToken(twin.Parameters[target.Parameters.Length].Type) && twin.ContainingType.GetMembers(twin.Name).OfType<IMethodSymbol>().Any(m => m.Parameters.Length == target.Parameters.Length);
    }

    private static bool ReturnsTaskOf(ITypeSymbol type, IMethodSymbol target) =>
        type is INamedTypeSymbol task && IsTask(task)
        && (target.ReturnsVoid ? task.Arity == 0 : task.Arity == 1 && SymbolEqualityComparer.Default.Equals(task.TypeArguments[0], target.ReturnType));

    private static bool TakesToken(IMethodSymbol target, IMethodSymbol twin) => twin.Parameters.Length > target.Parameters.Length;

    private static bool IsToken(ITypeSymbol type) => type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" };

    /// <summary>Hands the token to a call that could take one and gets none.</summary>
    private ExpressionSyntax WithToken(ExpressionSyntax original, ExpressionSyntax current)
    {
        if (token == null || original is not InvocationExpressionSyntax call || current is not InvocationExpressionSyntax changed
            || request.Model.GetSymbolInfo(call, request.Cancellation).Symbol is not IMethodSymbol target || target.Parameters.Any(p => p.IsParams))
            return current;
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Any(a => a.NameColon != null || request.Model.GetTypeInfo(a.Expression, request.Cancellation).ConvertedType is { } type && IsToken(type)))
            return current;
        if (target.Parameters.FirstOrDefault(p => IsToken(p.Type) && p.IsOptional) is { } optional)
            return optional.Ordinal == arguments.Count ? WithArgument(changed, token) : WithArgument(changed, optional.Name + ": " + token);
        if (target.IsGenericMethod || target.ReducedFrom != null || arguments.Count != target.Parameters.Length)
            return current;
        var longer = target.ContainingType.GetMembers(target.Name).OfType<IMethodSymbol>().Any(m =>
            m.IsStatic == target.IsStatic && m.Parameters.Length == target.Parameters.Length + 1 && IsToken(m.Parameters[target.Parameters.Length].Type)
            && SymbolEqualityComparer.Default.Equals(m.ReturnType, target.ReturnType)
            && target.Parameters.All(p => SymbolEqualityComparer.Default.Equals(p.Type, m.Parameters[p.Ordinal].Type)));
        return longer ? WithArgument(changed, token) : current;
    }

    private static InvocationExpressionSyntax WithArgument(InvocationExpressionSyntax call, string? argument)
    {
        if (argument == null)
            return call;
        var parsed = SyntaxFactory.ParseArgumentList("(" + argument + ")").Arguments[0];
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count > 0)
            return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(arguments.Append(parsed), arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)))));
        return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(parsed)));
    }
}
