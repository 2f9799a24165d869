using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Names, lookups and tests of types that promise a free place and do not keep it; flags that do (LEAK1001).</summary>
public sealed class SaidToBeNewTwinTests
{
    [Fact]
    public Task TypeTestOfTwoKinds_LosesTheOther() => Verify.FindsAsync(
        """
        public sealed class Projector : IDisposable
        {
            private Stream _film;
            public void Blank(string name) => _film = new System.IO.Compression.GZipStream(File.OpenRead(name), System.IO.Compression.CompressionMode.Decompress);
            public long Show(string name)
            {
                if (_film is FileStream film) film.Position = 0; else {|LEAK1001:_film = File.OpenRead(name)|};
                return _film.Length;
            }
            public void Dispose() => _film?.Dispose();
        }
        """);

    [Fact]
    public Task TypeTestsThatTakeTurns_LoseBoth() => Verify.FindsAsync(
        """
        public class Reel : IDisposable { private readonly FileStream _f = File.OpenRead("x"); public long Length => _f.Length; public void Dispose() => _f.Dispose(); }
        public sealed class Short : Reel { } public sealed class Long : Reel { }
        public sealed class Projector : IDisposable
        {
            private Reel _film;
            public void ShowLong() { if (_film is Long l) Console.Write(l.Length); else {|LEAK1001:_film = new Long()|}; }
            public void ShowShort() { if (_film is Short s) Console.Write(s.Length); else {|LEAK1001:_film = new Short()|}; }
            public void Dispose() => _film?.Dispose();
        }
        """);

    [Fact]
    public Task LookupThatWantsMore_MayHideOne() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public static class Shelves
        {
            public static Drum Find(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) ? drum : null;
            public static Drum Fresh(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) && drum.Name != "old" ? drum : null;
            public static Drum Steel(this Dictionary<string, Drum> shelf, string name) { if (!shelf.TryGetValue(name, out var drum)) return null; return drum.Name.StartsWith("steel") ? drum : null; }
            public static Drum OtherThan(this Dictionary<string, Drum> shelf, string name) => shelf.Values.FirstOrDefault(d => d.Name != name);
            public static Drum Near(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name + "+", out var drum) ? drum : null;
        }
        public sealed class Store : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new();
            public string Take(string name)
            {
                var drum = _drums.Fresh(name);
                if (drum == null) {|LEAK1001:_drums[name] = drum = new Drum(name)|};
                return drum.Name;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        """);

    [Fact]
    public Task LookupOfOthers_SaysNothing() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public static class Shelves
        {
            public static Drum Find(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) ? drum : null;
            public static Drum Fresh(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) && drum.Name != "old" ? drum : null;
            public static Drum Steel(this Dictionary<string, Drum> shelf, string name) { if (!shelf.TryGetValue(name, out var drum)) return null; return drum.Name.StartsWith("steel") ? drum : null; }
            public static Drum OtherThan(this Dictionary<string, Drum> shelf, string name) => shelf.Values.FirstOrDefault(d => d.Name != name);
            public static Drum Near(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name + "+", out var drum) ? drum : null;
        }
        public sealed class Store : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new();
            public string Take(string name)
            {
                var drum = _drums.OtherThan(name);
                if (drum == null) {|LEAK1001:_drums[name] = drum = new Drum(name)|};
                return drum.Name;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        """);

