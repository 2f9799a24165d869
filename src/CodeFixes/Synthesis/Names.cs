using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// Names that are free in one member or type. They are given out when the edit is made, and remembered with its editor, so that two fixes
/// that fix all applies to one member get different names.
/// </summary>
internal sealed class Names
{
    private static readonly ConditionalWeakTable<SyntaxEditor, Dictionary<SyntaxNode, Names>> Given = new();
    private readonly HashSet<string> taken = new();

    private Names()
    {
    }

    /// <summary>Names for locals at a place: nothing that the member names anywhere, and nothing that is in scope there.</summary>
    public static Names In(DocumentEditor editor, SyntaxNode place)
    {
        var scope = place.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax)) ?? editor.OriginalRoot;
        return Of(editor, scope, names =>
        {
            foreach (var symbol in editor.SemanticModel.LookupSymbols(place.SpanStart))
                names.taken.Add(symbol.Name);
        });
    }

    /// <summary>Names for members of a type: nothing that the type, its parts or its bases declare, and nothing that its source names.</summary>
    public static Names InType(DocumentEditor editor, TypeDeclarationSyntax type) => Of(editor, type, names =>
    {
        for (var at = editor.SemanticModel.GetDeclaredSymbol(type); at != null; at = at.BaseType)
            names.taken.UnionWith(at.MemberNames);
    });

    /// <summary>The wanted name, or the first of name1, name2… that is free. It is taken from then on.</summary>
    public string Free(string wanted)
    {
        var name = wanted;
        for (var number = 1; !taken.Add(name); number++)
            name = wanted + number;
        return name;
    }

    /// <summary>The name that a local of a type usually has; for generic types and the like, the general one.</summary>
    public static string For(ITypeSymbol type, string general)
    {
        if (type is not INamedTypeSymbol { IsGenericType: false, IsTupleType: false, SpecialType: SpecialType.None, Name: { Length: > 1 } name })
            return general;
        if (name.Length > 2 && name[0] == 'I' && char.IsUpper(name[1]))
            name = name.Substring(1);
        name = char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : general;
    }

    private static Names Of(DocumentEditor editor, SyntaxNode scope, System.Action<Names> fill)
    {
        var scopes = Given.GetOrCreateValue(editor);
        if (!scopes.TryGetValue(scope, out var names))
        {
            scopes.Add(scope, names = new Names());
            names.taken.UnionWith(scope.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        }

        fill(names);
        return names;
    }
}
