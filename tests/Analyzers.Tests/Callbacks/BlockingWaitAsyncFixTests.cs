using LeakGuard.CodeFixes.Callbacks;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001, second offer: an asynchronous handler.</summary>
public sealed class BlockingWaitAsyncFixTests
{
    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<MoveWaitOutOfCallbackFix>.FixesAsync(source, fixedSource, MoveWaitOutOfCallbackFix.AsyncKey);

    [Fact]
    public Task EventHandlerMethod_AwaitsInAGuardedBody() => FixesAsync(
        """
        sealed class Archiver
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            // Called by the watcher.
            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                Console.WriteLine(e.Name);
                {|LEAK3001:File.WriteAllTextAsync(e.FullPath, "seen").Wait()|}; // once
            }
        }
        """,
        """
        sealed class Archiver
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            // Called by the watcher.
            private async void OnCreated(object sender, FileSystemEventArgs e)
            {
                try
                {
                    Console.WriteLine(e.Name);
                    await File.WriteAllTextAsync(e.FullPath, "seen"); // once
                }
                catch (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                }
            }
        }
        """);

    [Fact]
    public Task LambdaWithAnExpression_GetsABlock() => FixesAsync(
        """
        sealed class Archiver
        {
            private readonly Timer _timer;

            public Archiver() => _timer = new Timer(_ => {|LEAK3001:Thread.Sleep(50)|}, null, 0, 1000);
        }
        """,
        """
        sealed class Archiver
        {
            private readonly Timer _timer;

            public Archiver() => _timer = new Timer(async _ =>
            {
                try
                {
                    await Task.Delay(50);
                }
                catch (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                }
            }, null, 0, 1000);
        }
        """);

    [Fact]
    public Task HandlersThatReturnTasks_AwaitAsTheyAre() => FixesAsync(
        """
        delegate Task Handler(string message);

        sealed class Bus
        {
            public event Handler? Arrived;

            public Task? Raise() => Arrived?.Invoke("a");
        }

        sealed class Consumer
        {
            public Consumer(Bus bus)
            {
                bus.Arrived += OnArrived;
                bus.Arrived += async message =>
                {
                    {|LEAK3001:Thread.Sleep(10)|};
                    await Task.Yield();
                };
            }

            private Task OnArrived(string message)
            {
                if (message.Length == 0)
                    return Task.CompletedTask;
                var text = {|LEAK3001:File.ReadAllTextAsync(message).Result|};
                return File.WriteAllTextAsync(message, text);
            }
        }
        """,
        """
        delegate Task Handler(string message);

        sealed class Bus
        {
            public event Handler? Arrived;

            public Task? Raise() => Arrived?.Invoke("a");
        }

        sealed class Consumer
        {
            public Consumer(Bus bus)
            {
                bus.Arrived += OnArrived;
                bus.Arrived += async message =>
                {
                    await Task.Delay(10);
                    await Task.Yield();
                };
            }

            private async Task OnArrived(string message)
            {
                if (message.Length == 0)
                    return;
                var text = await File.ReadAllTextAsync(message);
                await File.WriteAllTextAsync(message, text);
            }
        }
        """);

    [Fact]
    public Task HelperWithAResult_ReturnsATask() => FixesAsync(
        """
        sealed class Loader
        {
            private readonly List<int> _sizes = new();

            public Loader(FileSystemWatcher watcher)
            {
                watcher.Changed += (s, e) =>
                {
                    var size = this.SizeOf(e.FullPath).ToString().Length + SizeOf(e.Name);
                    _sizes.Add(size);
                };
            }

            private int SizeOf(string path) => {|LEAK3001:File.ReadAllTextAsync(path).GetAwaiter().GetResult()|}.Length;
        }
        """,
        """
        sealed class Loader
        {
            private readonly List<int> _sizes = new();

            public Loader(FileSystemWatcher watcher)
            {
                watcher.Changed += async (s, e) =>
                {
                    try
                    {
                        var size = (await this.SizeOfAsync(e.FullPath)).ToString().Length + await SizeOfAsync(e.Name);
                        _sizes.Add(size);
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                };
            }

            private async Task<int> SizeOfAsync(string path) => (await File.ReadAllTextAsync(path)).Length;
        }
        """);

    [Fact]
    public Task SemaphoreAndManyTasks_HaveAwaitedForms() => FixesAsync(
        """
        sealed class Gate
        {
            private readonly SemaphoreSlim _gate = new(1);

            public void Attach(FileSystemWatcher watcher)
            {
                watcher.Deleted += (_, e) =>
                {
                    {|LEAK3001:_gate.Wait(100)|};
                    try
                    {
                        {|LEAK3001:Task.WaitAll(Task.Delay(1), Task.Delay(2))|};
                    }
                    finally
                    {
                        _gate.Release();
                    }
                };
            }
        }
        """,
        """
        sealed class Gate
        {
            private readonly SemaphoreSlim _gate = new(1);

            public void Attach(FileSystemWatcher watcher)
            {
                watcher.Deleted += async (_, e) =>
                {
                    try
                    {
                        await _gate.WaitAsync(100);
                        try
                        {
                            await Task.WhenAll(Task.Delay(1), Task.Delay(2));
                        }
                        finally
                        {
                            _gate.Release();
                        }
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                };
            }
        }
        """);

    [Fact]
    public Task HandlerThatCatchesEverythingAlready_IsNotGuardedTwice() => FixesAsync(
        """
        sealed class Safe
        {
            public Safe(System.Timers.Timer timer) => timer.Elapsed += OnElapsed;

            private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
            {
                try
                {
                    {|LEAK3001:Task.Delay(1).ConfigureAwait(false).GetAwaiter().GetResult()|};
                }
                catch (Exception)
                {
                    Console.WriteLine("failed");
                }
            }
        }
        """,
        """
        sealed class Safe
        {
            public Safe(System.Timers.Timer timer) => timer.Elapsed += OnElapsed;

            private async void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
            {
                try
                {
                    await Task.Delay(1).ConfigureAwait(false);
                }
                catch (Exception)
                {
                    Console.WriteLine("failed");
                }
            }
        }
        """);

    [Fact]
    public Task TokenRegistration_Awaits() => FixesAsync(
        """
        sealed class Stopper
        {
            public void Attach(CancellationToken token, Task work) => token.Register(() => {|LEAK3001:work.Wait()|});
        }
        """,
        """
        sealed class Stopper
        {
            public void Attach(CancellationToken token, Task work) => token.Register(async () =>
            {
                try
                {
                    await work;
                }
                catch (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                }
            });
        }
        """);

    [Fact]
    public Task ProcessWait_UsesTheAsynchronousTwin() => FixesAsync(
        """
        using System.Diagnostics;

        sealed class Killer
        {
            public Killer(FileSystemWatcher watcher, Process process)
            {
                watcher.Changed += delegate
                {
                    process.Kill();
                    {|LEAK3001:process.WaitForExit()|};
                };
            }
        }
        """,
        """
        using System.Diagnostics;

        sealed class Killer
        {
            public Killer(FileSystemWatcher watcher, Process process)
            {
                watcher.Changed += async delegate
                {
                    try
                    {
                        process.Kill();
                        await process.WaitForExitAsync();
                    }
                    catch (Exception failure)
                    {
                        Console.Error.WriteLine(failure);
                    }
                };
            }
        }
        """);
}
