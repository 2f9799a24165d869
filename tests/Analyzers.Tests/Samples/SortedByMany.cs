using System.Net.Sockets;

// Sorted by whoever comes: what looks as if one did it alone.
namespace Samples.SortedByMany
{
    public sealed class Spot
    {
        public int Lane { get; init; }
        public List<int> Hits { get; } = new();
        public void Hit(int n) => Hits.Add(n);
    }

    // the entries are brought by callers
    public static class Level
    {
        private static readonly Dictionary<int, List<Spot>> s_spots = new();

        public static void Add(IEnumerable<Spot> spots)
        {
            foreach (var spot in spots)
            {
                if (!s_spots.ContainsKey(spot.Lane))
                    s_spots.Add(spot.Lane, new List<Spot>()); //! LEAK2001
                s_spots[spot.Lane].Add(spot);
            }
        }

        public static int CountOf(int lane) => s_spots.TryGetValue(lane, out var found) ? found.Count : 0;
    }

    // sorted by a worker of each batch
    public static class Batches
    {
        private static readonly Dictionary<int, List<Spot>> s_spots = new();
        private static readonly Spot[] s_all = { new Spot { Lane = 1 } };

        public static void Begin() => Task.Run(Sort);

        public static int CountOf(int lane) => s_spots.TryGetValue(lane, out var found) ? found.Count : 0;

        private static void Sort()
        {
            foreach (var spot in s_all)
            {
                if (!s_spots.ContainsKey(spot.Lane))
                    s_spots.Add(spot.Lane, new List<Spot>()); //! LEAK2001
                s_spots[spot.Lane].Add(spot);
            }
        }
    }

    // what is old is taken away, and only then a new one is made where there is none
    public sealed class Marker
    {
        private static readonly Dictionary<int, Spot> s_marks = new();

        public Spot Mark(int lane)
        {
            if (s_marks.TryGetValue(lane, out var old) && old.Hits.Count > 9)
                s_marks.Remove(lane);
            if (!s_marks.TryGetValue(lane, out var mark))
                s_marks[lane] = mark = new Spot { Lane = lane }; //! LEAK2001
            mark.Hit(1);
            return mark;
        }
    }

    public sealed class Step : IDisposable
    {
        private readonly FileStream _log;
        public Step(string name) => _log = new FileStream(name + ".log", FileMode.Append);
        public double Seconds { get; set; }
        public void Dispose() => _log.Dispose();
    }

    public sealed class Source { public Step BeginStep(string name) => new(name); }

    // what is begun beside it is given to nobody
    public sealed class Half
    {
        private readonly List<Step> _steps = new(); //! LEAK1004
        private readonly Source _source = new();
        public IDisposable Measure(string name) { var step = _source.BeginStep(name); _steps.Add(step); return step; }
        public void Begin(string name) => _steps.Add(_source.BeginStep(name));
        public int Count => _steps.Count;
    }

    public static class Trails
    {
        public static double Run() { var half = new Half(); half.Begin("x"); using (half.Measure("a")) return half.Count; }
    }

    // the lock guards both
    public sealed class Boards : IDisposable
    {
        private readonly Dictionary<string, int> _sizes = new();
        private readonly Dictionary<string, TcpClient> _lines = new();
        public void Open(string host) { var line = new TcpClient(host, 80); lock (_sizes) { _lines[host + line.GetHashCode()] = line; _sizes[host] = 1; } } //! LEAK4002
        public string Report() { lock (_sizes) { return string.Join(",", _sizes.Where(s => _lines.TryGetValue(s.Key, out var line) && line.Connected).Select(s => s.Value)); } }
        public void Dispose() { lock (_sizes) { foreach (var line in _lines.Values) line.Dispose(); _lines.Clear(); } }
    }
}
