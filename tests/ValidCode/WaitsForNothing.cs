using System.Diagnostics;

namespace LeakGuard.ValidCode.WaitsForNothing;

/// <summary>The end of the connection waits for its set-up.</summary>
public class Client
{
    private readonly Wire _wire = new();
    private readonly object _lock = new();
    private Task? _setup;

    public void Connect()
    {
        _wire.Received += OnReceived;
        _setup = Task.Run(() => Console.WriteLine("up"));
    }

    public void Disconnect()
    {
        lock (_lock)
        {
            var waiting = Interlocked.Exchange(ref _setup, null);
            waiting?.GetAwaiter().GetResult();
        }
    }

    private void OnReceived(object? sender, EventArgs e)
    {
        if (sender == null)
            Disconnect();
    }
}

public class Wire
{
    public event EventHandler? Received;

    public Task Run() => Task.Run(() => Received?.Invoke(this, EventArgs.Empty));
}

/// <summary>A wait behind a test of the time that is given, which is none.</summary>
public class Heart
{
    private readonly Timer _timer;
    private readonly Link _link = new();

    public Heart() => _timer = new Timer(OnTimer, this, 1000, 1000);

    private static void OnTimer(object? state)
    {
        var heart = (Heart)state!;
        heart._link.CloseInternal(0, new InvalidOperationException("idle"));
    }

    public void Stop() => _timer.Dispose();
}

public class Link
{
    private ManualResetEvent? _ended;

    internal void CloseInternal(int waitMilliseconds, object? error = null)
    {
        if (waitMilliseconds > 0)
            _ended = new ManualResetEvent(false);
        if (!OnClose(error))
        {
            if (waitMilliseconds > 0)
                _ended!.WaitOne(waitMilliseconds);
        }

        _ended?.Dispose();
    }

    protected virtual bool OnClose(object? error) => error != null;
}

/// <summary>Handlers wait at a gate that is opened as soon as everything is set up, whatever happens.</summary>
public static class Runner
{
    public static void Run(Process process, Action<string> onText, Action<int>? onStart)
    {
        var ready = new ManualResetEventSlim(false);
        process.OutputDataReceived += (_, e) =>
        {
            ready.Wait();
            if (!string.IsNullOrEmpty(e.Data))
                onText(e.Data);
        };
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            onStart?.Invoke(process.Id);
        }
        finally
        {
            ready.Set();
        }
    }
}

/// <summary>The process has ended, and the tray icon closes with it.</summary>
public class Tray
{
    private Process? _console;

    public void Start()
    {
        _console = Process.Start("console");
        _console.EnableRaisingEvents = true;
        _console.Exited += OnExited;
    }

    private void OnExited(object? sender, EventArgs e) => CloseApplication();

    private void CloseApplication()
    {
        if (_console != null && !_console.HasExited)
        {
            _console.StandardInput.Close();
            Thread.Sleep(1000);
            _console.Kill();
        }
    }
}

/// <summary>The token of one run is cancelled once, and an object of another type waits for a moment.</summary>
public sealed class OneRun
{
    private readonly Signal _output = new();

    public async Task<bool> ExecuteAsync(CancellationToken token)
    {
        using var registration = token.Register(() => _output.Set());
        await _output.WaitAsync();
        return true;
    }

    private sealed class Signal
    {
        private readonly TaskCompletionSource<bool> _done = new();

        public Task WaitAsync() => _done.Task;

        public void Set()
        {
            Task.Run(() => _done.TrySetResult(true));
            _done.Task.Wait();
        }
    }
}
