using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace LeakGuard.ValidCode.HoldsNothing;

/// <summary>Dispose of an entry frees a plain token source, without cancelling: an entry that comes too late runs out by itself.</summary>
public sealed class Reminders<T> : IDisposable
    where T : notnull
{
    private readonly ConcurrentDictionary<string, Reminder> _waiting = new();

    public void Remind(string key, T what, TimeSpan after, Action<T> tell)
    {
        var reminder = new Reminder(after);
        if (_waiting.TryAdd(key, reminder))
            _ = reminder.RunAsync(() => tell(what));
    }

    public void Cancel(string key)
    {
        if (_waiting.TryRemove(key, out var reminder))
            reminder.Cancel();
    }

    public void Dispose()
    {
        foreach (var reminder in _waiting.Values)
            reminder.Dispose();
    }

    private sealed class Reminder(TimeSpan after) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public void Cancel()
        {
            _stop.Cancel();
            Dispose();
        }

        public async Task RunAsync(Action tell)
        {
            try
            {
                await Task.Delay(after, _stop.Token);
                tell();
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("cancelled");
            }
        }

        public void Dispose() => _stop.Dispose();
    }
}

/// <summary>A trace source has no handle, and closing it closes the listener that all of them share.</summary>
public sealed class Traces(TraceListener listener) : IDisposable
{
    private readonly ConcurrentDictionary<string, TraceLog> _logs = new();

    public TraceLog this[string name] => _logs.GetOrAdd(name, Create);

    public void Dispose()
    {
        foreach (var log in _logs.Values)
            log.Dispose();
        _logs.Clear();
    }

    private TraceLog Create(string name) => new(name, listener);
}

public class TraceLog : IDisposable
{
    private readonly TraceSource _source;

    public TraceLog(string name, TraceListener listener)
    {
        _source = new TraceSource(name);
        _source.Listeners.Add(listener);
    }

    public void Write(string text) => _source.TraceInformation(text);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _source.Flush();
        _source.Close();
    }
}

/// <summary>Nobody may close the writer, so its dispose is replaced by one that does nothing; the handle under it is the system's.</summary>
public static class Outputs
{
    private static readonly ConcurrentDictionary<string, StreamWriter> All = new();

    public static StreamWriter For(string number) => All.GetOrAdd(number, _ =>
    {
        var handle = new SafeFileHandle(new IntPtr(int.Parse(number)), ownsHandle: false);
        return Wrap(new FileStream(handle, FileAccess.Write));
    });

    internal static StreamWriter Wrap(Stream stream) => new OutputWriter(stream) { AutoFlush = true };

    private sealed class OutputWriter(Stream stream) : StreamWriter(stream)
    {
        public override void Close()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

/// <summary>One lock for each key; the releaser that it hands out is made once with it, and holds nothing.</summary>
public sealed class Loader : IDisposable
{
    private readonly ConcurrentDictionary<string, Gate> _loading = new();
    private readonly ConcurrentDictionary<string, string> _loaded = new();
    private readonly Timer _report = new(_ => Console.WriteLine("alive"));

    public async Task<string> GetAsync(string path)
    {
        if (_loaded.TryGetValue(path, out var text))
            return text;
        var gate = _loading.GetOrAdd(path, _ => new Gate());
        using (await gate.EnterAsync())
        {
            if (!_loaded.TryGetValue(path, out text))
            {
                _loaded[path] = text = await File.ReadAllTextAsync(path);
                _loading.TryRemove(path, out _);
            }

            return text;
        }
    }

    public void Dispose() => _report.Dispose();

    private sealed class Gate
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private readonly Task<IDisposable> _leave;

        public Gate() => _leave = Task.FromResult<IDisposable>(new Leave(this));

        public Task<IDisposable> EnterAsync()
        {
            var wait = _one.WaitAsync();
            return wait.IsCompleted ? _leave : wait.ContinueWith((_, state) => (IDisposable)state!, _leave.Result, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        private sealed class Leave(Gate of) : IDisposable
        {
            public void Dispose() => of._one.Release();
        }
    }
}
