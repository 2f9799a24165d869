namespace LeakGuard.ValidCode.EndsByItself;

/// <summary>The alarm that a late failure sets after Dispose ends itself when it fires: nothing is left behind.</summary>
internal sealed class Backoff : IDisposable
{
    private readonly object _gate = new();
    private ITimer? _end;

    public void Enter(TimeSpan wait)
    {
        ITimer? old;
        lock (_gate)
        {
            var fresh = Alarms.After(wait, Leave, this);
            old = _end;
            _end = fresh;
        }

        old?.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            var last = _end;
            _end = null;
            last?.Dispose();
        }
    }

    private static void Leave(Backoff backoff)
    {
        ITimer? old;
        lock (backoff._gate)
        {
            old = backoff._end;
            backoff._end = null;
        }

        old?.Dispose();
    }
}

internal static class Alarms
{
    public static ITimer After<T>(TimeSpan wait, Action<T> ring, T state) => TimeProvider.System.CreateTimer(_ => ring(state), null, wait, Timeout.InfiniteTimeSpan);
}

/// <summary>The link that is given out ends itself, and takes itself out of where it is noted.</summary>
public sealed class Relay(IObservable<int> source)
{
    private readonly object _gate = new();
    private Link? _link;

    public IDisposable Connect(IObserver<int> observer)
    {
        lock (_gate)
        {
            _link ??= new Link(this, source.Subscribe(observer));
            return _link;
        }
    }

    private sealed class Link(Relay relay, IDisposable? subscription) : IDisposable
    {
        public void Dispose()
        {
            lock (relay._gate)
            {
                if (subscription == null)
                    return;
                subscription.Dispose();
                subscription = null;
                relay._link = null;
            }
        }
    }
}

/// <summary>Who listens is completed, and disposes itself with that; whoever brought it disposes it otherwise.</summary>
public sealed class Ticks(Action<Action> attach, Action<Action> detach)
{
    public IDisposable Subscribe(Listener listener) => new Attachment(attach, detach, listener);

    private sealed class Attachment : IDisposable
    {
        private readonly Action<Action> _detach;
        private Listener? _listener;

        public Attachment(Action<Action> attach, Action<Action> detach, Listener listener)
        {
            _detach = detach;
            _listener = listener;
            attach(Complete);
        }

        private void Complete()
        {
            _listener?.Completed();
            Dispose();
        }

        public void Dispose()
        {
            _listener = null;
            _detach(Complete);
        }
    }
}

public class Listener : IDisposable
{
    private int _disposed;

    public void OnCompleted(string reason)
    {
        Console.WriteLine(reason);
        Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Console.WriteLine("gone");
    }
}

public static class Listeners
{
    public static void Completed(this Listener listener) => listener.OnCompleted("done");
}

/// <summary>All that the dispose of a scope does is to tell the editor, which lets it go then.</summary>
public sealed class Editor
{
    private Scope? _scope;

    public Scope Begin(string name)
    {
        if (_scope != null)
            throw new InvalidOperationException(_scope.Name);
        _scope = new Scope(this, name);
        return _scope;
    }

    public void Open(string name)
    {
        _scope?.Dispose();
        Console.WriteLine(name);
    }

    internal void StopScope()
    {
        if (_scope == null)
            return;
        var name = _scope.Name;
        _scope = null;
        Console.WriteLine(name);
    }

    public sealed class Scope(Editor editor, string name) : IDisposable
    {
        public string Name { get; } = name;

        public void Dispose() => editor.StopScope();
    }
}

/// <summary>Dispose is another name of Discard, and the old preview is discarded.</summary>
public sealed class Tool : IDisposable
{
    private Preview? _preview;

    public void Reset(string path)
    {
        _preview?.Discard();
        _preview = new Preview(path);
    }

    public void Dispose() => _preview?.Dispose();

    private sealed class Preview(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);
        private bool _discarded;

        public bool Discard()
        {
            var last = _discarded;
            _discarded = true;
            Console.WriteLine(_file.Name);
            _file.Close();
            return last;
        }

        public void Dispose() => Discard();
    }
}
