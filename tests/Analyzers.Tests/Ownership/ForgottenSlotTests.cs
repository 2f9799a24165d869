using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1004 for a slot that its owner makes and never ends.</summary>
public sealed class ForgottenSlotTests
{
    private static string Holder(string field, string members, string bases = " : IDisposable", string close = "public void Dispose() => Console.WriteLine(1);") =>
        $$"""
        #nullable enable
        sealed class Link : IDisposable
        {
            private readonly FileStream _file;
            private Link(FileStream file) => _file = file;
            public static async Task<Link> OpenAsync(string path) { await Task.Yield(); return new Link(File.OpenRead(path)); }
            public int Read() => _file.ReadByte();
            public void Dispose() => _file.Dispose();
        }

        sealed class Holder{{bases}}
        {
            {{field}}

            {{members}}

            {{close}}
        }

        static class Program
        {
            public static Holder Make() => new Holder();
        }
        """;

    [Theory]
    [InlineData("private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();")]
    [InlineData("private Lazy<FileStream>? {|LEAK1004:_file|};", "public void Open(string path) { if (_file == null) _file = new Lazy<FileStream>(() => File.OpenRead(path)); }")]
    [InlineData("private readonly Lazy<Link> {|LEAK1004:_link|}; public Holder() => _link = new(Make); private Link Make() => Link.OpenAsync(\"a\").GetAwaiter().GetResult();", "public int Read() => _link.Value.Read();")]
    [InlineData("private Task<Link>? {|LEAK1004:_link|};", "public Task<Link> LinkAsync() => _link ??= Link.OpenAsync(\"a\");")]
    [InlineData("private readonly Lazy<Task<Link>> {|LEAK1004:_link|} = new(() => Link.OpenAsync(\"a\"));", "public Task<Link> LinkAsync() => _link.Value;")]
    public Task CarrierThatNoClosingMemberReaches_Fires(string field, string members) => Verify.FindsAsync(Holder(field, members));

    [Fact]
    public Task CloseThatLooksElsewhere_Fires() => Verify.FindsAsync(Holder(
        "private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();", string.Empty, "public Task StopAsync() { Console.WriteLine(1); return Task.CompletedTask; }"));

    [Theory]
    [InlineData("private FileStream? _file;", "public void Open(string path) { if (_file != null) throw new InvalidOperationException(); _file = File.OpenRead(path); }")]
    [InlineData("private readonly FileStream _file = File.OpenRead(\"a\");", "public int Read() => _file.ReadByte();")]
    public Task PlainField_IsForOtherAnalyzers(string field, string members) => Verify.SilentAsync(Holder(field, members));

    [Theory]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public void End() { if (_file.IsValueCreated) _file.Value.Dispose(); }")]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\")); private StreamReader? _reader;", "public string? Read() => (_reader ??= new StreamReader(_file.Value)).ReadLine(); public void End() => _reader?.Dispose();")]
    [InlineData("private readonly Lazy<FileStream> _file; public Holder(Lazy<FileStream> file) => _file = file; public Holder() : this(new Lazy<FileStream>(() => File.OpenRead(\"a\"))) { }", "public int Read() => _file.Value.ReadByte();")]
    [InlineData("private readonly Lazy<FileStream> _file; public Holder(Func<FileStream> find) => _file = new(find); public Holder() : this(() => File.OpenRead(\"a\")) { }", "public int Read() => _file.Value.ReadByte();")]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public void Stop() => _file.Value.Close();")]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\")); private readonly List<IDisposable> _all = new();", "public void Open() => _all.Add(_file.Value); public void End() { foreach (var one in _all) one.Dispose(); }")]
    [InlineData("private readonly Lazy<SemaphoreSlim> _gate = new(() => new SemaphoreSlim(1));", "public Task WaitAsync() => _gate.Value.WaitAsync();")]
    [InlineData("private readonly Lazy<MemoryStream> _buffer = new(() => new MemoryStream());", "public long Length => _buffer.Value.Length;")]
    [InlineData("private static readonly Lazy<FileStream> s_file = new(() => File.OpenRead(\"a\"));", "public int Read() => s_file.Value.ReadByte();")]
    [InlineData("private readonly Action<IDisposable> _track = d => Console.WriteLine(d); private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public void Open() => _track(_file.Value);")]
    [InlineData("private readonly Lazy<string> _text = new(() => File.ReadAllText(\"a\"));", "public string Text => _text.Value;")]
    [InlineData("private Task<int>? _work;", "public Task<int> WorkAsync() => _work ??= Task.Run(() => 1);")]
    public Task SlotThatSomebodyMayEnd_IsSilent(string field, string members) => Verify.SilentAsync("#pragma warning disable LEAK1013\n" + Holder(field, members));

    [Theory]
    [InlineData("private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();")]
    [InlineData("private readonly Lazy<Link> {|LEAK1004:_link|}; public Holder() => _link = new(Make); private static Link Make() => Link.OpenAsync(\"a\").GetAwaiter().GetResult();", "public int Read() => _link.Value.Read();")]
    public Task OwnerOfALazyWithoutAnEnd_Fires(string field, string members) => Verify.FindsAsync(Holder(field, members, string.Empty, "public void Flush() => Console.WriteLine(1);"));

    [Theory]
    [InlineData("private readonly Lazy<System.Net.Http.HttpClient> _client = new(() => new System.Net.Http.HttpClient());", "public Task<string> ReadAsync() => _client.Value.GetStringAsync(\"a\");")]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte(); public void End() => _file.Value.Close();")]
    [InlineData("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public FileStream Open() => _file.Value;")]
    [InlineData("public readonly Lazy<FileStream> File = new(() => System.IO.File.OpenRead(\"a\"));", "public int Read() => File.Value.ReadByte();")]
    [InlineData("private Task<Link>? _link;", "public Task<Link> LinkAsync() => _link ??= Link.OpenAsync(\"a\");")]
    public Task OwnerWithoutAnEnd_IsSilent(string field, string members) => Verify.SilentAsync(Holder(field, members, string.Empty, "public void Flush() => Console.WriteLine(1);"));

    [Fact]
    public Task Fix_DisposesWhatWasMade() => Verify<DrainInDisposeFix>.FixesAsync(
        Holder("private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();", close: "public void Dispose()\n    {\n        Console.WriteLine(1);\n    }"),
        Holder("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();", close: "public void Dispose()\n    {\n        Console.WriteLine(1);\n        if (_file.IsValueCreated)\n            _file.Value.Dispose();\n    }"));

    [Fact]
    public Task Fix_MakesTheOwnerDisposable() => Verify<DrainInDisposeFix>.FixesAsync(
        Holder("private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();", string.Empty, "public void Flush() => Console.WriteLine(1);"),
        Holder("private readonly Lazy<FileStream> _file = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();", close: "public void Flush() => Console.WriteLine(1);\n\n    public void Dispose()\n    {\n        if (_file.IsValueCreated)\n            _file.Value.Dispose();\n    }"));
}
