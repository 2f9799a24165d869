using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>One value that the handler hands to its worker.</summary>
internal sealed class QueuePart
{
    public QueuePart(string name, string expression, ITypeSymbol type)
    {
        Name = name;
        Expression = expression;
        Type = type;
    }

    /// <summary>The name by which the work knows it.</summary>
    public string Name { get; }

    /// <summary>What the handler writes for it.</summary>
    public string Expression { get; }

    public ITypeSymbol Type { get; }
}

/// <summary>What the work of a handler needs from its parameters and captured locals; refused when it may not outlive the handler.</summary>
internal sealed class QueueItem
{
    private const int MaxProperties = 3;

    private readonly FixRequest request;
    private readonly SyntaxNode function;
    private readonly SyntaxNode body;
    private readonly List<QueuePart> parts = new();
    private readonly Dictionary<SyntaxNode, SyntaxNode> replacements = new();

    private QueueItem(FixRequest request, SyntaxNode function, SyntaxNode body)
    {
        this.request = request;
        this.function = function;
        this.body = body;
    }

    public IReadOnlyList<QueuePart> Parts => parts;

    /// <summary>Nodes of the body that become the name of a part.</summary>
    public IReadOnlyDictionary<SyntaxNode, SyntaxNode> Replacements => replacements;

    public static QueueItem? Of(FixRequest request, SyntaxNode function, IMethodSymbol symbol, SyntaxNode body)
    {
        var item = new QueueItem(request, function, body);
        return symbol.Parameters.All(item.TryAddParameter) && item.TryAddCaptured() ? item : null;
    }

    /// <summary>The handler answers its publisher through the parameter.</summary>
    public static bool IsAnswered(FixRequest request, SyntaxNode body, IParameterSymbol parameter)
    {
        var item = new QueueItem(request, body, body);
        return item.UsesOf(parameter).Any(item.IsAnswer);
    }

    private bool TryAddParameter(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
            return false;
        var uses = UsesOf(parameter).ToList();
        if (uses.Count == 0)
            return true;
        if (uses.Any(IsAnswer))
            return false;
        if (IsArguments(parameter.Type) && uses.All(u => PropertyOf(u) != null))
        {
            var properties = uses.GroupBy(u => PropertyOf(u)!, SymbolEqualityComparer.Default).ToList();
            if (properties.Count <= MaxProperties && properties.All(p => CanBeKept(((IPropertySymbol)p.Key!).Type) && NameFor((IPropertySymbol)p.Key!) != null))
            {
                foreach (var property in properties)
                {
                    var name = NameFor((IPropertySymbol)property.Key!)!;
                    parts.Add(new QueuePart(name, parameter.Name + "." + property.Key!.Name, ((IPropertySymbol)property.Key!).Type));
                    foreach (var use in property)
                        replacements[use.Parent!] = SyntaxFactory.IdentifierName(name);
                }

                return true;
            }
        }

        parts.Add(new QueuePart(parameter.Name, parameter.Name, parameter.Type));
        return CanBeKept(parameter.Type);
    }

    /// <summary>Locals and parameters of the surroundings: a field that keeps the same value, or a part of the item.</summary>
    private bool TryAddCaptured()
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var name in body.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            var symbol = request.Model.GetSymbolInfo(name, request.Cancellation).Symbol;
            if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction } local && !IsInside(local))
                return false;
            if (symbol is not (ILocalSymbol or IParameterSymbol) || IsInside(symbol) || symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } owner } && owner.DeclaringSyntaxReferences.Length == 1 && owner.DeclaringSyntaxReferences[0].GetSyntax(request.Cancellation) is TypeDeclarationSyntax)
                continue;
            if (FieldFor(symbol) is { } field)
            {
                if (field != name.Identifier.ValueText)
                    replacements[name] = SyntaxFactory.IdentifierName(field);
                continue;
            }

            if (!seen.Add(symbol))
                continue;
            var type = symbol is ILocalSymbol variable ? variable.Type : ((IParameterSymbol)symbol).Type;
            if (IsWritten(symbol) || type.IsRefLikeType || type.IsAnonymousType || symbol is IParameterSymbol { RefKind: not RefKind.None })
                return false;
            parts.Add(new QueuePart(symbol.Name, symbol.Name, type));
        }

        return true;
    }

    private bool IsInside(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(r => function.Span.Contains(r.Span) && r.SyntaxTree == function.SyntaxTree);

    private IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol symbol) =>
        body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(n, request.Cancellation).Symbol, symbol));

    private static bool IsArguments(ITypeSymbol type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at is { Name: "EventArgs", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }

    private IPropertySymbol? PropertyOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax access && access.Expression == use && access.IsKind(SyntaxKind.SimpleMemberAccessExpression)
            ? request.Model.GetSymbolInfo(access, request.Cancellation).Symbol as IPropertySymbol
            : null;

    /// <summary>The publisher waits for what the handler does to its argument: it is set, or told something.</summary>
    private bool IsAnswer(IdentifierNameSyntax use)
    {
        SyntaxNode at = use;
        while (at.Parent is MemberAccessExpressionSyntax access && access.Expression == at || at.Parent is ElementAccessExpressionSyntax element && element.Expression == at)
            at = at.Parent!;
        if (at.Parent is AssignmentExpressionSyntax assignment && assignment.Left == at || at.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }
            || at.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            return true;
        return at.Parent is InvocationExpressionSyntax call && call.Expression == at && IsArguments(request.Model.GetTypeInfo(use, request.Cancellation).Type!)
            && request.Model.GetSymbolInfo(call, request.Cancellation).Symbol is IMethodSymbol { IsExtensionMethod: false, ReturnsVoid: true } or IMethodSymbol { Name: "GetDeferral" };
    }

    /// <summary>What the publisher may take back, reuse or dispose when the handler returns cannot wait in a queue.</summary>
    private static bool CanBeKept(ITypeSymbol type) =>
        !type.IsRefLikeType && !type.IsAnonymousType && type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Error)
        && type.Name is not ("Memory" or "ReadOnlyMemory" or "ArraySegment" or "ReadOnlySequence" or "SocketAsyncEventArgs")
        && !type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable") && type.Name is not ("IDisposable" or "IAsyncDisposable");

    private string? NameFor(IPropertySymbol property)
    {
        var name = char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || function.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name) || parts.Any(p => p.Name == name) ? null : name;
    }

    /// <summary>The readonly field that the constructor fills with the captured parameter.</summary>
    private string? FieldFor(ISymbol symbol)
    {
        if (symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } || IsWritten(symbol) || function.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor)
            return null;
        foreach (var assignment in constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) && a.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax))
        {
            var value = assignment.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } checkedValue ? checkedValue.Left : assignment.Right;
            if (value is IdentifierNameSyntax && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(value, request.Cancellation).Symbol, symbol)
                && request.Model.GetSymbolInfo(assignment.Left, request.Cancellation).Symbol is IFieldSymbol { IsReadOnly: true, IsStatic: false } field
                && !function.DescendantTokens().Any(t => t.ValueText == field.Name && t.IsKind(SyntaxKind.IdentifierToken) && field.Name != symbol.Name))
                return field.Name;
        }

        return null;
    }

    private bool IsWritten(ISymbol symbol)
    {
        var scope = function.Ancestors().FirstOrDefault(a => a is MemberDeclarationSyntax and not TypeDeclarationSyntax) ?? function;
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == symbol.Name
            && (n.Parent is AssignmentExpressionSyntax assignment && assignment.Left == n || n.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or PostfixUnaryExpressionSyntax or RefExpressionSyntax
                || n.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
                || n.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax tuple } left } && tuple.Left == left));
    }
}
