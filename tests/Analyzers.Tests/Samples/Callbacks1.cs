using System.Collections.Concurrent; using System.ComponentModel; using System.Diagnostics;
namespace Samples.Callbacks1;
public interface ISensor { event EventHandler<double>? Sampled; event Action<string>? Lost; }
public interface IFeed { IDisposable Subscribe(Action<string> onMessage); Task SendAsync(string text); void Send(string text); }
public interface IOrderListener { void OnOrderPlaced(string id); void OnOrderClosed(string id); Task Describe(string id); }
public interface IBus { void OnMessage(string topic, Action<string> handler); }
public sealed class Gauge : IDisposable
{
    private readonly BlockingCollection<double> _bounded = new(128); private readonly BlockingCollection<double> _open = new(); private readonly BlockingCollection<double> _try = new(new ConcurrentQueue<double>(), 16);
    private readonly SemaphoreSlim _slots = new(4); private readonly ManualResetEventSlim _ready = new(); private readonly ISensor _sensor; private readonly HttpClient _http = new();
    public Gauge(ISensor sensor)
    {
        _sensor = sensor;
        sensor.Sampled += OnA; sensor.Sampled += OnB; sensor.Sampled += OnC; sensor.Sampled += OnD; sensor.Sampled += OnE; sensor.Sampled += OnF;
        sensor.Lost += name => { Thread.Sleep(500); Console.WriteLine(name); }; //! LEAK3001
        sensor.Lost += delegate (string name) { _http.GetAsync("http://lost/" + name).Wait(); }; //! LEAK3001
        sensor.Lost += S1; sensor.Lost += S2; sensor.Lost += S3; sensor.Lost += S4; sensor.Lost += S5;
    }
    private void OnA(object? s, double v) => _bounded.Add(v); //! LEAK3001
    private void OnB(object? s, double v) { _slots.Wait(); try { Console.WriteLine(v); } finally { _slots.Release(); } } //! LEAK3001
    private void OnC(object? s, double v) { if (!_ready.IsSet) _ready.Wait(); } //! LEAK3001
    private void OnD(object? s, double v) => Store(v);
    private void Store(double v) { var t = SaveAsync(v); t.GetAwaiter().GetResult(); } //! LEAK3001
    private void OnE(object? s, double v) { var body = _http.GetStringAsync("http://x").Result; Console.WriteLine(body + v); } //! LEAK3001
    private void OnF(object? s, double v) { var p = Process.Start("convert", v.ToString()); p!.WaitForExit(); p.Dispose(); } //! LEAK3001
    private async Task SaveAsync(double v) { await Task.Delay(1); Console.WriteLine(v); }
    private void S1(string n) => _open.Add(n.Length);
    private void S2(string n) { if (!_try.TryAdd(n.Length)) Console.WriteLine("full"); }
    private void S3(string n) { if (_slots.Wait(0)) _slots.Release(); }
    private void S4(string n) => _ = Task.Run(() => SaveAsync(n.Length).Wait());
    private async void S5(string n) { try { await SaveAsync(n.Length); } catch (Exception e) { Console.WriteLine(e); } }
    public void Drain() { foreach (var v in _open.GetConsumingEnumerable()) Console.WriteLine(v); Thread.Sleep(1); }
    public void Dispose() { _sensor.Sampled -= OnA; _bounded.Dispose(); _open.Dispose(); _try.Dispose(); _slots.Dispose(); _ready.Dispose(); _http.Dispose(); }
}
public sealed class Relay
{
    private readonly IFeed _feed; private readonly object _gate = new(); private readonly List<string> _seen = new(); private readonly AutoResetEvent _turn = new(false); private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tasks = new();
    public Relay(IFeed feed) => _feed = feed;
    public IDisposable A() => _feed.Subscribe(m => _feed.SendAsync(m).Wait()); //! LEAK3001
    public IDisposable B() => _feed.Subscribe(Forward);
    private void Forward(string m) { Task.WaitAll(_feed.SendAsync(m), _feed.SendAsync(m)); } //! LEAK3001
    public IDisposable C() => _feed.Subscribe(m => { lock (_gate) { while (_seen.Count > 10) Monitor.Wait(_gate); _seen.Add(m); } }); //! LEAK3001
    public IDisposable D() => _feed.Subscribe(m => { _turn.WaitOne(); _seen.Add(m); }); //! LEAK3001
    public IDisposable E() => _feed.Subscribe(m => { var t = new Thread(() => _seen.Add(m)); t.Start(); t.Join(); }); //! LEAK3001
    public IDisposable S1() => _feed.Subscribe(m => { lock (_gate) _seen.Add(m); });
    public IDisposable S2() => _feed.Subscribe(m => { var t = _feed.SendAsync(m); if (t.IsCompletedSuccessfully) t.GetAwaiter().GetResult(); else _ = t.ContinueWith(x => Console.WriteLine(x.Exception)); });
    public IDisposable S3() => _feed.Subscribe(m => _feed.SendAsync(m).ContinueWith(t => Console.WriteLine(t.Status)));
    public void S4(string m) => _feed.SendAsync(m).Wait();
    public IDisposable S5() => _feed.Subscribe(m => ThreadPool.QueueUserWorkItem(_ => { Thread.Sleep(10); Console.WriteLine(m); }));
    public IDisposable S6() => _feed.Subscribe(m => { using var done = new CancellationTokenSource(); done.Cancel(); Console.WriteLine(m.Length); });
}
public sealed class OrderDesk(IFeed feed) : IOrderListener
{
    public void OnOrderPlaced(string id) { feed.SendAsync("placed " + id).GetAwaiter().GetResult(); } //! LEAK3001
    public void OnOrderClosed(string id) => Console.WriteLine(id);
    public Task Describe(string id) { feed.SendAsync(id).Wait(); return Task.CompletedTask; }
}
public sealed class Ticks : IObserver<long>, IDisposable
{
    private readonly System.Timers.Timer _timer = new(500); private readonly Timer _other; private readonly FileSystemWatcher _files = new("."); private readonly CancellationTokenRegistration _end;
    public Ticks(CancellationToken stop, BackgroundWorker worker, IBus bus)
    {
        _timer.Elapsed += (_, _) => Slow().Wait(); //! LEAK3001
        _other = new Timer(Tick, null, 100, 100);
        _files.Changed += (_, e) => { for (var i = 0; i < 5; i++) { if (File.Exists(e.FullPath)) break; Thread.Sleep(100); } }; //! LEAK3001
        _end = stop.Register(() => Slow().GetAwaiter().GetResult()); //! LEAK3001
        bus.OnMessage("orders", text => { SpinWait.SpinUntil(() => text.Length > 0 && Volatile.Read(ref _done) == 1); }); //! LEAK3001
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Slow().Wait(1000);
        worker.DoWork += (_, _) => Console.WriteLine("work");
    }
    private int _done;
    private void Tick(object? state) { Inner(); void Inner() => Slow().Wait(TimeSpan.FromSeconds(1)); } //! LEAK3001
    private static async Task Slow() => await Task.Delay(50);
    public void OnNext(long value) { Task.Delay(10).Wait(); } //! LEAK3001
    public void OnCompleted() { }
    public void OnError(Exception error) { }
    public void Dispose() { _timer.Dispose(); _other.Dispose(); _files.Dispose(); _end.Dispose(); Volatile.Write(ref _done, 1); }
}
