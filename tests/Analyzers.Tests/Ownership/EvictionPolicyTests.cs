using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1010 and its fix, against types shaped like those of System.Runtime.Caching.</summary>
public sealed class EvictionPolicyTests
{
    private const string Types =
        """
        namespace System.Runtime.Caching
        {
            public delegate void CacheEntryRemovedCallback(CacheEntryRemovedArguments arguments);

            public sealed class CacheEntryRemovedArguments(CacheItem item)
            {
                public CacheItem CacheItem { get; } = item;
            }

            public sealed class CacheItem(string key, object value)
            {
                public string Key { get; } = key;
                public object Value { get; } = value;
            }

            public class CacheItemPolicy
            {
                public DateTimeOffset AbsoluteExpiration { get; set; }
                public TimeSpan SlidingExpiration { get; set; }
                public CacheEntryRemovedCallback? RemovedCallback { get; set; }
            }

            public abstract class ObjectCache
            {
                public abstract void Set(string key, object value, CacheItemPolicy policy, string? regionName = null);
                public abstract void Set(string key, object value, DateTimeOffset absoluteExpiration, string? regionName = null);
                public abstract void Set(CacheItem item, CacheItemPolicy policy);
                public abstract object AddOrGetExisting(string key, object value, CacheItemPolicy policy, string? regionName = null);
            }
        }
        """;

    private static string Holder(string members) =>
        $$"""
        #nullable enable
        using System.Runtime.Caching;

        sealed class Templates(ObjectCache cache)
        {
        {{members}}
        }
        """;

    private static Task FixesAsync(string before, string after) => new Setting().FixesAsync<RegisterEvictionFix>(Holder(before), Holder(after), "#nullable enable\n" + Types);

    private static Task OffersNothingAsync(string members) => new Setting().OffersNothingAsync<RegisterEvictionFix>(Holder(members), "#nullable enable\n" + Types);

    private static Task SilentAsync(string members) => new Setting().FindsAsync(Holder(members), "#nullable enable\n" + Types);

    [Theory]
    [InlineData("static class Ext { public static void Put(this System.Runtime.Caching.ObjectCache cache, string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), DateTimeOffset.Now.AddHours(1))|}; }")]
    [InlineData("static class Ext { public static void Put(System.Runtime.Caching.ObjectCache store, string path) { var policy = new System.Runtime.Caching.CacheItemPolicy(); {|LEAK1010:store.Set(path, File.OpenRead(path), policy)|}; } }")]
    public Task CacheThatIsNoField_Fires(string type) => new Setting().FindsAsync("#nullable enable\n" + type, "#nullable enable\n" + Types);

    [Fact]
    public Task Date_BecomesAPolicy() => FixesAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), DateTimeOffset.Now.AddHours(1))|};
        """,
        """
            public void Put(string path) => cache.Set(path, File.OpenRead(path), new CacheItemPolicy { AbsoluteExpiration = DateTimeOffset.Now.AddHours(1), RemovedCallback = static args => (args.CacheItem.Value as IDisposable)?.Dispose() });
        """);

    [Fact]
    public Task EmptyPolicy_GetsAnInitializer() => FixesAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), new CacheItemPolicy())|};
        """,
        """
            public void Put(string path) => cache.Set(path, File.OpenRead(path), new CacheItemPolicy { RemovedCallback = static args => (args.CacheItem.Value as IDisposable)?.Dispose() });
        """);

    [Fact]
    public Task PolicyOnSeveralLines_GetsALine() => FixesAsync(
        """
            public void Put(string path)
            {
                {|LEAK1010:cache.Set(path, new FileStream(path, FileMode.Open), new CacheItemPolicy
                {
                    SlidingExpiration = TimeSpan.FromMinutes(5)
                })|};
            }
        """,
        """
            public void Put(string path)
            {
                cache.Set(path, new FileStream(path, FileMode.Open), new CacheItemPolicy
                {
                    SlidingExpiration = TimeSpan.FromMinutes(5),
                    RemovedCallback = static args => (args.CacheItem.Value as IDisposable)?.Dispose()
                });
            }
        """);

    [Fact]
    public Task PolicyOnOneLine_GetsAMember() => FixesAsync(
        """
            public void Put(string path)
            {
                {|LEAK1010:cache.Set(path, File.OpenRead(path), new CacheItemPolicy { SlidingExpiration = TimeSpan.FromMinutes(5) })|};
            }
        """,
        """
            public void Put(string path)
            {
                cache.Set(path, File.OpenRead(path), new CacheItemPolicy { SlidingExpiration = TimeSpan.FromMinutes(5), RemovedCallback = static args => (args.CacheItem.Value as IDisposable)?.Dispose() });
            }
        """);

    [Fact]
    public Task PolicyInALocal_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path)
            {
                var policy = new CacheItemPolicy();
                {|LEAK1010:cache.Set(path, File.OpenRead(path), policy)|};
            }
        """);

    [Fact]
    public Task NamedArguments_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(policy: new CacheItemPolicy(), key: path, value: File.OpenRead(path))|};
        """);

    [Fact]
    public Task PolicyWithCallback_Silent() => SilentAsync(
        """
            public void Put(string path) => cache.Set(path, File.OpenRead(path), new CacheItemPolicy { RemovedCallback = args => ((IDisposable)args.CacheItem.Value).Dispose() });
        """);

    [Fact]
    public Task PolicyOfTheCaller_Silent() => SilentAsync(
        """
            public void Put(string path, CacheItemPolicy policy) => cache.Set(path, File.OpenRead(path), policy);
        """);
}
