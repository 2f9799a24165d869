using System.Runtime.InteropServices;

namespace LeakGuard.ValidCode.CountsOnMoreThanItSays;

/// <summary>Between the two only a native function, which answers by a code and throws nothing.</summary>
public static class Pictures
{
    private static readonly Dictionary<IntPtr, Stream> Sources = new();
    private static int _next;

    [DllImport("picture")]
    private static extern IntPtr picture_load(IntPtr context, out int width);

    public static IntPtr Read(Stream source, out int width)
    {
        IntPtr context;
        lock (Sources)
        {
            context = (IntPtr)_next++;
            Sources.Add(context, source);
        }

        var pixels = picture_load(context, out width);
        lock (Sources)
        {
            Sources.Remove(context);
        }

        return pixels;
    }

    public static Stream Of(IntPtr context)
    {
        lock (Sources)
            return Sources[context];
    }
}

/// <summary>Move changes an entry that has to be there: who entered it takes it out.</summary>
public sealed class Journeys
{
    private readonly Dictionary<Guid, string> _underway = new();

    public bool Enter(Guid id)
    {
        lock (_underway)
        {
            if (!_underway.ContainsKey(id))
            {
                _underway[id] = "entered";
                return true;
            }
        }

        return false;
    }

    public void Move(Guid id, string stage)
    {
        lock (_underway)
        {
            var isAllowed = false;
            if (!_underway.ContainsKey(id))
                Console.WriteLine("unknown " + id);
            else if (stage != _underway[id])
                isAllowed = true;
            if (isAllowed)
                _underway[id] = stage;
        }
    }

    public void Rename(Guid id, string stage)
    {
        lock (_underway)
        {
            if (!_underway.TryGetValue(id, out var old))
                throw new InvalidOperationException("unknown " + id);
            _underway[id] = old + stage;
        }
    }

    public void Leave(Guid id)
    {
        lock (_underway)
            _underway.Remove(id);
    }
}

public sealed class Travel
{
    private readonly Journeys _journeys = new();

    public void Go(Guid id, Func<Guid, bool> ask)
    {
        if (!_journeys.Enter(id))
            return;
        try
        {
            GoInside(id, ask);
        }
        finally
        {
            _journeys.Leave(id);
        }
    }

    private void GoInside(Guid id, Func<Guid, bool> ask)
    {
        _journeys.Move(id, "leaving");
        if (!ask(id))
        {
            Console.WriteLine("refused");
            return;
        }

        _journeys.Leave(id);
        Console.WriteLine("arrived");
    }

    public void Stay(Guid id, Func<Guid, bool> ask)
    {
        _journeys.Rename(id, "staying");
        if (!ask(id))
            return;
        _journeys.Leave(id);
        Console.WriteLine("stayed");
    }
}

/// <summary>Every entry gets a handle once: the place is counted up, and the name says that nothing is resized.</summary>
public sealed class Handles
{
    private Place[] _places = new Place[16];
    private int _used;

    public void AddNoResize(object key, object value)
    {
        var place = _used++;
        _places[place].Code = key.GetHashCode();
        _places[place].Handle = new Dependent(key, value);
    }

    ~Handles()
    {
        foreach (var place in _places)
            place.Handle?.Dispose();
    }

    private struct Place
    {
        public Dependent? Handle;
        public int Code;
    }
}

public sealed class Dependent : IDisposable
{
    private GCHandle _key;

    public Dependent(object key, object value) => _key = GCHandle.Alloc((key, value));

    public void Dispose() => _key.Free();
}

/// <summary>The first of many sorts of event, which comes once for each session.</summary>
public sealed class Debuggee : IDisposable
{
    private readonly Engine _engine;
    private FileStream? _process;

    public Debuggee(Engine engine)
    {
        _engine = engine;
        _engine.Happened += OnHappened;
    }