    [Fact]
    public Task LookupOfAnotherKey_SaysNothing() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public static class Shelves
        {
            public static Drum Find(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) ? drum : null;
            public static Drum Fresh(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) && drum.Name != "old" ? drum : null;
            public static Drum Steel(this Dictionary<string, Drum> shelf, string name) { if (!shelf.TryGetValue(name, out var drum)) return null; return drum.Name.StartsWith("steel") ? drum : null; }
            public static Drum OtherThan(this Dictionary<string, Drum> shelf, string name) => shelf.Values.FirstOrDefault(d => d.Name != name);
            public static Drum Near(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name + "+", out var drum) ? drum : null;
        }
        public sealed class Store : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new();
            public string Take(string name)
            {
                var drum = _drums.Near(name);
                if (drum == null) {|LEAK1001:_drums[name] = drum = new Drum(name)|};
                return drum.Name;
            }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        """);

    [Fact]
    public Task CreateOrGet_MayGet() => Verify.FindsAsync(
        """
        public sealed record Print(int Id, string Plate, int PlateId) { public int PrintId => Id; }
        public interface IPress { Task<Print> CreateOrGetPrintAsync(); }
        public sealed class Frame(Print print) : IDisposable
        {
            private readonly Timer _light = new(_ => Console.Write(print.Plate), null, 0, 500);
            public void Dispose() => _light.Dispose();
        }
        public sealed class Gallery(IPress press) : IDisposable
        {
            private readonly Dictionary<int, Frame> _frames = new();
            public async Task HangAsync(CancellationToken token)
            {
                var print = await press.CreateOrGetPrintAsync();
                {|LEAK1001:_frames[print.Id] = new Frame(print)|};
            }
            public void Dispose() { foreach (var frame in _frames.Values) frame.Dispose(); }
        }
        """);

    [Fact]
    public Task CreateIfMissing_MayFind() => Verify.FindsAsync(
        """
        public sealed record Print(int Id, string Plate, int PlateId) { public int PrintId => Id; }
        public interface IPress { Task<Print> CreateIfMissingAsync(); }
        public sealed class Frame(Print print) : IDisposable
        {
            private readonly Timer _light = new(_ => Console.Write(print.Plate), null, 0, 500);
            public void Dispose() => _light.Dispose();
        }
        public sealed class Gallery(IPress press) : IDisposable
        {
            private readonly Dictionary<int, Frame> _frames = new();
            public async Task HangAsync(CancellationToken token)
            {
                var print = await press.CreateIfMissingAsync();
                {|LEAK1001:_frames[print.Id] = new Frame(print)|};
            }
            public void Dispose() { foreach (var frame in _frames.Values) frame.Dispose(); }
        }
        """);

    [Fact]
    public Task Newest_IsNotNew() => Verify.FindsAsync(
        """
        public sealed record Print(int Id, string Plate, int PlateId) { public int PrintId => Id; }
        public interface IPress { Task<Print> NewestPrintAsync(); }
        public sealed class Frame(Print print) : IDisposable
        {
            private readonly Timer _light = new(_ => Console.Write(print.Plate), null, 0, 500);
            public void Dispose() => _light.Dispose();
        }
        public sealed class Gallery(IPress press) : IDisposable
        {
            private readonly Dictionary<int, Frame> _frames = new();
            public async Task HangAsync(CancellationToken token)
            {
                var print = await press.NewestPrintAsync();
                {|LEAK1001:_frames[print.Id] = new Frame(print)|};
            }
            public void Dispose() { foreach (var frame in _frames.Values) frame.Dispose(); }
        }
        """);

    [Fact]
    public Task TakeLatest_IsNotNew() => Verify.FindsAsync(
        """
        public sealed record Print(int Id, string Plate, int PlateId) { public int PrintId => Id; }
        public interface IPress { Task<Print> TakeLatestAsync(); }
        public sealed class Frame(Print print) : IDisposable
        {
            private readonly Timer _light = new(_ => Console.Write(print.Plate), null, 0, 500);
            public void Dispose() => _light.Dispose();
        }
        public sealed class Gallery(IPress press) : IDisposable
        {
            private readonly Dictionary<int, Frame> _frames = new();
            public async Task HangAsync(CancellationToken token)
            {
                var print = await press.TakeLatestAsync();
                {|LEAK1001:_frames[print.Id] = new Frame(print)|};
            }
            public void Dispose() { foreach (var frame in _frames.Values) frame.Dispose(); }
        }
        """);

    [Fact]
    public Task SeatThatIsTakenAgain_HasItsOldNumber() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed record Seat(int Id);
        public sealed class Chair(Seat seat) : IDisposable { private readonly Timer _t = new(_ => Console.Write(seat.Id), null, 0, 5); public void Dispose() => _t.Dispose(); }
        public sealed class House : IDisposable
        {
            private readonly Dictionary<int, Chair> _chairs = new();
            private readonly Queue<Seat> _free = new(new[] { new Seat(1), new Seat(2) });
            public void Sit() { var seat = TakeSeat(); {|LEAK1001:_chairs[seat.Id] = new Chair(seat)|}; }
            public void Leave(Seat seat) => _free.Enqueue(seat);
            private Seat TakeSeat() => _free.Dequeue();
            public void Dispose() { foreach (var d in _chairs.Values) d.Dispose(); }
        }
        """);

    [Fact]
    public Task FlagOfContainsKey_IsSilent() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Choir : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new(); private Drum _one; private string _name;
            public void Reload(string name)
            {
                var has = _drums.ContainsKey(name); if (has) Console.WriteLine("again"); else Console.WriteLine("first"); if (!has) _drums[name] = new Drum(name);
            }
            public bool Has(string name) => _drums.ContainsKey(name);
            public void Dispose() { foreach (var d in _drums.Values) d.Dispose(); _one?.Dispose(); }
        }
        """);

    [Fact]
    public Task FlagOfNull_IsSilent() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Choir : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new(); private Drum _one; private string _name;
            public void Reload(string name)
            {
                var has = _one != null; if (has) Console.WriteLine("again"); if (!has) _one = new Drum(name);
            }
            public bool Has(string name) => _drums.ContainsKey(name);
            public void Dispose() { foreach (var d in _drums.Values) d.Dispose(); _one?.Dispose(); }
        }
        """);

    [Fact]
    public Task FlagOfTryGetValue_IsSilent() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Choir : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new(); private Drum _one; private string _name;
            public void Reload(string name)
            {
                var found = _drums.TryGetValue(name, out var d); if (found) Console.WriteLine(d.Name); if (!found) { _drums[name] = new Drum(name); }
            }
            public bool Has(string name) => _drums.ContainsKey(name);
            public void Dispose() { foreach (var d in _drums.Values) d.Dispose(); _one?.Dispose(); }
        }
        """);

    [Fact]
    public Task FlagAndMore_IsSilent() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Choir : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new(); private Drum _one; private string _name;
            public void Reload(string name)
            {
                var empty = _one == null; if (empty) Console.WriteLine("x"); if (empty && name != "") _one = new Drum(name);
            }
            public bool Has(string name) => _drums.ContainsKey(name);
            public void Dispose() { foreach (var d in _drums.Values) d.Dispose(); _one?.Dispose(); }
        }
        """);

    [Fact]
    public Task FlagThatWasTrue_IsNoLongerTrue() => Verify.FindsAsync(
        """
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }
        public sealed class Choir : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new(); private Drum _one; private string _name;
            public void Reload(string name)
            {
                var empty = _one == null; if (empty) _one = new Drum(name); Console.WriteLine(_one); if (empty) {|LEAK1001:_one = new Drum(name + "2")|};
            }
            public bool Has(string name) => _drums.ContainsKey(name);
            public void Dispose() { foreach (var d in _drums.Values) d.Dispose(); _one?.Dispose(); }
        }
        """);
}
