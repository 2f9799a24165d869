using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1004 for collections that are never added to: an initializer or a query makes the entries.</summary>
public sealed class FilledFromTheStartTests
{
    private static Task FindsAsync(string type, string create) => Verify.FindsAsync(
        $$"""
        #nullable enable
        sealed class Feed : IDisposable
        {
            private readonly FileStream _file;
            public Feed(string path) => _file = File.OpenRead(path);
            public static Feed Open(string path) => new(path);
            public int Next() => _file.ReadByte();
            public void Dispose() => _file.Dispose();
        }

        sealed class Merger : IDisposable
        {
            private readonly {{type}} {|LEAK1004:_feeds|};

            public Merger(IEnumerable<string> paths)
            {
                {{create}}
            }

            public int Count => _feeds.Count();

            public void Dispose()
            {
            }
        }

        static class Program
        {
            static int Main(string[] paths)
            {
                using var merger = new Merger(paths);
                return merger.Count;
            }
        }
        """);

    [Theory]
    [InlineData("_feeds = paths.Select(path => new Feed(path)).ToArray();")]
    [InlineData("_feeds = paths.Select(Feed.Open).ToArray();")]
    [InlineData("_feeds = paths.Where(File.Exists).Select(path => Feed.Open(path)).Reverse().ToArray();")]
    [InlineData("_feeds = paths.Select(Make).ToArray(); static Feed Make(string path) => new(path);")]
    [InlineData("_feeds = new Feed[4]; for (var i = 0; i < _feeds.Length; i++) _feeds[i] = new Feed(\"a\");")]
    [InlineData("_feeds = [.. paths.Select(path => new Feed(path))];")]
    [InlineData("_feeds = [new Feed(\"a\"), new Feed(\"b\")];")]
    [InlineData("_feeds = new Feed[] { new(\"a\"), new(\"b\") };")]
    [InlineData("var made = new List<Feed>(); foreach (var path in paths) made.Add(new Feed(path)); _feeds = made.ToArray();")]
    public Task Array_Fires(string create) => FindsAsync("Feed[]", create);

    [Theory]
    [InlineData("_feeds = paths.ToDictionary(path => path, path => new Feed(path));")]
    [InlineData("_feeds = paths.Distinct().ToDictionary(path => path, Feed.Open, StringComparer.Ordinal);")]
    [InlineData("_feeds = new() { [\"a\"] = new Feed(\"a\") };")]
    [InlineData("_feeds = new(StringComparer.Ordinal) { { \"a\", new Feed(\"a\") } };")]
    public Task Table_Fires(string create) => FindsAsync("Dictionary<string, Feed>", create);

    [Fact]
    public Task TableOfLazies_Fires() =>
        FindsAsync("Dictionary<string, Lazy<Feed>>", "_feeds = paths.ToDictionary(path => path, path => new Lazy<Feed>(() => Feed.Open(path)));");
}
