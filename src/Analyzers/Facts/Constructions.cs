using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Which types of the compilation are made with new, other than for the life of the process. Read from syntax, on demand.</summary>
internal sealed class Constructions
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly Compilation compilation;

    public Constructions(Compilation compilation) => this.compilation = compilation;

    public bool IsConstructed(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var definition = type.OriginalDefinition;
        return known.TryGetValue(definition, out var found) ? found : known.GetOrAdd(definition, Search(definition, cancellation));
    }

    private bool Search(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.GetText(cancellation).ToString().IndexOf(type.Name, StringComparison.Ordinal) < 0)
                continue;
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                if (node is ObjectCreationExpressionSyntax creation && SimpleName(creation.Type) == type.Name && !IsForProcess(node))
                    return true;
                if (node is ImplicitObjectCreationExpressionSyntax && TargetName(node) == type.Name && !IsForProcess(node))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The value of a static field: it lives as long as the process.</summary>
    private static bool IsForProcess(SyntaxNode node)
    {
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax && member.Modifiers.Any(SyntaxKind.StaticKeyword);
    }

    /// <summary>The type a target-typed new is written for, where syntax tells.</summary>
    private static string? TargetName(SyntaxNode node) => node.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => SimpleName(declaration.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => SimpleName(property.Type),
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => SimpleName(method.ReturnType),
        ReturnStatementSyntax => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method ? SimpleName(method.ReturnType) : null,
        _ => null,
    };

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
