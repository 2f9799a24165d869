using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>What may run while a monitor is held: no await, no waiting, no dispose, no lazy creation, no code of somebody else.</summary>
internal static class UnderLock
{
    private const int MaxDepth = 3;

    private static readonly string[] Ending = { "Dispose", "DisposeAsync", "Close", "CloseAsync", "Cancel", "CancelAsync", "Shutdown", "Stop", "Kill", "Abort" };

    private static readonly string[] Waiting = { "Wait", "WaitAll", "WaitAny", "WaitOne", "Join", "Sleep", "GetResult", "WaitForExit", "Connect", "Accept", "Receive", "SignalAndWait" };

    public static bool Allows(SyntaxNode code, SemanticModel model) => Allows(code, model, 0);

    private static bool Allows(SyntaxNode code, SemanticModel model, int depth)
    {
        foreach (var node in code.DescendantNodesAndSelf(n => n == code || !(n is AnonymousFunctionExpressionSyntax lambda && RunsLater(lambda, model))))
        {
            switch (node)
            {
                case AwaitExpressionSyntax or YieldStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or LockStatementSyntax:
                case LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax:
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                case InvocationExpressionSyntax call when !IsNameOf(call) && !AllowsCall(model.GetSymbolInfo(call).Symbol as IMethodSymbol, model, depth):
                case BaseObjectCreationExpressionSyntax creation when model.GetSymbolInfo(creation).Symbol is IMethodSymbol made && !AllowsBody(made, model, depth):
                case SimpleNameSyntax { Identifier.ValueText: "Result" } name when model.GetSymbolInfo(name).Symbol is IPropertySymbol { ContainingType.Name: "Task" or "ValueTask" }:
                case SimpleNameSyntax { Identifier.ValueText: "Value" } lazy when model.GetSymbolInfo(lazy).Symbol is IPropertySymbol { ContainingType.Name: "Lazy" }:
                    return false;
            }
        }

        return true;
    }

    private static bool IsNameOf(InvocationExpressionSyntax call) => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" };

    private static bool AllowsCall(IMethodSymbol? method, SemanticModel model, int depth)
    {
        if (method == null || method.MethodKind == MethodKind.DelegateInvoke || Ending.Contains(method.Name) || Waiting.Contains(method.Name))
            return false;
        if (method.MethodKind == MethodKind.LocalFunction)
            return AllowsBody(method, model, depth);
        var type = method.ContainingType;
        if (type.TypeKind == TypeKind.Interface)
            return IsInCollections(type);
        if (method.DeclaringSyntaxReferences.Length > 0)
            return !IsOpen(method) && AllowsBody(method, model, depth);
        if (type.Name is "TaskCompletionSource" or "Parallel" or "Monitor")
            return false;
        return !type.GetMembers(method.Name + "Async").Any();
    }

    /// <summary>Somebody else may put code in its place.</summary>
    private static bool IsOpen(IMethodSymbol method) =>
        method.IsAbstract || (method.IsVirtual || method.IsOverride && !method.IsSealed) && !method.ContainingType.IsSealed;

    private static bool AllowsBody(IMethodSymbol method, SemanticModel model, int depth)
    {
        foreach (var reference in method.OriginalDefinition.DeclaringSyntaxReferences)
        {
            if (depth >= MaxDepth)
                return false;
            var declaration = reference.GetSyntax();
            if (declaration is TypeDeclarationSyntax)
                continue;
            var own = declaration.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(declaration.SyntaxTree);
            if (!Allows(declaration, own, depth + 1))
                return false;
        }

        return true;
    }

    /// <summary>A lambda that is not handed to a sequence or collection method, which would run it at once.</summary>
    private static bool RunsLater(AnonymousFunctionExpressionSyntax lambda, SemanticModel model) =>
        lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || !IsInCollections(method.ContainingType);

    private static bool IsInCollections(INamedTypeSymbol type)
    {
        for (var at = type.ContainingNamespace; at is { IsGlobalNamespace: false }; at = at.ContainingNamespace)
        {
            if (at.Name is "Collections" or "Linq" && at.ContainingNamespace is { Name: "System" })
                return true;
        }

        return false;
    }
}
