using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1008 and its fix.</summary>
public sealed class DisposedBeforeUnpublishedTests
{
    [Theory]
    [InlineData("{|LEAK1008:_client.Dispose()|}; var {|LEAK1009:next = new System.Net.Sockets.TcpClient()|}; next.Connect(host, 1); _client = next;")]
    [InlineData("var next = new System.Net.Sockets.TcpClient(); next.NoDelay = true; _client.Dispose(); _client = next;")]
    public Task SuccessorThatIsSetUpInBetween_Fires(string renew) => Verify.FindsAsync(
        $$"""
        sealed class Session : IDisposable
        {
            private System.Net.Sockets.TcpClient _client = new();

            public void Renew(string host)
            {
                {{renew}}
            }

            public void Send(byte[] bytes) => _client.GetStream().Write(bytes);

            public void Dispose() => _client.Dispose();
        }
        """);

    private static string Holder(string members) =>
        $$"""
        #nullable enable
        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, FileStream> _files = new();
            private FileStream? _file;

        {{members}}

            public long Length => (_file?.Length ?? 0) + _files.Values.Sum(f => f.Length);

            private static async Task<FileStream> OpenAsync(string path)
            {
                await Task.Yield();
                return File.OpenRead(path);
            }

            public void Dispose()
            {
                _file?.Dispose();
                foreach (var file in _files.Values)
                    file.Dispose();
            }
        }
        """.Replace("#nullable enable\n", "#nullable enable\n#pragma warning disable LEAK1013\n");

    private static string Refresh(string code, string head = "public void Refresh(string path)") => $"    {head}\n    {{\n        {code.Replace("\n", "\n        ").Replace("        \n", "\n")}\n    }}";

    private static Task FixesAsync(string before, string after) => Verify<UnpublishFirstFix>.FixesAsync(Holder(before), Holder(after));

    private static Task OffersNothingAsync(string members) => Verify<UnpublishFirstFix>.OffersNothingAsync(Holder(members));

    private static Task SilentAsync(string members) => Verify.SilentAsync(Holder(members));

