using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Entries that do hold something, unlike those of ValidCode that look like them.</summary>
public sealed class HoldingTwinTests
{
    [Fact]
    public Task EntryWhoseDisposeCancels_Fires() => Verify.FindsAsync(
        """
        public sealed class Reminders : IDisposable
        {
            private readonly ConcurrentDictionary<string, Reminder> _waiting = new();

            public void Remind(string key, TimeSpan after, Action tell)
            {
                var reminder = new Reminder(after);
                if ({|LEAK4002:_waiting.TryAdd(key, reminder)|})
                    _ = reminder.RunAsync(tell);
            }

            public void Dispose()
            {
                foreach (var reminder in _waiting.Values)
                    reminder.Dispose();
            }

            private sealed class Reminder(TimeSpan after) : IDisposable
            {
                private readonly CancellationTokenSource _stop = new();

                public async Task RunAsync(Action tell)
                {
                    await Task.Delay(after, _stop.Token);
                    tell();
                }

                public void Dispose()
                {
                    _stop.Cancel();
                    _stop.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task LogThatAlsoWritesAFile_Fires() => Verify.FindsAsync(
        """
        public sealed class Traces(System.Diagnostics.TraceListener listener) : IDisposable
        {
            private readonly ConcurrentDictionary<string, Log> _logs = new();

            public Log this[string name] => {|LEAK4002:{|LEAK1005:_logs.GetOrAdd(name, key => new Log(key))|}|};

            public void Dispose()
            {
                foreach (var log in _logs.Values)
                    {|LEAK1013:log.Dispose()|};
                _logs.Clear();
                listener.Close();
            }
        }

        public class Log(string name) : IDisposable
        {
            private readonly System.Diagnostics.TraceSource _source = new(name);
            private readonly FileStream _copy = File.Create(name);

            public void Dispose()
            {
                _source.Flush();
                _source.Close();
                _copy.Dispose();
            }
        }
        """);

    [Fact]
    public Task WriterWhoseDisposeCallsTheBase_Fires() => Verify.FindsAsync(
        """
        public static class Outputs
        {
            private static readonly ConcurrentDictionary<string, StreamWriter> All = new();

            public static StreamWriter For(string path) => {|LEAK1005:All.GetOrAdd(path, _ => new OutputWriter(path))|};

            private sealed class OutputWriter(string path) : StreamWriter(path)
            {
                protected override void Dispose(bool disposing)
                {
                    Console.WriteLine("closed");
                    base.Dispose(disposing);
                }
            }
        }
        """);

    [Fact]
    public Task EntryWithATimerThatNobodyEnds_Fires() => Verify.FindsAsync(
        """
        public sealed class Pollers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Poller> _pollers = new();
            private readonly Timer _report = new(_ => { });

            public int LastOf(string key) => {|LEAK1005:_pollers.GetOrAdd(key, _ => new Poller())|}.Last;

            public void Dispose() => _report.Dispose();

            private sealed class Poller
            {
                private readonly Timer _timer;
                private int _last;

                public Poller() => _timer = new Timer(_ => _last++, null, 1000, 1000);

                public int Last => _last;
            }
        }
        """);

    [Fact]
    public Task HelperThatOnlyCounts_Fires() => Verify.FindsAsync(
        """
        public sealed class Workspace : IDisposable
        {
            private readonly Stack<IDisposable> _ends = new();
            private readonly Lazy<Settings> {|LEAK1004:_settings|};
            private int _made;

            public Workspace(string path)
            {
                _settings = new Lazy<Settings>(() => Count(new Settings(path)));
                _ends.Push(new Timer(_ => { }));
            }

            public long Size => _settings.Value.Size;

            public static long SizeOf(string path)
            {
                using var workspace = new Workspace(path);
                return workspace.Size;
            }

            public void Dispose()
            {
                while (_ends.Count > 0)
                    _ends.Pop().Dispose();
            }

            private T Count<T>(T part)
                where T : IDisposable
            {
                _made++;
                return part;
            }
        }

        public sealed class Settings(string path) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(path);

            public long Size => _file.Length;

            public void Dispose() => _file.Dispose();
        }
        """);

    [Fact]
    public Task TokenCallbackThatWaitsItself_Fires() => Verify.FindsAsync(
        """
        public sealed class OneRun
        {
            private readonly TaskCompletionSource<bool> _done = new();

            public async Task ExecuteAsync(CancellationToken token)
            {
                using var registration = token.Register(() => Finish());
                await _done.Task;
            }

            private void Finish()
            {
                {|LEAK3001:SaveAsync().Wait()|};
                _done.TrySetResult(true);
            }

            private static async Task SaveAsync() => await File.WriteAllTextAsync("a", "b");
        }
        """);
}
