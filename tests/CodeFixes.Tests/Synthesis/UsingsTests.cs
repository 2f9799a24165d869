using LeakGuard.CodeFixes.Callbacks;
using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Usings are added where they are missing, once, and where the others say.</summary>
public sealed class UsingsTests
{
    private const string Waiting =
        """
        sealed class Archiver
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                [|File.WriteAllTextAsync(e.FullPath, "seen").Wait()|];
            }
        }
        """;

    private const string Queued =
        """
        sealed class Archiver : IAsyncDisposable
        {
            private readonly Channel<string> _queue = Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Archiver(FileSystemWatcher watcher)
            {
                watcher.Created += OnCreated;
                _worker = Task.Run(RunCreatedQueueAsync);
            }

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                if (!_queue.Writer.TryWrite(e.FullPath))
                    Interlocked.Increment(ref _refused);
            }

            private async Task OnCreatedAsync(string fullPath)
            {
                await File.WriteAllTextAsync(fullPath, "seen", _stop.Token);
            }

            private async Task RunCreatedQueueAsync()
            {
                await foreach (var fullPath in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnCreatedAsync(fullPath);
                    }
                    catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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
                if (_queue.Writer.TryComplete())
                {
                    _stop.CancelAfter(TimeSpan.FromSeconds(10));
                    await _worker.ConfigureAwait(false);
                    _stop.Dispose();
                }
            }
        }
        """;

    private static Task QueuesAsync(string usings, string expected, string more = "") => Click<MoveWaitOutOfCallbackFix>.GivesAsync(
        usings + Waiting, expected + Queued, key: MoveWaitOutOfCallbackFix.QueueKey, more: more);

    [Theory]
    [InlineData("", "using System.Threading.Channels;\n\n")]
    [InlineData("using System.IO;\nusing System.Xml;\n\n", "using System.IO;\nusing System.Threading.Channels;\nusing System.Xml;\n\n")]
    [InlineData("using System.Xml;\n\n", "using System.Threading.Channels;\nusing System.Xml;\n\n")]
    [InlineData("using System.IO;\n\n", "using System.IO;\nusing System.Threading.Channels;\n\n")]
    [InlineData("using Another;\n\n", "using System.Threading.Channels;\nusing Another;\n\n")]
    [InlineData("using static System.Math;\nusing Text = System.Text.StringBuilder;\n\n", "using System.Threading.Channels;\nusing static System.Math;\nusing Text = System.Text.StringBuilder;\n\n")]
    public Task MissingUsing_IsPutWhereItSorts(string usings, string expected) => QueuesAsync(usings, expected, "namespace Another { public class Other; }");

    [Theory]
    [InlineData("using System.Threading.Channels;\n\n", "")]
    [InlineData("using System.Xml; // not sorted\nusing System.Threading.Channels;\n\n", "")]
    [InlineData("namespace Archives;\n\nusing System.Threading.Channels;\n\n", "")]
    [InlineData("namespace System.Threading.Channels;\n\n", "")]
    [InlineData("using System.Xml;\n\n", "global using System.Threading.Channels;")]
    public Task UsingThatIsThere_IsNotRepeated(string usings, string more) => QueuesAsync(usings, usings, more);

    [Theory]
    [InlineData("// Copyright of somebody.\n\nusing System.Xml;\n\n", "// Copyright of somebody.\n\nusing System.Threading.Channels;\nusing System.Xml;\n\n")]
    [InlineData("// Copyright of somebody.\n\nnamespace Archives;\n\n", "// Copyright of somebody.\n\nusing System.Threading.Channels;\n\nnamespace Archives;\n\n")]
    [InlineData("#nullable disable\n\nusing System.Xml; // for later\n\n", "#nullable disable\n\nusing System.Threading.Channels;\nusing System.Xml; // for later\n\n")]
    [InlineData("/* Copyright */\n\n", "/* Copyright */\n\nusing System.Threading.Channels;\n\n")]
    [InlineData("// What it is for.\n", "using System.Threading.Channels;\n\n// What it is for.\n")]
    public Task CommentsAtTheTop_StayAtTheirPlace(string usings, string expected) => QueuesAsync(usings, expected);

    [Theory]
    [InlineData("namespace Archives;\n\nusing System.Xml;\n\n", "namespace Archives;\n\nusing System.Threading.Channels;\nusing System.Xml;\n\n")]
    [InlineData("namespace Archives;\n\n", "using System.Threading.Channels;\n\nnamespace Archives;\n\n")]
    [InlineData("using System.IO;\n\nnamespace Archives;\n\n", "using System.IO;\nusing System.Threading.Channels;\n\nnamespace Archives;\n\n")]
    public Task UsingsInTheNamespace_AreWhereTheNewOneGoes(string usings, string expected) => QueuesAsync(usings, expected);

    /// <summary>What the file does not import is written in full: one using more can change what other names mean.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("using System;\n", "interface IDisposable { }")]
    public Task NameOfAnotherNamespace_IsWrittenInFull(string usings, string more)
    {
        return Click<DrainInDisposeFix>.GivesAsync(
            Holder("sealed class Holder", "[|_timers|]", string.Empty),
            Holder("sealed class Holder : System.IDisposable", "_timers", "\n\n    public void Dispose()\n    {\n        foreach (var timer in _timers.Values)\n            timer.Dispose();\n        _timers.Clear();\n    }"),
            new Sources { HasPrelude = false },
            more: more);

        string Holder(string head, string store, string end) =>
            usings + $$"""
            using System.Collections.Generic;
            using System.Threading;

            {{head}}
            {
                private readonly Dictionary<string, Timer> {{store}} = new();

                public static Holder Create() => new();

                public void Add(string key)
                {
                    if (!_timers.ContainsKey(key))
                        _timers.Add(key, new Timer(_ => { }));
                }{{end}}
            }
            """;
    }
}
