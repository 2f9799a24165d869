using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>How a removal gives out what it removes.</summary>
internal enum RemovalKind
{
    /// <summary>By an out argument; the result says whether there was an entry.</summary>
    Out,

    /// <summary>By an out argument of a method that always removes, and whose result is the collection: immutable queues and stacks.</summary>
    OutAlways,

    /// <summary>The result is the entry.</summary>
    Result,

    /// <summary>Not at all: it is read before, and is there.</summary>
    ReadBefore,

    /// <summary>Not at all: it is looked for before.</summary>
    FindBefore,

    /// <summary>The argument is the entry; the result says whether it was there.</summary>
    Instance,

    /// <summary>Several, by index and count.</summary>
    Range,

    /// <summary>Several, by a lambda.</summary>
    Predicate,
}

/// <summary>One removal: the call, how it gives out what it removes, and the type of that.</summary>
internal sealed class Removal
{
    private Removal(InvocationExpressionSyntax call, RemovalKind kind, ITypeSymbol entry, string read, ExpressionSyntax? instance = null)
    {
        Call = call;
        Kind = kind;
        Entry = entry;
        Read = read;
        Instance = instance;
    }

    public InvocationExpressionSyntax Call { get; }

    public RemovalKind Kind { get; }

    public ITypeSymbol Entry { get; }

    /// <summary>The expression that reads the entry (or the entries) before; {0} for an out argument.</summary>
    public string Read { get; }

    /// <summary>The entry itself, as the call names it.</summary>
    public ExpressionSyntax? Instance { get; }

