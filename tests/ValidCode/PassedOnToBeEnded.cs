namespace LeakGuard.ValidCode.PassedOnToBeEnded;

/// <summary>All buffers are passed on by reference, to be disposed and set to null, before the new ones are made.</summary>
public class RenderBuffers : IDisposable
{
    private FileStream? _color;
    private FileStream? _depth;
    private int _width;

    public void Resize(int width)
    {
        if (_width == width)
            return;
        _width = width;
        DisposeBuffers();
        _color = File.OpenRead("color" + width);
        CreateDepth(width);
    }

    public void Dispose()
    {
        DisposeBuffers();
        GC.SuppressFinalize(this);
    }

    protected virtual void DisposeBuffers()
    {
        DropDepth();
        Cleaner.Drop(ref _color);
    }

    private void DropDepth() => Cleaner.Drop(ref _depth);

    private void CreateDepth(int width) => _depth = new FileStream("depth" + width, FileMode.Open);
}

public static class Cleaner
{
    public static void Drop<T>(ref T? value)
        where T : class, IDisposable
    {
        value?.Dispose();
        value = null;
    }
}

/// <summary>The flag is false only where the context has been passed on to be ended, or after the end of all.</summary>
public sealed class RenderHost : IDisposable
{
    private readonly object _gate = new();
    private readonly RenderBuffers _buffers;
    private FileStream? _context;
    private bool _isStarted;

    public RenderHost(RenderBuffers buffers, Screen screen)
    {
        _buffers = buffers;
        screen.Changed += (_, _) => Start();
    }

    public void Start()
    {
        lock (_gate)
        {
            if (_isStarted)
                return;
            _context = File.OpenRead("context");
            _buffers.Resize(10);
            _isStarted = true;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _isStarted = false;
            Cleaner.Drop(ref _context);
        }
    }

    public void Dispose()
    {
        End();
        _isStarted = false;
    }
}

public sealed class Screen
{
    public event EventHandler? Changed;

    public void Change() => Changed?.Invoke(this, EventArgs.Empty);
}

/// <summary>The group is given to the counter that is returned: with the last lease, all in it ends.</summary>
public sealed class Grouping(IDisposable cancel) : IDisposable
{
    private Bag? _group;
    private Counter? _counter;

    public IDisposable Run(IObservable<int> source, IObserver<int> observer)
    {
        _group = new Bag();
        _counter = new Counter(_group);
        _group.Add(source.Subscribe(observer));
        return _counter;
    }

    public void Dispose() => cancel.Dispose();
}

public sealed class Bag : IDisposable
{
    private readonly List<IDisposable> _items = [];

    public void Add(IDisposable item) => _items.Add(item);

    public void Dispose()
    {
        foreach (var item in _items)
        {
            try
            {
                item.Dispose();
            }
            catch (InvalidOperationException)
            {
                Console.WriteLine("not ended");
            }
        }

        _items.Clear();
    }
}

public sealed class Counter(IDisposable inner) : IDisposable
{
    private int _count = 1;

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            inner.Dispose();
    }
}

/// <summary>The copy is put into the document as well, and Revert, which comes before the next Apply, finds and ends it there.</summary>
public sealed class ImportStep(Document source) : IDisposable
{
    private Node? _copy;

    public void Apply(Document target)
    {
        var copy = new Node((_copy ?? source.Root).Name);
        _copy = copy;
        target.Add(copy);
    }

    public void Revert(Document target) => target.Drop(_copy!.Name);

    public void Dispose() => _copy?.Dispose();
}

public sealed class Document : IDisposable
{
    private readonly List<Node> _nodes = [];

    public Node Root => _nodes[0];

    public void Add(Node node) => _nodes.Add(node);

    public void Drop(string name)
    {
        var node = _nodes.First(n => n.Name == name);
        _nodes.Remove(node);
        node.Dispose();
    }

    public void Dispose() => _nodes.ForEach(node => node.Dispose());
}

public sealed class Node(string name) : IDisposable
{
    private readonly Timer _redraw = new(_ => Console.WriteLine(name), null, 100, 100);

    public string Name => name;

    public void Dispose() => _redraw.Dispose();
}

/// <summary>Who posts a job gets it, waits for it and ends it; the thread ends what is left when its loop is over, and Stop joins it.</summary>
public sealed class JobThread : IDisposable
{
    private readonly Queue<Job> _jobs = new();
    private Thread? _thread;
    private volatile bool _running = true;

    public Job Post(Action work)
    {
        var job = new Job(work);
        lock (_jobs)
        {
            _jobs.Enqueue(job);
            Monitor.Pulse(_jobs);
        }

        return job;
    }

    public void Start()
    {
        _thread = new Thread(() =>
        {
            while (_running)
            {
                Job? next = null;
                lock (_jobs)
                {
                    if (_jobs.Count > 0)
                        next = _jobs.Dequeue();
                    else
                        Monitor.Wait(_jobs, 100);
                }

                next?.Run();
            }

            Clear();
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _running = false;
        _thread?.Join();
    }

    private void Clear()
    {
        lock (_jobs)
        {
            while (_jobs.Count > 0)
                _jobs.Dequeue().Dispose();
        }
    }

    public sealed class Job(Action work) : IDisposable
    {
        private readonly ManualResetEvent _done = new(false);

        public void Run()
        {
            work();
            _done.Set();
        }

        public void Wait() => _done.WaitOne();

        public void Dispose() => _done.Dispose();
    }
}

/// <summary>What Run returns ends all that is scheduled.</summary>
public sealed class Line
{
    private readonly LinkedList<Timer> _scheduled = new();

    public IDisposable Run() => Ending.Create(() =>
    {
        lock (_scheduled)
        {
            while (_scheduled.First is { } first)
            {
                _scheduled.RemoveFirst();
                first.Value.Dispose();
            }
        }
    });

    public void Next(TimerCallback tell)
    {
        lock (_scheduled)
            _scheduled.AddLast(new Timer(tell, null, 100, 100));
    }
}

public static class Ending
{
    public static IDisposable Create(Action end) => new Given(end);

    private sealed class Given(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

public static class Composition
{
    public static void Compose(TimerCallback tell, IObservable<int> source, IObserver<int> observer)
    {
        var line = new Line();
        using var run = line.Run();
        line.Next(tell);
        using var grouping = new Grouping(line.Run());
        using var group = grouping.Run(source, observer);
    }
}
