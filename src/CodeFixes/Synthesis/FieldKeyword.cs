using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>The keyword <c>field</c> of property accessors (C# 14). Parsed by itself, outside of an accessor, it would be a plain name.</summary>
internal static class FieldKeyword
{
    /// <summary>Makes keywords again of what an edit wrote as names into the accessors of a document that uses the keyword.</summary>
    public static async Task<Document> KeepAsync(SyntaxNode before, Document changed, CancellationToken cancellation)
    {
        if (before.DescendantNodes().FirstOrDefault(n => n.IsKind(SyntaxKind.FieldExpression)) is not { } keyword || await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return changed;
        var names = root.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == "field" && n.Ancestors().Any(a => a is AccessorDeclarationSyntax)).ToList();
        return names.Count == 0 ? changed : changed.WithSyntaxRoot(root.ReplaceNodes(names, (name, _) => keyword.WithTriviaFrom(name)));
    }
}
