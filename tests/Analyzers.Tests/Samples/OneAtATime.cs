namespace Samples.OneAtATime;

// No tick waits behind another, since each asks for the next one, or there is only the one. Still a thread of the pool waits.
public sealed class Sampler : IDisposable
{
    private readonly System.Timers.Timer _timer = new(250) { AutoReset = false };
    private readonly Func<Task> _sample;
    public Sampler(Func<Task> sample)
    {
        _sample = sample;
        _timer.Elapsed += OnElapsed;
        _timer.Start();
    }
    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
    {
        _sample().Wait(); //! LEAK3001
        _timer.Enabled = true;
    }
    public void Dispose() => _timer.Dispose();
}
public sealed class Renewal : IDisposable
{
    private readonly Timer _next;
    private readonly Func<Task<bool>> _renew;
    public Renewal(Func<Task<bool>> renew)
    {
        _renew = renew;
        _next = new Timer(Renew, null, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(-1));
    }
    private void Renew(object? state)
    {
        try
        {
            if (!_renew().Result) //! LEAK3001
                Console.Error.WriteLine("refused");
        }
        finally
        {
            _next.Change(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(-1));
        }
    }
    public void Dispose() => _next.Dispose();
}
public sealed class Gate : IDisposable
{
    private readonly ManualResetEvent _open = new(false);
    private readonly Timer _alarm;
    private int _late;
    public Gate(TimeSpan patience) => _alarm = new Timer(OnAlarm, this, patience, Timeout.InfiniteTimeSpan);
    public int Late => Volatile.Read(ref _late);
    public void Open() => _open.Set();
    private static void OnAlarm(object? state)
    {
        if (state is Gate gate && !gate.ComesOpen())
            Interlocked.Increment(ref gate._late);
    }
    private bool ComesOpen() => _open.WaitOne(5_000); //! LEAK3001
    public void Dispose()
    {
        _alarm.Dispose();
        _open.Dispose();
    }
}
internal static class Synchronously
{
    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
public sealed class Reporter : IDisposable
{
    private readonly Timer _report;
    private readonly HttpClient _http = new();
    public Reporter()
    {
        _report = new Timer(Report);
        Arm();
    }
    private void Report(object? state)
    {
        using var answer = Synchronously.Run(() => _http.GetAsync("http://collector/")); //! LEAK3001
        Console.WriteLine(answer.StatusCode);
        Arm();
    }
    private void Arm() => _report.Change(15_000, Timeout.Infinite);
    public void Dispose()
    {
        _report.Dispose();
        _http.Dispose();
    }
}
public sealed class Sweeper
{
    private readonly System.Timers.Timer _timer = new(60_000) { AutoReset = false };
    public void Start()
    {
        _timer.Elapsed += OnElapsed;
        _timer.Start();
    }
    private void OnElapsed(object? source, System.Timers.ElapsedEventArgs e) => Sweep();
    private void Sweep()
    {
        for (var i = 0; i < 100; i++)
            Thread.Sleep(20); //! LEAK3001
        _timer.Start();
    }
}
