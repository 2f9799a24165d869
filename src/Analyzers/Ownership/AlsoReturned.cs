using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Job Post(Action work) { var job = new Job(work); _jobs.Enqueue(job); return job; }: who posts it has it, and ends it; the queue only hands it to the worker.</summary>
internal static class AlsoReturned
{
    public static bool Is(Holder holder, Store store, AccessNode access) => access.Access == Catalog.AccessKind.Take && store.OnlyGets(insertion => IsReturned(holder, insertion));

    private static bool IsReturned(Holder holder, AccessNode insertion)
    {
        if (insertion.Inserted is not { } inserted || insertion.Body.Member.Method is not { DeclaredAccessibility: not Accessibility.Private })
            return false;
        var roots = Trace.Roots(holder, inserted);
        return insertion.Body.Member.Returns.Exists(r => r.Body == insertion.Body && r.Order > insertion.Order && r.Value != null && (Canon.Same(r.Value, inserted) || Trace.Roots(holder, r.Value).Exists(v => v.Kind is RootKind.Created or RootKind.Result && roots.Exists(i => i.Value == v.Value))));
    }
}
