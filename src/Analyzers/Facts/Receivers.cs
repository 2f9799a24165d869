using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Types that get an object with their constructor and dispose it with themselves. Looked for by name, on demand.</summary>
internal sealed class Receivers
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly ForeignBodies foreign;
    private readonly SemanticModels models;
    private readonly SourceTexts texts;

    public Receivers(ForeignBodies foreign, SemanticModels models, SourceTexts texts)
    {
        this.foreign = foreign;
        this.models = models;
        this.texts = texts;
    }

    /// <summary>
    /// Some type of this compilation is made with an object of that type and disposes it in its own dispose: who gets one ends it.
    /// Looked for in the files that name the type.
    /// </summary>
    public bool End(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var definition = type.OriginalDefinition;
        return known.TryGetValue(definition, out var found) ? found : known.GetOrAdd(definition, Search(definition, cancellation));
    }

    private bool Search(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var use in texts.Uses(type.Name, cancellation))
        {
            if (use.Parent is SimpleNameSyntax { Parent: ParameterSyntax { Parent: ParameterListSyntax { Parent: ConstructorDeclarationSyntax or TypeDeclarationSyntax } list } }
                && list.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } owner && models.Of(owner.SyntaxTree).GetDeclaredSymbol(owner, cancellation) is INamedTypeSymbol receiver
                && !SymbolEqualityComparer.Default.Equals(receiver, type) && DisposesOne(receiver, type, cancellation))
                return true;
        }

        return false;
    }

    private bool DisposesOne(INamedTypeSymbol receiver, INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var member in receiver.GetMembers())
        {
            if (member is IMethodSymbol { Name: "Dispose" or "DisposeAsync" } && foreign.Of(member, cancellation) is { } facts
                && facts.Disposals.Exists(d => d.Operand is { Kind: ValueKind.Store or ValueKind.Parameter, A: null or { Kind: ValueKind.This } } && SymbolEqualityComparer.Default.Equals(d.Operand.Type?.OriginalDefinition, type)))
                return true;
        }

        return false;
    }
}
