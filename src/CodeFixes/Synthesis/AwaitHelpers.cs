using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Private methods that wait and are called by nobody but the functions that become asynchronous: they can become so too.</summary>
internal sealed class AwaitHelpers
{
    private readonly FixRequest request;
    private readonly Waits waits;
    private readonly TypeDeclarationSyntax type;
    private readonly MemberCode names;
    private readonly Dictionary<MethodDeclarationSyntax, string> newNames = new();

    public AwaitHelpers(FixRequest request, Waits waits, TypeDeclarationSyntax type, MemberCode names)
    {
        this.request = request;
        this.waits = waits;
        this.type = type;
        this.names = names;
    }

    public IReadOnlyDictionary<MethodDeclarationSyntax, string> NewNames => newNames;

    public IEnumerable<MethodDeclarationSyntax> All => newNames.Keys.OrderBy(h => h.SpanStart);

    public void Find(SyntaxNode function)
    {
        var reached = new HashSet<MethodDeclarationSyntax>();
        Reach(function, reached);
        reached.Remove((function as MethodDeclarationSyntax)!);
        while (reached.FirstOrDefault(h => !IsClosed(h, function, reached) || !WaitsIn(h, reached)) is { } open)
            reached.Remove(open);
        foreach (var helper in reached.OrderBy(h => h.SpanStart))
        {
            var name = helper.Identifier.ValueText;
            newNames.Add(helper, names.Free(name + "Async"));
        }
    }

    /// <summary>The new name of the helper that the call goes to.</summary>
    public string? NameOf(SyntaxNode call) => newNames.Count > 0 && HelperOf(call) is { } helper && newNames.TryGetValue(helper, out var name) ? name : null;

    private void Reach(SyntaxNode function, HashSet<MethodDeclarationSyntax> reached)
    {
        foreach (var call in function.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Waits.FunctionOf(call) == function && HelperOf(call) is { } helper && CanBeAsync(helper) && reached.Add(helper))
                Reach(helper, reached);
        }
    }

    private MethodDeclarationSyntax? HelperOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } call
        && request.Model.GetSymbolInfo(call, request.Cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, IsGenericMethod: false, IsAsync: false } target
        && target.DeclaringSyntaxReferences.Length == 1
        && target.DeclaringSyntaxReferences[0].GetSyntax(request.Cancellation) is MethodDeclarationSyntax method && method.Parent == type
            ? method
            : null;

    private static bool CanBeAsync(MethodDeclarationSyntax method) =>
        method.ExplicitInterfaceSpecifier == null && method.ReturnType is not RefTypeSyntax
        && method.ParameterList.Parameters.All(p => p.Modifiers.Count == 0)
        && !method.Modifiers.Any(m => m.IsKind(SyntaxKind.UnsafeKeyword) || m.IsKind(SyntaxKind.PartialKeyword) || m.IsKind(SyntaxKind.ExternKeyword))
        && !method.DescendantNodes().Any(n => n is YieldStatementSyntax);

    /// <summary>Every mention of the method is a call from a function that will await it.</summary>
    private bool IsClosed(MethodDeclarationSyntax helper, SyntaxNode function, HashSet<MethodDeclarationSyntax> reached)
    {
        var name = helper.Identifier.ValueText;
        if (((INamedTypeSymbol)request.Model.GetDeclaredSymbol(type, request.Cancellation)!).DeclaringSyntaxReferences.Length > 1)
            return false;
        foreach (var token in type.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name && t.Parent != helper))
        {
            var mention = token.Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access } ? access : token.Parent;
            if (mention is not ExpressionSyntax || mention.Parent is not InvocationExpressionSyntax call || call.Expression != mention || HelperOf(call) != helper)
            {
                if (mention is SimpleNameSyntax simple && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(simple, request.Cancellation).Symbol, request.Model.GetDeclaredSymbol(helper, request.Cancellation)) || mention is not SimpleNameSyntax)
                    return false;
                continue;
            }

            var caller = Waits.FunctionOf(call);
            if (caller != function && (caller is not MethodDeclarationSyntax method || !reached.Contains(method)) || !Waits.CanAwaitAt(call, request.Model))
                return false;
        }

        return true;
    }

    private bool WaitsIn(MethodDeclarationSyntax helper, HashSet<MethodDeclarationSyntax> reached) =>
        helper.DescendantNodes().OfType<ExpressionSyntax>().Any(e => Waits.FunctionOf(e) == helper && Waits.CanAwaitAt(e, request.Model) && (waits.CanConvert(e) || HelperOf(e) is { } inner && inner != helper && reached.Contains(inner)));
}
