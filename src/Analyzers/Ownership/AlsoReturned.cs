using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>Job Post(Action work) { var job = new Job(work); _jobs.Enqueue(job); return job; }: who posts it has it, and ends it; the queue only hands it to the worker.</summary>
internal static class AlsoReturned
{
    public static bool Is(Holder holder, Store store, AccessNode access) => access.Access == Catalog.AccessKind.Take && store.OnlyGets(insertion => Entries.IsReturned(holder, insertion));
}
