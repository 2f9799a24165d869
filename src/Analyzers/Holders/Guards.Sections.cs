using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Tests and insertions in one critical section, or ordered otherwise.</content>
internal sealed partial class Guards
{
    /// <param name="insertion">The insertion, or a call that leads to it.</param>
    /// <param name="passed">Bodies on the way here: one that calls itself, or a helper that calls it, is asked once.</param>
    private bool TestedUnderLock(Node insertion, HashSet<BodyFacts> passed)
    {
        var held = holder.Callers.LocksAt(insertion);
        if (held.HasUnknown)
            return true;
        foreach (var test in Tests(insertion))
        {
            if (SharedSection(test, insertion, held) && IsOrdered(held))
                return true;
        }

        if (passed.Count > 3 || !passed.Add(insertion.Body))
            return false;
        // An object does not end while it is made: the constructor need not ask.
        var calls = CallsOf(insertion).Where(call => !passed.Contains(call.Body) && !holder.Callers.OnlyWhileConstructed(call.Body)).ToList();
        var covers = calls.Count > 0 && calls.TrueForAll(call => TestedUnderLock(call, passed));
        passed.Remove(insertion.Body);
        return covers;
    }

    /// <summary>Test and insertion stand in one critical section, be it one of a reader.</summary>
    private bool SharedSection(Node test, Node insertion, LockSet held)
    {
        var tested = holder.Callers.LocksAt(test);
        if ((tested.Common(held) ?? held.Ids.FirstOrDefault(tested.Holds)) is not { } id)
            return false;
        var first = SectionOf(test, id);
        var second = SectionOf(insertion, id);
        return first == second || first == null || second == null;
    }

    public static LockNode? SectionOf(Node node, LockId id)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is LockNode section && section.Id.IsSameLock(id))
                return section;
        }

        return null;
    }

    /// <summary>The drainer sets the flag, or drains, under the same lock.</summary>
    private bool IsOrdered(LockSet held)
    {
        if (drainLocks.Common(held) != null)
            return true;
        foreach (var write in flagWrites)
        {
            if (holder.Callers.LocksAt(write).Common(held) != null)
                return true;
        }

        return cancellations.Any(c => holder.Callers.LocksAt(c).Common(held) != null) || drainMembers.Any(m => m.Calls.Exists(c => TakesAll(c, held) && m.Accesses.Exists(a => a.Order > c.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))));
    }

    /// <summary>await _locks.EnterAllAsync(), of an object that has a lock for each key: the end takes that of the insertion too.</summary>
    private static bool TakesAll(CallNode call, LockSet held) => call is { Receiver: { Kind: ValueKind.Store } gate, Target: { Name: var name } } && NameWords.BeginsWithAny(name, new[] { "Enter", "Lock", "Acquire", "Take" }) && name.IndexOf("All", System.StringComparison.Ordinal) > 0
        && Canon.Text(gate) is { } text && held.Ids.Any(id => id.Symbol is IMethodSymbol && id.Receiver.StartsWith(text + "|", System.StringComparison.Ordinal));
}
