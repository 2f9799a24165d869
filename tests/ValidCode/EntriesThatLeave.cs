using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.EntriesThatLeave;

/// <summary>To dispose the guard is to put it back: the slot keeps what is free.</summary>
internal sealed class Journal
{
    private Guard? _spare;
    private int _blocked;

    private sealed class Guard(Journal owner) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref owner._blocked);
            Interlocked.Exchange(ref owner._spare, this);
        }
    }

    private Guard Block()
    {
        Interlocked.Increment(ref _blocked);
        return Interlocked.Exchange(ref _spare, null) ?? new Guard(this);
    }

    public async Task<bool> CommitAsync()
    {
        using (Block())
        {
            await Task.Yield();
            return _blocked > 0;
        }
    }
}

internal interface IMemento : IDisposable
{
    IMemento Revert();
}

/// <summary>What an entry was about goes on in what it returns.</summary>
internal sealed class History : IDisposable
{
    private readonly Stack<IMemento> _undo = new();
    private readonly Stack<IMemento> _redo = new();

    public void Done(IMemento memento) => _undo.Push(memento);

    public void Undo()
    {
        if (_undo.Count == 0)
            return;
        var top = _undo.Pop();
        _redo.Push(top.Revert());
    }

    public void Redo() => _undo.Push(_redo.Pop().Revert());

    public void Dispose()
    {
        while (_undo.TryPop(out var memento))
            memento.Dispose();
        while (_redo.TryPop(out var memento))
            memento.Dispose();
    }
}

internal interface IBeats
{
    void Unregister(Guid id);
}

/// <summary>Whoever registers gets the beat and disposes it, and then it takes itself off the list.</summary>
internal sealed class Beat(IBeats beats, Guid id) : IDisposable
{
    private readonly Timer _timer = new(_ => { }, null, 1000, 1000);

    public void Dispose()
    {
        beats.Unregister(id);
        _timer.Dispose();
    }
}

internal sealed class Beats : IBeats, IDisposable
{
    private readonly ConcurrentDictionary<Guid, Beat> _all = new();
    private readonly Timer _sweep = new(_ => { }, null, 1000, 1000);
    private int _count;

    public Beat Register(Guid id)
    {
        var beat = new Beat(this, id);
        if (!_all.TryAdd(id, beat))
        {
            beat.Dispose();
            throw new InvalidOperationException();
        }

        Interlocked.Increment(ref _count);
        return beat;
    }

    public void Unregister(Guid id)
    {
        if (_all.TryRemove(id, out _))
            Interlocked.Decrement(ref _count);
    }

    public void Dispose() => _sweep.Dispose();
}

/// <summary>Whoever serves a client closes it when it is through.</summary>
internal sealed class Host
{
    private readonly Dictionary<int, System.Net.Sockets.TcpClient> _clients = [];
    private bool _stopped;

    public void Accept(System.Net.Sockets.TcpListener listener, int id)
    {
        var client = listener.AcceptTcpClient();
        lock (_clients)
        {
            if (_stopped || !_clients.TryAdd(id, client))
            {
                client.Close();
                return;
            }
        }

        new Thread(() => Serve(client)).Start();
    }

    private static void Serve(System.Net.Sockets.TcpClient client)
    {
        try
        {
            client.GetStream().ReadByte();
        }
        finally
        {
            client.Close();
        }
    }

    public void Left(int id)
    {
        lock (_clients)
            _clients.Remove(id);
    }

    public void Stop()
    {
        lock (_clients)
        {
            _stopped = true;
            foreach (var client in _clients.Values)
                client.Close();
            _clients.Clear();
        }
    }
}

/// <summary>The end of a ticket only takes one from its own number: a ticket that is dropped frees nothing.</summary>
internal sealed class Limits
{
    private readonly ConcurrentDictionary<string, Tickets> _tickets = new();

    private sealed class Tickets : IDisposable
    {
        private int _count;

        public int Take() => Interlocked.Increment(ref _count);

        private void GiveBack() => Interlocked.Decrement(ref _count);

        public void Dispose() => GiveBack();
    }

    public IDisposable Enter(string key, int limit, out bool allowed)
    {
        var tickets = _tickets.GetOrAdd(key, _ => new Tickets());
        allowed = tickets.Take() <= limit;
        return tickets;
    }
}

/// <summary>The streams are the callers', and the writers around them flush each line.</summary>
public sealed class Tee : IDisposable
{
    private readonly List<StreamWriter> _writers = [];
    private FileStream? _own;

    public void Add(Stream stream) => _writers.Add(new StreamWriter(stream) { AutoFlush = true });

    public void Enable(string path)
    {
        Dispose();
        _own = File.Open(path, FileMode.Create);
        Add(_own);
    }

    public void Remove(Stream stream) => _writers.RemoveAll(writer => writer.BaseStream == stream);

    public void Write(string line)
    {
        foreach (var writer in _writers)
            writer.WriteLine(line);
    }

    public void Dispose()
    {
        if (_own == null)
            return;
        Remove(_own);
        _own.Close();
        _own = null;
    }
}
