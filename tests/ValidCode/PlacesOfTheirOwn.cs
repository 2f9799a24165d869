using System.Threading;

namespace LeakGuard.ValidCode.PlacesOfTheirOwn;

// Places of an array: filled once at the start, kept by entries that know their own, or new because the array has just grown.
public sealed class Sensor(int port) : IDisposable
{
    private readonly Timer poll = new(_ => { }, null, 0, 100 + port);

    public int Port => port;

    public void Dispose() => poll.Dispose();
}

public sealed class SensorBank : IDisposable
{
    private readonly Sensor[] sensors = new Sensor[8];

    public void Initialize()
    {
        for (var i = 0; i < sensors.Length; i++)
            sensors[i] = new Sensor(i);
    }

    public int PortOf(int place) => sensors[place].Port;

    public void Dispose()
    {
        foreach (var sensor in sensors)
            sensor.Dispose();
    }
}

public sealed class Wakeups : IDisposable
{
    private readonly ManualResetEvent[] events = new ManualResetEvent[2];
    private readonly Thread worker;
    private readonly object gate = new();
    private Action? action;

    public Wakeups()
    {
        events[1] = new ManualResetEvent(false);
        worker = new Thread(Work);
    }

    public void Initialize(ManualResetEvent driver, Action work)
    {
        lock (gate)
        {
            events[0] = driver;
            action = work;
        }
    }

    public void Start() => worker.Start();

    public void Dispose()
    {
        events[1].Set();
        worker.Join();
        events[1].Dispose();
    }

    private void Work()
    {
        while (WaitHandle.WaitAny(events) == 0)
        {
            Action? next;
            lock (gate)
                next = action;
            next?.Invoke();
        }
    }
}

public sealed class Session : IDisposable
{
    private readonly Desk desk;
    private readonly int id;
    private readonly Timer beat;

    public Session(Desk desk, int id)
    {
        this.desk = desk;
        this.id = id;
        beat = new Timer(_ => { }, null, 0, 1000);
    }

    public int GetId() => id;

    public void Dispose()
    {
        desk.Unregister(this);
        beat.Dispose();
    }
}

public sealed class Desk
{
    private readonly object gate = new();
    private readonly Session?[] sessions = new Session?[16];
    private readonly int[] ids = Enumerable.Range(0, 16).ToArray();
    private int active;

    public Session Open()
    {
        var session = new Session(this, Acquire());
        Register(session);
        return session;
    }

    public void Restart()
    {
        Session?[] left;
        lock (gate)
            left = sessions.ToArray();
        foreach (var session in left)
            session?.Dispose();
    }

    internal void Unregister(Session session)
    {
        lock (gate)
        {
            sessions[session.GetId()] = null;
            ids[--active] = session.GetId();
        }
    }

    private int Acquire()
    {
        lock (gate)
            return ids[active++];
    }

    private void Register(Session session)
    {
        lock (gate)
            sessions[session.GetId()] = session;
    }
}

// The array is replaced by a longer one that has all the entries of the old one.
public sealed class GrowingBank : IDisposable
{
    private Sensor[] sensors = [];

    public void AddByCopyTo(int port)
    {
        var old = sensors;
        var grown = new Sensor[old.Length + 1];
        old.CopyTo(grown, 0);
        grown[old.Length] = new Sensor(port);
        sensors = grown;
    }

    public void AddByResize(int port)
    {
        Array.Resize(ref sensors, sensors.Length + 1);
        sensors[^1] = new Sensor(port);
    }

    public void Dispose()
    {
        foreach (var sensor in sensors)
            sensor.Dispose();
    }
}

// Only one of the two callers of the helper has anything to end, and that one does.
public sealed class Chain : IDisposable
{
    private Sensor[] views;

    public Chain() => Create();

    public void Show(int port)
    {
        if (views[0].Port != port)
            Recreate();
    }

    public void Dispose()
    {
        for (var i = 0; i < views.Length; i++)
            views[i].Dispose();
    }

    private void Recreate()
    {
        for (var i = 0; i < views.Length; i++)
            views[i].Dispose();
        Create();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(views))]
    private void Create()
    {
        views = new Sensor[3];
        for (var i = 0; i < views.Length; i++)
            views[i] = new Sensor(i);
    }
}
