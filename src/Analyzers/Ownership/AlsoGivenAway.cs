using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>_last.AddRange(files); return files: a collection that nobody drains, of entries which somebody else gets whenever it gets them, only shows what there is.</summary>
internal static class AlsoGivenAway
{
    public static bool Are(Holder holder, Store store) => store.IsCollection && !holder.Ownership.Of(store).IsDecisive && store.OnlyGets(access => access.Inserted is { } inserted && IsGiven(holder, access, inserted));

    private static bool IsGiven(Holder holder, AccessNode access, Value inserted)
    {
        var made = Trace.Roots(holder, inserted).Where(r => r.Kind is RootKind.Created or RootKind.Result).Select(r => r.Value).ToList();
        return made.Count > 0 && Given(access).Any(value => Trace.Roots(holder, value).Concat(Trace.ElementRoots(holder, value)).Any(r => made.Contains(r.Value)));
    }

    /// <summary>What the member returns, or puts into something that its caller brought; parts of an object that is made around it included.</summary>
    private static IEnumerable<Value> Given(AccessNode access)
    {
        var facts = access.Body.Member;
        foreach (var node in facts.Returns)
        {
            if (node.Value is not { } value || node.Body != access.Body)
                continue;
            yield return value;
            foreach (var part in value.Items.Concat(value.Call?.Arguments ?? System.Array.Empty<Value>()))
                yield return part;
        }

        foreach (var node in facts.Assigns)
        {
            if (node.Target is AssignTarget.Out or AssignTarget.Foreign or AssignTarget.Element && IsBrought(node.Place))
                yield return node.Value;
        }

        foreach (var node in facts.Accesses)
        {
            if (node is { Inserts: true, Store: null, Inserted: { } added } && IsBrought(node.Target))
                yield return added;
        }

        foreach (var call in facts.Calls)
        {
            if (call.Receiver is { } receiver && IsBrought(receiver))
            {
                foreach (var argument in call.Arguments)
                    yield return argument;
            }
        }
    }

    private static bool IsBrought(Value place) => place.Kind == ValueKind.Parameter || place.Owner is { Kind: ValueKind.Parameter };
}
