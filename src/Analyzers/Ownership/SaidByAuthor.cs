using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <summary>
/// Comments by which the author says that an entry is left as it is, on purpose: "do not dispose, the pool does that", right before the statement; or a
/// dispose of the very slot that is commented out.
/// </summary>
internal static class SaidByAuthor
{
    private static readonly string[] Refusals = { "do not dispos", "don't dispos", "must not dispos", "must not be dispos", "intentionally not dispos", "no need to dispos" };

    /// <summary>Words that may stand before the refusal: they name the entry or nobody.</summary>
    private static readonly string[] Openings = { "note", "nb", "we", "it", "this", "that", "the", "old", "one", "entry", "value", "instance", "is", "here", "deliberately", "intentionally", "and", "so", "please", "important", "warning", "also", "purposely" };

    /// <summary>Words behind the refusal that name nothing else.</summary>
    private static readonly string[] Objects = { "it", "them", "this", "that", "these", "here", "now", "yet", "because", "since", "as", "until", "till", "while", "when", "if", "by", "in", "on", "at", "for", "manually", "explicitly", "entry", "entrie", "value", "instance", "item", "object", "resource", "one", "or", "and" };

    private static readonly string[] Passed = { "the", "a", "an", "any", "old", "previous", "former", "current", "existing", "replaced", "removed", "of", "our", "its", "their", "his", "last", "cached" };

    private static readonly string[] Ourselves = { "hand", "us", "ourselves", "this", "me", "accident", "mistake" };

    /// <summary>Words behind the name of the holder that leave it the one who is meant.</summary>
    private static readonly string[] GoingOn = { "itself", "because ", "since ", "as ", "but ", "here", "until ", "while ", "when ", "if ", "and ", "or ", "after ", "before ", "once ", "directly", "any", "at ", "in ", "on ", "for ", "so ", "then ", "unless ", "yet", "now" };

    private static readonly string[] Clauses = { ".", ";", ":", ", so ", " and we ", ", we " };

    public static bool IsLeft(Store store, AccessNode access)
    {
        var statement = access.Syntax.FirstAncestorOrSelf<StatementSyntax>(s => s is not BlockSyntax);
        if (statement == null)
            return false;
        foreach (var trivia in statement.GetLeadingTrivia())
        {
            if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && !trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                continue;
            var text = trivia.ToString().Trim('/', '*', ' ', '\t', '\r', '\n');
            if (Array.Exists(Refusals, w => text.IndexOf(w, StringComparison.OrdinalIgnoreCase) is >= 0 and var said && IsAboutEntry(text.Substring(0, said), store) && NamesNoOther(text.Substring(said + w.Length), store)) || IsCommentedOut(text, store))
                return true;
        }

        return false;
    }

    /// <summary>The clause begins with the refusal, or with a word for the entry; "Callers must not dispose what they get" is about others.</summary>
    private static bool IsAboutEntry(string said, Store store) => said.Substring(Clauses.Max(c => said.LastIndexOf(c, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at + c.Length - (c.EndsWith("we ", StringComparison.Ordinal) ? 3 : 0) : 0)) is var before && Array.TrueForAll(before.Split(new[] { ' ', ',', ':', '-', '(', '\t' }, StringSplitOptions.RemoveEmptyEntries), w => Array.IndexOf(Openings, w.ToLowerInvariant()) >= 0 || w.Trim('\'', '`', '"') == store.Name);

    /// <summary>The clause ends there, or goes on about the entry; "do not dispose the watcher from here" is about another object.</summary>
    private static bool NamesNoOther(string said, Store store)
    {
        // What is left of disposed and disposing comes first.
        var rest = said.TrimStart("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        var end = rest.IndexOfAny(new[] { '.', ',', ';', ':', '(', '-', '\r', '\n' });
        var word = Array.Find((end < 0 ? rest : rest.Substring(0, end)).Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries), w => Array.IndexOf(Passed, w.ToLowerInvariant()) < 0)?.Trim('\'', '`', '"', '!');
        // It must not be disposed of by those who write: "by the registry" in a ReaderRegistry.
        if (word == "by" && rest.Substring(rest.IndexOf("by", StringComparison.Ordinal) + 2).Trim() is var who && who.Split(new[] { ' ', '.', ',' }, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } by && Array.IndexOf(Ourselves, by[0].ToLowerInvariant()) < 0 && !IsTheHolder(who, store))
            return false;
        return string.IsNullOrEmpty(word) || Array.IndexOf(Objects, word!.ToLowerInvariant()) >= 0 || word.TrimEnd('s') is { Length: > 2 } one && (Array.IndexOf(Objects, one.ToLowerInvariant()) >= 0 || store.Name.IndexOf(one, StringComparison.OrdinalIgnoreCase) >= 0 || store.Payload.Resource?.Name.IndexOf(one, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>"the registry: whoever got it does", "the registry itself"; not "the registry users", who are others.</summary>
    private static bool IsTheHolder(string who, Store store)
    {
        if (!who.StartsWith("the ", StringComparison.Ordinal))
            return false;
        var named = who.Substring(4);
        var end = 0;
        while (end < named.Length && char.IsLetterOrDigit(named[end]))
            end++;
        var rest = named.Substring(end);
        return IsHolder(named.Substring(0, end), store) && (rest.Length == 0 || rest[0] is not ('-' or '\'' or '’'))
            && rest.Trim() is var next && (next.Length == 0 || !char.IsLetterOrDigit(next[0]) || Array.Exists(GoingOn, w => next.StartsWith(w, StringComparison.Ordinal)));
    }

    /// <summary>The last word of the name of the holder; what its other words name is in it.</summary>
    private static bool IsHolder(string word, Store store) => store.Symbol.ContainingType?.Name is { } name && word.Length > 2 && name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && char.IsUpper(name[name.Length - word.Length]);

    /// <summary>_logger.Dispose(); as a comment and no more.</summary>
    private static bool IsCommentedOut(string said, Store store) => (said.StartsWith("no ", StringComparison.OrdinalIgnoreCase) ? said.Substring(3) : said) is var text && text.StartsWith(store.Name, StringComparison.Ordinal) && text.Length > store.Name.Length && text.Substring(store.Name.Length).TrimStart('?', '!').StartsWith(".Dispose", StringComparison.Ordinal) && text.IndexOf(')') > 0;
}
