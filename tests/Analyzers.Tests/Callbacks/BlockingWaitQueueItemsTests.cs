using LeakGuard.CodeFixes.Callbacks;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, first offer: items of the queue and its capacity.</summary>
public sealed class BlockingWaitQueueItemsTests
{
    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<MoveWaitOutOfCallbackFix>.FixesAsync(source, fixedSource, MoveWaitOutOfCallbackFix.QueueKey);

    [Fact]
    public Task TimerCallbackWithoutState_KeepsOneTick() => FixesAsync(
        """
        sealed class Flusher : IDisposable
        {
            private readonly Timer _timer;

            public Flusher() => _timer = new Timer(_ => Flush(), null, 0, 1000);

            private void Flush() => {|LEAK3001:Task.Delay(5).GetAwaiter().GetResult()|};

            public void Dispose()
            {
                _timer.Dispose();
            }
        }
        """,
        """
        using System.Threading.Channels;

        sealed class Flusher : IDisposable
        {
            private readonly Timer _timer;
            private readonly Channel<bool> _queue = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Flusher()
            {
                _timer = new Timer(_ =>
                {
                    if (!_queue.Writer.TryWrite(true))
                        Interlocked.Increment(ref _refused);
                }, null, 0, 1000);
                _worker = Task.Run(RunTickQueueAsync);
            }

            private async Task OnTickAsync() => await FlushAsync();

            private async Task RunTickQueueAsync()
            {
                await foreach (var _ in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnTickAsync();
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

            private async Task FlushAsync() => await Task.Delay(5, _stop.Token);

            public void Dispose()
            {
                if (_queue.Writer.TryComplete())
                {
                    if (_worker.Wait(TimeSpan.FromSeconds(10)))
                        _stop.Dispose();
                    else
                        _stop.Cancel();
                }

                _timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task NullableTypesOfTwoHolders_KeepTheirAnnotations() => FixesAsync(
        """
        #nullable enable

        namespace Acme
        {
            using System.Text;

            /// <summary>One.</summary>
            public class One
            {
                /// <summary>Attaches.</summary>
                public void Attach(FileSystemWatcher watcher, StringBuilder? text) => watcher.Renamed += (sender, e) =>
                {
                    text?.Append(e.OldName);
                    {|LEAK3001:Thread.Sleep(10)|};
                };
            }

            record struct Item(string Name);

            sealed class Two(Func<string?, Task> work) : IObserver<Item?>
            {
                private int stop;

                public void OnCompleted() => stop++;

                public void OnError(Exception error)
                {
                }

                public void Start(IObservable<string?> source) => source.Subscribe(new Three(work));

                public void OnNext(Item? value)
                {
                }

                sealed class Three : IObserver<string?>
                {
                    private readonly Func<string?, Task> _work;

                    public Three(Func<string?, Task> work) => _work = work;

                    public void OnCompleted()
                    {
                    }

                    public void OnError(Exception error)
                    {
                    }

                    void IObserver<string?>.OnNext(string? value) => {|LEAK3001:_work(value).Wait()|};
                }
            }
        }
        """,
        """
        #nullable enable

        namespace Acme
        {
            using System.Text;
            using System.Threading.Channels;

            /// <summary>One.</summary>
            public class One : IAsyncDisposable
            {
                private readonly Channel<(string? OldName, StringBuilder? Text)> _queue = Channel.CreateBounded<(string? OldName, StringBuilder? Text)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
                private readonly CancellationTokenSource _stop = new();
                private readonly Task _worker;
                private long _refused;

                public One()
                {
                    _worker = Task.Run(RunRenamedQueueAsync);
                }

                /// <summary>Attaches.</summary>
                public void Attach(FileSystemWatcher watcher, StringBuilder? text) => watcher.Renamed += (sender, e) =>
                {
                    if (!_queue.Writer.TryWrite((e.OldName, text)))
                        Interlocked.Increment(ref _refused);
                };

                private async Task OnRenamedAsync(string? oldName, StringBuilder? text)
                {
                    text?.Append(oldName);
                    await Task.Delay(10, _stop.Token);
                }

                private async Task RunRenamedQueueAsync()
                {
                    await foreach (var (oldName, text) in _queue.Reader.ReadAllAsync())
                    {
                        if (_stop.IsCancellationRequested)
                            break;
                        try
                        {
                            await OnRenamedAsync(oldName, text);
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

                /// <inheritdoc/>
                public virtual async ValueTask DisposeAsync()
                {
                    if (_queue.Writer.TryComplete())
                    {
                        _stop.CancelAfter(TimeSpan.FromSeconds(10));
                        await _worker.ConfigureAwait(false);
                        _stop.Dispose();
                    }
                }
            }

            record struct Item(string Name);

            sealed class Two(Func<string?, Task> work) : IObserver<Item?>
            {
                private int stop;

                public void OnCompleted() => stop++;

                public void OnError(Exception error)
                {
                }

                public void Start(IObservable<string?> source) => source.Subscribe(new Three(work));

                public void OnNext(Item? value)
                {
                }

                sealed class Three : IObserver<string?>, IAsyncDisposable
                {
                    private readonly Func<string?, Task> _work;
                    private readonly Channel<string?> _queue = Channel.CreateBounded<string?>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
                    private readonly CancellationTokenSource _stop = new();
                    private readonly Task _worker;
                    private long _refused;

                    public Three(Func<string?, Task> work)
                    {
                        _work = work;
                        _worker = Task.Run(RunNextQueueAsync);
                    }

                    public void OnCompleted()
                    {
                    }

                    public void OnError(Exception error)
                    {
                    }

                    void IObserver<string?>.OnNext(string? value)
                    {
                        if (!_queue.Writer.TryWrite(value))
                            Interlocked.Increment(ref _refused);
                    }

                    private async Task OnNextAsync(string? value) => await _work(value);

                    private async Task RunNextQueueAsync()
                    {
                        await foreach (var value in _queue.Reader.ReadAllAsync())
                        {
                            if (_stop.IsCancellationRequested)
                                break;
                            try
                            {
                                await OnNextAsync(value);
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
            }
        }
        """);

    [Fact]
    public async Task Capacity_ComesFromTheOption()
    {
        const string Source =
            """
            sealed class Logger
            {
                public Logger(FileSystemWatcher watcher) => watcher.Created += (_, e) => {|LEAK3001:File.AppendAllTextAsync("log", e.Name).Wait()|};
            }
            """;
        var test = new CSharpCodeFixTest<HolderAnalyzer, MoveWaitOutOfCallbackFix, DefaultVerifier> { TestCode = Source, FixedCode = "X", CodeActionEquivalenceKey = MoveWaitOutOfCallbackFix.QueueKey };
        Verify.Prepare(test, []);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nleakguard.queue_capacity = 64\n"));
        test.FixedState.Sources.Add(("/0/Prelude.cs", Verify.Prelude));
        test.SolutionTransforms.Add(TestLanguage.Apply);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => test.RunAsync());
        Assert.Contains("new BoundedChannelOptions(64)", failure.Message, StringComparison.Ordinal);
    }
}
