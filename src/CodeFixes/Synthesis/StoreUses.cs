using System.Collections.Generic;
using System.Linq;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>A store found again by its name, and every place of its nest that names it.</summary>
internal sealed class StoreUses
{
    private StoreUses(ISymbol store, SyntaxNode declaration, TypeDeclarationSyntax type, List<IdentifierNameSyntax> all)
    {
        Store = store;
        Declaration = declaration;
        Type = type;
        All = all;
    }

    public ISymbol Store { get; }

    /// <summary>The variable declarator of a field, or the declaration of a property.</summary>
    public SyntaxNode Declaration { get; }

    /// <summary>The type that declares the store.</summary>
    public TypeDeclarationSyntax Type { get; }

    /// <summary>In source order; nameof left out.</summary>
    public IReadOnlyList<IdentifierNameSyntax> All { get; }

    public ITypeSymbol ValueType => Store is IFieldSymbol kept ? kept.Type : ((IPropertySymbol)Store).Type;

    /// <summary>Nobody outside of the one declaration of the type can name the store: <see cref="All"/> is all there is.</summary>
    public bool IsClosed => Store.DeclaredAccessibility == Accessibility.Private && Store.ContainingType.DeclaringSyntaxReferences.Length == 1 && Declaration is VariableDeclaratorSyntax;

    /// <summary>Null when the store is not declared in the document, is a parameter, or belongs to a base type.</summary>
    public static StoreUses? Of(FixRequest request)
    {
        if (request.Fact(FixFacts.Store) is not { } name)
            return null;
        foreach (var at in request.Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            if (request.Model.GetDeclaredSymbol(at, request.Cancellation) is not { } type)
                continue;
            if (type.GetMembers(name).FirstOrDefault(m => m is IFieldSymbol or IPropertySymbol) is not { } store)
                continue;
            if (store.DeclaringSyntaxReferences.Length != 1 || store.DeclaringSyntaxReferences[0].SyntaxTree != request.Root.SyntaxTree)
                return null;
            var declaration = store.DeclaringSyntaxReferences[0].GetSyntax(request.Cancellation);
            return declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaring ? new StoreUses(store, declaration, declaring, Find(request, store, declaring)) : null;
        }

        return null;
    }

    public bool IsUse(SyntaxNode node, SemanticModel model) =>
        node is IdentifierNameSyntax id && id.Identifier.ValueText == Store.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(id).Symbol?.OriginalDefinition, Store.OriginalDefinition);

    /// <summary>The store is written as a bare name, with this, or with its type: it is the holder's own.</summary>
    public static bool IsOwn(IdentifierNameSyntax use, SemanticModel model) => use.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == use => access.Expression is ThisExpressionSyntax || model.GetSymbolInfo(access.Expression).Symbol is INamedTypeSymbol,
        MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>The use with the receiver written before it.</summary>
    public static ExpressionSyntax Whole(IdentifierNameSyntax use) => use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;

    /// <summary>The function the node runs in: a member, accessor, local function or lambda.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(a =>
        a is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            or BaseFieldDeclarationSyntax or BasePropertyDeclarationSyntax or TypeDeclarationSyntax);

    private static List<IdentifierNameSyntax> Find(FixRequest request, ISymbol store, TypeDeclarationSyntax declaring)
    {
        var nest = declaring.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Last();
        var found = new List<IdentifierNameSyntax>();
        foreach (var id in nest.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (id.Identifier.ValueText != store.Name || id.Ancestors().Any(IsNameOf))
                continue;
            if (SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(id, request.Cancellation).Symbol?.OriginalDefinition, store.OriginalDefinition))
                found.Add(id);
        }

        return found;
    }

    private static bool IsNameOf(SyntaxNode node) => node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}
