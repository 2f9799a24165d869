namespace LeakGuard.ValidCode.KeptInATree;

/// <summary>A tree in which every parent ends its children.</summary>
public class Branch : IDisposable
{
    private readonly List<Branch> _children = new();
    private readonly Timer _growth = new(_ => { }, null, 1000, 1000);

    public Branch() => Children = new Shoots(this);

    public Branch? Parent { get; private set; }

    public Shoots Children { get; }

    public void Graft(Branch child)
    {
        child.Parent = this;
        _children.Add(child);
    }

    public void CutOff() => Parent?._children.Remove(this);

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _growth.Dispose();
        foreach (var child in Children.ToArray())
            child.Dispose();
    }

    public sealed class Shoots(Branch of)
    {
        public Branch[] ToArray() => of._children.ToArray();

        public void Add(Branch child) => of.Graft(child);
    }
}

/// <summary>The list only notes which of the children are blossoms: the base keeps them all.</summary>
public sealed class Bush : Branch
{
    private readonly List<Blossom> _blossoms = new();

    public void Flower(int petals)
    {
        var blossom = new Blossom(petals);
        Graft(blossom);
        _blossoms.Add(blossom);
    }

    public void Wither()
    {
        foreach (var blossom in _blossoms)
            blossom.CutOff();
        _blossoms.Clear();
    }

    private sealed class Blossom(int petals) : Branch
    {
        public int Petals { get; } = petals;
    }
}

public sealed class Gauge : IDisposable
{
    private readonly Timer _needle = new(_ => { }, null, 100, 100);

    public void Dispose() => _needle.Dispose();
}

public sealed class Dashboard
{
    public IList<Gauge> Gauges { get; } = new List<Gauge>();
}

/// <summary>The gauges belong to the dashboard they are put on.</summary>
public sealed class Cockpit(Dashboard dashboard) : IDisposable
{
    private readonly List<Gauge> _own = new();

    public void Mount()
    {
        var gauge = new Gauge();
        dashboard.Gauges.Add(gauge);
        _own.Add(gauge);
    }

    public void Forget() => _own.Clear();

    public void Dispose() => GC.SuppressFinalize(this);
}

public sealed class Texture : IDisposable
{
    private readonly FileStream _memory = File.OpenRead("texture");

    public void Dispose() => _memory.Dispose();
}

public sealed class FrameBuffer : IDisposable
{
    public Texture Texture { get; } = new();

    public void Dispose() => Texture.Dispose();
}

public sealed class Sheet(Texture texture) : IDisposable
{
    public long Size { get; set; }

    public void Dispose() => texture.Dispose();
}

public sealed class Sprite(Sheet sheet, int width)
{
    public Sheet Sheet { get; } = sheet;

    public int Width { get; } = width;
}

/// <summary>The sprite looks at the texture of the buffer, and the buffer is what is disposed.</summary>
public sealed class Screen : IDisposable
{
    private FrameBuffer? _buffer;
    private Sprite? _sprite;

    public void Resize(int width)
    {
        if (_sprite == null || _sprite.Width < width / 2)
        {
            var old = _buffer;
            _buffer = new FrameBuffer();
            old?.Dispose();
        }

        if (_sprite == null || _sprite.Width != width)
        {
            var sheet = new Sheet(_buffer!.Texture);
            _sprite = new Sprite(sheet, width);
        }
    }

    public void Dispose() => _buffer?.Dispose();
}

public sealed class Target(int handle) : IDisposable
{
    public int Handle { get; } = handle;

    public void Dispose() => Targets.DeleteTarget(Handle);
}

public static class Targets
{
    private static readonly Dictionary<int, FileStream> s_open = new();

    public static Target CreateTarget(int size)
    {
        lock (s_open)
        {
            var handle = s_open.Count + size;
            s_open.Add(handle, File.OpenRead("target"));
            return new Target(handle);
        }
    }

    public static void DeleteTarget(int handle)
    {
        lock (s_open)
        {
            if (s_open.Remove(handle, out var target))
                target.Dispose();
        }
    }
}

/// <summary>The old target is deleted by its handle.</summary>
public sealed class Shadows : IDisposable
{
    private Target? _target;

    public void ResizeShadows(int size)
    {
        if (_target != null)
            Targets.DeleteTarget(_target.Handle);
        _target = Targets.CreateTarget(size);
    }

    public void Dispose() => _target?.Dispose();
}

/// <summary>The snapshot that was in use is retired, since others may still look at it.</summary>
public sealed class Snapshots
{
    private readonly List<Texture> _retired = new();
    private Lazy<Texture>? _current;

    public Texture Current => (_current ?? throw new InvalidOperationException()).Value;

    public void ResetCurrent()
    {
        if (_current is { IsValueCreated: true } lazy)
            _retired.Add(lazy.Value);
        _current = new(() => new Texture());
    }

    public void Dispose()
    {
        if (_current is { IsValueCreated: true } lazy)
            lazy.Value.Dispose();
        foreach (var texture in _retired)
        {
            try
            {
                texture.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}
