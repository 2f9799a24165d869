using LeakGuard.CodeFixes.Ownership;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1010 and its fix, against Microsoft.Extensions.Caching.Memory.</summary>
public sealed partial class EvictionDoesNotDisposeTests
{
    private const string Register = "RegisterPostEvictionCallback(static (_, value, _, _) => (value as IDisposable)?.Dispose())";

    private static string Holder(string members) =>
        $$"""
        #nullable enable
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Primitives;

        sealed class Templates(IMemoryCache cache)
        {
        {{members}}
        }
        """;

    private static Task FixesAsync(string before, string after) => Setting.MemoryCache.FixesAsync<RegisterEvictionFix>(Holder(before), Holder(after.Replace("REGISTER", Register)));

    private static Task OffersNothingAsync(string members) => Setting.MemoryCache.OffersNothingAsync<RegisterEvictionFix>(Holder(members));

    private static Task SilentAsync(string members) => Setting.MemoryCache.FindsAsync(Holder(members));

    [Fact]
    public Task SetWithoutMore_GetsOptions() => FixesAsync(
        """
            public void Put(string path)
            {
                {|LEAK1010:cache.Set(path, new FileStream(path, FileMode.Open))|}; // kept open
            }
        """,
        """
            public void Put(string path)
            {
                cache.Set(path, new FileStream(path, FileMode.Open), new MemoryCacheEntryOptions().REGISTER); // kept open
            }
        """);

