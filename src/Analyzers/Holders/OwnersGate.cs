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
        var ends = drainers.SelectMany(d => CallsOf(holder, d)).ToList();
        return ends.Count > 0 && SetBefore(ends[0]).Any(flag => ends.TrueForAll(e => SetBefore(e).Contains(flag, SymbolEqualityComparer.Default)) && CallsOf(holder, insertion.Body.Member).TrueForAll(c => LeavesIf(holder, c, flag)));
    }

    /// <summary>Flags that the owner sets under the same lock before it calls the end.</summary>
    private static IEnumerable<ISymbol> SetBefore(CallNode end) => end.Body.Member.Accesses.Where(a => a is { Access: AccessKind.Overwrite, Inserted.IsTrue: true, Store: not null } && Structure.IsOnTheWay(a, end) && HasCommonLock(a, end)).Select(a => a.Store!);

    /// <summary>if (_stopped) throw …, in the section of the call, or in a helper that is called there first.</summary>
    private static bool LeavesIf(Holder holder, CallNode call, ISymbol flag)
    {
        foreach (var branch in Structure.Branches(call.Body.Member))
        {
            if (branch.Order < call.Order && HasCommonLock(branch, call) && (Structure.IsOnTheWay(branch, call) && Structure.Leaves(branch.Then) && Implied.Any(branch.Condition, false, IsNotSet) || Structure.Contains(branch.Then, call) && Implied.Any(branch.Condition, true, IsNotSet) || Structure.Contains(branch.Else, call) && Implied.Any(branch.Condition, false, IsNotSet)))
                return true;
        }

        return call.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, call) && HasCommonLock(c, call) && c is { IsVirtual: false, Receiver: null or { Kind: ValueKind.This }, Target: { ReturnsVoid: true, IsAsync: false } check } && holder.WrittenFactsOf(check) is { Returns.Count: 0 } helper
            && Structure.Branches(helper).Any(b => b.Parent == helper.Root.Root && b.Then.Items.LastOrDefault() is ThrowNode && Implied.Any(b.Condition, false, IsNotSet)));

        bool IsNotSet(Value part, bool holds) => !holds && part is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } && SymbolEqualityComparer.Default.Equals(asked, flag);
    }

    /// <summary>lock (_gate) { var shard = _map.Find(n) ?? _map.Add(n); }: whoever puts in has just found nothing there under the same key.</summary>
    public static bool FoundNothing(Holder holder, Store store, AccessNode access) => access.Body.Enclosing == null && access.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol key } && OutsideCallers.Lock(holder, access.Body.Member)
        && CallsOf(holder, access.Body.Member).All(c => key.Ordinal < c.Arguments.Length && c.Body.Member.Calls.Exists(f => f.Order < c.Order && f.Body == c.Body && HasCommonLock(f, c) && IsLookup(holder, store, f, c.Arguments[key.Ordinal]) && f.Receiver != null && c.Receiver != null && Canon.Same(f.Receiver, c.Receiver) && IsWhereNull(f, c)));

    private static List<CallNode> CallsOf(Holder holder, MemberFacts facts) => holder.Analysis.Foreign.CallersOf(facts.Method!, holder.Cancellation)
        .SelectMany(f => f.Calls).Where(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, facts.Method!.OriginalDefinition)).ToList();

    private static bool HasCommonLock(Node first, Node second) => first.Locks.Ids.Any(l => l.IsKnown && second.Locks.Ids.Contains(l));

    /// <summary>Find(n), a member that gives what the store has under its parameter, whatever that is, or nothing.</summary>
    private static bool IsLookup(Holder holder, Store store, CallNode call, Value key) => call.Target is { } target && holder.OwnFactsOf(target) is { Returns: { Count: > 0 } returns } && System.Array.FindIndex(call.Arguments, a => Canon.Same(a, key)) is >= 0 and var at && at < target.OriginalDefinition.Parameters.Length
        && returns.TrueForAll(r => r.Value is { } given && GivesWhatIsThere(holder, store, r, given, target.OriginalDefinition.Parameters[at]));

    /// <summary>What has been found under the key; or nothing, where nothing has been found: if (_map.TryGetValue(n, out var found)) return found; return null;</summary>
    private static bool GivesWhatIsThere(Holder holder, Store store, ReturnNode end, Value given, IParameterSymbol key)
    {
        if (given.IsNull)
            return Structure.Branches(end.Body.Member).Any(b => b.Body == end.Body && (Structure.Contains(b.Then, end) ? Implied.Any(b.Condition, true, IsMissing) : (Structure.Contains(b.Else, end) || Structure.IsOnTheWay(b, end) && Structure.Leaves(b.Then)) && Implied.Any(b.Condition, false, IsMissing)));
        return (given is not { Kind: ValueKind.Either } || given.Data is Value found && IsLookup(found)) && Trace.Roots(holder, given) is { Count: > 0 } roots && roots.TrueForAll(o => o.Kind == RootKind.Null || !o.IsPart && o.IsOf(store.Symbol) && o.Access is { Access: AccessKind.Lookup } read && IsUnderKey(read));

        bool IsMissing(Value part, bool holds) => !holds && IsLookup(part) && IsUnderKey(part.Access!);

        bool IsLookup(Value part) => part is { Kind: ValueKind.Outcome, Access: { Access: AccessKind.Lookup, Store: { } asked } } && SymbolEqualityComparer.Default.Equals(asked, store.Symbol);

        bool IsUnderKey(AccessNode read) => SymbolEqualityComparer.Default.Equals(read.Key?.Symbol?.OriginalDefinition, key);
    }

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
