using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>One operation by which all entries leave: Clear, an assignment, or an exchange.</summary>
internal sealed class Clearing
{
    private Clearing(ExpressionSyntax operation, ExpressionSyntax collection, ITypeSymbol type, ITypeSymbol entry, ExpressionSyntax? successor)
    {
        Operation = operation;
        Collection = collection;
        Type = type;
        Entry = entry;
        Successor = successor;
    }

    /// <summary>The call or the assignment.</summary>
    public ExpressionSyntax Operation { get; }

    /// <summary>The collection, as the code names it.</summary>
    public ExpressionSyntax Collection { get; }

    public ITypeSymbol Type { get; }

    public ITypeSymbol Entry { get; }

    /// <summary>What is assigned instead of the collection.</summary>
    public ExpressionSyntax? Successor { get; }

    /// <summary>The old collection itself leaves, with its entries.</summary>
    public bool IsSwap => Operation is AssignmentExpressionSyntax || IsExchange;

    public bool IsExchange => Operation is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 2 };

    /// <summary>Entries of the collection, as an expression to enumerate.</summary>
    public string EntriesOf(string collection) => IsMap ? collection + ".Values" : collection;

    public bool IsMap => Type.AllInterfaces.Append(Type).Any(i => i.Name is "IDictionary" or "IReadOnlyDictionary" or "IImmutableDictionary");

    public bool IsConcurrent => Type.ContainingNamespace?.ToDisplayString() == "System.Collections.Concurrent";

    /// <summary>The method that takes one entry out of a concurrent collection.</summary>
    public string? Take => !IsConcurrent ? null : Type.Name switch
    {
        "ConcurrentDictionary" => "TryRemove",
        "ConcurrentQueue" => "TryDequeue",
        "ConcurrentStack" => "TryPop",
        "ConcurrentBag" or "BlockingCollection" => "TryTake",
        _ => null,
    };

    public static Clearing? Of(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clear" }, ArgumentList.Arguments.Count: 0 } clear when clear.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assigned && assigned.Right == clear:
                return For(assigned, assigned.Left, clear, model);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clear", Expression: var receiver }, ArgumentList.Arguments.Count: 0 } clear:
                return For(clear, receiver, null, model);
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } array } clear when model.GetSymbolInfo(clear).Symbol is IMethodSymbol { Name: "Clear", ContainingType.SpecialType: SpecialType.System_Array }:
                return For(clear, array[0].Expression, null, model);
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } exchange when model.GetSymbolInfo(exchange).Symbol is IMethodSymbol { Name: "Exchange" or "InterlockedExchange", ContainingType.Name: "Interlocked" or "ImmutableInterlocked" }:
                return For(exchange, arguments[0].Expression, arguments[1].Expression, model);
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                return For(assignment, assignment.Left, assignment.Right, model);
            default:
                return null;
        }
    }

    /// <summary>The expression is the operation, or throws its result away.</summary>
    public bool Is(SyntaxNode expression) => expression == Operation
        || expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == Operation;

    private static Clearing? For(ExpressionSyntax operation, ExpressionSyntax collection, ExpressionSyntax? successor, SemanticModel model)
    {
        if (!Removal.IsRepeatable(collection) || model.GetTypeInfo(collection).Type is not { } type || DisposeCode.ElementOf(type) is not { } entry)
            return null;
        var declared = model.GetSymbolInfo(collection).Symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => type,
        };
        return new Clearing(operation, collection, declared, entry, successor);
    }
}
