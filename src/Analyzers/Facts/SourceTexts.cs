using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.Facts;

/// <summary>
/// The text of the files as strings. Words are looked for many times, and a long file makes its string anew each time it is asked.
/// </summary>
internal sealed class SourceTexts
{
    private readonly ConcurrentDictionary<SyntaxTree, string> texts = new();
    private readonly Compilation compilation;

    public SourceTexts(Compilation compilation) => this.compilation = compilation;

    public IEnumerable<SyntaxTree> Trees => compilation.SyntaxTrees;

    public string Of(SyntaxTree tree, CancellationToken cancellation) =>
        texts.TryGetValue(tree, out var known) ? known : texts.GetOrAdd(tree, tree.GetText(cancellation).ToString());

    /// <summary>Every identifier of the compilation that is <paramref name="name"/>, in order of files and positions.</summary>
    public IEnumerable<SyntaxToken> Uses(string name, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var token in Uses(tree, 0, Of(tree, cancellation).Length, name, cancellation))
                yield return token;
        }
    }

    /// <summary>The same in a piece of source.</summary>
    public IEnumerable<SyntaxToken> Uses(SyntaxReference part, string name, CancellationToken cancellation) =>
        Uses(part.SyntaxTree, part.Span.Start, part.Span.End, name, cancellation);

    private IEnumerable<SyntaxToken> Uses(SyntaxTree tree, int start, int end, string name, CancellationToken cancellation)
    {
        if (name.Length == 0)
            yield break;
        var text = Of(tree, cancellation);
        SyntaxNode? root = null;
        int after;
        for (var at = text.IndexOf(name, start, end - start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, after, end - after, StringComparison.Ordinal))
        {
            after = at + name.Length;
            if (at > 0 && IsPart(text[at - 1]) || after < text.Length && IsPart(text[after]))
                continue;
            root ??= tree.GetRoot(cancellation);
            var token = root.FindToken(at);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Contains(at) && token.ValueText == name)
                yield return token;
        }
    }

    private static bool IsPart(char character) => character == '_' || char.IsLetterOrDigit(character);
}
