using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>using (var request = Enter(key)): a private helper makes the entry and puts it into the store, and whoever calls it holds it, and ends it, for the time of an operation.</summary>
internal static class UsedByCallers
{
    public static bool Are(Holder holder, Store store) => store.IsCollection && store.OnlyGets(access => Is(holder, access));

    private static bool Is(Holder holder, AccessNode access)
    {
        var helper = access.Body.Member;
        if (access.Body.Enclosing != null || !holder.Callers.IsClosed(helper) || holder.Callers.Of(helper) is not { Count: > 0 } calls)
            return false;
        var made = Trace.Roots(holder, access.Inserted!);
        return helper.Returns.Count > 0 && helper.Returns.TrueForAll(r => r.Value != null && Trace.Roots(holder, r.Value).Exists(v => v.Kind == RootKind.Created && made.Exists(m => m.Value == v.Value)))
            && calls.All(call => call.Body.Member.Disposals.Exists(d => d.IsUsing && d.Body == call.Body && d.Syntax.Contains(call.Syntax) && Trace.Roots(holder, d.Operand).Exists(r => r.Kind == RootKind.Created && made.Exists(m => m.Value == r.Value))))
            && !helper.Calls.Exists(c => c.Order > access.Order && Throwing.Words(holder, c) != null);
    }
}
