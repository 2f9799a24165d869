using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>_clients[id] = client; new Thread(() => Serve(client)).Start(), and Serve closes the client when it is through: the entry is ended where it works.</summary>
internal static class EndedByItsWork
{
    public static bool Is(Holder holder, Store store)
    {
        var insertions = store.Accesses.Where(a => a.Inserts && a.Inserted is not (null or { IsNull: true }) && a.Member != "initializer").ToList();
        return insertions.Count > 0 && insertions.TrueForAll(i => IsEndedBesides(holder, i));
    }

    /// <summary>A work that the inserting member starts, itself or in a lambda, passes the new entry, or what is in it, to something that ends it.</summary>
    private static bool IsEndedBesides(Holder holder, AccessNode insertion)
    {
        var put = Trace.Roots(holder, insertion.Inserted).Where(r => r.Kind is RootKind.Created or RootKind.Result).Select(r => r.Value).ToList();
        if (put.Count == 0 || insertion.Body.Member.Starts.Count == 0)
            return false;
        foreach (var call in insertion.Body.Member.Calls)
        {
            if (call.Body == insertion.Body || call.Body.RunsInline || call.Body.Enclosing == null)
                continue;
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Kind == ValueKind.Local && IsOf(call.Arguments[i]) && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                    return true;
            }
        }

        return insertion.Body.Member.Disposals.Exists(d => d.Body != insertion.Body && d.Body is { RunsInline: false, Enclosing: not null } && d.Operand.Kind == ValueKind.Local && IsOf(d.Operand));

        bool IsOf(Value value) => Trace.Roots(holder, value).Exists(r => put.Contains(r.Value) || put.Exists(p => System.Array.Exists(p.Items, item => item == value || Trace.Roots(holder, item).Exists(inner => inner.Value == r.Value && r.Kind is RootKind.Created or RootKind.Result))));
    }
}
