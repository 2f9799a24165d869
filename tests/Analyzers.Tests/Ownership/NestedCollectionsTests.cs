using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Collections inside a collection, whichever way the loop names them.</summary>
public sealed class NestedCollectionsTests
{
    private static Task WithAsync(string member) => Verify.FindsAsync(
        $$"""
        sealed class Texture(string path) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(path);
            public long Bytes => _file.Length;
            public void Dispose() => _file.Dispose();
        }

        sealed class Library : IDisposable
        {
            private readonly Dictionary<string, Dictionary<string, Texture>> _levels = new();

            public long Load(string level, string path)
            {
                if (!_levels.TryGetValue(level, out var textures))
                    _levels[level] = textures = new();
                if (!textures.TryGetValue(path, out var texture))
                    textures[path] = texture = new Texture(path);
                return texture.Bytes;
            }

            {{member}}

            public void Dispose()
            {
                foreach (var textures in _levels.Values)
                {
                    foreach (var texture in textures.Values)
                    {
                        try { texture.Dispose(); } catch (IOException) { }
                    }
                }

                _levels.Clear();
            }
        }
        """);

    [Theory]
    [InlineData("foreach (var (_, textures) in _levels) {|LEAK1003:textures.Clear()|};")]
    [InlineData("foreach (var pair in _levels) { var (name, textures) = pair; {|LEAK1003:textures.Clear()|}; }")]
    [InlineData("foreach (var pair in _levels) {|LEAK1003:pair.Value.Clear()|};")]
    [InlineData("foreach (var textures in _levels.Values) {|LEAK1003:textures.Clear()|};")]
    [InlineData("foreach (var (_, textures) in _levels) {|LEAK1002:textures.Remove(\"a\")|};")]
    public Task EntriesDropped_Fires(string body) => WithAsync("public void Unload() { " + body + " }");

    [Theory]
    [InlineData("foreach (var (_, textures) in _levels) { foreach (var (_, texture) in textures) texture.Dispose(); textures.Clear(); }")]
    [InlineData("foreach (var (_, textures) in _levels) { foreach (var texture in textures.Values) texture.Dispose(); textures.Clear(); } _levels.Clear();")]
    [InlineData("foreach (var (_, textures) in _levels) { if (textures.Remove(\"a\", out var texture)) texture.Dispose(); }")]
    public Task EntriesDisposed_IsSilent(string body) => WithAsync("public void Unload() { " + body + " }");
}
