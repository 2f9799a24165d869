using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <content>What is reported and what is not, without a look at the fix.</content>
public sealed partial class EvictionDoesNotDisposeTests
{
    [Theory]
    [InlineData("_all.Add(file);", true)]
    [InlineData("_names.Add(file.Name);", false)]
    public Task SetOfWhatAnotherOwns_LosesNothing(string keeping, bool isKept) => Setting.MemoryCache.FindsAsync(
        $$"""
        #nullable enable
        using System.Collections.Generic;
        using Microsoft.Extensions.Caching.Memory;

        sealed class Files : IDisposable
        {
            private readonly List<FileStream> _all = new();
            private readonly List<string> _names = new();
            public void Note(FileStream file) { {{keeping}} }
            public void Dispose() { foreach (var file in _all) { try { file.Dispose(); } catch (IOException) { } } }
        }

        sealed class Templates(IMemoryCache cache)
        {
            private readonly Files _files = new();
            public void Put(string path)
            {
                var file = new FileStream(path, FileMode.Open);
                _files.Note(file);
                {{(isKept ? "cache.Set(path, file)" : "{|LEAK1010:cache.Set(path, file)|}")}};
            }
        }
        """);

    [Fact]
    public Task CallbackRegistered_Silent() => SilentAsync(
        """
            public void Put(string path)
            {
                var options = new MemoryCacheEntryOptions();
                options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                cache.Set(path, File.OpenRead(path), options);
            }
        """);

    [Fact]
    public Task CallbackInAnInitializer_Silent() => SilentAsync(
        """
            public void Put(string path)
            {
                var options = new MemoryCacheEntryOptions { PostEvictionCallbacks = { new PostEvictionCallbackRegistration { EvictionCallback = Evicted } } };
                cache.Set(path, File.OpenRead(path), options);
            }

            private static void Evicted(object key, object? value, EvictionReason reason, object? state) => (value as IDisposable)?.Dispose();
        """);

    [Fact]
    public Task CallbackInSharedOptions_Silent() => SilentAsync(
        """
            private static readonly MemoryCacheEntryOptions s_options = new()
            {
                PostEvictionCallbacks = { new PostEvictionCallbackRegistration { EvictionCallback = Evicted } },
            };

            public void Put(string path) => cache.Set(path, File.OpenRead(path), s_options);

            private static void Evicted(object key, object? value, EvictionReason reason, object? state) => (value as IDisposable)?.Dispose();
        """);

    [Fact]
    public Task SharedOptionsWithoutACallback_Fires() => Setting.MemoryCache.FindsAsync(Holder(
        """
            private static readonly MemoryCacheEntryOptions s_options = new() { SlidingExpiration = TimeSpan.FromMinutes(5) };

            public void Put(string path) => {|LEAK1010:cache.Set(path, File.OpenRead(path), s_options)|};
        """));

    [Fact]
    public Task ValueMadeByTheCallersOfAHelper_Fires() => Setting.MemoryCache.FindsAsync(Holder(
        """
            public void Warm(string path) => Remember(path, File.OpenRead(path));

            private void Remember(string path, FileStream file) => {|LEAK1010:cache.Set("file:" + path, file, TimeSpan.FromHours(1))|};
        """));

    [Fact]
    public Task OptionsOfTheCaller_Silent() => SilentAsync(
        """
            public void Put(string path, MemoryCacheEntryOptions options) => cache.Set(path, File.OpenRead(path), options);
        """);

    [Fact]
    public Task ValueOfTheCaller_Silent() => SilentAsync(
        """
            public void Put(string path, FileStream file) => cache.Set(path, file);
        """);

    [Fact]
    public Task NothingToDispose_Silent() => SilentAsync(
        """
            public void Put(string path)
            {
                cache.Set(path, File.ReadAllText(path));
                cache.Set(path + "!", new MemoryStream());
            }
        """);
}
