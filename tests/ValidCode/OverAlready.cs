using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net.Sockets;
namespace LeakGuard.ValidCode.OverAlready
{

/// <summary>The step has told that it is over: whoever made it ends it.</summary>
public sealed class Step : IDisposable { private readonly Socket _s = new(SocketType.Stream, ProtocolType.Tcp); public event Action? Committed; public event Action? RolledBack; public void Commit() => Committed?.Invoke(); public void Roll() => RolledBack?.Invoke(); public void Dispose() { Roll(); _s.Dispose(); } }
public sealed class Outer : IDisposable
{
    private Step? _inner;
    public void Begin(Step step) { _inner = step; _inner.Committed += Forget; _inner.RolledBack += Forget; }
    public void Commit() => _inner?.Commit();
    private void Forget() => _inner = null;
    public void Dispose() => _inner?.Dispose();
}

/// <summary>Only those that say they are disposed are taken out.</summary>
public enum State { Open, Disposed }
public sealed class Chan : IDisposable { private readonly Socket _s = new(SocketType.Stream, ProtocolType.Tcp); public State State { get; private set; } public int Sent => _s.Available; public void Dispose() { State = State.Disposed; _s.Dispose(); } }
public sealed class Chans : IDisposable
{
    private readonly List<Chan> _all = []; private bool _closed; private int _sum;
    public void Add(Chan c) { lock (_all) { ObjectDisposedException.ThrowIf(_closed, this); _all.Add(c); } }
    public void Sweep()
    {
        lock (_all)
            for (var i = _all.Count - 1; i >= 0; i--)
            {
                var c = _all[i];
                if (c.State != State.Disposed)
                    continue;
                _sum++;
                _all.RemoveAt(i);
            }
    }
    public void Dispose() { lock (_all) { _closed = true; foreach (var c in _all) { try { c.Dispose(); } catch (SocketException) { } } _all.Clear(); } }
}

/// <summary>One tick is let in, and all others turned away at once.</summary>
public sealed class Health : IDisposable
{
    private readonly Timer _timer; private int _busy;
    public Health() => _timer = new Timer(_ => Check(), null, 1000, 1000);
    private void Check()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return;
        try { Heal(); } finally { Interlocked.Exchange(ref _busy, 0); }
    }
    private void Heal() { for (var i = 0; i < 3; i++) Thread.Sleep(200); }
    public void Dispose() => _timer.Dispose();
}

/// <summary>A task needs no dispose, nor what has nothing else.</summary>
public sealed class Rpc(Action done) : IDisposable { public Task? Task { get; set; } public void Done() => done(); public void Dispose() => Task?.Dispose(); }
public sealed class Rpcs : IDisposable
{
    private readonly Lock _gate = new(); private Dictionary<int, Rpc> _calls = [];
    public void Add(int id) { lock (_gate) _calls.Add(id, new Rpc(() => { })); }
    public void Done(int id) { lock (_gate) _calls.Remove(id); }
    public void Dispose() { lock (_gate) _calls = null!; }
}

/// <summary>The logger factory asks under its own lock.</summary>
public interface ILogger2 { }
public sealed class FileLog(string name) : ILogger2, IDisposable { private readonly FileStream _f = File.Open(name, FileMode.Append); public void W() => _f.WriteByte(1); public void Dispose() { try { _f.Dispose(); } catch { } } }
public sealed class FileLogs : Microsoft.Extensions.Logging.ILoggerProvider
{
    private readonly ConcurrentDictionary<string, FileLog> _logs = new();
    public ILogger2 CreateLogger(string name) => _logs.GetOrAdd(name, n => new FileLog(n));
    public void Dispose() { foreach (var l in _logs.Values) l.Dispose(); _logs.Clear(); }
}

/// <summary>What fills the slot again is no end.</summary>
public sealed class Link(TcpClient client)
{
    private readonly Lock _gate = new(); private Stream _in = client.GetStream();
    public void StartTls() { lock (_gate) { var plain = _in; _in = new System.Net.Security.SslStream(plain); } }
    public void StopTls() { lock (_gate) { _in.Dispose(); _in = client.GetStream(); } }
}
}

namespace Microsoft.Extensions.Logging
{
    public interface ILoggerProvider : System.IDisposable
    {
        LeakGuard.ValidCode.OverAlready.ILogger2 CreateLogger(string name);
    }
}
