using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>Job Post(Action work) { var job = new Job(work); _jobs.Enqueue(job); return job; }: who posts it has it, and ends it; the queue only hands it to the worker.</summary>
internal static class AlsoReturned
{
    public static bool Is(Holder holder, Store store, AccessNode access) => access.Access == Catalog.AccessKind.Take && store.OnlyGets(insertion => Entries.IsReturned(holder, insertion));

    /// <summary>IDisposable Measure(string name) { var scope = new Scope(name); _scopes.Add(scope); return scope; }: nothing but its end is left to do with it, and whoever asked for it does that.</summary>
    public static bool IsForUsing(Holder holder, Store store) => store.OnlyGets(insertion => insertion.Body.Member.Method?.ReturnType is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" } && Entries.IsReturned(holder, insertion) && !holder.Callers.Of(insertion.Body.Member).Any(c => c.ResultDropped));
}
