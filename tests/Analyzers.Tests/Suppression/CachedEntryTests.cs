using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

public sealed class CachedEntryTests
{
    [Theory]
    [InlineData("(_, value, _, _) => (value as IDisposable)?.Dispose()")]
    [InlineData("(_, value, _, _) => ((IDisposable)value!).Dispose()")]
    [InlineData("(_, value, _, _) => { if (value is Link link) link.Dispose(); }")]
    [InlineData("(_, value, reason, _) => { Console.WriteLine(reason); if (value is IDisposable link) { link.Dispose(); } }")]
    public Task CallbackDisposes_Suppressed(string callback) => Suppress.SuppressesAsync(Cache(
        $"    public void Add(string name) => _cache.Set(name, new Link(name), new MemoryCacheEntryOptions().RegisterPostEvictionCallback({callback})); // CA2000 IDISP004"));

    [Theory]
    [InlineData("(_, value, _, _) => Console.WriteLine(value)")]
    [InlineData("(_, value, reason, _) => { if (reason == EvictionReason.Expired) (value as IDisposable)?.Dispose(); }")]
    [InlineData("(_, value, reason, _) => { if (reason == EvictionReason.Replaced) return; (value as IDisposable)?.Dispose(); }")]
    [InlineData("(_, value, _, _) => { if (value is Other other) other.Dispose(); }")]
    [InlineData("(_, _, _, state) => (state as IDisposable)?.Dispose()")]
    public Task CallbackDoesNotAlwaysDispose_Stays(string callback) => Suppress.KeepsAsync(Cache(
        $"    public void Add(string name) => _cache.Set(name, new Link(name), new MemoryCacheEntryOptions().RegisterPostEvictionCallback({callback})); // CA2000 IDISP004"));

    [Fact]
    public Task OptionsInField_Suppressed() => Suppress.SuppressesAsync(Cache(
        """
            private static readonly MemoryCacheEntryOptions Owned = new MemoryCacheEntryOptions { Size = 1 }
                .RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());

            public Link Add(string name) => _cache.Set(name, new Link(name), Owned); // CA2000 IDISP004
        """));

    [Fact]
    public Task OtherOptions_Stays() => Suppress.KeepsAsync(Cache(
        """
            private static readonly MemoryCacheEntryOptions Owned = new MemoryCacheEntryOptions { Size = 1 }
                .RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());

            private static readonly MemoryCacheEntryOptions Plain = new() { Size = 1 };

            public MemoryCacheEntryOptions Of(bool owned) => owned ? Owned : Plain;

            public Link Add(string name) => _cache.Set(name, new Link(name), Plain); // CA2000 IDISP004
        """));

    [Fact]
    public Task OptionsInLocal_Suppressed() => Suppress.SuppressesAsync(Cache(
        """
            public void Add(string name)
            {
                var options = new MemoryCacheEntryOptions();
                options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                var link = new Link(name); // CA2000
                _cache.Set(name, link, options);
                link.Use();
            }
        """));

    [Fact]
    public Task OptionsMayHaveNoCallback_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Add(string name)
            {
                var options = new MemoryCacheEntryOptions();
                if (name.Length > 3)
                    options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                _cache.Set(name, new Link(name), options); // CA2000 IDISP004
            }
        """));

    [Fact]
    public Task NoOptions_Stays() => Suppress.KeepsAsync(Cache(
        "    public void Add(string name) => _cache.Set(name, new Link(name), TimeSpan.FromMinutes(1)); // CA2000 IDISP004"));

    [Fact]
    public Task MethodAsCallback_BothEndsSuppressed() => Suppress.SuppressesAsync(Cache(
        """
            public void Add(string name) => _cache.Set(name, new Link(name), new MemoryCacheEntryOptions().RegisterPostEvictionCallback(OnEvicted)); // CA2000 IDISP004

            private static void OnEvicted(object key, object? value, EvictionReason reason, object? state)
            {
                if (value is IDisposable link)
                    link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task MethodAsCallback_ForWhatCallersBring_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Add(string name, Link link) => _cache.Set(name, link, new MemoryCacheEntryOptions().RegisterPostEvictionCallback(OnEvicted));

            private static void OnEvicted(object key, object? value, EvictionReason reason, object? state)
            {
                if (value is IDisposable link)
                    link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task GetOrCreate_CallbackOnEntry_Suppressed() => Suppress.SuppressesAsync(Cache(
        """
            public void Warm(string name)
            {
                _cache.GetOrCreate(name, entry => // IDISP004
                {
                    entry.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                    return new Link(name);
                });
            }
        """));

    [Fact]
    public Task GetOrCreate_NoCallback_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Warm(string name)
            {
                _cache.GetOrCreate(name, entry => // IDISP004
                {
                    entry.SlidingExpiration = TimeSpan.FromMinutes(1);
                    return new Link(name);
                });
            }
        """));

    [Fact]
    public Task CreateEntry_CallbackOnEntry_Suppressed() => Suppress.SuppressesAsync(Cache(
        """
            public void Add(string name)
            {
                using var entry = _cache.CreateEntry(name);
                entry.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose()).SetValue(new Link(name)); // CA2000 IDISP004
            }
        """));

    [Fact]
    public Task CreateEntry_CallbackOnAnother_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Add(string name)
            {
                using var other = _cache.CreateEntry(name + "2");
                other.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                using var entry = _cache.CreateEntry(name);
                entry.SetValue(new Link(name)); // CA2000 IDISP004
            }
        """));

    [Fact]
    public Task CreateEntry_NeverCommitted_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Add(string name)
            {
                var entry = _cache.CreateEntry(name);
                entry.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                entry.SetValue(new Link(name)); // CA2000 IDISP004
            }
        """));

    [Fact]
    public Task RegisteredTooLate_Stays() => Suppress.KeepsAsync(Cache(
        """
            public void Add(string name)
            {
                var options = new MemoryCacheEntryOptions();
                _cache.Set(name, new Link(name), options); // CA2000 IDISP004
                options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
            }
        """));

    private static string Cache(string members) =>
        $$"""
        public sealed class Holder(IMemoryCache cache)
        {
            private readonly IMemoryCache _cache = cache;

        {{members}}
        }
        """;
}
