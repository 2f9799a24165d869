using LeakGuard.CodeFixes.Callbacks;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001: callbacks whose work can neither be queued nor awaited.</summary>
public sealed class BlockingWaitRefusalTests
{
    private static Task OffersNothingAsync(string source) => Verify<MoveWaitOutOfCallbackFix>.OffersNothingAsync(source);

    [Fact]
    public Task HandlerThatAnswersThroughItsArgument_OffersNothing() => OffersNothingAsync(
        """
        using System.ComponentModel;

        sealed class Door
        {
            public event CancelEventHandler? Closing;

            public void Raise() => Closing?.Invoke(this, new CancelEventArgs());
        }

        sealed class Guard
        {
            public Guard(Door door, Func<Task<bool>> ask) => door.Closing += (_, e) => e.Cancel = {|LEAK3001:ask().Result|};
        }
        """);

    [Fact]
    public Task HandlerWithAResult_OffersNothing() => OffersNothingAsync(
        """
        sealed class Bus
        {
            public event Func<string, bool>? Arrived;

            public void Raise() => Arrived?.Invoke("a");
        }

        sealed class Consumer
        {
            public Consumer(Bus bus) => bus.Arrived += OnArrived;

            private bool OnArrived(string message) => {|LEAK3001:Task.FromResult(message).ContinueWith(t => true).Result|};
        }
        """);

    [Fact]
    public Task StaticHandlerWithAWaitThatCannotBeAwaited_OffersNothing() => OffersNothingAsync(
        """
        static class Hook
        {
            private static readonly ManualResetEvent Gate = new(false);

            public static void Attach(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private static void OnCreated(object sender, FileSystemEventArgs e) => {|LEAK3001:Gate.WaitOne()|};
        }
        """);

    [Fact]
    public Task HandlerThatOthersCallAndRelyOn_OffersNothing() => OffersNothingAsync(
        """
        sealed class Reader
        {
            public Reader(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            public void Now() => OnCreated(this, null);

            private void OnCreated(object sender, FileSystemEventArgs e) => {|LEAK3001:Task.Delay(5).Wait()|};
        }
        """);

    [Fact]
    public Task ObserverOfAStruct_OffersNothing() => OffersNothingAsync(
        """
        struct Sink : IObserver<int>
        {
            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }

            public void OnNext(int value) => {|LEAK3001:Thread.Sleep(value)|};
        }
        """);

    [Fact]
    public Task ObserverWhoseItemThePublisherDisposes_OffersNothing() => OffersNothingAsync(
        """
        sealed class Sink : IObserver<Stream>
        {
            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }

            public void OnNext(Stream value) => {|LEAK3001:value.FlushAsync().Wait()|};
        }
        """);

    [Fact]
    public Task ObserverBelowABaseThatClosesForGood_OffersNothing() => OffersNothingAsync(
        """
        abstract class Part : IDisposable
        {
            public void Dispose()
            {
            }
        }

        sealed class Sink : Part, IObserver<int>
        {
            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }

            public void OnNext(int value) => {|LEAK3001:Thread.Sleep(value)|};
        }
        """);

    [Fact]
    public Task CapturedLocalThatChanges_OffersNothing() => OffersNothingAsync(
        """
        sealed class Counter
        {
            public int Attach(FileSystemWatcher watcher, ManualResetEvent gate)
            {
                var seen = 0;
                watcher.Created += (_, _) =>
                {
                    seen++;
                    {|LEAK3001:gate.WaitOne()|};
                };
                return seen;
            }
        }
        """);

    [Fact]
    public Task WaitUnderALockOfAStaticHandler_OffersNothing() => OffersNothingAsync(
        """
        static class Hook
        {
            private static readonly object Gate = new();

            public static void Attach(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private static void OnCreated(object sender, FileSystemEventArgs e)
            {
                lock (Gate)
                {
                    {|LEAK3001:Task.Delay(5).Wait()|};
                }
            }
        }
        """);
}