    [Fact]
    public Task SlotBeforeItsSuccessor_IsTakenFirst() => FixesAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\n_file = File.OpenRead(path);"),
        Refresh("var old = _file;\n_file = File.OpenRead(path);\nold?.Dispose();"));

    [Fact]
    public Task TestForNull_MovesAlong() => FixesAsync(
        Refresh("// The old one goes.\nif (_file != null)\n    {|LEAK1008:_file.Dispose()|};\n_file = new FileStream(path, FileMode.Open);"),
        Refresh("// The old one goes.\nvar old = _file;\n_file = new FileStream(path, FileMode.Open);\nif (old != null)\n    old.Dispose();"));

    [Fact]
    public Task TestWithBraces_MovesAlong() => FixesAsync(
        Refresh("if (_file is not null)\n{\n    {|LEAK1008:_file.Dispose()|};\n}\n\n_file = File.OpenRead(path);"),
        Refresh("var old = _file;\n_file = File.OpenRead(path);\nif (old is not null)\n{\n    old.Dispose();\n}"));

    [Fact]
    public Task StepBetween_StaysBetween() => FixesAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\nConsole.WriteLine(path);\n_file = File.OpenRead(path);"),
        Refresh("var old = _file;\nConsole.WriteLine(path);\n_file = File.OpenRead(path);\nold?.Dispose();"));

    [Fact]
    public Task AwaitBetween_DisposesAfterIt() => FixesAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\n_file = await OpenAsync(path);", "public async Task RefreshAsync(string path)"),
        Refresh("var old = _file;\n_file = await OpenAsync(path);\nold?.Dispose();", "public async Task RefreshAsync(string path)"));

    [Fact]
    public Task AwaitedDispose_MovesAlong() => FixesAsync(
        Refresh("if (_file != null)\n    await {|LEAK1008:_file.DisposeAsync()|}.ConfigureAwait(false);\n_file = await OpenAsync(path);", "public async Task RefreshAsync(string path)"),
        Refresh("var old = _file;\n_file = await OpenAsync(path);\nif (old != null)\n    await old.DisposeAsync().ConfigureAwait(false);", "public async Task RefreshAsync(string path)"));

    [Fact]
    public Task UnderLock_IsDisposedBehindIt() => FixesAsync(
        Refresh("lock (_gate)\n{\n    _file?{|LEAK1008:.Dispose()|};\n    _file = File.OpenRead(path);\n}"),
        Refresh("FileStream? old;\nlock (_gate)\n{\n    old = _file;\n    _file = File.OpenRead(path);\n}\n\nold?.Dispose();"));

    [Fact]
    public Task EntryInALocal_IsDisposedLater() => FixesAsync(
        Refresh("if (_files.TryGetValue(path, out var file))\n{\n    // It is old.\n    {|LEAK1008:file.Dispose()|};\n    Console.WriteLine(path);\n    _files[path] = File.OpenRead(path);\n}"),
        Refresh("if (_files.TryGetValue(path, out var file))\n{\n    Console.WriteLine(path);\n    _files[path] = File.OpenRead(path);\n    // It is old.\n    file.Dispose();\n}"));

    [Fact]
    public Task EntryBeforeItsSuccessor_IsFoundFirst() => FixesAsync(
        Refresh("if (_files.TryGetValue(path, out var file))\n    {|LEAK1008:file.Dispose()|};\n_files[path] = File.OpenRead(path);"),
        Refresh("_files.TryGetValue(path, out var file);\n_files[path] = File.OpenRead(path);\nfile?.Dispose();"));

    [Fact]
    public Task IndexedEntry_IsReadFirst() => FixesAsync(
        Refresh("{|LEAK1008:_files[path].Dispose()|};\n_files[path] = File.OpenRead(path);"),
        Refresh("var old = _files[path];\n_files[path] = File.OpenRead(path);\nold.Dispose();"));

    [Fact]
    public Task NameIsTaken_TakesTheNext() => FixesAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\n_file = File.OpenRead(old);", "public void Refresh(string old)"),
        Refresh("var old1 = _file;\n_file = File.OpenRead(old);\nold1?.Dispose();", "public void Refresh(string old)"));

    [Fact]
    public Task ReturnBetween_OffersNothing() => OffersNothingAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\nif (!File.Exists(path))\n    return;\n_file = File.OpenRead(path);"));

    [Fact]
    public Task LeavesInAnotherBlock_OffersNothing() => OffersNothingAsync(
        Refresh("_file?{|LEAK1008:.Dispose()|};\ntry\n{\n    _file = File.OpenRead(path);\n}\nfinally\n{\n    Console.WriteLine(path);\n}"));

    [Fact]
    public Task SuccessorIsReturnedToo_OffersNothing() => OffersNothingAsync(
        "    private long Refresh(string path)\n    {\n        _file?{|LEAK1008:.Dispose()|};\n        return (_file = File.OpenRead(path)).Length;\n    }\n\n    public long Again(string path) => Refresh(path);");

    [Fact]
    public Task ReplacedFirst_Silent() => SilentAsync(Refresh("var old = _file;\n_file = File.OpenRead(path);\nold?.Dispose();"));

    [Fact]
    public Task NulledAtOnce_Silent() => SilentAsync(Refresh("_file?.Dispose();\n_file = null;"));

    [Fact]
    public Task RemovedFirst_Silent() => SilentAsync(Refresh("if (_files.Remove(path, out var file))\n    file.Dispose();\nFile.Delete(path);"));

    [Fact]
    public Task ClosingMember_Silent() => SilentAsync(Refresh("_file?.Dispose();\nFile.Delete(path);\n_file = null;", "public void Close(string path)").Replace("Close(string path)", "Close()").Replace("Delete(path)", "Delete(\"lock\")"));

    [Fact]
    public Task ExchangedOut_Silent() => SilentAsync(Refresh("Interlocked.Exchange(ref _file, null)?.Dispose();\n_file = File.OpenRead(path);"));

    [Fact]
    public Task HarmlessStepBetween_Silent() => SilentAsync(Refresh("_file?.Dispose();\nConsole.WriteLine(path);\n_file = null;"));
}
