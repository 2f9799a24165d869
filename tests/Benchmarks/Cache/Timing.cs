using System.Diagnostics;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>
/// Compares contenders that take turns in short rounds, after all of them were warmed up until the compiler is done with them. Rounds in
/// which another process took the processor away are left out, for all contenders in the same way, and counted.
/// </summary>
internal static class Timing
{
    private const int Rounds = 201;
    private const int Warmup = 60;

    /// <summary>A thread that had the processor for less of the time than this was disturbed.</summary>
    private const double Undisturbed = 0.95;

    public static IReadOnlyList<Sample> Compare(int count, int threads, params Func<int, int, Task<long>>[] contenders)
    {
        using var crew = new Crew(threads);
        var samples = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = -Warmup; round < Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var turn = (i + Math.Abs(round)) % contenders.Length;
                var (nanoseconds, busy) = crew.Run(contenders[turn], count);
                if (round >= 0 && busy >= Undisturbed)
                    samples[turn].Add(nanoseconds);
            }

            // Compiled methods are replaced by better ones in the background, when nothing new was called for a while.
            if (round < 0 && round % 10 == 0)
                Thread.Sleep(150);
        }

        return [.. samples.Select(s => new Sample(s, Rounds))];
    }

    public static async Task<double> AllocatedAsync(Func<int, int, Task<long>> contender, int count)
    {
        await contender(count, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await contender(count, 0);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
    }

    /// <summary>Threads that start at the same time, each with its own order of the keys.</summary>
    private sealed class Crew : IDisposable
    {
        private readonly Barrier _start;
        private readonly Barrier _end;
        private readonly (long From, long To, double Busy)[] _turns;
        private Func<int, int, Task<long>>? _contender;
        private int _count;
        private int _ready;

        public Crew(int threads)
        {
            _start = new Barrier(threads + 1);
            _end = new Barrier(threads + 1);
            _turns = new (long, long, double)[threads];
            for (var i = 0; i < threads; i++)
            {
                var thread = i;
                new Thread(() => Work(thread)) { IsBackground = true }.Start();
            }
        }

        /// <summary>
        /// Nanoseconds of one operation by the mean of the threads' rates, so that twice its inverse is what two threads get done, and the
        /// part of the time that the less lucky one had a processor while the other was at work.
        /// </summary>
        public (double Nanoseconds, double Busy) Run(Func<int, int, Task<long>> contender, int count)
        {
            (_contender, _count, _ready) = (contender, count, 0);
            _start.SignalAndWait();
            _end.SignalAndWait();
            var longest = (double)_turns.Max(t => t.To - t.From);
            var late = _turns.Max(t => t.From) - _turns.Min(t => t.From);
            var rate = _turns.Average(t => count / (double)(t.To - t.From));
            return (1e9 / Stopwatch.Frequency / rate, Math.Min(_turns.Min(t => t.Busy), 1 - (late / longest)));
        }

        public void Dispose()
        {
            _contender = null;
            _start.SignalAndWait();
        }

        private void Work(int thread)
        {
            while (true)
            {
                _start.SignalAndWait();
                if (_contender is not { } contender)
                    return;

                // A barrier wakes one thread later than the other.
                Interlocked.Increment(ref _ready);
                while (Volatile.Read(ref _ready) < _turns.Length)
                    Thread.SpinWait(1);
                var busy = ProcessorTime.OfThisThread();
                var from = Stopwatch.GetTimestamp();
                var sum = contender(_count, thread).GetAwaiter().GetResult();
                var to = Stopwatch.GetTimestamp();
                busy = ProcessorTime.OfThisThread() - busy;
                if (sum != _count)
                    Environment.FailFast("A contender did not use every value.");
                _turns[thread] = (from, to, busy / Stopwatch.GetElapsedTime(from, to).TotalNanoseconds);
                _end.SignalAndWait();
            }
        }
    }
}
