using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.EmptyAtThatPoint;

/// <summary>The place was kept by a null; the key was counted up and given out.</summary>
public sealed class Slots : IDisposable
{
    private readonly ConcurrentDictionary<uint, Timer> _timers = new();
    private readonly Dictionary<uint, Timer> _byHandle = [];
    private uint _next;
    private bool _ended;

    public uint Reserve(Func<uint> nextId)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        uint id;
        do
        {
            id = nextId();
        }
        while (!_timers.TryAdd(id, null!));
        _timers[id] = new Timer(_ => Console.WriteLine("tick"));
        return id;
    }

    public bool Open(bool allowed, out uint handle)
    {
        if (!allowed)
        {
            handle = 0;
            return false;
        }

        handle = ++_next;
        _byHandle[handle] = new Timer(_ => Console.WriteLine("tock"));
        return true;
    }

    public void Dispose()
    {
        _ended = true;
        foreach (var timer in _timers.Values)
            timer.Dispose();
        foreach (var timer in _byHandle.Values)
            timer.Dispose();
    }
}

/// <summary>Set together behind a return, and emptied together.</summary>
public sealed class Inbound : IDisposable
{
    private CancellationTokenSource? _cancel;
    private Timer? _timer;
    private Task? _task;

    public Inbound(AppDomain domain) => domain.AssemblyLoad += (_, _) => Begin();

    public void Dispose()
    {
        if (_cancel == null || _timer == null || _task == null)
            return;
        _cancel.Cancel();
        _cancel.Dispose();
        _timer.Dispose();
        _cancel = null;
        _timer = null;
        _task = null;
    }

    private void Begin()
    {
        if (_task != null)
            return;
        var cancel = new CancellationTokenSource(1000);
        _cancel = cancel;
        _timer = new Timer(_ => Console.WriteLine("in"));
        _task = Task.Run(() => Console.WriteLine("reading"), cancel.Token);
    }
}

/// <summary>A slot of another object in each turn.</summary>
public sealed class Groups : IDisposable
{
    private readonly List<Group> _groups = [];

    public void BuildAll(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var group = new Group();
            Build(group);
            _groups.Add(group);
        }
    }

    public void Dispose()
    {
        foreach (var group in _groups)
            group.Timer?.Dispose();
    }

    private static void Build(Group group) => group.Timer = new Timer(_ => Console.WriteLine("group"));

    private sealed class Group
    {
        public Timer? Timer { get; set; }
    }
}

/// <summary>Helpers that others could call, and that only the constructor does.</summary>
public class Queue : IDisposable
{
    private Timer? _timer;
    private FileStream? _file;

    public Queue(string path)
    {
        RestoreQueue();
        SetPath(path);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _file?.Dispose();
        GC.SuppressFinalize(this);
    }

    internal void SetPath(string path)
    {
        _file?.Dispose();
        _file = File.OpenRead(path);
        _file.ReadByte();
    }

    protected void RestoreQueue() => _timer = new Timer(_ => Console.WriteLine("queue"));
}

/// <summary>A helper has just emptied the slot; another value than the slot's is disposed.</summary>
public sealed class Receiver(string path) : IDisposable
{
    private FileStream? _file;

    public async Task StartAsync()
    {
        await StopAsync();
        _file?.Dispose();
        _file = new FileStream(path, FileMode.Open);
    }

    public void Reload(Func<FileStream> open)
    {
        var file = _file ?? open();
        try
        {
            file.ReadByte();
        }
        finally
        {
            if (file != _file)
                file.Dispose();
        }

        Checkpoint();
        _file = null;
    }

    public void Dispose() => _file?.Dispose();

    private static void Checkpoint() => File.WriteAllText("checkpoint", "1");

    private async Task StopAsync()
    {
        await Task.Yield();
        if (_file != null)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }

            _file = null;
        }
    }
}