    private void OnHappened(Happening happening)
    {
        switch (happening)
        {
            case Happening.CreateProcess:
                _process = new FileStream("process", FileMode.Open);
                break;
            case Happening.Message:
                Console.WriteLine(_process?.Name);
                break;
        }
    }

    public void Dispose()
    {
        _engine.Happened -= OnHappened;
        _process?.Dispose();
    }
}

public enum Happening
{
    Message,
    CreateProcess,
}

public sealed class Engine
{
    public event Action<Happening>? Happened;

    public void Pump() => Task.Run(() => Happened?.Invoke(Happening.Message));
}

/// <summary>The object that has the closed writer is let go before the next one is opened.</summary>
public sealed class Packets
{
    private readonly object _gate = new();
    private Log? _log;

    public void Write(int value)
    {
        lock (_gate)
        {
            if (_log == null || _log.Started.AddMinutes(5) < DateTime.UtcNow)
            {
                if (_log is { Writer: { } old })
                    _log.Writer.Close();
                _log = new Log { Started = DateTime.UtcNow };
                _log.Writer = new BinaryWriter(File.Open("packets", FileMode.Append));
            }

            _log.Writer?.Write(value);
        }
    }

    private sealed class Log
    {
        public DateTime Started { get; set; }

        public BinaryWriter? Writer { get; set; }
    }
}

/// <summary>Two conditions of which only one holds: what the one puts in, the other does not find.</summary>
public sealed class Shape : IDisposable
{
    private Timer? _tick;

    public void Read(byte[] data)
    {
        var rank = 1;
        foreach (var item in data)
            rank += item > 0 ? 1 : 0;
        if (rank == 1)
            _tick = new Timer(_ => Console.WriteLine(1), null, 1, 1);
        if (rank == 2)
            _tick = new Timer(_ => Console.WriteLine(2), null, 1, 1);
    }

    public void Dispose() => _tick?.Dispose();
}

/// <summary>Where there is something to show, the row has no parts yet: otherwise they are filled again.</summary>
public sealed class Outline : IDisposable
{
    private RowList? _parts;

    public void Fill(Func<Row[]?> ask)
    {
        var parts = ask();
        var isOpen = parts != null && parts.Length > 0;
        if (!isOpen)
        {
            Console.WriteLine(_parts == null);
        }
        else
        {
            if (_parts != null && parts != null)
                _parts.Set(parts);
            else
                _parts = new RowList(parts!, disposeItems: true);
        }
    }

    public void Dispose() => _parts?.Dispose();
}

/// <summary>The list is a view that was told to leave the entries alone; the selected entry is somebody else's.</summary>
public sealed class Grid : IDisposable
{
    private readonly Func<int, Row> _rows;
    private RowList? _all;
    private Row? _selected;

    public Grid(Func<int, Row> rows) => _rows = rows;

    public RowList All(bool isNew)
    {
        if (_all != null && !isNew)
            return _all;
        _all = new RowList(new[] { _rows(0) }, disposeItems: false);
        return _all;
    }

    public void Select(Row row) => _selected = row;

    public void Show(int number) => _selected = Find(number);

    private Row? Find(int number) => _all?.At(number);

    public void Refresh()
    {
        _selected = null;
        Console.WriteLine("drawn");
    }

    public void Dispose()
    {
        _selected?.Dispose();
        _selected = null;
    }
}

public sealed class Row : IDisposable
{
    private readonly Timer _blink = new(_ => Console.WriteLine("on"), null, 1, 1);

    public void Dispose() => _blink.Dispose();
}

public sealed class RowList : IDisposable
{
    private readonly bool _disposeItems;
    private Row[] _rows;

    public RowList(Row[] rows, bool disposeItems)
    {
        _rows = rows;
        _disposeItems = disposeItems;
    }

    public Row At(int number) => _rows[number];

    public void Set(Row[] rows) => _rows = rows;

    public void Dispose()
    {
        if (!_disposeItems)
            return;
        foreach (var row in _rows)
            row.Dispose();
    }
}
