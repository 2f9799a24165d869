using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Adds a using directive where one is missing.</summary>
internal static class Usings
{
    /// <summary>Imports the namespace of a type, unless its name already means something at the place.</summary>
    public static void Add(FixRequest request, SyntaxEditor editor, SyntaxNode place, string space, string typeName)
    {
        if (request.Model.LookupNamespacesAndTypes(place.SpanStart, name: typeName).Any())
            return;
        var scope = place.Ancestors().FirstOrDefault(a => a is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 }) ?? request.Root;
        editor.ReplaceNode(scope, (current, _) => current switch
        {
            CompilationUnitSyntax unit when unit.Usings.Count > 0 => unit.WithUsings(With(unit.Usings, space)),
            CompilationUnitSyntax unit => Only(unit, space),
            BaseNamespaceDeclarationSyntax block => block.WithUsings(With(block.Usings, space)),
            _ => current,
        });
    }

    private static SyntaxList<UsingDirectiveSyntax> With(SyntaxList<UsingDirectiveSyntax> usings, string space)
    {
        if (usings.Any(u => u.Name?.ToString() == space && u.Alias == null && u.StaticKeyword.IsKind(SyntaxKind.None)))
            return usings;
        var at = usings.Count;
        while (at > 0 && Precedes(space, usings[at - 1]))
            at--;
        var model = usings[Math.Max(0, at - 1)];
        var added = Directive(space).WithTrailingTrivia(model.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
        if (at > 0)
            return usings.Insert(at, added.WithLeadingTrivia(model.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia))));
        var first = usings[0];
        return usings.Replace(first, first.WithLeadingTrivia(first.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)))).Insert(0, added.WithLeadingTrivia(first.GetLeadingTrivia()));
    }

    /// <summary>System first, then by name; aliases and static usings last.</summary>
    private static bool Precedes(string space, UsingDirectiveSyntax other)
    {
        var name = other.Name?.ToString() ?? string.Empty;
        return other.Alias != null || !other.StaticKeyword.IsKind(SyntaxKind.None) || !IsSystem(name) || string.CompareOrdinal(space, name) < 0;
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static CompilationUnitSyntax Only(CompilationUnitSyntax unit, string space)
    {
        var lineEnd = SyntaxFactory.EndOfLine(Template.LineEndOf(unit));
        var first = unit.GetFirstToken();
        var header = first.LeadingTrivia;
        var directive = Directive(space).WithTrailingTrivia(lineEnd, lineEnd);
        var isHeader = header.Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia) || t.IsDirective)
            && header.Count(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) > 1;
        if (!isHeader)
            return unit.WithUsings(SyntaxFactory.SingletonList(directive));
        return unit.ReplaceToken(first, first.WithLeadingTrivia()).WithUsings(SyntaxFactory.SingletonList(directive.WithLeadingTrivia(header)));
    }

    private static UsingDirectiveSyntax Directive(string space) =>
        SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(space))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space));
}
