using System;

namespace LeakGuard.Catalog;

/// <summary>Words in the names of members.</summary>
internal static class NameWords
{
    /// <summary>CloseAll begins with the word Close, Closest does not.</summary>
    public static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    /// <summary>The same of one of several words.</summary>
    public static bool BeginsWithAny(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (Begins(name, word))
                return true;
        }

        return false;
    }
}
