using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Start(…) fills the slot and Stop() empties it: after the one comes the other again, and nothing is over.</summary>
internal static class OnAndOff
{
    private static readonly (string On, string Off)[] Pairs = { ("Start", "Stop"), ("Begin", "Stop"), ("Open", "Close"), ("Resume", "Stop") };

    public static bool Is(Holder holder, Store store, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) => !store.IsCollection && OpensAgain(holder, drainers, insertion) ||
        !store.IsCollection && insertion.Body.Outermost.Member.Method?.Name is { } name && Array.Exists(Pairs, p => NameWords.Begins(name, p.On) && drainers.All(d => d.Method != null && NameWords.Begins(d.Method.Name, p.Off)));

    /// <summary>Connect() { …; _connected = true; _stream = …; } where the end sets _connected to false: after it the holder is as it was in the beginning.</summary>
    private static bool OpensAgain(Holder holder, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) => holder.Roots.Reaching(insertion.Body, _ => true) == null && insertion.Body.Member.Accesses.Exists(set => set is { Access: AccessKind.Overwrite, Inserted.IsTrue: true, Store: { } flag } && set.Body == insertion.Body && Array.Exists(new[] { "connect", "open", "start", "running", "active", "online", "listen" }, w => flag.Name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0)
        && drainers.All(d => holder.Summaries.Reached(d).Where(f => f.Method is { DeclaredAccessibility: not Accessibility.Private } method && !Closing.IsDispose(method)).SelectMany(f => f.Accesses).Any(a => a is { Access: AccessKind.Overwrite, Inserted.IsFalse: true } && SymbolEqualityComparer.Default.Equals(a.Store, flag))));

}
