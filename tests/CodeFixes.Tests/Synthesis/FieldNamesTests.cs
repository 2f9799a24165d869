using LeakGuard.CodeFixes.Callbacks;
using LeakGuard.CodeFixes.Races;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>New fields are named as the fields that are there, and not as anything the type has or inherits.</summary>
public sealed class FieldNamesTests
{
    private static string Cache(string head, string store, string members, string field = "", string body = "") =>
        $$"""
        {{head}}
        {
            private readonly ConcurrentDictionary<string, FileStream> {{store}} = new();
        {{field}}{{members}}
            public FileStream For(string path)
            {
                if ({{store}}.TryGetValue(path, out var file))
                    return file;
                {{(body.Length > 0 ? body : $"file = new FileStream(path, FileMode.Open);\n        [|{store}[path] = file|];\n        return file;")}}
            }
        }
        """;

    private static string Locked(string store, string gate) =>
        $$"""
        lock ({{gate}})
                {
                    if ({{store}}.TryGetValue(path, out file))
                        return file;
                    file = new FileStream(path, FileMode.Open);
                    {{store}}[path] = file;
                    return file;
                }
        """;

    private static Task AddsAsync(string gate, string head = "sealed class Cache", string store = "_files", string members = "", string more = "") => Click<CreateUnderLockFix>.GivesAsync(
        Cache(head, store, members + "\n"),
        Cache(head, store, members + "\n", $"    private readonly Lock {gate} = new();\n", Locked(store, gate)),
        more: more);

    [Theory]
    [InlineData("_files", "_gate")]
    [InlineData("files", "gate")]
    [InlineData("Files", "Gate")]
    [InlineData("_Files", "_Gate")]
    public Task Field_IsNamedInTheStyleOfTheStore(string store, string gate) => AddsAsync(gate, store: store);

    [Fact]
    public Task NameOfABase_IsNotHidden() => AddsAsync("_lock", "sealed class Cache : Part", more: "abstract class Part { protected int _gate; }");

    [Fact]
    public Task NameOfABaseOfABase_IsNotHidden() => AddsAsync("_lock", "sealed class Cache : Part", more: "abstract class Part : Root; abstract class Root { protected internal void _gate() { } }");

    [Fact]
    public Task NameInAnotherPart_IsNotTakenTwice() => AddsAsync("_lock", "sealed partial class Cache", more: "sealed partial class Cache { private int _gate = 1; public int Gate => _gate; }");

    [Fact]
    public Task NameOfALocal_IsNotHidden() => AddsAsync("_lock", members: "\n    public static int Length(string _gate) => _gate.Length;\n");

    [Fact]
    public Task NameInAnotherTypeOfTheFile_IsFree() => AddsAsync("_gate", "sealed class Other { private int _gate = 1; public int Gate => _gate; }\n\nsealed class Cache");

    [Fact]
    public Task NamesOfAQueue_AvoidThoseOfTheBase() => Click<MoveWaitOutOfCallbackFix>.GivesAsync(
        """
        sealed class Archiver : Part
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                [|File.WriteAllTextAsync(e.FullPath, "seen").Wait()|];
            }
        }
        """,
        """
        using System.Threading.Channels;

        sealed class Archiver : Part, IAsyncDisposable
        {
            private readonly Channel<string> _queue1 = Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop1 = new();
            private readonly Task _worker;
            private long _refused;

            public Archiver(FileSystemWatcher watcher)
            {
                watcher.Created += OnCreated;
                _worker = Task.Run(RunCreatedQueueAsync);
            }

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                if (!_queue1.Writer.TryWrite(e.FullPath))
                    Interlocked.Increment(ref _refused);
            }

            private async Task OnCreatedAsync1(string fullPath)
            {
                await File.WriteAllTextAsync(fullPath, "seen", _stop1.Token);
            }

            private async Task RunCreatedQueueAsync()
            {
                await foreach (var fullPath in _queue1.Reader.ReadAllAsync())
                {
                    if (_stop1.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnCreatedAsync1(fullPath);
                    }
                    catch (OperationCanceledException) when (_stop1.IsCancellationRequested)
                    {
                        break;
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            public async ValueTask DisposeAsync()
            {
                if (_queue1.Writer.TryComplete())
                {
                    _stop1.CancelAfter(TimeSpan.FromSeconds(10));
                    await _worker.ConfigureAwait(false);
                    _stop1.Dispose();
                }
            }
        }
        """,
        key: MoveWaitOutOfCallbackFix.QueueKey,
        more: "abstract class Part { protected int _queue, _stop; protected void OnCreatedAsync() { } }");
}
