using System.Collections.Concurrent;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.TellsItsOwner;

/// <summary>A session closes its socket and then tells the listener by its number, in the middle of other steps.</summary>
public class Line(Listener listener, Socket socket) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public bool IsUp { get; private set; } = true;

    public bool Hangup()
    {
        if (!IsUp)
            return false;
        socket.Close();
        socket.Dispose();
        IsUp = false;
        listener.Leave(Id);
        return true;
    }

    public void Dispose() => Hangup();
}

public class Listener
{
    private readonly ConcurrentDictionary<Guid, Line> _lines = new();
    private bool _stopped;
    private readonly object _gate = new();

    public void Accept(Socket socket)
    {
        var line = new Line(this, socket);
        lock (_gate)
        {
            if (!_stopped)
            {
                _lines.TryAdd(line.Id, line);
                return;
            }
        }

        line.Dispose();
    }

    public void HangupAll()
    {
        foreach (var line in _lines.Values)
            line.Hangup();
    }

    public void Stop()
    {
        lock (_gate)
            _stopped = true;
        HangupAll();
        foreach (var line in _lines.Values)
            line.Dispose();
    }

    internal void Leave(Guid id)
    {
        _lines.TryRemove(id, out Line? _);
    }
}

/// <summary>The store knows only that its items can be disposed; their own dispose takes them out by path.</summary>
public sealed class Scratch : IDisposable
{
    private readonly ConcurrentDictionary<string, IDisposable> _items = new();
    private readonly object _gate = new();
    private bool _disposed;

    public IDisposable Take(string path)
    {
        var item = new Folder(path, this);
        Track(path, item);
        return item;
    }

    internal void Track(string path, IDisposable item)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _items.TryAdd(path, item);
        }
    }

    internal void Untrack(string path)
    {
        _items.TryRemove(path, out _);
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        foreach (var pair in _items)
        {
            try
            {
                pair.Value.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    private sealed class Folder(string path, Scratch owner) : IDisposable
    {
        public void Dispose()
        {
            owner.Untrack(path);
            Directory.Delete(path, true);
        }
    }
}

/// <summary>The subscription is its user's, and takes itself out when he ends it.</summary>
public sealed class Broker : IDisposable
{
    private readonly Dictionary<string, Ticket> _tickets = new();
    private readonly object _gate = new();

    public void Subscribe(Action<IDisposable> give)
    {
        var ticket = new Ticket(this);
        lock (_gate)
            _tickets[ticket.Inbox] = ticket;
        give(ticket);
    }

    public void Deliver(string inbox)
    {
        Ticket? ticket;
        lock (_gate)
            _tickets.TryGetValue(inbox, out ticket);
        Console.WriteLine(ticket?.Inbox);
    }

    internal void Unsubscribe(string inbox)
    {
        lock (_gate)
            _tickets.Remove(inbox);
    }

    public void Dispose() => Console.WriteLine("closed");
}

public sealed class Ticket(Broker broker) : IDisposable
{
    private readonly FileStream _file = new("ticket", FileMode.Open);
    private bool _disposed;

    internal string Inbox { get; } = "_IN." + Guid.NewGuid();

    private void End()
    {
        broker.Unsubscribe(Inbox);
        _file.Dispose();
    }

    private void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        if (disposing)
            End();
    }

    public void Dispose() => Dispose(true);
}

/// <summary>The agent is for who opens it, and who gets it disposes it.</summary>
public sealed class Agents : IDisposable
{
    private readonly Dictionary<string, Agent> _agents = new();
    private readonly CancellationTokenRegistration _registration;

    public Agents(CancellationToken token)
    {
        _registration = token.Register(() =>
        {
            if (_agents.ContainsKey("a"))
                _agents.Remove("a");
        });
    }

    public async Task<Agent> OpenAsync(string id)
    {
        var agent = Add(id);
        await Task.Delay(1);
        return agent;
    }

    private Agent Add(string id)
    {
        Agent agent;
        if (string.IsNullOrEmpty(id) || !_agents.TryGetValue(id, out agent!))
            agent = new Agent(id);
        _agents.Add(id, agent);
        return agent;
    }

    public void Dispose() => _registration.Dispose();
}

public sealed class Agent(string id) : IDisposable
{
    private readonly Timer _timer = new(_ => Console.WriteLine(id));

    public string Id => id;

    public void Dispose() => _timer.Dispose();
}

public sealed class AgentChannel : IDisposable
{
    private readonly Agent _agent;

    public AgentChannel(Agent agent)
    {
        _agent = agent ?? throw new ArgumentNullException(nameof(agent));
    }

    public void Dispose()
    {
        Console.WriteLine(_agent.Id);
        _agent.Dispose();
    }
}
