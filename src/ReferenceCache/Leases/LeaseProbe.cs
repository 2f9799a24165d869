namespace LeakGuard.ReferenceCache;

/// <summary>What a cache wants to know about single leases. Null in most caches, so that a lease costs one test of it.</summary>
internal sealed class LeaseProbe(CacheHooks? hooks, bool recordsSites)
{
    public CacheHooks? Hooks => hooks;

    public bool RecordsSites => recordsSites;
}
