using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1001 behind a helper that removes the entry of a key which it puts together.</summary>
public sealed class ComposedKeysTests
{
    private static string Table(string key, string remove) =>
        $$"""
        sealed class Shares(string server) : IDisposable
        {
            private readonly Dictionary<{{key}}, System.Net.Sockets.TcpClient> _shares = new();

            {{remove}}

            public void Dispose()
            {
                foreach (var share in _shares.Values)
                {
                    try { share.Dispose(); } catch (IOException) { }
                }

                _shares.Clear();
            }

            private System.Net.Sockets.TcpClient Open() => new(server, 445);
        }
        """;

    private const string Ends = " { share.Dispose(); return true; } return false; }";

    [Theory]
    [InlineData("string", "$@\"{domain}\\{name}\"")]
    [InlineData("string", "domain + \"/\" + name")]
    [InlineData("string", "string.Concat(domain, name)")]
    [InlineData("(string, string)", "(domain, name)")]
    public Task SameKeyInTheHelper_IsSilent(string type, string key) => Verify.SilentAsync(Table(type,
        $"public void Mount(string domain, string name) {{ Unmount(domain, name); _shares[{key}] = Open(); }} private bool Unmount(string domain, string name) {{ if (_shares.Remove({key}, out var share))" + Ends));

    [Fact]
    public Task KeyInALocalOfTheHelper_IsSilent() => Verify.SilentAsync(Table("string",
        "public void Mount(string domain, string name) { Unmount(domain, name); _shares[$\"{domain}/{name}\"] = Open(); } private bool Unmount(string domain, string name) { var key = $\"{domain}/{name}\"; if (_shares.Remove(key, out var share))" + Ends));

    [Fact]
    public Task KeyOfAnOlderFormToo_IsSilent() => Verify.SilentAsync(Table("string",
        "public void Mount(string domain, string name) { Unmount(domain, name); _shares[$\"{domain}/{name}\"] = Open(); } private bool Unmount(string domain, string name) { if (_shares.Remove($\"{domain}/{name}\", out var share) || _shares.Remove(name, out share))" + Ends));

    [Fact]
    public Task PartsOfAnObject_IsSilent() => Verify.SilentAsync(Table("string",
        "public void Mount(Uri uri) { Unmount(uri); _shares[$\"{uri.Host}/{uri.AbsolutePath}\"] = Open(); } private bool Unmount(Uri uri) { if (_shares.Remove($\"{uri.Host}/{uri.AbsolutePath}\", out var share))" + Ends));

    [Theory]
    [InlineData("$\"{name}/{domain}\"")]
    [InlineData("$\"{domain}/{server}\"")]
    [InlineData("name")]
    public Task AnotherKeyInTheHelper_Fires(string removed) => Verify.FindsAsync(Table("string",
        $"public void Mount(string domain, string name) {{ Unmount(domain, name); {{|LEAK1001:_shares[$\"{{domain}}/{{name}}\"] = Open()|}}; }} private bool Unmount(string domain, string name) {{ if (_shares.Remove({removed}, out var share))" + Ends));
}
