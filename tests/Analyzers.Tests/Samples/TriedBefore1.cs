using System.Collections.Concurrent;
using System.Net.Sockets;

// What was tried before it was said: bugs next to what was exempted last.
namespace Samples.TriedBefore1.A27
{
    // both: remove the expired one and add; the add happens only in one branch
    public sealed class Sessions1
    {
        private readonly ConcurrentDictionary<string, TcpClient> _s = new();
        public TcpClient Get(string k)
        {
            if (_s.TryGetValue(k, out var old) && old.Connected) return old;
            if (old != null) { if (_s.TryRemove(k, out var gone)) gone.Dispose(); } //! LEAK1007
            var c = new TcpClient(k, 1);
            _s[k] = c; //! LEAK2001 LEAK4002
            return c;
        }
        public void Dispose() { foreach (var c in _s.Values) c.Dispose(); _s.Clear(); }
    }
    // removed in the check, but shared under Concurrent: two threads both remove and put, one is lost
    public sealed class Sessions2 : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _s = new();
        private int _closed;
        public void Renew(string k)
        {
            if (_s.ContainsKey(k)) { if (_s.TryRemove(k, out var gone)) gone.Dispose(); }
            if (Volatile.Read(ref _closed) != 0) return;
            _s[k] = new TcpClient(k, 1); //! LEAK4002
        }
        public void Dispose() { Interlocked.Exchange(ref _closed, 1); foreach (var c in _s.Values) c.Dispose(); _s.Clear(); }
    }
    // sorting by a public member from a field queue, static, called by many request threads
    public static class Groups
    {
        private static readonly Dictionary<string, List<string>> s_g = new();
        private static readonly ConcurrentQueue<string> s_in = new();
        public static void Push(string x) => s_in.Enqueue(x);
        public static void Flush()
        {
            while (s_in.TryDequeue(out var x))
            {
                if (!s_g.TryGetValue(x, out var list)) s_g[x] = list = new List<string>(); //! LEAK2001
                list.Add(x);
            }
        }
        public static int Count(string x) => s_g.TryGetValue(x, out var l) ? l.Count : 0;
    }
    // for using: the method returns IDisposable but callers in the type drop it
    public sealed class Scopes
    {
        private readonly List<FileStream> _open = new(); //! LEAK1004
        private readonly Opener _o = new();
        public IDisposable Begin(string p) { var f = _o.OpenLog(p); _open.Add(f); return f; }
        public void Warm() { Begin("a"); Begin("b"); }
        public int N => _open.Count;
    }
    public sealed class Opener { public FileStream OpenLog(string p) => File.OpenRead(p); }
    public static class Use { public static void Go() { var s = new Scopes(); s.Warm(); Console.WriteLine(s.N); } }
}

namespace Samples.TriedBefore1.A27c
{
    // claims: return tells of claim, but early held exit elsewhere remains
    public sealed class Claims { private readonly ConcurrentDictionary<string, string> _c = new(); public bool TryClaim(string k, string o) => _c.TryAdd(k, o); public void Release(string k) => _c.TryRemove(k, out _); }
    public sealed class Run1(Claims claims)
    {
        public async Task<bool> RunAsync(string k, int n)
        {
            if (!claims.TryClaim(k, "x")) return false; //! LEAK4001
            if (n > 3) return false;
            await Task.Delay(n);
            claims.Release(k);
            return true;
        }
    }
    // made by a helper whose table is later added to
    public static class T1
    {
        private static readonly Dictionary<string, int>[] s_t = new Dictionary<string, int>[8];
        public static int Count(int rank, string word)
        {
            if (s_t[rank] == null) s_t[rank] = Begin(rank); //! LEAK2001
            var t = s_t[rank];
            t.TryGetValue(word, out var n);
            t[word] = n + 1;
            return n + 1;
        }
        private static Dictionary<string, int> Begin(int rank) { var d = new Dictionary<string, int>(); for (var i = 0; i < rank; i++) d["w" + i] = 0; return d; }
    }
    // loading attribute on an endpoint that requests call
    [AttributeUsage(AttributeTargets.Method)] public sealed class HttpGetAttribute : Attribute { }
    public static class Endpoint
    {
        private static readonly Dictionary<string, TcpClient> s_c = new();
        [HttpGet] public static void Visit(string host) { if (!s_c.ContainsKey(host)) s_c.Add(host, new TcpClient(host, 1)); } //! LEAK2001
    }
    // rundown whose leave comes before the insertion
    public sealed class Gate { private int _n; private volatile bool _c; public bool TryEnter() { if (_c) return false; Interlocked.Increment(ref _n); return true; } public void Leave() => Interlocked.Decrement(ref _n); public void CloseAndWait() { _c = true; SpinWait.SpinUntil(() => Volatile.Read(ref _n) == 0); } }
    public sealed class Late : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _q = new(); private readonly Gate _g = new();
        public void Put(string p)
        {
            if (!_g.TryEnter()) return;
            FileStream f;
            try { f = File.OpenRead(p); } finally { _g.Leave(); }
            _q.Enqueue(f); //! LEAK4002
        }
        public void Dispose() { _g.CloseAndWait(); while (_q.TryDequeue(out var f)) { try { f.Dispose(); } catch (IOException) { } } }
    }
    // token: cancelled in public member that a worker of the type calls
    public sealed class Hub : IDisposable
    {
        private readonly List<TcpClient> _c = new(); private readonly CancellationTokenSource _stop = new();
        public Hub() { _stop.Token.Register(() => { foreach (var c in _c) c.Close(); }); Task.Run(Watch); }
        private async Task Watch() { await Task.Delay(1000); Stop(); }
        public void Add(string h) => _c.Add(new TcpClient(h, 1)); //! LEAK4002
        public void Stop() => _stop.Cancel();
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); foreach (var c in _c) c.Dispose(); _c.Clear(); }
    }
}

namespace Samples.TriedBefore1.S1
{
    // a turn that a case ends goes on with the next one
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        public Relay()
        {
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                {
                    switch (client.Available)
                    {
                        case 0: continue;
                        default: break;
                    }
                    client.Close();
                }
            });
        }
        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); }
    }
    public sealed class Plain : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new();
        private int _busy;
        public Plain()
        {
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                {
                    switch (client.Available)
                    {
                        case 0: _busy++; break;
                        default: break;
                    }
                    client.Close();
                }
            });
        }
        public int Busy => _busy;
        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); }
    }
    public static class Server { public static void Run() { using var relay = new Relay(); relay.Connect("localhost", 80); using var plain = new Plain(); plain.Connect("localhost", 80); Console.WriteLine(plain.Busy); } }
}
