using LeakGuard.CodeFixes.Callbacks;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, first offer: where the worker starts and stops.</summary>
public sealed class BlockingWaitQueueOwnersTests
{
    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<MoveWaitOutOfCallbackFix>.FixesAsync(source, fixedSource, MoveWaitOutOfCallbackFix.QueueKey);

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
}
