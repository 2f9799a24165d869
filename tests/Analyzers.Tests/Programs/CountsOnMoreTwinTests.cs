using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes that count on more than they say: the one thing that makes them a bug.</summary>
public sealed class CountsOnMoreTwinTests
{
    [Fact]
    public Task ForeignCallBetween_Fires() => Verify.FindsAsync(
        """
        public static class Pictures
        {
            private static readonly Dictionary<IntPtr, Stream> Sources = new();
            private static int _next;

            public static int Read(Stream source, Func<IntPtr, int> load)
            {
                IntPtr context;
                lock (Sources)
                {
                    context = (IntPtr)_next++;
                    {|LEAK4001:Sources.Add(context, source)|};
                }

                var pixels = load(context);
                lock (Sources)
                {
                    Sources.Remove(context);
                }

                return pixels;
            }
        }
        """);

    [Fact]
    public Task EntryThatWasAbsent_IsAcquired() => Verify.FindsAsync(
        """
        public sealed class Journeys
        {
            private readonly Dictionary<Guid, string> _underway = new();

            public void Enter(Guid id, string stage)
            {
                lock (_underway)
                {
                    if (_underway.ContainsKey(id))
                        return;
                    _underway[id] = stage;
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
                {|LEAK4001:_journeys.Enter(id, "leaving")|};
                if (!ask(id))
                {
                    Console.WriteLine("refused");
                    return;
                }

                _journeys.Leave(id);
                Console.WriteLine("arrived");
            }
        }
        """);

    [Fact]
    public Task SlotOfAnElementThatMayBeUsed_Fires() => Verify.FindsAsync(
        """
        public sealed class Handles
        {
            private readonly Place[] _places = new Place[16];

            public void Resize(int place, TimerCallback tick)
            {
                {|LEAK1001:_places[place].Handle = new Timer(tick, null, 100, 100)|};
            }

            ~Handles()
            {
                foreach (var place in _places)
                    place.Handle?.Dispose();
            }

            private struct Place
            {
                public Timer? Handle;
            }
        }
        """);

    [Fact]
    public Task EventThatComesAgain_Fires() => Verify.FindsAsync(
        """
        public sealed class Debuggee : IDisposable
        {
            private readonly Engine _engine;
            private FileStream? _image;

            public Debuggee(Engine engine)
            {
                _engine = engine;
                _engine.Happened += OnHappened;
            }

            private void OnHappened(Happening happening)
            {
                switch (happening)
                {
                    case Happening.ModuleLoaded:
                        {|LEAK1001:_image = new FileStream("image", FileMode.Open)|};
                        break;
                }
            }

            public void Dispose()
            {
                _engine.Happened -= OnHappened;
                _image?.Dispose();
            }
        }

        public enum Happening { CreateProcess, ModuleLoaded }

        public sealed class Engine
        {
            public event Action<Happening>? Happened;

            public void Pump() => Task.Run(() => Happened?.Invoke(Happening.ModuleLoaded));
        }
        """);

    [Fact]
    public Task OwnerOfTheClosedWriterStays_Fires() => Verify.FindsAsync(
        """
        public sealed class Packets
        {
            private readonly object _gate = new();
            private readonly Log _log = new();

            public void Roll()
            {
                lock (_gate)
                {
                    _log.Writer?{|LEAK1008:.Close()|};
                    _log.Writer = new BinaryWriter(File.Open("packets", FileMode.Append));
                }
            }

            public void Write(int value)
            {
                lock (_gate)
                    _log.Writer?.Write(value);
            }

            private sealed class Log
            {
                public BinaryWriter? Writer { get; set; }
            }
        }
        """);

    [Fact]
    public Task TwoConditionsThatMayBothHold_Fires() => Verify.FindsAsync(
        """
        public sealed class Shape : IDisposable
        {
            private Timer? _tick;

            public void Read(byte[] data)
            {
                var rank = data.Length;
                if (rank == 1)
                    _tick = new Timer(_ => Console.WriteLine(1), null, 1, 1);
                rank++;
                if (rank == 2)
                    {|LEAK1001:_tick = new Timer(_ => Console.WriteLine(2), null, 1, 1)|};
            }

            public void Dispose() => _tick?.Dispose();
        }
        """);

    [Fact]
    public Task ListThatOwnsItsRows_Fires() => Verify.FindsAsync(
        """
        public sealed class Grid : IDisposable
        {
            private RowList? _all;
            private Row? _selected;

            public void Fill(bool isNew)
            {
                if (_all != null && !isNew)
                    return;
                {|LEAK1001:_all = new RowList(new[] { new Row() }, disposeItems: true)|};
            }

            public void Show() => _selected ??= new Row();

            public void Refresh()
            {
                {|LEAK1001:_selected = null|};
                Console.WriteLine("drawn");
            }

            public void Dispose()
            {
                _selected?.Dispose();
                _all?.Dispose();
            }
        }

        public sealed class Row : IDisposable
        {
            private readonly Timer _blink = new(_ => Console.WriteLine("on"), null, 1, 1);

            public void Dispose() => _blink.Dispose();
        }

        public sealed class RowList : IDisposable
        {
            private readonly Row[] _rows;
            private readonly bool _disposeItems;

            public RowList(Row[] rows, bool disposeItems)
            {
                _rows = rows;
                _disposeItems = disposeItems;
            }

            public void Dispose()
            {
                if (!_disposeItems)
                    return;
                foreach (var row in _rows)
                    row.Dispose();
            }
        }
        """);

    [Fact]
    public Task OtherConditionThatMayFailAlone_Fires() => Verify.FindsAsync(
        """
        public sealed class Outline : IDisposable
        {
            private RowList? _parts;

            public void Fill(Func<Timer[]?> ask, bool isOpen)
            {
                var parts = ask();
                if (isOpen)
                {
                    if (_parts != null && parts != null)
                        _parts.Set(parts);
                    else
                        {|LEAK1001:_parts = new RowList(parts ?? Array.Empty<Timer>())|};
                }
            }

            public void Dispose() => _parts?.Dispose();
        }

        public sealed class RowList : IDisposable
        {
            private readonly List<Timer> _rows = new();

            public RowList(Timer[] rows) => _rows.AddRange(rows);

            public void Set(Timer[] rows)
            {
                foreach (var row in _rows)
                    row.Dispose();
                _rows.Clear();
                _rows.AddRange(rows);
            }

            public void Dispose()
            {
                foreach (var row in _rows)
                    row.Dispose();
            }
        }
        """);
}
