using System.Collections.Concurrent;

namespace LeakGuard.ReferenceCache.Tests.Queue;

/// <summary>What goes in and comes out of the queue.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task I28_EnqueuingWaitsForNothing_WhateverTheWorkerDoes()
    {
        using var open = new ManualResetEventSlim();
        await using var test = new TestQueue((_, _) =>
        {
            open.Wait(Wait.Limit);
            return Task.CompletedTask;
        }, capacity: 50);
        test.Queue.TryEnqueue("first");
        await Wait.Until(() => test.Queue.GetHealth().Running == 1);

        // All on this thread, while the only worker stands still.
        for (var i = 0; i < 10_000; i++)
            test.Queue.TryEnqueue($"key {i % 200}");
        Assert.Equal(1, test.Queue.GetHealth().Running);
        Assert.Equal(49, test.Queue.GetHealth().Queued);
        open.Set();
        await test.Empty();
        Assert.Equal(50, test.Handled.Count);
    }

    [Fact]
    public async Task I29_AKeyIsQueuedOnce_AndRunsAgainIfItChangesMeanwhile()
    {
        var job = new Job();
        await using var test = new TestQueue((_, token) => job.RunAsync(token));
        Assert.Equal(EnqueueOutcome.Queued, test.Queue.TryEnqueue("a"));
        await job.Started;
        Assert.Equal(EnqueueOutcome.Queued, test.Queue.TryEnqueue("b"));
        Assert.Equal(EnqueueOutcome.Coalesced, test.Queue.TryEnqueue("b"));
        Assert.Equal(EnqueueOutcome.Dirtied, test.Queue.TryEnqueue("a"));
        Assert.Equal(EnqueueOutcome.Dirtied, test.Queue.TryEnqueue("a"));
        job.Open();
        await test.Empty();
        Assert.Equal(["a", "b", "a"], test.Handled);
    }

    [Fact]
    public async Task I29_AChangeJustAfterTheHandler_IsNotLost()
    {
        await using var test = new TestQueue((_, _) => Task.CompletedTask);
        test.Traps.Run(QueuePoint.Handled, () => Assert.Equal(EnqueueOutcome.Dirtied, test.Queue.TryEnqueue("a")));
        test.Queue.TryEnqueue("a");
        await test.Empty();
        Assert.Equal(["a", "a"], test.Handled);
    }

    [Fact]
    public async Task I29_AgainstAModel_NoKeyRunsTwiceAtOnceAndNoChangeIsLost()
    {
        const int Keys = 20;
        var version = new int[Keys];
        var seen = new int[Keys];
        var running = new int[Keys];
        var violations = 0;
        var failed = new ConcurrentDictionary<int, bool>();
        await using var test = new TestQueue(async (key, _) =>
        {
            var i = int.Parse(key);
            if (Interlocked.Increment(ref running[i]) != 1)
                Interlocked.Increment(ref violations);
            var read = Volatile.Read(ref version[i]);
            await Task.Yield();
            Volatile.Write(ref seen[i], read);
            Interlocked.Decrement(ref running[i]);
            if (read % 97 == 0 && failed.TryAdd(read, true))
                throw new InvalidOperationException();
        }, workers: 4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var n = 0; n < 20_000; n++)
            {
                var i = random.Next(Keys);
                Interlocked.Increment(ref version[i]);
                test.Queue.TryEnqueue(i.ToString());
            }
        })));
        await Wait.Until(() =>
        {
            test.Time.Advance(TimeSpan.FromSeconds(1));
            return test.Queue.GetHealth() is { Queued: 0, Running: 0, Delayed: 0 };
        });
        Assert.Equal(0, violations);
        Assert.Equal(version, seen);
        Assert.Equal(0, test.Count(QueueEventKind.GivenUp));
    }

    [Fact]
    public async Task I30_AFullQueueRefusesVisibly_AndAsksForAResync()
    {
        var job = new Job();
        await using var test = new TestQueue((_, token) => job.RunAsync(token), capacity: 2);
        using var read = new Readings("leakguard.queue.name", test.Name);
        test.Queue.TryEnqueue("a");
        await job.Started;
        test.Queue.TryEnqueue("b");
        Assert.False(test.Queue.TakeResync());
        Assert.Equal(EnqueueOutcome.Full, test.Queue.TryEnqueue("c"));
        Assert.Equal(EnqueueOutcome.Full, test.Queue.TryEnqueue("d"));
        Assert.Equal(QueueIssues.Full | QueueIssues.ResyncNeeded, test.Queue.GetHealth().Issues);
        Assert.Equal(2, test.Count(QueueEventKind.Overflow));
        read.Collect();
        Assert.Equal(2, read["leakguard.queue.enqueued", "Full"]);
        job.Open();
        await test.Empty();
        Assert.True(test.Queue.TakeResync());
        Assert.False(test.Queue.TakeResync());
        Assert.Equal(EnqueueOutcome.Queued, test.Queue.TryEnqueue("c"));
        await test.Empty();
        Assert.True(test.Queue.GetHealth().IsHealthy);
        Assert.Equal(["a", "b", "c"], test.Handled);
    }

    [Fact]
    public async Task I31_TheHandlerSeesWhatTheKeyMeansNow()
    {
        var source = new ConcurrentDictionary<string, int> { ["a"] = 1, ["b"] = 1 };
        var first = new Job();
        var seen = new List<string>();
        await using var test = new TestQueue(async (key, token) =>
        {
            if (key == "first")
                await first.RunAsync(token);
            else
                seen.Add(source.TryGetValue(key, out var state) ? $"{key} {state}" : $"{key} gone");
        });
        test.Queue.TryEnqueue("first");
        await first.Started;
        test.Queue.TryEnqueue("a");
        test.Queue.TryEnqueue("b");
        source["a"] = 2;
        source.TryRemove("b", out _);
        first.Open();
        await test.Empty();
        Assert.Equal(["a 2", "b gone"], seen);
    }

    [Fact]
    public async Task I32_AFailureIsRepeatedLaterAndLater_ThenGivenUpAndForgotten()
    {
        await using var test = new TestQueue((_, _) => throw new InvalidOperationException("down"), attempts: 4);
        test.Queue.TryEnqueue("a");
        foreach (var seconds in new[] { 1, 2, 3 })
        {
            await Wait.Until(() => test.Time.ArmedFor(TimeSpan.FromSeconds(seconds)) == 1);
            Assert.Equal(EnqueueOutcome.Coalesced, test.Queue.TryEnqueue("a"));
            test.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await test.Empty();
        Assert.Equal(4, test.Handled.Count);
        Assert.Equal([1, 2, 3, 4], test.Events.Select(e => e.Attempts));
        Assert.Equal("down", Assert.Single(test.Events, e => e.Kind == QueueEventKind.GivenUp).Exception!.Message);

        test.Queue.TryEnqueue("a");
        await Wait.Until(() => test.Time.ArmedFor(TimeSpan.FromSeconds(1)) == 1);
        Assert.Equal(1, test.Events.Last().Attempts);
    }

    [Fact]
    public async Task I32_SuccessForgetsTheFailuresBefore()
    {
        var fails = true;
        await using var test = new TestQueue((_, _) => fails ? throw new InvalidOperationException() : Task.CompletedTask);
        test.Queue.TryEnqueue("a");
        await Wait.Until(() => test.Time.ArmedFor(TimeSpan.FromSeconds(1)) == 1);
        fails = false;
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await test.Empty();
        fails = true;
        test.Queue.TryEnqueue("a");
        await Wait.Until(() => test.Time.ArmedFor(TimeSpan.FromSeconds(1)) == 1);
        Assert.Equal([1, 1], test.Events.Select(e => e.Attempts));
    }
}
