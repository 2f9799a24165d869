using Microsoft.Extensions.Caching.Memory;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

/// <summary>What LEAKS004 and LEAKS005 rest on, asked of the real cache.</summary>
public sealed class CachePremiseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<EvictionReason> _evicted = new();

    [Fact]
    public async Task Removed_CallsBack()
    {
        using var cache = Filled();
        cache.Remove("key");
        Assert.Equal(EvictionReason.Removed, await _evicted.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Overwritten_CallsBack()
    {
        using var cache = Filled();
        cache.Set("key", "second");
        Assert.Equal(EvictionReason.Replaced, await _evicted.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Cleared_CallsBack()
    {
        using var cache = Filled();
        cache.Clear();
        Assert.Equal(EvictionReason.Removed, await _evicted.Task.WaitAsync(Patience));
    }

    [Fact]
    public void EntryIsNotDisposed_IsNotInTheCache()
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        var entry = cache.CreateEntry("key").SetValue("first");
        Assert.False(cache.TryGetValue("key", out _));
        entry.Dispose();
        Assert.True(cache.TryGetValue("key", out _));
    }

    private MemoryCache Filled()
    {
        var cache = new MemoryCache(new MemoryCacheOptions());
        cache.Set("key", "first", new MemoryCacheEntryOptions().RegisterPostEvictionCallback((_, _, reason, _) => _evicted.SetResult(reason)));
        return cache;
    }
}
