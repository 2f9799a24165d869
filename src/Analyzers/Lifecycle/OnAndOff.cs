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
    private static readonly (string On, string Off)[] Pairs = { ("Start", "Stop"), ("Begin", "Stop"), ("Open", "Close"), ("Resume", "Stop"), ("Connect", "Disconnect") };

    public static bool Is(Holder holder, Store store, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) => !store.IsCollection && OpensAgain(holder, drainers, insertion) ||
        !store.IsCollection && !IsCalledBack(holder, insertion) && insertion.Body.Outermost.Member.Method?.Name is { } name && Array.Exists(Pairs, p => NameWords.Begins(name, p.On) && Ends(holder, drainers).Where(d => d != insertion.Body.Member).ToList() is { Count: > 0 } ends && ends.TrueForAll(d => d.Method != null && NameWords.Begins(d.Method.Name, p.Off)));

    /// <summary>new Timer(_ => Retry()), where Retry connects: nobody who has called Off is asked whether it comes On again.</summary>
    private static bool IsCalledBack(Holder holder, AccessNode insertion) => holder.Roots.All.Any(root => root.Body == insertion.Body || root.Body.Member.Calls.Exists(c => c.Body == root.Body && c.Target is { } target && holder.OwnFactsOf(target) is { } called && holder.Summaries.Reached(called).Contains(insertion.Body.Member)));

    /// <summary>Of a Dispose that does nothing but call a public member, that member: void Dispose() => Disconnect().</summary>
    private static IEnumerable<MemberFacts> Ends(Holder holder, IReadOnlyList<MemberFacts> drainers) => drainers.Select(d => d.Method is { } dispose && Closing.IsDispose(dispose) && d is { Disposals.Count: 0, Accesses.Count: 0, Assigns.Count: 0 }
        && d.Calls.FindAll(c => c.Target is { Name: not "SuppressFinalize" }) is { Count: 1 } calls && calls[0].Target is { DeclaredAccessibility: Accessibility.Public } off && holder.OwnFactsOf(off) is { } other && !Closing.IsDispose(off) ? other : d).Distinct();

    /// <summary>Connect() { …; _connected = true; _stream = …; } where the end sets _connected to false: after it the holder is as it was in the beginning.</summary>
    private static bool OpensAgain(Holder holder, IReadOnlyList<MemberFacts> drainers, AccessNode insertion) => holder.Roots.Reaching(insertion.Body, _ => true) == null && insertion.Body.Member.Accesses.Exists(set => set is { Access: AccessKind.Overwrite, Inserted.IsTrue: true, Store: { } flag } && set.Body == insertion.Body && Array.Exists(new[] { "connect", "open", "start", "running", "active", "online", "listen" }, w => flag.Name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0)
        && drainers.All(d => holder.Summaries.Reached(d).Where(f => f.Method is { DeclaredAccessibility: not Accessibility.Private } method && !Closing.IsDispose(method)).SelectMany(f => f.Accesses).Any(a => a is { Access: AccessKind.Overwrite, Inserted.IsFalse: true } && SymbolEqualityComparer.Default.Equals(a.Store, flag))));
}
