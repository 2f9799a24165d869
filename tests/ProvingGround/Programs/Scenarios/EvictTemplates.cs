using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;
using Proving.Holders;

/// <summary>Everything is evicted, at once and not on another thread; the connections that live on are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var entries = new List<Entry>();
        var templates = new TemplateCache(new Memory(entries));
        templates.Put("orders");
        templates.Put("bills");
        foreach (var entry in entries)
            entry.Evict();
        return Task.FromResult<long>(Connection.Live);
    }

    private sealed class Memory(List<Entry> entries) : IMemoryCache
    {
        public ICacheEntry CreateEntry(object key)
        {
            var entry = new Entry(key);
            entries.Add(entry);
            return entry;
        }

        public bool TryGetValue(object key, out object? value) => throw new NotSupportedException();

        public void Remove(object key) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class Entry(object key) : ICacheEntry
    {
        public object Key => key;

        public object? Value { get; set; }

        public DateTimeOffset? AbsoluteExpiration { get; set; }

        public TimeSpan? AbsoluteExpirationRelativeToNow { get; set; }

        public TimeSpan? SlidingExpiration { get; set; }

        public IList<IChangeToken> ExpirationTokens { get; } = new List<IChangeToken>();

        public IList<PostEvictionCallbackRegistration> PostEvictionCallbacks { get; } = new List<PostEvictionCallbackRegistration>();

        public CacheItemPriority Priority { get; set; }

        public long? Size { get; set; }

        public void Evict()
        {
            foreach (var registration in PostEvictionCallbacks)
                registration.EvictionCallback?.Invoke(key, Value, EvictionReason.Removed, registration.State);
        }

        public void Dispose()
        {
        }
    }
}
