using System.Net.Sockets;

// What is sorted, marked or measured by one.
namespace LeakGuard.ValidCode.SortedByOne
{
    public sealed class Spot
    {
        public int Lane { get; init; }
        public string Name { get; init; } = "";
        public List<int> Hits { get; } = new();
        public void Hit(int n) => Hits.Add(n);
    }

    // sorted into a table per lane when the level is loaded
    public static class Level
    {
        private static readonly Dictionary<int, List<Spot>> s_spots = new();
        private static Spot[] s_all = Array.Empty<Spot>();

        public static void Load(string path)
        {
            s_all = File.ReadLines(path).Select(l => new Spot { Lane = l.Length % 3, Name = l }).ToArray();
            Sort();
        }

        public static int CountOf(int lane) => s_spots.TryGetValue(lane, out var found) ? found.Count : 0;

        private static void Sort()
        {
            foreach (var spot in s_all)
            {
                if (!s_spots.ContainsKey(spot.Lane))
                    s_spots.Add(spot.Lane, new List<Spot>());
                s_spots[spot.Lane].Add(spot);
            }
        }
    }

    // what was drawn the last time is taken away, and drawn anew in any case
    public sealed class Marker
    {
        private static readonly Dictionary<int, Spot> s_marks = new();

        public void Mark(int lane)
        {
            if (s_marks.ContainsKey(lane))
            {
                if (s_marks[lane] != null)
                    s_marks.Remove(lane);
            }

            var spot = new Spot { Lane = lane };
            spot.Hit(1);
            s_marks.Add(lane, spot);
        }

        public void Wipe() { foreach (var mark in s_marks.Values) mark.Hit(0); s_marks.Clear(); }
    }

    // a scope is for the using of whoever asked for it; the list is for the report
    public sealed class Trail
    {
        private readonly List<Step> _steps = new();
        private readonly Source _source = new();

        public IDisposable Measure(string name)
        {
            var step = _source.BeginStep(name);
            _steps.Add(step);
            return step;
        }

        public double Total => _steps.Sum(s => s.Seconds);
    }

    public sealed class Source { public Step BeginStep(string name) => new(name); }

    public sealed class Step : IDisposable
    {
        private readonly FileStream _log;
        private readonly DateTime _since = DateTime.UtcNow;
        public Step(string name) => _log = new FileStream(name + ".log", FileMode.Append);
        public double Seconds { get; private set; }
        public void Dispose() { Seconds = (DateTime.UtcNow - _since).TotalSeconds; _log.Dispose(); }
    }

    public static class Trails
    {
        public static double Run() { var trail = new Trail(); using (trail.Measure("a")) Thread.Sleep(1); return trail.Total; }
    }

    // the lock is the other table, and guards that one; what is beside it is of one thread
    public sealed class Boards : IDisposable
    {
        private readonly Dictionary<string, int> _sizes = new();
        private readonly Dictionary<string, TcpClient> _lines = new();
        public void Open(string host) { if (_lines.ContainsKey(host)) return; _lines[host] = new TcpClient(host, 80); }
        public void Close(string host) { if (_lines.Remove(host, out var line)) line.Dispose(); }
        public void Note(string host, int size) { lock (_sizes) { _sizes[host] = size; } }
        public string Report() { lock (_sizes) { return string.Join(",", _sizes.Where(s => _lines.TryGetValue(s.Key, out var line) && line.Connected).Select(s => s.Value)); } }
        public void Dispose() { foreach (var line in _lines.Values) line.Dispose(); _lines.Clear(); }
    }
}
