using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <content>The check that the creation depends on, and what stands between the two.</content>
internal sealed partial class CheckThenCreate
{
    /// <summary>The act depends on the check itself, or on what a helper that checks says.</summary>
    private static bool IsDependent(Holder holder, AccessNode act, AccessNode check)
    {
        if (SearchLoop.Of(check) is { } search)
            return !Structure.Contains(search.BodyBlock, act);
        if (check.Body.Member == act.Body.Member)
            return Dependence.IsDependent(act, check);
        foreach (var call in act.Body.Member.Calls)
        {
            if (call.Order < act.Order && call.Target is { } target && holder.OwnFactsOf(target) == check.Body.Member && Dependence.IsDependent(act, call))
                return true;
        }

        return false;
    }

    /// <summary>The test of presence that the act depends on: in this member, in a helper it calls, or in a caller.</summary>
    private static AccessNode? CheckOf(Holder holder, Store store, Node act, Value? key, int depth)
    {
        var facts = act.Body.Member;
        AccessNode? found = null;
        foreach (var access in facts.Accesses)
        {
            if (access.Order < act.Order && IsCheck(access, store) && (key == null || Canon.Same(access.Key, key)) && (found == null || IsTested(act, access) || !IsTested(act, found)))
                found = access;
        }

        if (found != null)
            return found;
        foreach (var call in facts.Calls)
        {
            if (call.Order >= act.Order || call.Target is not { } target || holder.OwnFactsOf(target) is not { } helper)
                continue;
            foreach (var access in helper.Accesses)
            {
                if (IsCheck(access, store))
                    return access;
            }
        }

        if (depth > 2)
            return null;
        foreach (var call in act.Body.IsLocalFunction ? act.Body.CallsTo : holder.Callers.IsClosed(facts) ? holder.Callers.Of(facts) : System.Array.Empty<CallNode>())
        {
            if (CheckOf(holder, store, call, null, depth + 1) is { } check)
                return check;
        }

        return null;
    }

    /// <summary>The act depends on it; an entry read where the check found one is no check.</summary>
    private static bool IsTested(Node act, AccessNode check) => SearchLoop.Of(check) != null || Dependence.IsDependent(act, check);

    private static bool IsCheck(AccessNode access, Store store) =>
        SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && (access.Access is AccessKind.Lookup or AccessKind.Exists || SearchLoop.Of(access) != null) && access.Depth == 0;

    /// <summary>if (table[i] == worn) table[i] = successor: the entry is there, and is the one that is to go.</summary>
    private static bool IsReplacement(AccessNode act, AccessNode check)
    {
        for (var at = act.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode { Condition: { Kind: ValueKind.Same, A: { } one, B: { } other } } branch && at == branch.Then && (IsFound(one, check) || IsFound(other, check)) && !IsBare(one) && !IsBare(other))
                return true;
        }

        return false;
    }

    private static bool IsFound(Value value, AccessNode check) => value.Data == check || value is { Kind: ValueKind.Local, Local.Single: { } single } && single.Data == check;

    private static bool IsBare(Value value) => value.Kind is ValueKind.Null or ValueKind.Constant || value is { Kind: ValueKind.Unknown };

    /// <summary>if (_marks.ContainsKey(key)) _marks.Remove(key); _marks.Add(key, …): what is there is asked for in order to take it away, and made anew in any case.</summary>
    private static bool RemovesFound(AccessNode act, AccessNode check) => act.Body.Member.Accesses.Exists(a => a.Removes && a.Key != null && a.Body == act.Body && a.Order > check.Order && a.Order < act.Order
        && SymbolEqualityComparer.Default.Equals(a.Store, act.Store) && Canon.Same(a.Key, act.Key) && Dependence.IsDependent(a, check));

    /// <summary>An await between check and act makes it another defect.</summary>
    private static bool AwaitsBetween(AccessNode check, AccessNode act)
    {
        foreach (var wait in act.Body.Member.Awaits)
        {
            if (wait.Body == act.Body && wait.Order < act.Order && (check.Body != act.Body || wait.Order > check.Order))
                return true;
        }

        return false;
    }
}
