using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Fields that a fix adds beside a store, named as the store is.</summary>
internal static class FieldCode
{
    /// <summary>
    /// The first of the words, in the style of the store's name, that neither the type nor what it is nested with uses. Two plans of one
    /// round get the same name, and so the same field.
    /// </summary>
    public static string FreeName(StoreUses uses, params string[] words)
    {
        var nest = uses.Type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Last();
        var taken = new HashSet<string>(nest.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        for (var at = uses.Store.ContainingType; at != null; at = at.BaseType)
            taken.UnionWith(at.MemberNames);
        var store = uses.Store.Name;
        var (prefix, upper) = store.StartsWith("s_", System.StringComparison.Ordinal) ? ("s_", false)
            : store[0] == '_' ? ("_", store.Length > 1 && char.IsUpper(store[1]))
            : (string.Empty, char.IsUpper(store[0]));
        foreach (var word in words)
        {
            var name = prefix + (upper ? char.ToUpperInvariant(word[0]) + word.Substring(1) : word);
            if (!taken.Contains(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None)
                return name;
        }

        return prefix + store.TrimStart('_') + char.ToUpperInvariant(words[0][0]) + words[0].Substring(1);
    }

    /// <summary>Adds a field behind the field of the store, unless one of the name is there.</summary>
    public static void AddBehind(DocumentEditor editor, StoreUses uses, string name, string text)
    {
        var anchor = uses.Declaration.FirstAncestorOrSelf<FieldDeclarationSyntax>()!;
        var lineEnd = anchor.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).DefaultIfEmpty(SyntaxFactory.ElasticLineFeed);
        var field = Statements.Fresh(SyntaxFactory.ParseMemberDeclaration(text)!).WithTrailingTrivia(lineEnd);
        var index = uses.Type.Members.IndexOf(anchor);
        editor.ReplaceNode(uses.Type, (node, _) =>
        {
            var current = (TypeDeclarationSyntax)node;
            return current.Members.OfType<FieldDeclarationSyntax>().Any(f => f.Declaration.Variables.Any(v => v.Identifier.ValueText == name))
                ? current
                : current.WithMembers(current.Members.Insert(index + 1, field));
        });
    }
}
