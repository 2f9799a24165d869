using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Callbacks;

/// <summary>The callback of a diagnostic, found again in the file.</summary>
internal sealed class HandlerSite
{
    private HandlerSite(SyntaxNode function, IMethodSymbol symbol, TypeDeclarationSyntax type, INamedTypeSymbol typeSymbol, SyntaxNode? registration, string sink, string name)
    {
        Function = function;
        Symbol = symbol;
        Type = type;
        TypeSymbol = typeSymbol;
        Registration = registration;
        Sink = sink;
        Name = name;
    }

    /// <summary>A method, or a lambda.</summary>
    public SyntaxNode Function { get; }

    public IMethodSymbol Symbol { get; }

    public TypeDeclarationSyntax Type { get; }

    public INamedTypeSymbol TypeSymbol { get; }

    /// <summary>Where it is attached, when that is in this file.</summary>
    public SyntaxNode? Registration { get; }

    public string Sink { get; }

    /// <summary>A word for what it handles: "Created".</summary>
    public string Name { get; }

    public bool IsLambda => Function is AnonymousFunctionExpressionSyntax;

    /// <summary>The block or expression that runs when the event arrives.</summary>
    public SyntaxNode? Body => Function switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        AnonymousFunctionExpressionSyntax lambda => (SyntaxNode?)lambda.Block ?? lambda.ExpressionBody,
        _ => null,
    };

    public static HandlerSite? Of(FixRequest request)
    {
        var diagnostic = request.Diagnostic;
        var attached = request.Fact(FixFacts.Event);
        SyntaxNode? registration = null;
        if (attached != null && diagnostic.AdditionalLocations.Count > 0 && diagnostic.AdditionalLocations[0] is var place && place.SourceTree == request.Root.SyntaxTree)
            registration = request.Root.FindNode(place.SourceSpan, getInnermostNodeForTie: true);
        var name = request.Fact(FixFacts.Member);
        var function = name != null ? Method(request, name) : Lambda(request, registration);
        if (function == null || function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || request.Model.GetDeclaredSymbol(type, request.Cancellation) is not { } typeSymbol
            || (function is MethodDeclarationSyntax ? request.Model.GetDeclaredSymbol(function, request.Cancellation) : request.Model.GetSymbolInfo(function, request.Cancellation).Symbol) is not IMethodSymbol symbol)
            return null;
        var site = new HandlerSite(function, symbol, type, typeSymbol, registration, request.Fact(FixFacts.Sink) ?? string.Empty, Word(name ?? attached, request.Fact(FixFacts.Sink) == "Timer" ? "Tick" : "Event"));
        return site.Body == null ? null : site;
    }

    /// <summary>The method of that name around the diagnostic, or in the type of the diagnostic when it is the only one.</summary>
    private static SyntaxNode? Method(FixRequest request, string name)
    {
        for (var at = Waits.FunctionOf(request.Node); at != null; at = Waits.FunctionOf(at))
        {
            if (at is MethodDeclarationSyntax method && method.Identifier.ValueText == name)
                return Waits.FunctionOf(request.Node) == method ? method : null;
        }

        if (request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;
        var named = type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.ValueText == name).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>The one lambda of the registration that the diagnostic stands in, or that leads to it.</summary>
    private static SyntaxNode? Lambda(FixRequest request, SyntaxNode? registration)
    {
        if (registration == null)
            return null;
        var outer = registration.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax || n == registration).OfType<AnonymousFunctionExpressionSyntax>().ToList();
        if (Waits.FunctionOf(request.Node) is AnonymousFunctionExpressionSyntax around)
            return outer.Contains(around) ? around : null;
        return outer.Count == 1 && !registration.Span.Contains(request.Node.Span) ? outer[0] : outer.Count == 1 && outer[0].Span.Contains(request.Node.Span) ? outer[0] : null;
    }

    private static string Word(string? name, string otherwise)
    {
        var text = (name ?? string.Empty).TrimStart('_');
        var dot = text.LastIndexOf('.');
        text = dot >= 0 ? text.Substring(dot + 1) : text;
        if (text.Length > 2 && text[0] is 'O' or 'o' && text[1] == 'n' && char.IsUpper(text[2]))
            text = text.Substring(2);
        if (text.EndsWith("Async", System.StringComparison.Ordinal) && text.Length > 5)
            text = text.Substring(0, text.Length - 5);
        if (text.Length == 0 || text is "ctor" or ".ctor" || !SyntaxFacts.IsValidIdentifier(text))
            return otherwise;
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }
}
