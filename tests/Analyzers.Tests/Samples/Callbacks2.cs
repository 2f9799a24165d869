using System.Collections.Concurrent; using System.Net.NetworkInformation; using System.Threading.Channels;
namespace Samples.Callbacks2;
public interface IQueueClient { void Consume(string queue, Action<byte[]> onReceived); event EventHandler<string>? Received; event Func<string, Task>? ReceivedAsync; Task AckAsync(string id); }
public static class Sync { public static void Run(Func<Task> work) => Task.Run(work).Wait(); public static T Get<T>(Task<T> t) => t.ConfigureAwait(false).GetAwaiter().GetResult(); public static int Twice(int n) => n * 2; }
public sealed class Uploader { private readonly HttpClient _http = new(); public void Upload(string name) { using var r = _http.PutAsync("http://store/" + name, null).Result; Console.WriteLine(r.StatusCode); } public async Task UploadAsync(string name) { using var r = await _http.PutAsync("http://store/" + name, null); } }
public sealed class Mover : IDisposable
{
    private readonly IQueueClient _client; private readonly Uploader _up = new(); private readonly Mutex _mutex = new(); private readonly CountdownEvent _left = new(3); private readonly Barrier _barrier = new(2); private readonly Semaphore _sem = new(1, 1);
    private readonly Channel<string> _out = Channel.CreateBounded<string>(10); private readonly BlockingCollection<string> _in = new(); private readonly Action<byte[]> _stored; private readonly EventHandler<string> _handler; private readonly ITimer _timer; private readonly Task _loop;
    public Mover(IQueueClient client, TimeProvider time)
    {
        _client = client; _stored = OnBytes; _handler = OnText;
        client.Consume("a", _stored);
        client.Received += _handler;
        client.Received += (_, m) => _up.Upload(m); //! LEAK3001
        client.Received += (_, m) => Sync.Run(() => _client.AckAsync(m)); //! LEAK3001
        client.Received += (_, m) => Console.WriteLine(Sync.Get(Answer(m))); //! LEAK3001
        client.Received += (_, m) => _left.Wait(); //! LEAK3001
        client.Received += (_, m) => _barrier.SignalAndWait(); //! LEAK3001
        client.Received += (_, m) => { _sem.WaitOne(); _sem.Release(); }; //! LEAK3001
        client.Received += (_, m) => _out.Writer.WriteAsync(m).AsTask().Wait(); //! LEAK3001
        client.Received += new EventHandler<string>(OnNew);
        client.Received += (_, m) => { if (m.Length > 3) { for (var i = 0; i < 3; i++) Task.Delay(i).GetAwaiter().GetResult(); } }; //! LEAK3001
        client.Received += (_, m) => Console.WriteLine(_in.Take()); //! LEAK3001
        client.Received += Forward;
        client.ReceivedAsync += async m => { Thread.Sleep(100); await _client.AckAsync(m); }; //! LEAK3001
        client.ReceivedAsync += m => { _client.AckAsync(m).Wait(); return Task.CompletedTask; }; //! LEAK3001
        client.ReceivedAsync += async m => { await _client.AckAsync(m); Thread.Sleep(1); };
        client.Received += (_, m) => _ = _up.UploadAsync(m);
        client.Received += (_, m) => { if (!_out.Writer.TryWrite(m)) Console.WriteLine("full"); };
        client.Received += (_, m) => Console.WriteLine(Sync.Twice(m.Length));
        client.Received += (_, m) => Task.Factory.StartNew(() => _left.Wait(), TaskCreationOptions.LongRunning);
        client.Received += (_, m) => { using var one = new SemaphoreSlim(1); if (one.Wait(0)) one.Release(); };
        client.Received += (_, m) => { var t = Task.FromResult(m.Length); Console.WriteLine(t.Result); };
        NetworkChange.NetworkAddressChanged += (_, _) => Thread.Sleep(1000); //! LEAK3001
        _timer = time.CreateTimer(_ => Answer("tick").Wait(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1)); //! LEAK3001
        _loop = Task.Run(() => { foreach (var m in _in.GetConsumingEnumerable()) _up.Upload(m); });
    }
    private void OnBytes(byte[] b) { _mutex.WaitOne(); try { Console.WriteLine(b.Length); } finally { _mutex.ReleaseMutex(); } } //! LEAK3001
    private void OnText(object? s, string m) => Thread.Sleep(m.Length); //! LEAK3001
    private void OnNew(object? s, string m) => Task.WhenAll(Answer(m), Answer(m)).Wait(); //! LEAK3001
    private void Forward(object? s, string m) { Local(m); static void Local(string text) => Task.WaitAny(Answer(text)); } //! LEAK3001
    private static async Task<string> Answer(string m) { await Task.Delay(1); return m; }
    public void Flush() { _loop.Wait(); Thread.Sleep(5); }
    public void Dispose() { _client.Received -= _handler; _timer.Dispose(); _mutex.Dispose(); _left.Dispose(); _barrier.Dispose(); _sem.Dispose(); _in.Dispose(); }
}
public sealed class OwnEvents // raised by the type itself, on its caller's stack
{
    public event EventHandler? Changed;
    public OwnEvents() => Changed += (_, _) => Thread.Sleep(1);
    public void Change() => Changed?.Invoke(this, EventArgs.Empty);
    public static void Each(List<int> all) => all.ForEach(n => Thread.Sleep(n));
    public static void Retry(Action<Action<int>> policy) => policy(n => Thread.Sleep(n));
}
