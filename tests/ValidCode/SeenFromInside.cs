using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LeakGuard.ValidCode.SeenFromInside;

/// <summary>A session may open another one of its kind: what that has is in the other object.</summary>
public sealed class Tracer(string name, bool isNested) : IDisposable
{
    private readonly object _gate = new();
    private Tracer? _nested;
    private FileStream? _file;

    private bool IsOpen => _file != null;

    public bool Enable(int level)
    {
        lock (_gate)
        {
            if (IsOpen || _nested != null)
                throw new InvalidOperationException("once only");
            if (!isNested && level > 1)
            {
                var nested = new Tracer(name + ".nested", true);
                bool enabled;
                try
                {
                    enabled = nested.Enable(level);
                }
                catch
                {
                    nested.Dispose();
                    throw;
                }

                _nested = nested;
                return enabled;
            }

            _file = File.OpenRead(name);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _nested?.Dispose();
            _nested = null;
            _file?.Dispose();
            _file = null;
        }
    }
}

/// <summary>Each table is written and closed before the next one begins.</summary>
public sealed class Tables(string folder)
{
    private StreamWriter? _writer;

    public void WriteAll(int[] numbers)
    {
        WriteHead(numbers);
        WriteRows(numbers);
    }

    private void WriteHead(int[] numbers)
    {
        _writer = new StreamWriter(Path.Combine(folder, "head.csv"));
        _writer.WriteLine("count");
        Write(numbers.Length);
        _writer.Close();
    }

    private void WriteRows(int[] numbers)
    {
        _writer = new StreamWriter(Path.Combine(folder, "rows.csv"));
        foreach (var number in numbers)
            Write(number);
        _writer.Close();
    }

    private void Write(int number) => _writer!.WriteLine(number);
}

public interface ILink : IDisposable
{
    bool Active { get; }

    void Greet();
}

public abstract class Ends : IDisposable
{
    private int _ended;

    public bool IsDisposed => Volatile.Read(ref _ended) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            End();
    }

    protected abstract void End();
}

public sealed class Provider(string path) : Ends
{
    private readonly FileStream _file = File.OpenRead(path);

    public long Length => _file.Length;

    protected override void End() => _file.Dispose();
}

/// <summary>The link asks its own whether it still works, and the provider whether it has ended.</summary>
public sealed class Client(Func<ILink> makeLink, string path) : IDisposable
{
    private ILink? _link;
    private Provider? _provider;

    public Provider Provider
    {
        get
        {
            if (_provider == null || _provider.IsDisposed)
                _provider = new Provider(path);
            return _provider;
        }
    }

    public bool Open()
    {
        if (_link != null && _link.Active)
            return true;
        _link = makeLink();
        _link.Greet();
        return _link.Active;
    }

    public void Dispose()
    {
        _link?.Dispose();
        _provider?.Dispose();
        _provider = null;
    }
}

/// <summary>The first call of the system has said that nothing came of it.</summary>
public sealed class Port(string name) : IDisposable
{
    private Handle? _handle;

    public void Start()
    {
        if (_handle != null)
            return;
        var status = Open(out _handle, name);
        if (status == 0xB7)
            status = Open(out _handle, name + "2");
        if (status != 0)
            throw new IOException(name);
    }

    public void Dispose() => _handle?.Dispose();

    [DllImport("port")]
    private static extern int Open(out Handle handle, [MarshalAs(UnmanagedType.LPWStr)] string name);

    public sealed class Handle : SafeHandle
    {
        public Handle()
            : base(IntPtr.Zero, true)
        {
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle() => true;
    }
}

public sealed class Leaf(int id)
{
    public int Id { get; } = id;

    public List<Leaf> Leaves { get; } = new();

    public List<string> Names { get; } = new();
}

/// <summary>A deep branch goes on in a thread with a fresh stack, while this one stands still.</summary>
public sealed class Sums
{
    private Dictionary<int, Leaf>? _byId;

    public IEnumerable<Leaf> Of(Leaf root)
    {
        if (_byId == null)
        {
            _byId = new Dictionary<int, Leaf>();
            Add(root, 0);
        }

        return _byId.Values;
    }

    private void Add(Leaf leaf, int depth)
    {
        if (depth > 1000)
        {
            var fresh = Task.Factory.StartNew(() => Add(leaf, 0), TaskCreationOptions.LongRunning);
            fresh.GetAwaiter().GetResult();
            return;
        }

        if (!_byId!.TryGetValue(leaf.Id, out var sum))
        {
            sum = new Leaf(leaf.Id);
            _byId.Add(leaf.Id, sum);
        }

        sum.Names.AddRange(leaf.Names);
        foreach (var child in leaf.Leaves)
            Add(child, depth + 1);
    }
}

/// <summary>A session begins with what the one before has left, and every end of one leaves nothing.</summary>
public abstract class Exports
{
    private readonly List<StreamWriter> _open = new();

    public void OnStartSession() => _open.Clear();

    public void Export(string path) => _open.Add(new StreamWriter(path));

    public void OnEndSession()
    {
        foreach (var writer in _open)
        {
            try
            {
                writer.Dispose();
            }
            catch (IOException)
            {
            }
        }

        _open.Clear();
    }
}

/// <summary>The guest gets the way out with it, and goes by itself.</summary>
public sealed class House : IDisposable
{
    private readonly ConcurrentDictionary<Guid, Guest> _guests = new();
    private volatile bool _closed;

    public void Admit(string path)
    {
        var guest = new Guest(path, See);
        if (!_guests.TryAdd(guest.Id, guest))
            guest.Dispose();
        if (_closed && _guests.TryRemove(guest.Id, out var late))
            late.Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        foreach (var id in _guests.Keys)
        {
            try
            {
                if (_guests.TryRemove(id, out var guest))
                    guest.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    private void See(Guid id)
    {
        if (!_guests.TryRemove(id, out _))
            throw new InvalidOperationException("not here");
    }

    private sealed class Guest(string path, Action<Guid> leave) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);

        public Guid Id { get; } = Guid.NewGuid();

        public void Leave()
        {
            leave(Id);
            Dispose();
        }

        public void Dispose() => _file.Dispose();
    }
}