    [Fact]
    public Task SetWithTimeSpan_KeepsTheTime() => FixesAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(path, new FileStream(path, FileMode.Open), TimeSpan.FromMinutes(5))|};
        """,
        """
            public void Put(string path) => cache.Set(path, new FileStream(path, FileMode.Open), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) }.REGISTER);
        """);

    [Fact]
    public Task SetWithDate_KeepsTheDate() => FixesAsync(
        """
            public void Put(string path, DateTimeOffset end)
            {
                var file = new FileStream(path, FileMode.Open);
                {|LEAK1010:cache.Set(path, file, end)|};
            }
        """,
        """
            public void Put(string path, DateTimeOffset end)
            {
                var file = new FileStream(path, FileMode.Open);
                cache.Set(path, file, new MemoryCacheEntryOptions { AbsoluteExpiration = end }.REGISTER);
            }
        """);

    [Fact]
    public Task SetWithToken_KeepsTheToken() => FixesAsync(
        """
            public void Put(string path, IChangeToken token) => {|LEAK1010:cache.Set(path, File.OpenRead(path), token)|};
        """,
        """
            public void Put(string path, IChangeToken token) => cache.Set(path, File.OpenRead(path), new MemoryCacheEntryOptions().AddExpirationToken(token).REGISTER);
        """);

    [Fact]
    public Task SetWithOptionsMadeThere_AppendsTheCallback() => FixesAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), new MemoryCacheEntryOptions { Size = 1 })|};

            public void Keep(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), new MemoryCacheEntryOptions().SetSize(1))|};
        """,
        """
            public void Put(string path) => cache.Set(path, File.OpenRead(path), new MemoryCacheEntryOptions { Size = 1 }.REGISTER);

            public void Keep(string path) => cache.Set(path, File.OpenRead(path), new MemoryCacheEntryOptions().SetSize(1).REGISTER);
        """);

    [Fact]
    public Task OptionsOnSeveralLines_StayAsTheyAre() => FixesAsync(
        """
            public void Put(string path)
            {
                {|LEAK1010:cache.Set<FileStream>(path, new(path, FileMode.Open), new MemoryCacheEntryOptions()
                {
                    Size = 1,
                })|};
            }
        """,
        """
            public void Put(string path)
            {
                cache.Set<FileStream>(path, new(path, FileMode.Open), new MemoryCacheEntryOptions()
                {
                    Size = 1,
                }.REGISTER);
            }
        """);

    [Fact]
    public Task Entry_IsRegisteredBeforeItsValue() => FixesAsync(
        """
            public void Put(string path)
            {
                using var entry = cache.CreateEntry(path);
                {|LEAK1010:entry.Value = new FileStream(path, FileMode.Open)|};
            }
        """,
        """
            public void Put(string path)
            {
                using var entry = cache.CreateEntry(path);
                entry.REGISTER;
                entry.Value = new FileStream(path, FileMode.Open);
            }
        """);

    [Fact]
    public Task FactoryExpression_BecomesABlock() => FixesAsync(
        """
            public long Length(string path) => {|LEAK1010:cache.GetOrCreate(path, entry => new FileStream(path, FileMode.Open))|}!.Length;
        """,
        """
            public long Length(string path) => {|LEAK1005:cache.GetOrCreate(path, entry =>
            {
                entry.REGISTER;
                return new FileStream(path, FileMode.Open);
            })|}!.Length;
        """);

    [Fact]
    public Task FactoryBlock_RegistersFirst() => FixesAsync(
        """
            public async Task<long> LengthAsync(string path)
            {
                var file = await {|LEAK1010:cache.GetOrCreateAsync(path, async entry =>
                {
                    entry.SlidingExpiration = TimeSpan.FromMinutes(1);
                    await Task.Yield();
                    return new FileStream(path, FileMode.Open);
                })|};
                return file!.Length;
            }
        """,
        """
            public async Task<long> LengthAsync(string path)
            {
                var file = await {|LEAK1005:cache.GetOrCreateAsync(path, async entry =>
                {
                    entry.REGISTER;
                    entry.SlidingExpiration = TimeSpan.FromMinutes(1);
                    await Task.Yield();
                    return new FileStream(path, FileMode.Open);
                })|};
                return file!.Length;
            }
        """);

    [Fact]
    public Task FactoryThatIgnoresItsEntry_NamesIt() => FixesAsync(
        """
            public long Length(string path) => {|LEAK1010:cache.GetOrCreate(path, _ => File.OpenRead(path))|}!.Length;
        """,
        """
            public long Length(string path) => {|LEAK1005:cache.GetOrCreate(path, entry =>
            {
                entry.REGISTER;
                return File.OpenRead(path);
            })|}!.Length;
        """);

    [Fact]
    public Task OlderLanguage_NamesAllParameters() => Setting.MemoryCache.With(LanguageVersion.CSharp8).FixesAsync<RegisterEvictionFix>(
        """
        using Microsoft.Extensions.Caching.Memory;

        sealed class Templates
        {
            private readonly IMemoryCache cache;

            public Templates(IMemoryCache cache) => this.cache = cache;

            public void Put(string key) => {|LEAK1010:cache.Set(key, System.IO.File.OpenRead(key))|};
        }
        """,
        """
        using Microsoft.Extensions.Caching.Memory;

        sealed class Templates
        {
            private readonly IMemoryCache cache;

            public Templates(IMemoryCache cache) => this.cache = cache;

            public void Put(string key) => cache.Set(key, System.IO.File.OpenRead(key), new MemoryCacheEntryOptions().RegisterPostEvictionCallback((key1, value, reason, state) => (value as System.IDisposable)?.Dispose()));
        }
        """);

    [Fact]
    public Task OptionsInALocal_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path)
            {
                var options = new MemoryCacheEntryOptions { Size = 1 };
                {|LEAK1010:cache.Set(path, File.OpenRead(path), options)|};
            }
        """);

    [Fact]
    public Task OptionsBesideOthersThatDispose_OffersNothing() => OffersNothingAsync(
        """
            private readonly MemoryCacheEntryOptions _logged = new MemoryCacheEntryOptions { Size = 1 };
            private readonly MemoryCacheEntryOptions _owned = new MemoryCacheEntryOptions { Size = 1 };

            public void Start()
            {
                _logged.RegisterPostEvictionCallback((key, _, reason, _) => System.Console.WriteLine($"{key} {reason}"));
                _owned.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
            }

            public void Put(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), _logged)|};

            public void Keep(string path) => cache.Set(path, File.OpenRead(path), _owned);
        """);

    [Fact]
    public Task FactoryMethodGroup_OffersNothing() => OffersNothingAsync(
        """
            public long Length(string path) => {|LEAK1010:cache.GetOrCreate(path, Open)|}!.Length;

            private static FileStream Open(ICacheEntry entry) => new((string)entry.Key, FileMode.Open);
        """);

    [Fact]
    public Task ValueThatEndsAsynchronously_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path) => {|LEAK1010:cache.Set(path, new Link(path))|};

            private sealed class Link(string path) : IAsyncDisposable
            {
                private readonly FileStream _file = new(path, FileMode.Open);

                public ValueTask DisposeAsync() => _file.DisposeAsync();
            }
        """);

    [Fact]
    public Task CalledAsAStaticMethod_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path) => {|LEAK1010:CacheExtensions.Set(cache, path, File.OpenRead(path))|};
        """);

    [Fact]
    public Task CallbackOfTheEntryBefore_IsNotItsOwn() => FixesAsync(
        """
            public void Put(string plan, string path)
            {
                cache.Set(plan, new FileStream(plan, FileMode.Open), new MemoryCacheEntryOptions().REGISTER);
                {|LEAK1010:cache.Set(path, new FileStream(path, FileMode.Open))|};
            }
        """.Replace("REGISTER", Register),
        """
            public void Put(string plan, string path)
            {
                cache.Set(plan, new FileStream(plan, FileMode.Open), new MemoryCacheEntryOptions().REGISTER);
                cache.Set(path, new FileStream(path, FileMode.Open), new MemoryCacheEntryOptions().REGISTER);
            }
        """);

    [Fact]
    public Task ValueSetByACall_OffersNothing() => OffersNothingAsync(
        """
            public void Put(string path)
            {
                using var entry = cache.CreateEntry(path);
                {|LEAK1010:entry.SetValue(File.OpenRead(path))|};
            }

            public void PutAll(string path)
            {
                using var entry = {|LEAK1010:cache.CreateEntry(path).SetSlidingExpiration(TimeSpan.FromMinutes(1)).SetValue(File.OpenRead(path))|};
            }

            public void PutSafely(string path)
            {
                using var entry = cache.CreateEntry(path);
                entry.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                entry.SetValue(File.OpenRead(path));
            }
        """);

    [Fact]
    public Task ValueChosen_IsFound() => FixesAsync(
        """
            public void Put(string path, bool writes)
            {
                using var entry = cache.CreateEntry(path);
                {|LEAK1010:entry.Value = writes ? File.OpenWrite(path) : File.OpenRead(path)|};
            }
        """,
        """
            public void Put(string path, bool writes)
            {
                using var entry = cache.CreateEntry(path);
                entry.REGISTER;
                entry.Value = writes ? File.OpenWrite(path) : File.OpenRead(path);
            }
        """);
}
