using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;

namespace LeakGuard.ValidCode.EndsWithItsOwner;

// A general catch clause tells of the failure, and then the release comes on every way.
public sealed class Links(Action<Exception> log)
{
    private readonly HashSet<string> connected = [];
    private readonly object gate = new();

    public void SetConnected(string id)
    {
        lock (gate)
            connected.Add(id);
    }

    public void SetDisconnected(string id)
    {
        lock (gate)
            connected.Remove(id);
    }

    public bool IsConnected(string id)
    {
        lock (gate)
            return connected.Contains(id);
    }

    public void Log(Exception failure) => log(failure);
}

public sealed class Dialer(Links links)
{
    public void Run(string id, Socket socket)
    {
        try
        {
            socket.Connect(id, 80);
            links.SetConnected(id);
            while (socket.Receive(new byte[16]) > 0)
                Thread.Yield();
        }
        catch (IOException e)
        {
            Failed(e);
        }
        catch (Exception e)
        {
            Failed(e);
        }

        links.SetDisconnected(id);
    }

    private void Failed(Exception failure) => links.Log(failure);
}

// The lock of the type is about something else, and its end takes none for this list.
public sealed class Kernel : IDisposable
{
    private readonly List<Kernel> children = [];
    private readonly object gate = new();
    private readonly Dictionary<string, object> loaded = [];
    private Timer? beat;

    public void AddChild(Kernel child)
    {
        child.beat = new Timer(_ => { }, null, 0, 1000);
        children.Add(child);
    }

    public object Load(string name, Func<object> make)
    {
        lock (gate)
        {
            if (!loaded.TryGetValue(name, out var found))
                loaded[name] = found = make();
            return found;
        }
    }

    public void Dispose()
    {
        DisposeChildren();
        Forget();
        beat?.Dispose();
    }

    private void DisposeChildren()
    {
        foreach (var child in children)
            child.Dispose();
    }

    private void Forget()
    {
        lock (gate)
            loaded.Clear();
    }
}

// Whoever asked for the entry has what ends it, also after the holder has closed.
public sealed class Probe(string name) : IDisposable
{
    private readonly Timer beat = new(_ => Console.WriteLine(name), null, 0, 1000);

    public void Dispose() => beat.Dispose();
}

public sealed class Registration(Action end) : IDisposable
{
    public void Dispose() => end();
}

public sealed class Instrumentation : IDisposable
{
    private readonly List<Probe> probes = [];

    public IDisposable Add(string name)
    {
        lock (probes)
        {
            var probe = new Probe(name);
            probes.Add(probe);
            return new Registration(() =>
            {
                lock (probes)
                {
                    if (probes.Remove(probe))
                        probe.Dispose();
                }
            });
        }
    }

    public void Dispose()
    {
        lock (probes)
        {
            foreach (var probe in probes)
                probe.Dispose();
            probes.Clear();
        }
    }
}

// Under another key goes what the table holds already.
public sealed class Shares : IDisposable
{
    private readonly ConcurrentDictionary<int, Probe> probes = new();
    private int ids;

    public IDisposable Share(int source)
    {
        if (!probes.TryGetValue(source, out var probe))
            return new Registration(() => { });
        var id = Interlocked.Increment(ref ids);
        probes[id] = probe;
        return new Registration(() => probes.TryRemove(id, out _));
    }

    public void Dispose()
    {
        foreach (var probe in probes.Values)
            probe.Dispose();
        probes.Clear();
    }
}

// Every caller of the removal ends what it had in hand.
public sealed class Beats
{
    private readonly Dictionary<int, Probe> probes = [];

    public void Register(int id)
    {
        Probe? probe = null;
        try
        {
            probe = new Probe("beat");
            probes.Add(id, probe);
            Check(id);
        }
        catch (InvalidOperationException)
        {
            Forget(id);
            probe?.Dispose();
        }
    }

    public void Stop(int id)
    {
        if (!probes.TryGetValue(id, out var probe))
            return;
        Forget(id);
        probe.Dispose();
    }

    private static void Check(int id)
    {
        if (id < 0)
            throw new InvalidOperationException();
    }

    private void Forget(int id) => probes.Remove(id);
}

public sealed class Tracker : IDisposable
{
    private readonly object gate = new();
    private bool isTracking;
    private bool isDisposed;
    private CancellationTokenSource? stop;

    public async Task StartAsync(Action step, CancellationToken token)
    {
        CancellationTokenSource own;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (isTracking)
                throw new InvalidOperationException();
            isTracking = true;
            own = CancellationTokenSource.CreateLinkedTokenSource(token);
            stop = own;
        }

        try
        {
            while (!own.IsCancellationRequested)
            {
                await Task.Delay(100, own.Token);
                step();
            }
        }
        finally
        {
            lock (gate)
            {
                isTracking = false;
                stop = null;
            }

            own.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            stop?.Cancel();
        }
    }
}
