using Microsoft.Extensions.Caching.Memory;

namespace Proving.Holders;

/// <summary>Puts connections into a memory cache that ends them when they are evicted.</summary>
public sealed class TemplateCache(IMemoryCache cache)
{
    public void Put(string name)
    {
        var options = new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) };
        options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
        cache.Set(name, new Connection(name), options);
    }
}
