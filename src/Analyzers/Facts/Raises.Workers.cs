using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Loops that raise events and behind which nothing piles up: they make by themselves what they tell, or they work off a queue with a bound.</summary>
internal sealed partial class Raises
{
    /// <summary>Members by which what others have put there is taken out.</summary>
    private static readonly string[] TakesOut = { "Clear", "ToArray", "ToList", "CopyTo", "Remove", "RemoveAt", "RemoveAll", "TryRemove", "Exchange", "CompareExchange", "Drain" };

    private sealed partial class Search
    {
        /// <summary>while (_running) { _cpu.Step(); … Frame?.Invoke(this, e); }: the loop makes by itself what it tells, so it makes less where a handler waits, and nothing comes meanwhile.</summary>
        private bool MakesAll(SyntaxNode code, int depth) => depth <= MaxRelays && !code.DescendantNodes().Any(n => n is AwaitExpressionSyntax or YieldStatementSyntax)
            && code.DescendantNodes().OfType<InvocationExpressionSyntax>().All(c => !Takes(LastNameOf(c.Expression)) && models.Of(c.SyntaxTree).GetSymbolInfo(c, cancellation).Symbol is IMethodSymbol called
                && (called.MethodKind == MethodKind.DelegateInvoke ? called.ReturnsVoid || called.ReturnType.SpecialType == SpecialType.System_Boolean : (Array.IndexOf(TakesOut, called.Name) < 0 || called is { Name: "Clear", ContainingType.Name: "Array" or "Span" }) && (called.DeclaringSyntaxReferences.IsEmpty ? IsOfMemory(called.ContainingNamespace) : !called.IsAbstract && called.DeclaringSyntaxReferences.All(r => MakesAll(r.GetSyntax(cancellation), depth + 1)))));

        /// <summary>What lies in System itself or its collections does not bring in what comes from outside.</summary>
        private static bool IsOfMemory(INamespaceSymbol? space) => space is { Name: "System" or "Generic" or "Collections" or "Linq" or "Diagnostics" or "Numerics" or "Text" };

        /// <summary>foreach (var item in _items.GetConsumingEnumerable()) Came?.Invoke(item), where the queue has a bound: that is the worker which handlers are asked to have, and it is there for them.</summary>
        private bool IsOfWorker(SyntaxNode place, List<SyntaxNode> parts, int depth)
        {
            foreach (var at in place.Ancestors())
            {
                switch (at)
                {
                    case CommonForEachStatementSyntax all when QueueOf(all.Expression) is { } queue:
                        return IsBounded(queue, parts);
                    case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                        return false;
                    case MethodDeclarationSyntax method:
                        var uses = parts.SelectMany(p => Uses(p, method.Identifier.ValueText)).Where(u => IsOf(u, method)).ToList();
                        return depth < MaxRelays && !method.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.InternalKeyword) || m.IsKind(SyntaxKind.ProtectedKeyword)) && uses.Count > 0 && uses.TrueForAll(u => IsCall(u) && IsOfWorker(u, parts, depth + 1));
                    case MemberDeclarationSyntax:
                        return false;
                }
            }

            return false;
        }

        /// <summary>_items of _items.GetConsumingEnumerable(token), or of _items.Reader.ReadAllAsync(token).ConfigureAwait(false).</summary>
        private static string? QueueOf(ExpressionSyntax source) => source switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "WithCancellation", Expression: var inner } } => QueueOf(inner),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetConsumingEnumerable", Expression: var queue } } => LastNameOf(queue),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadAllAsync", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader", Expression: var channel } } } => LastNameOf(channel),
            _ => null,
        };

        private bool IsBounded(string queue, List<SyntaxNode> parts)
        {
            var made = parts.SelectMany(p => p.DescendantNodes()).Select(n => n switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var first } field when field.Identifier.ValueText == queue => first,
                AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && LastNameOf(assignment.Left) == queue => assignment.Right,
                _ => null,
            }).OfType<ExpressionSyntax>().ToList();
            return made.Count > 0 && made.TrueForAll(m => m is InvocationExpressionSyntax call ? LastNameOf(call.Expression) == "CreateBounded" && !call.ArgumentList.Arguments.Any(g => models.Of(m.SyntaxTree).GetConstantValue(g.Expression, cancellation) is { HasValue: true, Value: int.MaxValue }) && models.Of(m.SyntaxTree).GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType: { Name: "Channel", DeclaringSyntaxReferences.IsEmpty: true } }
                : m is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var given } && models.Of(m.SyntaxTree).GetTypeInfo(m, cancellation).Type is { Name: "BlockingCollection", DeclaringSyntaxReferences.IsEmpty: true }
                    && given.Any(g => models.Of(m.SyntaxTree).GetTypeInfo(g.Expression, cancellation).Type?.SpecialType == SpecialType.System_Int32 && models.Of(m.SyntaxTree).GetConstantValue(g.Expression, cancellation) is not { HasValue: true, Value: int.MaxValue }));
        }
    }
}
