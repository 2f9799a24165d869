using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes about gates, times that are given, and values that are as good as one: the one thing that makes them a bug.</summary>
public sealed class SharingTwinTests
{
    [Fact]
    public Task GateThatClosesAgainOrOpensLater_Fires() => Verify.FindsAsync(
        """
        using System.Diagnostics;

        public static class Runner
        {
            public static void Run(Process process, Task ready)
            {
                var gate = new ManualResetEventSlim(false);
                process.OutputDataReceived += (_, e) =>
                {
                    {|LEAK3001:gate.Wait()|};
                    gate.Reset();
                    Console.WriteLine(e.Data);
                };
                process.Start();
                process.BeginOutputReadLine();
                gate.Set();
            }

            public static void RunLater(Process process, Task ready)
            {
                var gate = new ManualResetEventSlim(false);
                process.OutputDataReceived += (_, e) =>
                {
                    {|LEAK3001:gate.Wait()|};
                    Console.WriteLine(e.Data);
                };
                process.Start();
                process.BeginOutputReadLine();
                ready.ContinueWith(_ => gate.Set());
            }
        }
        """);

    [Fact]
    public Task WaitForTheTimeThatIsGiven_Fires() => Verify.FindsAsync(
        """
        public class Heart
        {
            private readonly Timer _timer;
            private readonly Link _link = new();

            public Heart() => _timer = new Timer(OnTimer, this, 1000, 1000);

            private static void OnTimer(object? state)
            {
                var heart = (Heart)state!;
                {|LEAK3001:heart._link.Ask(5000)|};
            }

            public void Stop() => _timer.Dispose();
        }

        public class Link
        {
            private readonly ManualResetEvent _answered = new(false);

            internal void Ask(int waitMilliseconds)
            {
                if (waitMilliseconds > 0)
                    _answered.WaitOne(waitMilliseconds);
            }
        }
        """);

    [Fact]
    public Task ListOfTheEntryThatIsFilledLater_Fires() => Verify.FindsAsync(
        """
        public class Chains
        {
            private readonly ConcurrentDictionary<string, Entry> _cache = new();

            public void Add(string symbol, string line)
            {
                if (!_cache.TryGetValue(symbol, out var entry))
                {
                    entry = new Entry(new List<string>());
                    {|LEAK2001:_cache[symbol] = entry|};
                }

                entry.Lines.Add(line);
            }

            private class Entry(List<string> lines)
            {
                public List<string> Lines { get; } = lines;
            }
        }
        """);

    [Fact]
    public Task LoserWithALinkedSource_Fires() => Verify.FindsAsync(
        """
        public sealed class Loggers : IDisposable
        {
            private readonly ConcurrentDictionary<string, State> _states = new();
            private readonly CancellationTokenSource _ending = new();

            internal State Of(string name) => {|LEAK1005:_states.GetOrAdd(name, n => new State(n, _ending.Token))|};

            public void Dispose()
            {
                foreach (var pair in _states)
                    pair.Value.Complete();
                _ending.Cancel();
            }

            internal sealed class State(string name, CancellationToken token)
            {
                private readonly CancellationTokenSource _stream = CancellationTokenSource.CreateLinkedTokenSource(token);

                public string Name => name;

                public void Complete() => _stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task TableOfTicksAndOfCallers_Fires() => Verify.FindsAsync(
        """
        public sealed class Queue : IDisposable
        {
            private readonly System.Timers.Timer _timer;
            private readonly Dictionary<string, Counter> _counters = new();

            public Queue()
            {
                _timer = new System.Timers.Timer { Interval = 1000 };
                _timer.Elapsed += (_, _) => Of("a").Add();
                _timer.Start();
            }

            public int Count(string name) => Of(name).Add();

            private Counter Of(string name)
            {
                if (!_counters.TryGetValue(name, out var counter))
                    {|LEAK2001:_counters[name] = counter = new Counter()|};
                return counter;
            }

            public void Dispose() => _timer.Dispose();

            private sealed class Counter
            {
                private int _count;

                public int Add() => _count++;
            }
        }
        """);

    [Fact]
    public Task RegistrationThatEverybodyCanCall_Fires() => Verify.FindsAsync(
        """
        public abstract class Decoder
        {
            private static readonly Dictionary<Type, Dictionary<string, Func<string, Decoder>>> Decoders = new();

            public static void Add<T>(string magic, Func<string, Decoder> make)
            {
                if (!Decoders.TryGetValue(typeof(T), out var typed))
                    {|LEAK2001:Decoders.Add(typeof(T), typed = new Dictionary<string, Func<string, Decoder>>())|};
                typed[magic] = make;
            }
        }
        """);
}
