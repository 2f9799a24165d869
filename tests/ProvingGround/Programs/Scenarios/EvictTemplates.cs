using Microsoft.Extensions.Caching.Memory;
using Proving.Holders;

/// <summary>Everything is evicted; the connections that live on are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        var templates = new TemplateCache(cache);
        templates.Put("orders");
        templates.Put("bills");
        cache.Compact(1);
        return Task.FromResult<long>(cache.Count + Connection.Live);
    }
}
