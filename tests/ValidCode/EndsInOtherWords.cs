using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;

namespace LeakGuard.ValidCode.EndsInOtherWords;

// The entries have an end of their own, which says how it comes.
public sealed class Session(Socket socket) : IDisposable
{
    public DateTime IdleSince { get; set; }

    public void CloseFully() => socket.Dispose();

    public void Dispose() => CloseFully();
}

public sealed class Client(Func<Socket> connect) : IDisposable
{
    private readonly ConcurrentQueue<Session> idle = new();
    private int isClosed;

    public void Add()
    {
        var session = new Session(connect()) { IdleSince = DateTime.UtcNow };
        idle.Enqueue(session);
        if (Volatile.Read(ref isClosed) != 0)
            CloseAll();
    }

    public void Dispose()
    {
        Volatile.Write(ref isClosed, 1);
        CloseAll();
    }

    private void CloseAll()
    {
        while (!idle.IsEmpty)
        {
            if (!idle.TryDequeue(out var session))
                continue;
            try
            {
                session.CloseFully();
            }
            catch (SocketException)
            {
                // The others are closed whatever happens to this one.
            }
        }
    }
}

public sealed class NestedReader : IDisposable
{
    private readonly Timer beat = new(_ => { }, null, 0, 1000);

    public void CloseImplicitly() => beat.Dispose();

    public void Dispose() => beat.Dispose();
}

public sealed class Record
{
    private NestedReader? current;

    public NestedReader Open()
    {
        CloseNested();
        return current = new NestedReader();
    }

    public void CloseNested()
    {
        var open = current;
        if (open == null)
            return;
        current = null;
        open.CloseImplicitly();
    }
}

// Only its own end makes it say that it is not open.
public sealed class Driver : IDisposable
{
    private Socket? socket;

    public bool IsOpen { get; private set; }

    public void Open(Socket connected)
    {
        socket = connected;
        IsOpen = true;
    }

    public void Dispose()
    {
        socket?.Dispose();
        IsOpen = false;
    }
}

public sealed class Connection : IDisposable
{
    private Driver? driver;

    public void Reopen(Socket connected)
    {
        if (driver == null || !driver.IsOpen)
            driver = new Driver();
        driver.Open(connected);
    }

    public void Dispose() => driver?.Dispose();
}

// A tick that comes while the one before still waits leaves at once.
public sealed class Retry
{
    public void Begin(Func<Task> attempt)
    {
        var isRunning = false;
        var timer = new System.Timers.Timer(1000);
        timer.Elapsed += (_, _) =>
        {
            if (isRunning)
                return;
            try
            {
                isRunning = true;
                attempt().Wait();
                timer.Stop();
            }
            finally
            {
                isRunning = false;
            }
        };
        timer.Start();
    }
}

// What another object has is put there twice on one way.
public sealed class Pipe(Stream stream) : IDisposable
{
    public Stream Stream { get; } = stream;

    public void Dispose() => Stream.Dispose();
}

public sealed class Proxy(Func<Stream> open) : IDisposable
{
    private Pipe? pipe;
    private Stream? stream;

    public async Task ConnectAsync(bool isSecure)
    {
        await EndAsync();
        pipe = new Pipe(open());
        stream = pipe.Stream;
        if (isSecure)
        {
            var secure = new System.Net.Security.SslStream(stream, false);
            stream = secure;
            await secure.AuthenticateAsClientAsync("host");
        }
        else
        {
            stream = pipe.Stream;
        }
    }

    public void Dispose()
    {
        if (stream is not null && !ReferenceEquals(stream, pipe?.Stream))
            stream.Dispose();
        stream = null;
        pipe?.Dispose();
    }

    private async Task EndAsync()
    {
        if (stream is not null && !ReferenceEquals(stream, pipe?.Stream))
            await stream.DisposeAsync();
        stream = null;
        pipe?.Dispose();
        pipe = null;
    }
}

// An entry leaves, and ends, when nobody uses it any more.
public sealed class Shared : IDisposable
{
    private readonly Timer beat = new(_ => { }, null, 0, 1000);
    private readonly HashSet<string> users = [];

    public void Join(string user) => users.Add(user);

    public void Leave(string user) => users.Remove(user);

    public bool IsEmpty() => users.Count == 0;

    public void Dispose() => beat.Dispose();
}

public sealed class SharedPool
{
    private readonly object gate = new();
    private readonly Shared?[] places = new Shared?[8];

    public void Join(string user)
    {
        lock (gate)
        {
            var all = Places();
            var place = user.Length % all.Length;
            (all[place] ??= new Shared()).Join(user);
        }
    }

    public void Leave(string user)
    {
        lock (gate)
        {
            var all = Places();
            var place = user.Length % all.Length;
            if (all[place] is not { } shared)
                return;
            shared.Leave(user);
            if (shared.IsEmpty())
            {
                all[place] = null;
                shared.Dispose();
            }
        }
    }

    private Shared?[] Places() => places;
}
