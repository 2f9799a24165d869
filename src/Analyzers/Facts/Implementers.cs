using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>What stands behind a factory that is injected: the one class of this compilation that implements it, and what that makes. Looked for by name, on demand.</summary>
internal sealed class Implementers
{
    private readonly ConcurrentDictionary<IMethodSymbol, ITypeSymbol?> made = new(SymbolEqualityComparer.Default);
    private readonly ForeignBodies foreign;
    private readonly SemanticModels models;
    private readonly SourceTexts texts;

    public Implementers(ForeignBodies foreign, SemanticModels models, SourceTexts texts)
    {
        this.foreign = foreign;
        this.models = models;
        this.texts = texts;
    }

    /// <summary>The type of the object that a method of an interface in source makes; null when there is not one class behind it, or that does not simply make one.</summary>
    public ITypeSymbol? MadeBy(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = method.OriginalDefinition;
        if (definition.ContainingType is not { TypeKind: TypeKind.Interface, IsGenericType: false } face || !StoreScope.IsInSource(face))
            return null;
        return made.TryGetValue(definition, out var found) ? found : made.GetOrAdd(definition, Search(face, definition, cancellation));
    }

    private ITypeSymbol? Search(INamedTypeSymbol face, IMethodSymbol method, CancellationToken cancellation)
    {
        INamedTypeSymbol? only = null;
        foreach (var use in texts.Uses(face.Name, cancellation))
        {
            if (use.Parent?.FirstAncestorOrSelf<BaseTypeSyntax>() is not { Parent.Parent: TypeDeclarationSyntax declaration } || models.Of(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type || !type.AllInterfaces.Contains(face, SymbolEqualityComparer.Default))
                continue;
            if (type.TypeKind == TypeKind.Interface || only != null && !SymbolEqualityComparer.Default.Equals(only, type))
                return null;
            only = type;
        }

        if (only?.FindImplementationForInterfaceMember(method) is not IMethodSymbol maker || foreign.Of(maker, cancellation) is not { IsTruncated: false } facts)
            return null;
        var given = facts.Returns.FindAll(r => r.Body == facts.Root).Select(r => r.Value is { Kind: ValueKind.Local } local ? local.Local.Single : r.Value).ToList();
        return given.Count > 0 && given.TrueForAll(v => v is { Kind: ValueKind.Created, Type: not null }) && given.TrueForAll(v => SymbolEqualityComparer.Default.Equals(v!.Type, given[0]!.Type)) ? given[0]!.Type : null;
    }
}
