using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>How the old value can be had.</summary>
internal enum OverwriteKind
{
    /// <summary>It is looked for before the write.</summary>
    Find,

    /// <summary>It is read before the write.</summary>
    Read,

    /// <summary>A field, or an element of an array: it can be read, or exchanged.</summary>
    Slot,

    /// <summary>The operation returns it.</summary>
    Exchange,

    /// <summary>An entry of a concurrent map: its update tells.</summary>
    Concurrent,

    /// <summary>AddOrUpdate: its update delegate gets it.</summary>
    Updater,

    /// <summary>TryUpdate: it is the comparand, and leaves when the operation says so.</summary>
    Comparand,
}

/// <summary>One write over a value that may be live.</summary>
internal sealed class Overwriting
{
    private Overwriting(OverwriteKind kind, ExpressionSyntax operation, ITypeSymbol entry, ExpressionSyntax? value, string read)
    {
        Kind = kind;
        Operation = operation;
        Entry = entry;
        Value = value;
        Read = read;
    }

    public OverwriteKind Kind { get; }

    /// <summary>The assignment or call.</summary>
    public ExpressionSyntax Operation { get; }

    public ITypeSymbol Entry { get; }

    /// <summary>The new value.</summary>
    public ExpressionSyntax? Value { get; }

    /// <summary>The expression that reads the old value; {0} for the out argument of the one that finds it.</summary>
    public string Read { get; }

    public static Overwriting? Of(SyntaxNode node, SemanticModel model) => node switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => OfAssignment(assignment, model),
        InvocationExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } call when assignment.Right == call && Name(call) is "SetItem" => OfAssignment(assignment, model),
        InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol method => OfCall(call, method, model),
        _ => null,
    };

    private static Overwriting? OfAssignment(AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (assignment.Right is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SetItem", Expression: var receiver }, ArgumentList.Arguments: { Count: 2 } set })
            return OfElement(OverwriteKind.Find, assignment, receiver, set[0].Expression, set[1].Expression, model);
        if (assignment.Left is ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } index } element)
            return OfElement(OverwriteKind.Find, assignment, element.Expression, index[0].Expression, assignment.Right, model);
        var type = model.GetSymbolInfo(assignment.Left).Symbol switch
        {
            IFieldSymbol { RefKind: RefKind.None } field => field.Type,
            IPropertySymbol { Parameters.IsEmpty: true, GetMethod: not null } property => property.Type,
            _ => null,
        };
        return type == null || !Removal.IsRepeatable(assignment.Left) ? null
            : new Overwriting(model.GetSymbolInfo(assignment.Left).Symbol is IFieldSymbol && type.IsReferenceType ? OverwriteKind.Slot : OverwriteKind.Read, assignment, type, assignment.Right, assignment.Left.ToString());
    }

    private static Overwriting? OfElement(OverwriteKind kind, ExpressionSyntax operation, ExpressionSyntax receiver, ExpressionSyntax key, ExpressionSyntax value, SemanticModel model)
    {
        if (model.GetTypeInfo(receiver).Type is not { } type || DisposeCode.ElementOf(type) is not { } entry || !Removal.IsRepeatable(receiver) || !Removal.IsRepeatable(key))
            return null;
        var isMap = type.AllInterfaces.Append(type).Any(i => i.Name is "IDictionary" or "IReadOnlyDictionary" or "IImmutableDictionary");
        if (type.Name == "ConcurrentDictionary")
            return new Overwriting(OverwriteKind.Concurrent, operation, entry, value, $"{receiver}.AddOrUpdate({key}");
        return isMap ? new Overwriting(kind, operation, entry, value, $"{receiver}.TryGetValue({key}, {{0}})")
            : new Overwriting(type is IArrayTypeSymbol && entry.IsReferenceType ? OverwriteKind.Slot : OverwriteKind.Read, operation, entry, value, $"{receiver}[{key}]");
    }

    private static Overwriting? OfCall(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Any(a => a.NameColon != null))
            return null;
        var shift = method.ContainingType.Name == "ImmutableInterlocked" ? 1 : 0;
        switch (method.Name)
        {
            case "Exchange" when method.ContainingType.Name == "Interlocked" && arguments.Count == 2 && method.ReturnType.IsReferenceType:
                return model.GetTypeInfo(arguments[0].Expression).Type is { } type ? new Overwriting(OverwriteKind.Exchange, call, Declared(arguments[0].Expression, model) ?? type, arguments[1].Expression, call.WithoutTrivia().ToString()) : null;
            case "AddOrUpdate" when arguments.Count == 3 + shift && Updates(arguments[2 + shift].Expression):
                return new Overwriting(OverwriteKind.Updater, call, method.ReturnType, arguments[1 + shift].Expression, string.Empty);
            case "TryUpdate" when arguments.Count == 3 + shift && arguments[2 + shift].Expression is IdentifierNameSyntax comparand:
                return new Overwriting(OverwriteKind.Comparand, call, model.GetTypeInfo(comparand).Type!, arguments[1 + shift].Expression, comparand.Identifier.ValueText);
            default:
                return null;
        }
    }

    private static bool Updates(ExpressionSyntax updater) => updater is ParenthesizedLambdaExpressionSyntax { ExpressionBody: not null, ParameterList.Parameters.Count: 2, AsyncKeyword.RawKind: 0 };

    private static ITypeSymbol? Declared(ExpressionSyntax place, SemanticModel model) => (model.GetSymbolInfo(place).Symbol as IFieldSymbol)?.Type;

    private static string? Name(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
}