    public static Removal? Of(SyntaxNode node, SemanticModel model)
    {
        if (node is AssignmentExpressionSyntax { Right: InvocationExpressionSyntax made })
            node = made;
        if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return null;
        var receiver = member.Expression;
        if (method.Parameters.LastOrDefault(p => p.RefKind == RefKind.Out) is { } given)
            return new Removal(call, method.ReturnType.SpecialType == SpecialType.System_Boolean ? RemovalKind.Out : RemovalKind.OutAlways, given.Type, string.Empty);
        if (model.GetTypeInfo(receiver).Type is not { } type || !IsRepeatable(receiver))
            return null;
        var entry = DisposeCode.ElementOf(type) ?? (type is INamedTypeSymbol { TypeArguments.Length: > 0 } other ? other.TypeArguments[0] : null);
        if (entry == null)
            return null;
        var arguments = call.ArgumentList.Arguments;
        var name = member.Name.Identifier.ValueText;
        var isImmutable = SymbolEqualityComparer.Default.Equals(method.ReturnType.OriginalDefinition, type.OriginalDefinition) || method.ReturnType.Name.StartsWith("IImmutable", System.StringComparison.Ordinal);
        var isMap = type.AllInterfaces.Append(type).Any(i => i.Name is "IDictionary" or "IReadOnlyDictionary" or "IImmutableDictionary");
        switch (name)
        {
            case "Remove" when isMap && arguments.Count == 1 && !IsPair(arguments[0], model):
                if (!isImmutable && TakesOut(model, call, type, name))
                    return new Removal(call, RemovalKind.Out, entry, string.Empty);
                return IsRepeatable(arguments[0].Expression) ? new Removal(call, RemovalKind.FindBefore, entry, $"{receiver}.TryGetValue({arguments[0]}, {{0}})") : null;
            case "Remove" or "TryRemove" when isMap && arguments.Count == 1:
                return ValueOfPair(arguments[0].Expression) is { } value ? new Removal(call, RemovalKind.Instance, entry, string.Empty, value) : null;
            case "Remove" when arguments.Count == 1 && !isImmutable && arguments[0].Expression is IdentifierNameSyntax instance:
                return method.ReturnType.SpecialType == SpecialType.System_Boolean && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(instance).Type, entry)
                    ? new Removal(call, RemovalKind.Instance, entry, string.Empty, instance)
                    : null;
            case "RemoveAt" when arguments.Count == 1 && IsRepeatable(arguments[0].Expression):
                var index = arguments[0].Expression;
                return !isMap ? new Removal(call, RemovalKind.ReadBefore, entry, $"{receiver}[{index}]")
                    : type.Name == "SortedList" ? new Removal(call, RemovalKind.ReadBefore, entry, $"{receiver}.Values[{index}]") : null;
            case "RemoveFirst" or "RemoveLast" when arguments.Count == 0 && type.Name == "LinkedList":
                var bang = model.GetNullableContext(call.SpanStart).AnnotationsEnabled() ? "!" : string.Empty;
                return new Removal(call, RemovalKind.ReadBefore, entry, $"{receiver}.{name.Substring(6)}{bang}.Value");
            case "Dequeue" or "Pop" when isImmutable && TakesOut(model, call, type, name):
                return new Removal(call, RemovalKind.OutAlways, entry, string.Empty);
            case "RemoveRange" when arguments.Count == 2 && !isImmutable && arguments.All(a => IsRepeatable(a.Expression)) && HasMethod(model, call, type, "GetRange"):
                return new Removal(call, RemovalKind.Range, entry, $"{receiver}.GetRange({arguments})");
            case "RemoveAll" or "RemoveWhere" when !isImmutable && arguments.Count == 1 && arguments[0].Expression is SimpleLambdaExpressionSyntax { ExpressionBody: not null } or ParenthesizedLambdaExpressionSyntax { ExpressionBody: not null, ParameterList.Parameters.Count: 1 }:
                return new Removal(call, RemovalKind.Predicate, entry, string.Empty);
            case "Dequeue" or "Pop" or "Take" or "EnqueueDequeue" when SymbolEqualityComparer.Default.Equals(method.ReturnType, entry) || type.Name == "PriorityQueue":
                return new Removal(call, RemovalKind.Result, method.ReturnType, string.Empty);
            case "ReadAsync" when call.Parent is AwaitExpressionSyntax:
                return new Removal(call, RemovalKind.Result, entry, string.Empty);
            default:
                return null;
        }
    }

    /// <summary>The call with an out argument: its own one replaced, or one more.</summary>
    public static InvocationExpressionSyntax WithOut(InvocationExpressionSyntax call, string argument)
    {
        var given = SyntaxFactory.ParseArgumentList($"({argument})").Arguments[0];
        var list = call.ArgumentList.Arguments;
        var own = list.FirstOrDefault(a => a.RefKindKeyword.IsKind(SyntaxKind.OutKeyword));
        return own != null
            ? call.ReplaceNode(own, own.NameColon == null ? given : given.WithNameColon(own.NameColon))
            : call.WithArgumentList(call.ArgumentList.WithArguments(list.Add(list.Count == 0 ? given : given.WithLeadingTrivia(SyntaxFactory.Space))));
    }

    /// <summary>Names, members, indexes and arithmetic: may be written twice without doing anything twice.</summary>
    public static bool IsRepeatable(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().All(n => n is not (InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax
    { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax)
        && !n.IsKind(SyntaxKind.PreIncrementExpression) && !n.IsKind(SyntaxKind.PreDecrementExpression));

    private static bool TakesOut(SemanticModel model, SyntaxNode call, ITypeSymbol type, string name) =>
        model.LookupSymbols(call.SpanStart, type, name, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
            .Any(m => m.Parameters.Length > 0 && m.Parameters[m.Parameters.Length - 1].RefKind == RefKind.Out && m.Parameters.Length == ((InvocationExpressionSyntax)call).ArgumentList.Arguments.Count + 1);

    private static bool HasMethod(SemanticModel model, SyntaxNode call, ITypeSymbol type, string name) => model.LookupSymbols(call.SpanStart, type, name).Any();

    private static bool IsPair(ArgumentSyntax argument, SemanticModel model) => model.GetTypeInfo(argument.Expression) is var info && (info.Type ?? info.ConvertedType)?.Name == "KeyValuePair";

    /// <summary>new KeyValuePair(key, value), KeyValuePair.Create(key, value), new(key, value).</summary>
    private static ExpressionSyntax? ValueOfPair(ExpressionSyntax pair) => pair switch
    {
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } => arguments[1].Expression as IdentifierNameSyntax,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } => arguments[1].Expression as IdentifierNameSyntax,
        _ => null,
    };
}
