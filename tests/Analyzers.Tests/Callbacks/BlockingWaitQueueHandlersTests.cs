using LeakGuard.CodeFixes.Callbacks;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, first offer: how handlers hand over to a bounded queue.</summary>
public sealed class BlockingWaitQueueHandlersTests
{
    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<MoveWaitOutOfCallbackFix>.FixesAsync(source, fixedSource, MoveWaitOutOfCallbackFix.QueueKey);

    [Fact]
    public Task EventHandlerMethodWithHelper_HandsOverOneProperty() => FixesAsync(
        """
        using System.Net.Http;

        public sealed class Archiver
        {
            private readonly HttpClient _archive;

            public Archiver(FileSystemWatcher watcher, HttpClient archive)
            {
                _archive = archive;
                watcher.Created += OnCreated;
            }

            // Called by the watcher.
            private void OnCreated(object sender, FileSystemEventArgs e) => Upload(e.FullPath);

            private void Upload(string path) =>
                {|LEAK3001:_archive.PutAsync("inbox/" + Path.GetFileName(path), new StringContent(path)).Wait()|};
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Channels;

        public sealed class Archiver : IAsyncDisposable
        {
            private readonly HttpClient _archive;
            private readonly Channel<string> _queue = Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Archiver(FileSystemWatcher watcher, HttpClient archive)
            {
                _archive = archive;
                watcher.Created += OnCreated;
                _worker = Task.Run(RunCreatedQueueAsync);
            }

            // Called by the watcher.
            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                if (!_queue.Writer.TryWrite(e.FullPath))
                    Interlocked.Increment(ref _refused);
            }

            private async Task OnCreatedAsync(string fullPath) => await UploadAsync(fullPath);

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

            private async Task UploadAsync(string path) =>
                await _archive.PutAsync("inbox/" + Path.GetFileName(path), new StringContent(path), _stop.Token);

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
    public Task LambdaWithTwoParametersCapturingAConstructorParameter_UsesTheFieldAndQueuesATuple() => FixesAsync(
        """
        interface IApi
        {
            Task ListAsync(string kind, string name);
        }

        sealed class Informer
        {
            public event Action<string, string>? OnDeleted;

            public void Raise() => OnDeleted?.Invoke("a", "b");
        }

        sealed class Controller : IDisposable
        {
            private readonly IApi api;
            private readonly List<string> names = new();

            public Controller(Informer informer, IApi api)
            {
                this.api = api;
                informer.OnDeleted += (kind, name) =>
                {
                    if (name.Length == 0)
                        return;

                    // Slow.
                    {|LEAK3001:api.ListAsync(kind, name).Wait()|};
                };
            }

            public void Dispose() => names.Clear();
        }
        """,
        """
        using System.Threading.Channels;

        interface IApi
        {
            Task ListAsync(string kind, string name);
        }

        sealed class Informer
        {
            public event Action<string, string>? OnDeleted;

            public void Raise() => OnDeleted?.Invoke("a", "b");
        }

        sealed class Controller : IDisposable
        {
            private readonly IApi api;
            private readonly List<string> names = new();
            private readonly Channel<(string Kind, string Name)> queue = Channel.CreateBounded<(string Kind, string Name)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource stop = new();
            private readonly Task worker;
            private long refused;

            public Controller(Informer informer, IApi api)
            {
                this.api = api;
                informer.OnDeleted += (kind, name) =>
                {
                    if (!queue.Writer.TryWrite((kind, name)))
                        Interlocked.Increment(ref refused);
                };
                worker = Task.Run(RunDeletedQueueAsync);
            }

            private async Task OnDeletedAsync(string kind, string name)
            {
                if (name.Length == 0)
                    return;

                // Slow.
                await api.ListAsync(kind, name);
            }

            private async Task RunDeletedQueueAsync()
            {
                await foreach (var (kind, name) in queue.Reader.ReadAllAsync())
                {
                    if (stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnDeletedAsync(kind, name);
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            public void Dispose()
            {
                if (queue.Writer.TryComplete())
                {
                    if (worker.Wait(TimeSpan.FromSeconds(10)))
                        stop.Dispose();
                    else
                        stop.Cancel();
                }

                names.Clear();
            }
        }
        """);

    [Fact]
    public Task KeptPublisher_IsDetachedInTheNewDisposeAsync() => FixesAsync(
        """
        sealed class Feed
        {
            public event EventHandler<int>? Arrived;

            public void Raise() => Arrived?.Invoke(this, 1);
        }

        sealed class Reader
        {
            private readonly Feed feed;
            private readonly Func<int, Task<int>> load;

            public Reader(Feed feed, Func<int, Task<int>> load)
            {
                this.feed = feed;
                this.load = load;
                this.feed.Arrived += OnArrived;
            }

            private void OnArrived(object? sender, int number)
            {
                foreach (var i in Enumerable.Range(0, number))
                    Console.WriteLine(sender + ": " + {|LEAK3001:load(i).Result|});
            }
        }
        """,
        """
        using System.Threading.Channels;

        sealed class Feed
        {
            public event EventHandler<int>? Arrived;

            public void Raise() => Arrived?.Invoke(this, 1);
        }

        sealed class Reader : IAsyncDisposable
        {
            private readonly Feed feed;
            private readonly Func<int, Task<int>> load;
            private readonly Channel<(object Sender, int Number)> queue = Channel.CreateBounded<(object Sender, int Number)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource stop = new();
            private readonly Task worker;
            private long refused;

            public Reader(Feed feed, Func<int, Task<int>> load)
            {
                this.feed = feed;
                this.load = load;
                this.feed.Arrived += OnArrived;
                worker = Task.Run(RunArrivedQueueAsync);
            }

            private void OnArrived(object? sender, int number)
            {
                if (!queue.Writer.TryWrite((sender, number)))
                    Interlocked.Increment(ref refused);
            }

            private async Task OnArrivedAsync(object sender, int number)
            {
                foreach (var i in Enumerable.Range(0, number))
                    Console.WriteLine(sender + ": " + await load(i));
            }

            private async Task RunArrivedQueueAsync()
            {
                await foreach (var (sender, number) in queue.Reader.ReadAllAsync())
                {
                    if (stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnArrivedAsync(sender, number);
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            public async ValueTask DisposeAsync()
            {
                feed.Arrived -= OnArrived;
                if (queue.Writer.TryComplete())
                {
                    stop.CancelAfter(TimeSpan.FromSeconds(10));
                    await worker.ConfigureAwait(false);
                    stop.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task HelperThatOthersCallToo_StaysAsItIsAndRunsInTheWorker() => FixesAsync(
        """
        sealed class Tracker
        {
            public Tracker(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            public void Touch() => Save(string.Empty);

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                if (e.Name is { } name)
                    Save(name);
            }

            private static void Save(string name) => {|LEAK3001:File.WriteAllTextAsync(name, name).Wait()|};
        }
        """,
        """
        using System.Threading.Channels;

        sealed class Tracker : IAsyncDisposable
        {
            private readonly Channel<FileSystemEventArgs> _queue = Channel.CreateBounded<FileSystemEventArgs>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Tracker(FileSystemWatcher watcher)
            {
                watcher.Created += OnCreated;
                _worker = Task.Run(RunCreatedQueueAsync);
            }

            public void Touch() => Save(string.Empty);

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                if (!_queue.Writer.TryWrite(e))
                    Interlocked.Increment(ref _refused);
            }

            private void OnCreatedCore(FileSystemEventArgs e)
            {
                if (e.Name is { } name)
                    Save(name);
            }

            private async Task RunCreatedQueueAsync()
            {
                await foreach (var e in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        OnCreatedCore(e);
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            private static void Save(string name) => File.WriteAllTextAsync(name, name).Wait();

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
}
