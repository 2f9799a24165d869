using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of KeptInATree, InTurns, SaysThatItEnded and OnceOpened in ValidCode: what differs makes them bugs.</summary>
public sealed class KeptInATreeTests
{
    private const string Gauge =
        """
        sealed class Gauge : IDisposable
        {
            private readonly Timer _needle = new(_ => { }, null, 100, 100);

            public void Dispose() => _needle.Dispose();
        }

        """;

    [Fact]
    public Task EntryThatAnotherOnlyLooksAt_Fires() => Verify.FindsAsync(Gauge +
        """
        sealed class Dashboard
        {
            public void Show(Gauge gauge) => Console.WriteLine(gauge);
        }

        sealed class Cockpit(Dashboard dashboard) : IDisposable
        {
            private readonly List<Gauge> _own = new();

            public void Mount()
            {
                var gauge = new Gauge();
                dashboard.Show(gauge);
                _own.Add(gauge);
            }

            public void Forget() => {|LEAK1003:_own.Clear()|};

            public void Dispose() => _own.ForEach(gauge => gauge.Dispose());
        }
        """);

    [Fact]
    public Task WrapperOfSomethingMadeForIt_Fires() => Verify.FindsAsync(
        """
        sealed class Sheet(FileStream file) : IDisposable
        {
            public void Dispose() => file.Dispose();
        }

        sealed class Screen : IDisposable
        {
            private FileStream _palette = File.OpenRead("palette");
            private Sheet _sheet;

            public void Resize(int width)
            {
                {|LEAK1001:_sheet = new Sheet(File.OpenRead("sheet" + width + _palette.Name))|};
            }

            public void Dispose()
            {
                _palette.Dispose();
                _sheet?.Dispose();
            }
        }
        """);

    [Fact]
    public Task HandleThatIsOnlyLogged_Fires() => Verify.FindsAsync(
        """
        sealed class Target(int handle) : IDisposable
        {
            private readonly FileStream _memory = File.OpenRead("target");

            public int Handle { get; } = handle;

            public void Dispose() => _memory.Dispose();
        }

        sealed class Shadows : IDisposable
        {
            private Target _target = new(0);

            public void ResizeShadows(int size)
            {
                Console.WriteLine(_target.Handle);
                {|LEAK1001:_target = new Target(size)|};
            }

            public void Dispose() => _target.Dispose();
        }
        """);

    [Fact]
    public Task StaticTableThatUsersAskFor_Fires() => Verify.FindsAsync(Gauge +
        """
        static class Gauges
        {
            private static Dictionary<string, Gauge> s_gauges;

            public static void Reset()
            {
                if (s_gauges == null)
                    return;
                foreach (var gauge in s_gauges.Values)
                    gauge.Dispose();
                s_gauges = null;
            }

            public static Gauge Of(string name)
            {
                if (s_gauges == null)
                    s_gauges = new Dictionary<string, Gauge>();
                if (!s_gauges.TryGetValue(name, out var gauge))
                {
                    gauge = new Gauge();
                    {|LEAK2001:s_gauges.Add(name, gauge)|};
                }

                return gauge;
            }
        }
        """);

    [Fact]
    public Task TableFilledByALaterCall_Fires() => Verify.FindsAsync(
        """
        static class WatchCommand
        {
            private static Dictionary<string, FileSystemWatcher> s_watchers = new();

            public static void Begin() => {|LEAK1003:s_watchers = new Dictionary<string, FileSystemWatcher>()|};

            public static void Watch(string folder)
            {
                if (!s_watchers.TryGetValue(folder, out _))
                    {|LEAK2001:s_watchers.Add(folder, new FileSystemWatcher(folder))|};
            }
        }
        """);

    [Fact]
    public Task TableUnderALockElsewhere_Fires() => Verify.FindsAsync(Gauge +
        """
        sealed class Reader
        {
            private readonly object _lock = new();
            private readonly Dictionary<string, Gauge> _gauges = new();
            private long _bytes;
            private string _last;

            public void Read(string name, long size)
            {
                lock (_lock)
                {
                    _last = name;
                    _bytes += size;
                }
            }

            public int Count()
            {
                lock (_lock)
                    return _gauges.Count;
            }

            public Gauge Of(string name)
            {
                if (!_gauges.TryGetValue(name, out var gauge))
                {
                    gauge = new Gauge();
                    {|LEAK2001:_gauges[name] = gauge|};
                }

                return gauge;
            }
        }
        """);
}
