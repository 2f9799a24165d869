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
    [InlineData("private FileStream? {|LEAK1004:_file|};", "public void Open(string path) { if (_file != null) throw new InvalidOperationException(); _file = File.OpenRead(path); }")]
    [InlineData("private FileStream? {|LEAK1004:_file|};", "public void Write(byte value) { _file ??= File.OpenWrite(\"a\"); _file.WriteByte(value); }")]
    [InlineData("private readonly FileStream {|LEAK1004:_file|} = File.OpenRead(\"a\");", "public int Read() => _file.ReadByte();")]
    [InlineData("private readonly Lazy<FileStream> {|LEAK1004:_file|} = new(() => File.OpenRead(\"a\"));", "public int Read() => _file.Value.ReadByte();")]
    [InlineData("private Task<Link>? {|LEAK1004:_link|};", "public Task<Link> LinkAsync() => _link ??= Link.OpenAsync(\"a\");")]
    [InlineData("private FileSystemWatcher? {|LEAK1004:_watcher|};", "public void Watch(string path) { if (_watcher == null) _watcher = new FileSystemWatcher(path); }")]
    public Task SlotThatNoClosingMemberReaches_Fires(string field, string members) => Verify.FindsAsync(Holder(field, members));

    [Fact]
    public Task CloseThatOnlyFlushes_Fires() => Verify.FindsAsync(Holder(
        "private FileStream? {|LEAK1004:_file|};", "public void Open(string path) { if (_file == null) _file = File.OpenWrite(path); }", string.Empty, "public void Close() => _file?.Flush(true);"));

    [Theory]
    [InlineData("private FileStream? _file;", "public void Open(string path) { if (_file == null) _file = File.OpenRead(path); } public FileStream? Current => _file;")]
    [InlineData("private FileStream? _file; private StreamReader? _reader;", "public void Open(string path) { if (_file != null) return; _file = File.OpenRead(path); _reader = new StreamReader(_file); } public void End() => _reader?.Dispose();")]
    [InlineData("private readonly FileStream _file; public Holder(FileStream file) => _file = file; public Holder() : this(File.OpenRead(\"a\")) { }", "public int Read() => _file.ReadByte();")]
    [InlineData("private FileStream? _file;", "public void Open(string path) { if (_file == null) _file = File.OpenRead(path); } public void Stop() => _file?.Close();")]
    [InlineData("private FileStream? _file; private readonly List<IDisposable> _all = new();", "public void Open(string path) { if (_file != null) return; _file = File.OpenRead(path); _all.Add(_file); } public void End() { foreach (var one in _all) one.Dispose(); }")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1);", "public Task WaitAsync() => _gate.WaitAsync();")]
    [InlineData("private readonly CancellationTokenSource _stop = new();", "public bool Stopped => _stop.IsCancellationRequested;")]
    [InlineData("private readonly MemoryStream _buffer = new();", "public long Length => _buffer.Length;")]
    [InlineData("private static FileStream? s_file;", "public void Open(string path) { if (s_file == null) s_file = File.OpenRead(path); }")]
    [InlineData("private readonly Action<IDisposable> _track = d => Console.WriteLine(d); private FileStream? _file;", "public void Open(string path) { if (_file != null) return; _file = File.OpenRead(path); _track(_file); }")]
    public Task SlotThatSomebodyMayEnd_IsSilent(string field, string members) => Verify.SilentAsync("#pragma warning disable LEAK1013\n" + Holder(field, members));

    [Fact]
    public Task OwnerWithoutAnEnd_IsSilent() => Verify.SilentAsync(Holder("private FileStream? _file;", "public void Open(string path) { if (_file == null) _file = File.OpenRead(path); }", string.Empty, "public void Flush() => _file?.Flush();"));

    [Fact]
    public Task Fix_DisposesItInTheClosingMember() => Verify<DrainInDisposeFix>.FixesAsync(
        Holder("private FileStream? {|LEAK1004:_file|};", "public void Open(string path) { if (_file == null) _file = File.OpenRead(path); }", close: "public void Dispose()\n    {\n        Console.WriteLine(1);\n    }"),
        Holder("private FileStream? _file;", "public void Open(string path) { if (_file == null) _file = File.OpenRead(path); }", close: "public void Dispose()\n    {\n        Console.WriteLine(1);\n        _file?.Dispose();\n    }"));
}
