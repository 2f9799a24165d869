namespace LeakGuard.ReferenceCache.Tests.Queue;

/// <summary>The end of a queue, in order or not.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task I33_StoppedWhileIdle_TheWorkersEnd()
    {
        await using var test = new TestQueue((_, _) => Task.CompletedTask, workers: 3);
        test.Queue.TryEnqueue("a");
        await test.Empty();
        await test.Stop();
        Assert.Equal(EnqueueOutcome.Closed, test.Queue.TryEnqueue("b"));
        Assert.Equal(["a"], test.Handled);
    }

    [Fact]
    public async Task I33_StoppedWhileBusy_WhatIsQueuedIsDone_AndWhatChangedMeanwhileToo()
    {
        var job = new Job();
        await using var test = new TestQueue((_, token) => job.RunAsync(token));
        test.Queue.TryEnqueue("a");
        await job.Started;
        test.Queue.TryEnqueue("b");
        test.Queue.TryEnqueue("a");
        var stopping = test.Stop();
        var other = test.Stop();
        Assert.False(stopping.IsCompleted);
        job.Open();
        await stopping;
        await other;
        Assert.Equal(["a", "a", "b"], test.Handled.Order());
        Assert.Equal(0, test.Queue.Counters.Dropped);
    }

    [Fact]
    public async Task I33_AKeyThatWaitsForItsNextAttempt_GetsItAtTheStop()
    {
        var fails = true;
        await using var test = new TestQueue((_, _) => fails ? throw new InvalidOperationException() : Task.CompletedTask);
        test.Queue.TryEnqueue("a");
        await Wait.Until(() => test.Queue.GetHealth().Delayed == 1 && test.Time.ArmedFor(TimeSpan.FromSeconds(1)) == 1);
        fails = false;
        await test.Stop();
        Assert.Equal(2, test.Handled.Count);
        Assert.Equal(0, test.Queue.Counters.Dropped);
        Assert.Equal(0, test.Time.Armed);
    }

    [Fact]
    [Interleaving("stop-blocked")]
    public async Task I33_AWorkerThatIsBlocked_IsCancelledAfterTheGrace()
    {
        var job = new Job();
        await using var test = new TestQueue((_, token) => job.RunAsync(token));
        test.Queue.TryEnqueue("a");
        await job.Started;
        test.Queue.TryEnqueue("b");
        var stopping = test.Stop();
        await Wait.Until(() => test.Time.ArmedFor(TestQueue.Grace) == 1);
        Assert.False(stopping.IsCompleted);
        test.Time.Advance(TestQueue.Grace);
        await stopping;
        Assert.Equal(["a"], test.Handled);
        Assert.Equal(1, test.Count(QueueEventKind.Dropped));
    }

    [Fact]
    [Interleaving("stop-blocked")]
    public async Task I33_AWorkerThatDoesNotListen_HoldsUpTheStopForTwoGracesOnly()
    {
        var never = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using var test = new TestQueue((_, _) =>
        {
            started.SetResult();
            return never.Task;
        });
        test.Queue.TryEnqueue("a");
        await started.Task.WaitAsync(Wait.Limit);
        var stopping = test.Stop();
        for (var i = 0; i < 2; i++)
        {
            await Wait.Until(() => test.Time.ArmedFor(TestQueue.Grace) == 1);
            Assert.False(stopping.IsCompleted);
            test.Time.Advance(TestQueue.Grace);
        }

        await stopping;
        never.SetResult();
    }

    [Fact]
    [Interleaving("enqueue-clear")]
    public async Task I33_AKeyThatComesDuringTheStop_IsRefusedAndNotLostSilently()
    {
        await using var test = new TestQueue((_, _) => Task.CompletedTask);
        var trap = test.Traps.Set(QueuePoint.Stopping);
        var stopping = Task.Run(test.Stop);
        await trap.Caught;
        Assert.Equal(EnqueueOutcome.Closed, test.Queue.TryEnqueue("a"));
        trap.Release();
        await stopping;
        Assert.Empty(test.Handled);
        Assert.Equal(1, test.Queue.Counters.Enqueued[(int)EnqueueOutcome.Closed]);
    }

    [Fact]
    [Interleaving("enqueue-clear")]
    public async Task I33_EnqueuedOrRefused_EveryKeyIsAccountedFor()
    {
        for (var round = 0; round < 20; round++)
        {
            var accepted = 0;
            await using var test = new TestQueue((_, _) => Task.CompletedTask, capacity: 10_000, workers: 2);
            var producers = Enumerable.Range(0, 3).Select(p => Task.Run(() =>
            {
                for (var i = 0; i < 500; i++)
                {
                    if (test.Queue.TryEnqueue($"{p} {i}") == EnqueueOutcome.Queued)
                        Interlocked.Increment(ref accepted);
                }
            })).ToArray();
            await test.Stop();
            await Task.WhenAll(producers);
            Assert.Equal(accepted, test.Handled.Count);
        }
    }

    [Fact]
    [Interleaving("fault-producer")]
    public async Task I33_AWorkerThatDies_ClosesTheQueue_SoThatProducersSeeIt()
    {
        await using var test = new TestQueue((_, _) => Task.CompletedTask);
        test.Traps.Run(QueuePoint.Taken, () => throw new InvalidOperationException("fault"));
        test.Queue.TryEnqueue("a");
        await Wait.Until(() => test.Queue.TryEnqueue("b") == EnqueueOutcome.Closed);
        await Wait.Until(() => test.Count(QueueEventKind.WorkerDied) == 1);
        Assert.Equal(QueueIssues.WorkerDied, test.Queue.GetHealth().Issues & QueueIssues.WorkerDied);
        await test.Stop();
    }

    [Fact]
    public async Task I34_AfterTheStop_NoTimerIsArmedAndNothingRuns()
    {
        await using var test = new TestQueue((_, _) => throw new InvalidOperationException());
        for (var i = 0; i < 10; i++)
            test.Queue.TryEnqueue($"key {i}");
        await Wait.Until(() => test.Queue.GetHealth().Delayed == 10 && test.Time.ArmedFor(TimeSpan.FromSeconds(1)) == 10);
        await test.Stop();
        var handled = test.Handled.Count;
        Assert.Equal(0, test.Time.Armed);
        test.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(handled, test.Handled.Count);
        Assert.Equal(0, test.Queue.GetHealth().Queued);
    }

    [Fact]
    public async Task I36_MetricsOfTheQueueSayWhatHappened()
    {
        var job = new Job();
        var test = new TestQueue((key, token) => key == "bad" ? throw new InvalidOperationException() : job.RunAsync(token), attempts: 1);
        using var read = new Readings("leakguard.queue.name", test.Name);
        test.Queue.TryEnqueue("bad");
        await test.Empty();
        test.Queue.TryEnqueue("a");
        await job.Started;
        test.Queue.TryEnqueue("b");
        test.Time.Advance(TimeSpan.FromSeconds(90));
        read.Collect();
        Assert.Equal(1, read["leakguard.queue.keys", "queued"]);
        Assert.Equal(1, read["leakguard.queue.keys", "running"]);
        Assert.Equal(90, read["leakguard.queue.oldest.age"]);
        Assert.Equal(1, read["leakguard.queue.given_up"]);
        Assert.Equal(0, read["leakguard.queue.retries"]);
        Assert.Equal(3, read["leakguard.queue.enqueued", "Queued"]);
        Assert.Equal(QueueIssues.TooOld, test.Queue.GetHealth().Issues);
        job.Open();
        await test.Empty();
        Assert.Equal(90, read["leakguard.queue.wait.duration"]);
        await test.DisposeAsync();
        read.Collect();
    }
}
