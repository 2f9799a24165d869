using LeakGuard.CodeFixes.Callbacks;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, first offer: a bounded queue and a worker.</summary>
public sealed class BlockingWaitQueueFixTests
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
    public Task WaitThatHasNoAwaitedForm_RunsInTheWorker() => FixesAsync(
        """
        namespace Acme;

        class Gatekeeper : IDisposable
        {
            private readonly ManualResetEvent _gate = new(false);

            public Gatekeeper(FileSystemWatcher watcher)
            {
                if (watcher.IncludeSubdirectories)
                    watcher.Path = ".";
                watcher.Renamed += (sender, e) => Log(e.Name, e.OldName);
            }

            private void Log(string? name, string? old)
            {
                {|LEAK3001:_gate.WaitOne()|};
                Console.WriteLine(name + old);
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _gate.Dispose();
                }
            }
        }
        """,
        """
        using System.Threading.Channels;

        namespace Acme;

        class Gatekeeper : IDisposable
        {
            private readonly ManualResetEvent _gate = new(false);
            private readonly Channel<(string Name, string OldName)> _queue = Channel.CreateBounded<(string Name, string OldName)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Gatekeeper(FileSystemWatcher watcher)
            {
                if (watcher.IncludeSubdirectories)
                    watcher.Path = ".";
                watcher.Renamed += (sender, e) =>
                {
                    if (!_queue.Writer.TryWrite((e.Name, e.OldName)))
                        Interlocked.Increment(ref _refused);
                };
                _worker = Task.Run(RunRenamedQueueAsync);
            }

            private void OnRenamedCore(string name, string oldName) => Log(name, oldName);

            private async Task RunRenamedQueueAsync()
            {
                await foreach (var (name, oldName) in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        OnRenamedCore(name, oldName);
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }

            private void Log(string? name, string? old)
            {
                _gate.WaitOne();
                Console.WriteLine(name + old);
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    if (_queue.Writer.TryComplete())
                    {
                        if (_worker.Wait(TimeSpan.FromSeconds(10)))
                            _stop.Dispose();
                        else
                            _stop.Cancel();
                    }

                    _gate.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task PrimaryConstructor_StartsTheWorkerWhereTheHandlerIsAttached() => FixesAsync(
        """
        using System.Net.Http;
        using Acme;

        public class Mirror(HttpClient client)
        {
            public void Start(FileSystemWatcher watcher)
            {
                Console.WriteLine("start");
                watcher.Changed += OnChanged;
            }

            private void OnChanged(object sender, FileSystemEventArgs e)
            {
                var text = {|LEAK3001:client.GetStringAsync(e.FullPath).Result|}.Trim();
                Console.WriteLine(text);
            }
        }

        namespace Acme
        {
            internal sealed class Other;
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Channels;
        using Acme;

        public class Mirror(HttpClient client) : IAsyncDisposable
        {
            private readonly Channel<string> _queue = Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private Task _worker;
            private long _refused;

            public void Start(FileSystemWatcher watcher)
            {
                Console.WriteLine("start");
                _worker ??= Task.Run(RunChangedQueueAsync);
                watcher.Changed += OnChanged;
            }

            private void OnChanged(object sender, FileSystemEventArgs e)
            {
                if (!_queue.Writer.TryWrite(e.FullPath))
                    Interlocked.Increment(ref _refused);
            }

            private async Task OnChangedAsync(string fullPath)
            {
                var text = (await client.GetStringAsync(fullPath, _stop.Token)).Trim();
                Console.WriteLine(text);
            }

            private async Task RunChangedQueueAsync()
            {
                await foreach (var fullPath in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnChangedAsync(fullPath);
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

            public virtual async ValueTask DisposeAsync()
            {
                if (_queue.Writer.TryComplete())
                {
                    _stop.CancelAfter(TimeSpan.FromSeconds(10));
                    if (_worker != null)
                        await _worker.ConfigureAwait(false);
                    _stop.Dispose();
                }
            }
        }

        namespace Acme
        {
            internal sealed class Other;
        }
        """);

    [Fact]
    public Task HostedServiceBaseWithVirtualDispose_OverridesIt() => FixesAsync(
        """
        abstract class Service : IDisposable
        {
            public virtual void Dispose()
            {
            }
        }

        sealed class Watcher : Service
        {
            private readonly SemaphoreSlim _slots = new(2);

            public void Attach(FileSystemWatcher watcher) => watcher.Deleted += (_, e) =>
            {
                {|LEAK3001:_slots.Wait()|};
                try
                {
                    Console.WriteLine(e.ChangeType);
                }
                finally
                {
                    _slots.Release();
                }
            };
        }
        """,
        """
        using System.Threading.Channels;

        abstract class Service : IDisposable
        {
            public virtual void Dispose()
            {
            }
        }

        sealed class Watcher : Service
        {
            private readonly SemaphoreSlim _slots = new(2);
            private readonly Channel<WatcherChangeTypes> _queue = Channel.CreateBounded<WatcherChangeTypes>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _worker;
            private long _refused;

            public Watcher()
            {
                _worker = Task.Run(RunDeletedQueueAsync);
            }

            public void Attach(FileSystemWatcher watcher) => watcher.Deleted += (_, e) =>
            {
                if (!_queue.Writer.TryWrite(e.ChangeType))
                    Interlocked.Increment(ref _refused);
            };

            private async Task OnDeletedAsync(WatcherChangeTypes changeType)
            {
                await _slots.WaitAsync(_stop.Token);
                try
                {
                    Console.WriteLine(changeType);
                }
                finally
                {
                    _slots.Release();
                }
            }

            private async Task RunDeletedQueueAsync()
            {
                await foreach (var changeType in _queue.Reader.ReadAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                        break;
                    try
                    {
                        await OnDeletedAsync(changeType);
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

            public override void Dispose()
            {
                if (_queue.Writer.TryComplete())
                {
                    if (_worker.Wait(TimeSpan.FromSeconds(10)))
                        _stop.Dispose();
                    else
                        _stop.Cancel();
                }

                base.Dispose();
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
