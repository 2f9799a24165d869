using LeakGuard.CodeFixes.Callbacks;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, first offer: closing members and constructors that are there.</summary>
public sealed class BlockingWaitQueueClosingTests
{
    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<MoveWaitOutOfCallbackFix>.FixesAsync(source, fixedSource, MoveWaitOutOfCallbackFix.QueueKey);

    [Fact]
    public Task ObserverWithAsyncDispose_ExtendsIt() => FixesAsync(
        """
        sealed class Sink : IObserver<int>, IAsyncDisposable
        {
            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }

            public void OnNext(int value)
            {
                {|LEAK3001:Thread.Sleep(value)|};
                {|LEAK3001:Thread.Sleep(value + 1)|};
            }

            public ValueTask DisposeAsync() => default;
        }
        """,
        """
        using System.Threading.Channels;

        sealed class Sink : IObserver<int>, IAsyncDisposable
        {
            private readonly Channel<int> _queue = Channel.CreateBounded<int>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Sink()
            {
                _worker = Task.Run(RunNextQueueAsync);
            }

            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }

            public void OnNext(int value)
            {
                if (!_queue.Writer.TryWrite(value))
                    Interlocked.Increment(ref _refused);
            }

            private async Task OnNextAsync(int value)
            {
                await Task.Delay(value, _stop.Token);
                await Task.Delay(value + 1, _stop.Token);
            }

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
        """);

    [Fact]
    public Task ConstructorsThatChain_StartTheWorkerOnce() => FixesAsync(
        """
        class Base
        {
        }

        sealed class Poller : Base
        {
            private readonly Uri _uri;

            public Poller(System.Timers.Timer timer)
                : this(timer, new Uri("http://localhost"))
            {
            }

            public Poller(System.Timers.Timer timer, Uri uri)
            {
                _uri = uri;
                timer.Elapsed += delegate { {|LEAK3001:PollAsync().Wait()|}; };
            }

            public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

            private Task PollAsync() => Task.Delay(_uri.Port);
        }
        """,
        """
        using System.Threading.Channels;

        class Base
        {
        }

        sealed class Poller : Base
        {
            private readonly Uri _uri;
            private readonly Channel<bool> _queue = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Poller(System.Timers.Timer timer)
                : this(timer, new Uri("http://localhost"))
            {
            }

            public Poller(System.Timers.Timer timer, Uri uri)
            {
                _uri = uri;
                timer.Elapsed += delegate
                {
                    if (!_queue.Writer.TryWrite(true))
                        Interlocked.Increment(ref _refused);
                };
                _worker = Task.Run(RunElapsedQueueAsync);
            }

            private async Task OnElapsedAsync()
            {
                await PollAsync();
            }

            private async Task RunElapsedQueueAsync()
            {
                await foreach (var _ in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnElapsedAsync();
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            public async Task StopAsync(CancellationToken cancellation)
            {
                if (_queue.Writer.TryComplete())
                {
                    _stop.CancelAfter(TimeSpan.FromSeconds(10));
                    await _worker.ConfigureAwait(false);
                    _stop.Dispose();
                }
            }

            private Task PollAsync() => Task.Delay(_uri.Port);
        }
        """);
}
