using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1013 in helpers, in sequences, and where a closing member leaves early; with its fix.</summary>
public sealed class SkippedStepsTests
{
    private static string Holder(string members, string bases = "IDisposable") =>
        $$"""
        #nullable enable
        public interface IPeer : IAsyncDisposable
        {
            Task SendAsync(string text);
        }

        public interface IPeers
        {
            Task<IPeer> OpenAsync(string name);
        }

        public sealed class Hub(IPeers peers) : {{bases}}
        {
            private readonly List<FileStream> _files = new();
            private readonly IList<Session> _sessions = new List<Session>();
            private IPeer? _first;
            private IPeer? _second;

            public void Open(string path) => _files.Add(new FileStream(path, FileMode.Append));

            public void Join(string path) => _sessions.Add(new FileSession(path));

            public async Task StartAsync()
            {
                _first = await peers.OpenAsync("first");
                _second = await peers.OpenAsync("second");
            }

            private bool TryNote()
            {
                try
                {
                    File.WriteAllText("note", _files.Count.ToString());
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            }

            private void Isolated(IDisposable entry)
            {
                try { entry.Dispose(); } catch (IOException) { }
            }

        {{members}}
        }

        public abstract class Session : IDisposable
        {
            public abstract void Dispose();
        }

        public sealed class FileSession(string path) : Session
        {
            private readonly FileStream _file = new(path, FileMode.Append);

            public override void Dispose()
            {
                _file.Write(new byte[1]);
                _file.Dispose();
            }
        }
        """;

    private const string Rest = "foreach (var file in _files) Isolated(file); _files.Clear(); foreach (var session in _sessions) Isolated(session); _sessions.Clear();";

    [Theory]
    [InlineData("public void Dispose() { End(); } private void End() { foreach (var file in _files) {|LEAK1013:file.Dispose()|}; foreach (var s in _sessions) Isolated(s); }")]
    [InlineData("public void Dispose() => End(); private void End() { EndFiles(); foreach (var s in _sessions) Isolated(s); } private void EndFiles() { foreach (var file in _files) {|LEAK1013:file.Dispose()|}; }")]
    [InlineData("public void Dispose() { foreach (var session in _sessions) {|LEAK1013:session.Dispose()|}; foreach (var f in _files) Isolated(f); }")]
    public Task LoopInAHelperOrBehindABaseType_Fires(string members) => Verify.FindsAsync("#pragma warning disable LEAK1004\n" + Holder(members));

    [Theory]
    [InlineData("public void Dispose() => Close(); public void Close() { if (!TryNote()) {|LEAK1013:return;|} " + Rest + " }")]
    [InlineData("public void Dispose() { try { File.Delete(\"lock\"); } catch (IOException) { {|LEAK1013:return;|} } " + Rest + " }")]
    public Task LeavesWhenAStepFails_Fires(string members) => Verify.FindsAsync(Holder(members));

    [Theory]
    [InlineData("private bool _closed; public void Dispose() { if (_closed) return; _closed = true; " + Rest + " }")]
    [InlineData("public void Dispose() { if (_files.Count == 0 && _sessions.Count == 0) return; " + Rest + " }")]
    [InlineData("public void Dispose() { try { if (!TryNote()) return; } finally { " + Rest + " } }")]
    [InlineData("public void Dispose() { " + Rest + " if (!TryNote()) return; Console.WriteLine(1); }")]
    [InlineData("public void Dispose() { " + Rest + " } public void Shutdown() { if (!TryNote()) return; var file = new FileStream(\"a\", FileMode.Open); _files.Add(file); foreach (var f in _files) Isolated(f); _files.Clear(); }")]
    [InlineData("public void Dispose() { if (!TryNote()) Console.WriteLine(1); " + Rest + " }")]
    [InlineData("public void Dispose() { try { File.Delete(\"lock\"); } catch (IOException) { Console.WriteLine(1); } " + Rest + " }")]
    public Task LeavesForOtherReasonsOrEndsAllTheSame_IsSilent(string members) => Verify.SilentAsync(Holder(members));

    [Theory]
    [InlineData("public async ValueTask DisposeAsync() { try { if (_first != null) await _first.DisposeAsync(); } finally { if (_second != null) await _second.DisposeAsync(); } }")]
    [InlineData("public async ValueTask DisposeAsync() { try { if (_first != null) await _first.DisposeAsync(); } catch (IOException) { } if (_second != null) await _second.DisposeAsync(); }")]
    [InlineData("public ValueTask DisposeAsync() { var first = _first?.DisposeAsync() ?? default; var second = _second?.DisposeAsync() ?? default; return new ValueTask(Task.WhenAll(first.AsTask(), second.AsTask())); }")]
    public Task IsolatedSequence_IsSilent(string members) => Verify.SilentAsync("#pragma warning disable LEAK1004\n" + Holder(members, "IAsyncDisposable"));

    [Fact]
    public Task AwaitedFiles_Fire() => Verify.FindsAsync(
        """
        sealed class Recorder : IAsyncDisposable
        {
            private readonly object _gate = new();
            private readonly FileStream _in = File.Create("in");
            private readonly FileStream _out = File.Create("out");

            public void Write(byte[] bytes)
            {
                lock (_gate)
                    _out.Write(bytes);
            }

            public async ValueTask DisposeAsync()
            {
                await {|LEAK1013:_in.DisposeAsync()|};
                await _out.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task Sequence_PutsTheRestInAFinally() => Verify<IsolateStepsFix>.FixesAsync(
        "#pragma warning disable LEAK1004\n" + Holder(
            """
                public async ValueTask DisposeAsync()
                {
                    Console.WriteLine(1);
                    // The first goes first.
                    if (_first != null)
                        await {|LEAK1013:_first.DisposeAsync()|};
                    if (_second != null)
                        await _second.DisposeAsync();
                    Console.WriteLine(2); // done
                }
            """,
            "IAsyncDisposable"),
        "#pragma warning disable LEAK1004\n" + Holder(
            """
                public async ValueTask DisposeAsync()
                {
                    Console.WriteLine(1);
                    // The first goes first.
                    try
                    {
                        if (_first != null)
                            await _first.DisposeAsync();
                    }
                    finally
                    {
                        if (_second != null)
                            await _second.DisposeAsync();
                        Console.WriteLine(2); // done
                    }
                }
            """,
            "IAsyncDisposable"));

    [Theory]
    [InlineData("public async Task<int> CloseAsync() { if (_first != null) await {|LEAK1013:_first.DisposeAsync()|}; if (_second != null) await _second.DisposeAsync(); return 1; }")]
    [InlineData("public async Task CloseAsync() { await using var guard = new FileStream(\"a\", FileMode.Open); if (_first is { } first) { await {|LEAK1013:first.DisposeAsync()|}; } await (_second?.DisposeAsync() ?? default); return; }")]
    public Task RestThatLeaves_OffersNothing(string members) => Verify<IsolateStepsFix>.OffersNothingAsync("#pragma warning disable LEAK1004\n" + Holder(members, "IAsyncDisposable").Replace(": IAsyncDisposable\n{\n    private readonly List", "\n{\n    private readonly List", StringComparison.Ordinal));
}
