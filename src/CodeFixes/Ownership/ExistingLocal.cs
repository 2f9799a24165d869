using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The local that receives what an operation gives out, and where else it is named.</summary>
internal sealed class ExistingLocal
{
    private readonly SyntaxNode scope;

    private ExistingLocal(string name, bool isUsable, SyntaxNode scope, List<IdentifierNameSyntax> uses)
    {
        Name = name;
        IsUsable = isUsable;
        this.scope = scope;
        Uses = uses;
    }

    public string Name { get; }

    /// <summary>A local that the operation declares; not a parameter, a field, or a local that lives longer.</summary>
    public bool IsUsable { get; }

    public List<IdentifierNameSyntax> Uses { get; }

    public bool IsUsed => Uses.Count > 0;

    /// <summary>The out argument of a call, or the local that is declared with its result; null when there is none.</summary>
    public static ExistingLocal? Of(InvocationExpressionSyntax call, SemanticModel model)
    {
        var given = call.ArgumentList.Arguments.LastOrDefault(a => a.RefKindKeyword.IsKind(SyntaxKind.OutKeyword))?.Expression;
        switch (given)
        {
            case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax named }:
                return For(named, model.GetDeclaredSymbol(named), true, model);
            case DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "_" }:
                return null;
            case IdentifierNameSyntax name:
                return For(name, model.GetSymbolInfo(name).Symbol, false, model);
            case not null:
                return new ExistingLocal(string.Empty, false, call, []);
        }

        var value = call.Parent is AwaitExpressionSyntax awaited ? (ExpressionSyntax)awaited : call;
        return value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } } declared }
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol { ReturnType.SpecialType: not (SpecialType.System_Boolean or SpecialType.System_Int32) }
            ? For(declared, model.GetDeclaredSymbol(declared), true, model) : null;
    }

    /// <summary>A local or parameter that an expression names.</summary>
    public static ExistingLocal? OfName(ExpressionSyntax name, SemanticModel model) =>
        model.GetSymbolInfo(name).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } } or IParameterSymbol ? For(name, model.GetSymbolInfo(name).Symbol, true, model) : null;

    /// <summary>It is named behind the node, other than as the item of the loop that goes on.</summary>
    public bool IsUsedAfter(SyntaxNode node) => Uses.Any(u => u.SpanStart > node.Span.End);

    /// <summary>All uses are in a part of the code, none of them in a function of its own.</summary>
    public bool IsUsedOnlyIn(SyntaxNode part) => Uses.All(u => part.Span.Contains(u.Span) && Place.FunctionOf(u) == Place.FunctionOf(scope));

    private static ExistingLocal For(SyntaxNode place, ISymbol? symbol, bool declares, SemanticModel model)
    {
        if (symbol == null || symbol is not (ILocalSymbol or IParameterSymbol))
            return new ExistingLocal(string.Empty, false, place, []);
        var member = (SyntaxNode?)place.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? place.SyntaxTree.GetRoot();
        var uses = member.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n != place && n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n).Symbol, symbol)).ToList();
        return new ExistingLocal(symbol.Name, declares, place, uses);
    }
}
