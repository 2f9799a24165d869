using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A holder that other types of this compilation use under a lock of theirs: what they ask there, the holder need not ask.</summary>
internal static class OwnersGate
{
    /// <summary>lock (_gate) { if (_stopped) throw …; _map.Add(n); } … lock (_gate) { _stopped = true; _map.DrainAll(); }</summary>
    public static bool KeepsOutLate(Holder holder, AccessNode insertion, IReadOnlyList<MemberFacts> drainers)
    {
        if (insertion.Body.Enclosing != null || !OutsideCallers.Lock(holder, insertion.Body.Member) || !drainers.All(d => OutsideCallers.Lock(holder, d)))
            return false;
        var flags = drainers.SelectMany(d => CallsOf(holder, d)).SelectMany(c => c.Body.Member.Accesses.Where(a => a is { Access: AccessKind.Overwrite, Inserted.IsTrue: true } && a.Order < c.Order && HasCommonLock(a, c)).Select(a => a.Store)).ToList();
        return flags.Count > 0 && CallsOf(holder, insertion.Body.Member).All(c => c.Body.Member.Accesses.Exists(a => a.Access == AccessKind.Read && a.Order < c.Order && a.Body == c.Body && flags.Contains(a.Store, SymbolEqualityComparer.Default) && HasCommonLock(a, c)));
    }

    /// <summary>lock (_gate) { var shard = _map.Find(n) ?? _map.Add(n); }: whoever puts in has just found nothing there under the same key.</summary>
    public static bool FoundNothing(Holder holder, Store store, AccessNode access) => access.Body.Enclosing == null && access.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol key } && OutsideCallers.Lock(holder, access.Body.Member)
        && CallsOf(holder, access.Body.Member).All(c => key.Ordinal < c.Arguments.Length && c.Body.Member.Calls.Exists(f => f.Order < c.Order && f.Body == c.Body && HasCommonLock(f, c) && IsLookup(holder, store, f, c.Arguments[key.Ordinal]) && f.Receiver != null && c.Receiver != null && Canon.Same(f.Receiver, c.Receiver) && IsWhereNull(f, c)));

    private static List<CallNode> CallsOf(Holder holder, MemberFacts facts) => holder.Analysis.Foreign.CallersOf(facts.Method!, holder.Cancellation)
        .SelectMany(f => f.Calls).Where(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, facts.Method!.OriginalDefinition)).ToList();

    private static bool HasCommonLock(Node first, Node second) => first.Locks.Ids.Any(l => l.IsKnown && second.Locks.Ids.Contains(l));

    /// <summary>Find(n), a member that gives what the store has under its parameter, or nothing.</summary>
    private static bool IsLookup(Holder holder, Store store, CallNode call, Value key) => call.Target is { } target && holder.OwnFactsOf(target) is { Returns: { Count: > 0 } returns } && System.Array.FindIndex(call.Arguments, a => Canon.Same(a, key)) is >= 0 and var at && at < target.OriginalDefinition.Parameters.Length
        && returns.TrueForAll(r => r.Value != null && Trace.Roots(holder, r.Value) is { Count: > 0 } roots && roots.TrueForAll(o => o.Kind == RootKind.Null || !o.IsPart && o.IsOf(store.Symbol) && SymbolEqualityComparer.Default.Equals(o.Access?.Key?.Symbol?.OriginalDefinition, target.OriginalDefinition.Parameters[at])));

    /// <summary>Find(n) ?? Add(n), if (found == null) Add(n), if (found != null) return …; Add(n).</summary>
    private static bool IsWhereNull(CallNode found, CallNode call)
    {
        foreach (var branch in Structure.Branches(call.Body.Member))
        {
            if (branch.Order <= call.Order && (Structure.Contains(branch.Then, call) && Implied.Any(branch.Condition, true, IsNull) || Structure.Contains(branch.Else, call) && Implied.Any(branch.Condition, false, IsNull)
                || branch.Order < call.Order && branch.Body == call.Body && Structure.Leaves(branch.Then) && !Structure.Contains(branch.Then, call) && Implied.Any(branch.Condition, false, IsNull)))
                return true;
        }

        return false;

        bool IsNull(Value part, bool holds) => holds && part is { Kind: ValueKind.IsNull, A: { } asked } && (asked.Kind == ValueKind.Local ? asked.Local.Single ?? asked : asked).Call == found;
    }
}
