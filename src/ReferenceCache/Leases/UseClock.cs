namespace LeakGuard.ReferenceCache;

/// <summary>
/// Counts insertions. It dates the last use of entries for eviction, at the price of one shared read on release; the real clock
/// would cost more than the whole release.
/// </summary>
internal sealed class UseClock
{
    public long Now;
}
