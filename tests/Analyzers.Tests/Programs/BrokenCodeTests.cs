using LeakGuard.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Code that does not compile, or that goes in circles: nothing fails, whatever is reported. A stack that overflows ends the test run.</summary>
public sealed class BrokenCodeTests
{
    [Theory]
    [InlineData("List<Item> a = b; List<Item> b = a; _list = a;")]
    [InlineData("List<Item> a = b.Where(x => x.Uses > 0).ToList(); List<Item> b = a; _list = new List<Item>(b);")]
    [InlineData("var a = a.Where(x => x.Uses > 0).ToList(); _list = a;")]
    [InlineData("Item a = b; Item b = c; Item c = a; _map[name] = a; return;")]
    [InlineData("Item a = b ?? c; Item b = a ?? c; Item c = b; _map.Remove(name); _map.Add(name, c); b.Dispose();")]
    [InlineData("foreach (var key in a) Release(key); IEnumerable<string> a = b; IEnumerable<string> b = a;")]
    [InlineData("var a = Pass(b); var b = Pass(a); _map[name] = b;")]
    [InlineData("Func<Item> a = b; Func<Item> b = a; _map[name] = a();")]
    [InlineData("var a = $\"{b}\"; var b = $\"{a}\"; _map[a] = new Item(); _map.Remove(b);")]
    [InlineData("bool a = b && _map.ContainsKey(name); bool b = a; if (!a) _map[name] = new Item();")]
    [InlineData("Task<Item> a = b; Task<Item> b = a; _map[name] = a.Result; a.Wait();")]
    public Task LocalsMadeOfEachOther(string body) => AnalyzeAsync(
        $$"""
        sealed class Item : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            public int Uses;
            public void Dispose() => _file.Dispose();
        }

        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private List<Item> _list = new();
            private readonly Dictionary<string, Item> _map = new();
            private bool _closed;

            public void Change(string name) { lock (_gate) { {{body}} } }
            public void Release(string name) { if (_map.Remove(name, out var item)) item.Dispose(); }
            public void Put(string name) { if (!_map.ContainsKey(name)) _map.Add(name, new Item()); }
            public void Dispose() { _closed = true; {{body}} foreach (var item in _map.Values) item.Dispose(); foreach (var item in _list) item.Dispose(); }
            private static Item Pass(Item item) => item;
        }
        """);

    [Theory]
    [InlineData("_options = _options.SetSize(1);")]
    [InlineData("_options = _spare.SetSize(1); _spare = _options.SetSize(2);")]
    [InlineData("var a = b.SetSize(1); var b = a.SetSize(2); _options = b;")]
    public Task OptionsMadeOfEachOther(string body) => AnalyzeAsync(
        $$"""
        using Microsoft.Extensions.Caching.Memory;

        namespace Microsoft.Extensions.Caching.Memory
        {
            interface IMemoryCache { }
            class MemoryCacheEntryOptions { }
            static class Extensions
            {
                public static T Set<T>(this IMemoryCache cache, object key, T value, MemoryCacheEntryOptions options) => throw new NotImplementedException();
                public static MemoryCacheEntryOptions SetSize(this MemoryCacheEntryOptions options, long size) => throw new NotImplementedException();
            }
        }

        sealed class Holder(IMemoryCache cache)
        {
            private MemoryCacheEntryOptions _options = new();
            private MemoryCacheEntryOptions _spare = new();

            public void Change() { {{body}} }
            public void Put(string name) { cache.Set(name, File.OpenRead(name), _options); }
        }
        """);

    private static async Task AnalyzeAsync(string source)
    {
        var trees = new[] { source, Verify.Prelude }.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)));
        var compilation = CSharpCompilation.Create("Broken", trees, FrameworkReferences.Current, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var found = await compilation.WithAnalyzers([new HolderAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
    }
}
