using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ValidCode.SeenToElsewhere;

// What a base type, an entry itself, the end of the process or a parent sees to.
public sealed class Pulse : IDisposable
{
    private readonly Timer timer = new(_ => { }, null, 0, 1000);
    private readonly Action? ended;

    public Pulse()
    {
    }

    public Pulse(string name, Action ended)
    {
        Name = name;
        this.ended = ended;
    }

    public string Name { get; } = string.Empty;

    public void Dispose()
    {
        timer.Dispose();
        ended?.Invoke();
    }
}

/// <summary>The base type goes over what the derived one shows.</summary>
public abstract class Ensemble : IDisposable
{
    protected abstract IEnumerable<IDisposable> Parts { get; }

    public void Dispose()
    {
        foreach (var part in Parts)
            part.Dispose();
    }
}

public sealed class Quartet : Ensemble
{
    private readonly Pulse[] pulses = new Pulse[4];

    public Quartet()
    {
        for (var i = 0; i < pulses.Length; i++)
            pulses[i] = new Pulse();
    }

    protected override IEnumerable<IDisposable> Parts => [.. pulses];
}

/// <summary>The entry runs the removal itself when it ends; the helper that makes it passes it on.</summary>
public sealed class Sessions : IDisposable
{
    private readonly Dictionary<string, Pulse> pulses = new();
    private bool isClosed;

    public Pulse Open(string name)
    {
        lock (pulses)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            if (!pulses.TryGetValue(name, out var pulse))
                pulses.Add(name, pulse = Make(name));
            return pulse;
        }
    }

    public void Dispose()
    {
        Pulse[] rest;
        lock (pulses)
        {
            isClosed = true;
            rest = pulses.Values.ToArray();
        }

        foreach (var pulse in rest)
            pulse.Dispose();
    }

    private Pulse Make(string name) => new(name, () => Forget(name));

    private void Forget(string name)
    {
        lock (pulses)
            pulses.Remove(name);
    }
}

/// <summary>An index that grows, and takes a line back when it could not be written.</summary>
public sealed class Index(Func<string, Task> write)
{
    private readonly Dictionary<string, string> parents = new();

    public IEnumerable<string> Names => parents.Keys;

    public string? ParentOf(string name) => parents.GetValueOrDefault(name);

    public async Task AddAsync(string name, string parent)
    {
        parents[name] = parent;
        try
        {
            await write(name);
        }
        catch
        {
            parents.Remove(name);
            throw;
        }
    }
}

/// <summary>After the wait there is no process to which anything could be delivered.</summary>
public sealed class Watchdog(FileSystemWatcher watcher)
{
    public void Start() => watcher.Error += OnError;

    private static void OnError(object sender, ErrorEventArgs args)
    {
        Debug.WriteLine(args.GetException());
        Thread.Sleep(2000);
        Environment.FailFast("The disk is gone.", args.GetException());
    }
}

/// <summary>Elements of one tree: who has a parent ends with it.</summary>
public abstract class Element : IDisposable
{
    public Element? Parent { get; set; }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

public sealed class Button : Element
{
    private readonly Timer blink = new(_ => { }, null, 0, 500);

    public override void Dispose() => blink.Dispose();
}

public sealed class Layout
{
    private readonly List<WeakReference<Element>> elements = new();

    public void Place(Element element) => elements.Add(new WeakReference<Element>(element));
}

public sealed class Bar : Element
{
    private readonly List<Button> buttons = new();
    private readonly Layout layout = new();

    public void Add()
    {
        var button = new Button { Parent = this };
        layout.Place(button);
        buttons.Add(button);
    }

    public void Reset() => buttons.Clear();
}

/// <summary>The one caller that does not ask runs only the first time.</summary>
public sealed class Watched(string folder) : IDisposable
{
    private readonly object gate = new();
    private readonly FileSystemWatcher outer = new(Path.GetTempPath());
    private FileSystemWatcher? inner;
    private bool isStarted;

    public void Ensure()
    {
        lock (gate)
        {
            if (!isStarted)
            {
                isStarted = true;
                outer.Created += OnCreated;
                Watch();
            }
        }
    }

    public void Dispose()
    {
        outer.Dispose();
        inner?.Dispose();
    }

    private void OnCreated(object sender, FileSystemEventArgs args)
    {
        lock (gate)
        {
            if (inner == null)
                Watch();
        }
    }

    private void Watch() => inner = new FileSystemWatcher(folder);
}
