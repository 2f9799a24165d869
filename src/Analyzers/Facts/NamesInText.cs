using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.Facts;

/// <summary>What a piece of text does with a name. Looked at before anything is bound, so it answers "maybe" where words do not tell.</summary>
internal static class NamesInText
{
    /// <summary>How the names of methods begin that take something out of a collection.</summary>
    private static readonly string[] Removals = { "Remove", "TryRemove", "Take", "TryTake", "Dequeue", "TryDequeue", "Clear", "ExceptWith", "IntersectWith" };

    /// <summary>Something is taken out of the collection of that name, or it is given to somebody who may do so.</summary>
    public static bool MayTakeFrom(string text, TextSpan span, string name) => Uses(text, span, name, IsRemoval, isValue: true);

    /// <summary>At least two different members are named behind "Name.".</summary>
    /// <param name="isValue">It is the name of a value, which may be given to somebody who names more members.</param>
    public static bool NamesTwoMembersOf(string text, TextSpan span, string name, bool isValue)
    {
        string? first = null;
        return Uses(text, span, name, member => member != (first ??= member), isValue);
    }

    private static bool Uses(string text, TextSpan span, string name, Predicate<string> isWanted, bool isValue)
    {
        for (var at = Next(text, span.Start, span.End, name); at >= 0; at = Next(text, at + name.Length, span.End, name))
        {
            var end = SkipBlanks(text, at + name.Length, span.End);
            while (end + 1 < span.End && text[end] is '!' or '?' && text[end + 1] != '?')
                end = SkipBlanks(text, end + 1, span.End);
            if (end >= span.End)
                return isValue;
            if (text[end] == '.' ? isWanted(WordAt(text, SkipBlanks(text, end + 1, span.End), span.End)) : isValue && IsHandedOn(text, at, end))
                return true;
        }

        return false;
    }

    private static bool IsRemoval(string member)
    {
        foreach (var removal in Removals)
        {
            if (member.StartsWith(removal, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>The value goes somewhere: it is not indexed, set, walked, locked or just declared.</summary>
    private static bool IsHandedOn(string text, int at, int end) =>
        text[end] is not ('[' or '{' or '=') && string.CompareOrdinal(text, end, "??=", 0, 3) != 0 && !IsWalkedOrLocked(text, at) && !IsDeclared(text, at, end);

    /// <summary>At least two of the names stand there, each as a word of its own.</summary>
    public static bool NamesTwoOf(string text, TextSpan span, IEnumerable<string> names)
    {
        var found = 0;
        foreach (var name in names)
        {
            if (Next(text, span.Start, span.End, name) >= 0 && ++found == 2)
                return true;
        }

        return false;
    }

    /// <summary>The name stands behind a type, and nothing is assigned.</summary>
    private static bool IsDeclared(string text, int at, int end)
    {
        if (text[end] is not (';' or ','))
            return false;
        var before = at;
        while (before > 0 && char.IsWhiteSpace(text[before - 1]))
            before--;
        return before > 1 && before < at && (text[before - 1] == ']' || text[before - 1] == '?' && text[before - 2] != '?' || text[before - 1] == '>' && text[before - 2] != '='
            || IsPart(text[before - 1]) && !EndsWith(text, before, "return") && !EndsWith(text, before, "in") && !EndsWith(text, before, "ref") && !EndsWith(text, before, "out"));
    }

    /// <summary>foreach (… in name), or lock (name).</summary>
    private static bool IsWalkedOrLocked(string text, int at)
    {
        var before = at;
        if (before >= 5 && string.CompareOrdinal(text, before - 5, "this.", 0, 5) == 0)
            before -= 5;
        while (before > 0 && char.IsWhiteSpace(text[before - 1]))
            before--;
        return EndsWith(text, before, "in") || before > 0 && text[before - 1] == '(' && (EndsWith(text, before - 1, "lock") || EndsWith(text, before - 1, "lock "));
    }

    private static bool EndsWith(string text, int end, string word) =>
        end > word.Length && string.CompareOrdinal(text, end - word.Length, word, 0, word.Length) == 0 && !IsPart(text[end - word.Length - 1]);

    /// <summary>Where the name stands next as a word of its own; -1 when nowhere.</summary>
    private static int Next(string text, int from, int to, string name)
    {
        while (from + name.Length <= to && text.IndexOf(name, from, to - from, StringComparison.Ordinal) is >= 0 and var at)
        {
            var end = at + name.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end >= text.Length || !IsPart(text[end])))
                return at;
            from = end;
        }

        return -1;
    }

    private static string WordAt(string text, int at, int to)
    {
        var end = at;
        while (end < to && IsPart(text[end]))
            end++;
        return text.Substring(at, end - at);
    }

    private static int SkipBlanks(string text, int at, int to)
    {
        while (at < to && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
