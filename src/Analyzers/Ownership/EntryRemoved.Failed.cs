using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Entries that are work which has failed.</content>
internal sealed partial class EntryRemoved
{
    /// <summary>The entry is work that yields the resource, and it has failed: nothing was made.</summary>
    private static bool IsOfFailed(Holder holder, Store store, AccessNode access) =>
        (store.Payload.Steps.Contains(PayloadStep.Lazy) || store.Payload.Steps.Contains(PayloadStep.Task)) && (Structure.IsIn(access, BlockRole.Catch) || SaysFailed(holder, store, access));

    /// <summary>if (slot.Value.IsFaulted) _slots.Remove(key): nothing came of it.</summary>
    private static bool SaysFailed(Holder holder, Store store, AccessNode access)
    {
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at is { Role: BlockRole.Then, Owner: IfNode branch } && Implied.Any(branch.Condition, true, (part, holds) => holds && (part.Asked ?? part.Symbol) is { Name: "IsFaulted" or "IsCanceled", ContainingType.Name: "Task" } && part.Owner is { } asked && (Trace.ComesFrom(holder, asked, store.Symbol) || IsGivenEntry(holder, store, access, asked) || SymbolEqualityComparer.Default.Equals(holder.Catalog.PayloadOf(asked.Type).Resource, store.Payload.Resource) && (Trace.Roots(holder, asked).Exists(r => r.Kind == RootKind.Parameter) || IsBrought(asked, 0)))))
                return true;
        }

        return false;
    }

    /// <summary>failed.Value, of what the caller brings.</summary>
    private static bool IsBrought(Value value, int depth) => depth < 4 && (value.Kind == ValueKind.Parameter || value.Owner is { } whole && IsBrought(whole, depth + 1));

    /// <summary>Watch(host, task), whose second parameter may be a plain Task: every caller passes the entry, and the key under which it is.</summary>
    private static bool IsGivenEntry(Holder holder, Store store, AccessNode access, Value asked)
    {
        var facts = access.Body.Member;
        return Trace.Roots(holder, asked) is { Count: > 0 } roots
            && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, Symbol: IParameterSymbol { Ordinal: var at } given } && SymbolEqualityComparer.Default.Equals(given.ContainingSymbol, facts.Member) && holder.Callers.IsClosed(facts)
                && holder.Callers.Of(facts) is { Count: > 0 } calls && calls.All(c => at < c.Arguments.Length && Trace.Roots(holder, c.Arguments[at]).Exists(e => e.IsOf(store.Symbol) && IsUnder(e, c))));

        bool IsUnder(Root entry, CallNode call) => !(access.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { Ordinal: var at } } && at < call.Arguments.Length && entry.Access?.Key is { } key) || Canon.Same(key, call.Arguments[at]);
    }
}
