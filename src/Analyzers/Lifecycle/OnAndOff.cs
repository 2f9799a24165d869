using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Lifecycle;

/// <summary>Start(…) fills the slot and Stop() empties it: after the one comes the other again, and nothing is over.</summary>
internal static class OnAndOff
{
    private static readonly (string On, string Off)[] Pairs = { ("Start", "Stop"), ("Begin", "Stop"), ("Open", "Close"), ("Resume", "Stop") };

    public static bool Is(Store store, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) =>
        !store.IsCollection && insertion.Body.Outermost.Member.Method?.Name is { } name && Array.Exists(Pairs, p => StartsWith(name, p.On) && drainers.All(d => d.Method != null && StartsWith(d.Method.Name, p.Off)));

    private static bool StartsWith(string name, string word) => name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));
}
