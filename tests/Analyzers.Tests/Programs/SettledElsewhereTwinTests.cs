using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/SettledElsewhere.cs and SettledBeforehand.cs: not all of them hold the lock, it was not over, or something else was ended.</summary>
public sealed class SettledElsewhereTwinTests
{
    private const string Drum =
        """
        using System.Net;
        using System.Net.Sockets;
        public sealed class Drum : IDisposable
        {
            private readonly Timer _sticks;
            public Drum(string name) { Name = name; _sticks = new Timer(_ => Console.Write(name), null, 0, 500); }
            public string Name { get; set; }
            public void Dispose() => _sticks.Dispose();
        }

        """;

    private const string Lift =
        """
        public enum LiftState { Moving, Waiting, Closed }
        public sealed class Lift : IDisposable
        {
            private readonly Timer _bell = new(_ => Console.Beep(), null, 0, 500);
            public event Action<object, LiftState> Changed;
            public void Go() => Changed?.Invoke(this, LiftState.Moving);
            public void Dispose() => _bell.Dispose();
        }

        """;

    private const string Tape =
        """
        public sealed class Tape(Socket socket) : Stream
        {
            private readonly FileStream _file = File.OpenRead("tape" + socket.Handle);
            public override bool CanRead => true; public override bool CanSeek => false; public override bool CanWrite => false; public override long Length => _file.Length; public override long Position { get; set; }
            public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);
            public override void Write(byte[] buffer, int offset, int count) { }
            public override void Flush() { } public override void SetLength(long value) { } public override long Seek(long offset, SeekOrigin origin) => 0;
            protected override void Dispose(bool disposing) => _file.Dispose();
        }

        """;

    private const string Afresh = "{ Dispose(); _lamps = new Drum[arms]; }";

    private const string TakenOut = "try { return drum.Name; } finally { if (_open.Remove(name, out var played)) played.Dispose(); }";

    [Theory]
    [InlineData("public sealed class DrumRoom : IDisposable", "public", "", "")]
    [InlineData("internal sealed class DrumRoom : IDisposable", "internal", "internal string Name(string name) => Of(name).Name;", "public string Peek(string name) => _room.Name(name);")]
    [InlineData("internal sealed class DrumRoom : Room, IDisposable", "internal override", "", "internal string Peek(Room room, string name) => room.Of(name).Name;")]
    public Task RoomThatIsAskedWithoutTheBaton_GetsTwo(string room, string access, string more, string other) => Verify.FindsAsync(Drum +
        $$"""
        internal abstract class Room { internal abstract Drum Of(string name); }
        {{room}}
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            {{access}} Drum Of(string name) { if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|}; return drum; }
            {{more}}
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        public sealed class Band : IDisposable
        {
            private readonly object _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { lock (_baton) return _room.Of(name).Name; }
            {{other}}
            public void Dispose() => _room.Dispose();
        }
        """);

    [Fact]
    public Task RoomThatOneOfTwoAsksWithoutTheBaton_GetsTwo() => Verify.FindsAsync(Drum +
        """
        internal sealed class DrumRoom : IDisposable
        {
            private readonly ConcurrentDictionary<string, Drum> _drums = new();
            internal Drum Of(string name) { if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|}; return drum; }
            internal Task FetchAsync(string name) => Task.Run(() => { if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|}; return drum; });
            internal Drum OfNobody(string name) { if (!_drums.TryGetValue(name, out var drum)) {|LEAK2001:_drums[name] = drum = new Drum(name)|}; return drum; }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        public sealed class Band : IDisposable
        {
            private readonly object _baton = new();
            private readonly DrumRoom _room = new();
            public string Strike(string name) { lock (_baton) return _room.Of(name).Name; }
            public string Peek(string name) => _room.Of(name).Name;
            public Task FetchAsync(string name) { lock (_baton) return _room.FetchAsync(name); }
            public void Dispose() => _room.Dispose();
        }
        """);

    [Fact]
    public Task SumThatSaysWhetherThereIsOne_IsNoLimit() => Verify.FindsAsync(Drum +
        """
        public sealed class Parade
        {
            private readonly ConcurrentQueue<Drum> _playing = new();
            private readonly ConcurrentQueue<string> _waiting = new();
            public void Wait(string name) => _waiting.Enqueue(name);
            public bool Enter(string name)
            {
                var there = _playing.Count + _waiting.Count;
                if (there > 0) return false;
                {|LEAK2001:_playing.Enqueue(new Drum(name))|};
                return true;
            }
        }
        """);

    [Theory]
    [InlineData("private static readonly Dictionary<string, Drum> _drums = new();", "_drums.Add(name, drum)")]
    [InlineData("private readonly ConcurrentDictionary<string, Drum> _drums = new();", "_drums[name] = drum")]
    [InlineData("private readonly Dictionary<string, Drum> _drums = new(); public int Count() { lock (_gate) return _drums.Count; }", "_drums.Add(name, drum)")]
    [InlineData("private ImmutableDictionary<string, Drum> _drums = ImmutableDictionary<string, Drum>.Empty;", "_drums = _drums.Add(name, drum)")]
    [InlineData("private readonly Dictionary<string, Drum> _drums = new(); public Task<string> PlayAsync(string name) => Task.Run(() => Play(name));", "_drums.Add(name, drum)", "")]
    public Task DrumsThatMoreThanTheDrummerHas_AreMadeTwice(string drums, string add, string enter = "lock (_gate)") => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Drummer
        {
            private readonly object _gate = new();
            private string _last;
            {{drums}}
            public string Play(string name)
            {
                if (!_drums.TryGetValue(name, out var drum)) { drum = new Drum(name); {|LEAK2001:{{add}}|}; }
                {{enter}} _last = name;
                return drum.Name;
            }
            public string Last() { {{enter}} return _last; }
        }
        """);

    [Theory]
    [InlineData("")]
    [InlineData("if (state == LiftState.Waiting)")]
    [InlineData("if (state != LiftState.Closed)")]
    [InlineData("if (state == LiftState.Closed) return;")]
    [InlineData("if (state == LiftState.Closed || state == LiftState.Waiting)")]
    [InlineData("if (_mode == LiftState.Closed)")]
    public Task LiftThatIsNotSaidToBeClosed_Runs(string test) => Verify.FindsAsync(Lift +
        $$"""
        public sealed class LiftBoard : IDisposable
        {
            private readonly Dictionary<int, Lift> _lifts = new();
            private LiftState _mode;
            public void Turn(LiftState mode) => _mode = mode;
            public void Build(int shaft)
            {
                if (_lifts.ContainsKey(shaft)) return;
                var lift = new Lift();
                lift.Changed += (_, state) => { {{test}} {|LEAK1002:_lifts.Remove(shaft)|}; };
                _lifts.Add(shaft, lift);
            }
            public void Dispose() { foreach (var lift in _lifts.Values) lift.Dispose(); }
        }
        """);

    [Fact]
    public Task BoardThatIsClosed_ClosesNoLift() => Verify.FindsAsync(Lift +
        """
        public sealed class LiftHouse
        {
            public event Action<object, LiftState> Changed;
            public void Lock() => Changed?.Invoke(this, LiftState.Closed);
        }
        public sealed class LiftBoard(LiftHouse house) : IDisposable
        {
            private readonly Dictionary<int, Lift> _lifts = new();
            public void Build(int shaft)
            {
                if (_lifts.ContainsKey(shaft)) return;
                house.Changed += (_, state) => { if (state == LiftState.Closed) {|LEAK1002:_lifts.Remove(shaft)|}; };
                _lifts.Add(shaft, new Lift());
            }
            public void Dispose() { foreach (var lift in _lifts.Values) lift.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("", "var drum = {|LEAK1002:_idle.Dequeue()|}; Tune(drum);")]
    [InlineData("in", "var drum = {|LEAK1002:_idle.Dequeue()|}; Tune(in drum);")]
    [InlineData("ref", "Drum drum = null; Tune(ref drum); drum = {|LEAK1002:_idle.Dequeue()|}; Console.Write(drum.Name);")]
    [InlineData("ref", "var first = _tuned[0]; var drum = {|LEAK1002:_idle.Dequeue()|}; Tune(ref first); Console.Write(drum.Name);")]
    public Task DrumThatDoesNotComeBack_IsLost(string mode, string tune) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Workshop : IDisposable
        {
            private readonly Queue<Drum> _idle = new();
            private readonly List<Drum> _tuned = new();
            public void Bring(string name) => _idle.Enqueue(new Drum(name));
            public void TuneNext() { {{tune}} }
            public string Last() => _tuned[^1].Name;
            private static void Tune({{mode}} Drum drum) { if (drum != null && drum.Name == "") drum.Name = "A"; }
            public void Dispose() { foreach (var drum in _idle) drum.Dispose(); foreach (var drum in _tuned) drum.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("{|LEAK1001:_line = new Socket(SocketType.Stream, ProtocolType.Tcp)|};", "var stream = new NetworkStream(_line);")]
    [InlineData("_line?.Dispose(); _line = new Socket(SocketType.Stream, ProtocolType.Tcp);", "var stream = new Tape(_line);")]
    public Task ReaderOfMoreThanAnEndedLine_KeepsIt(string connect, string wrap) => Verify.FindsAsync(Drum + Tape +
        $$"""
        public sealed class Telegraph : IDisposable
        {
            private Socket _line;
            private StreamReader _reader;
            public async Task ReconnectAsync(EndPoint station)
            {
                {{connect}}
                await _line.ConnectAsync(station);
                {{wrap}}
                {|LEAK1001:_reader = new StreamReader(stream)|};
            }
            public Task<string> NextAsync() => _reader.ReadLineAsync();
            public void Dispose() { _reader?.Dispose(); _line?.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("", "{|LEAK1001:_coat = await coat(wire)|};")]
    [InlineData("_coat?.Dispose(); var spare = await dial();", "_coat = await coat(spare);")]
    public Task WireThatWasNotInTheCoat_StaysOpen(string end, string put) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Cable(Func<Socket, Task<Stream>> coat) : IDisposable
        {
            private Socket _wire;
            private Stream _coat;
            public async Task ReconnectAsync(Func<Task<Socket>> dial) { {{end}} var wire = await dial(); {|LEAK1001:_wire = wire|}; {{put}} }
            public int Waiting => _wire.Available;
            public void Dispose() { _coat?.Dispose(); _wire?.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("if (_film is FileStream)")]
    [InlineData("if (_film is not FileStream) _film = null; else")]
    [InlineData("if (_film != null && _film.Length > 10) _film.Position = 0; else")]
    [InlineData("if (_film is FileStream film && film.Length > 10) film.Position = 0; else")]
    [InlineData("if (_film is FileStream { Length: > 10 }) _film.Position = 0; else")]
    public Task FilmThatIsThereAndShort_IsLost(string test) => Verify.FindsAsync(
        $$"""
        public sealed class Projector : IDisposable
        {
            private Stream _film;
            public long Show(string name) { {{test}} {|LEAK1001:_film = File.OpenRead(name)|}; return _film.Length; }
            public void Dispose() => _film?.Dispose();
        }
        """);

    [Theory]
    [InlineData("_drums.Loudest()")]
    [InlineData("_drums.Find(\"old\")")]
    [InlineData("_spare.Find(name)")]
    [InlineData("Shelves.Fresh(_drums, name)")]
    public Task ShelfThatWasNotAskedForThis_MayHaveIt(string ask) => Verify.FindsAsync(Drum +
        $$"""
        public static class Shelves
        {
            public static Drum Find(this Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) ? drum : null;
            public static Drum Loudest(this Dictionary<string, Drum> shelf) => shelf.Values.FirstOrDefault(d => d.Name == "bass");
            public static Drum Fresh(Dictionary<string, Drum> shelf, string name) => shelf.TryGetValue(name, out var drum) && drum.Name != "old" ? drum : null;
        }
        public sealed class Store : IDisposable
        {
            private readonly Dictionary<string, Drum> _drums = new();
            private readonly Dictionary<string, Drum> _spare = new();
            public void Spare(string name, Drum drum) => _spare[name] = drum;
            public string Take(string name) { var drum = {{ask}}; if (drum == null) {|LEAK1001:_drums[name] = drum = new Drum(name)|}; return drum.Name; }
            public void Dispose() { foreach (var drum in _drums.Values) drum.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("int", "CreatePrintAsync(number)", "Id")]
    [InlineData("int", "GetPrintAsync()", "Id")]
    [InlineData("string", "CreatePrintAsync(token)", "Plate")]
    public Task NumberThatIsNotNew_MayHang(string key, string print, string id) => Verify.FindsAsync(
        $$"""
        public sealed record Print(int Id, string Plate);
        public interface IPress { Task<Print> CreatePrintAsync(CancellationToken token); Task<Print> CreatePrintAsync(int number); Task<Print> GetPrintAsync(); }
        public sealed class Frame(Print print) : IDisposable
        {
            private readonly Timer _light = new(_ => Console.Write(print.Plate), null, 0, 500);
            public void Dispose() => _light.Dispose();
        }
        public sealed class PrintGallery(IPress press) : IDisposable
        {
            private readonly Dictionary<{{key}}, Frame> _frames = new();
            public async Task HangAsync(int number, CancellationToken token) { var print = await press.{{print}}; {|LEAK1001:_frames[print.{{id}}] = new Frame(print)|}; }
            public void Dispose() { foreach (var frame in _frames.Values) frame.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("if (again) " + Afresh, "again")]
    [InlineData("if (!again) " + Afresh + " if (full) Console.Write(arms);", "full")]
    [InlineData("if (!again) " + Afresh + " again = arms > 3;", "again")]
    public Task AnswerToAnotherQuestion_SaysNothingOfTheLamps(string prepare, string test) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Chandelier : IDisposable
        {
            private Drum[] _lamps = [];
            public void Light(int arms)
            {
                var again = _lamps.Length == arms;
                var full = arms > 9;
                {{prepare}}
                for (var i = 0; i < arms; i++) { if ({{test}}) Console.Write(_lamps[i].Name); else {|LEAK1001:_lamps[i] = new Drum("lamp")|}; }
            }
            public void Dispose() { foreach (var lamp in _lamps) lamp.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("given", "call.Dispose()")]
    [InlineData("_call", "call.Dispose()")]
    [InlineData("new SocketAsyncEventArgs()", "_line.ReceiveAsync(call)")]
    [InlineData("new SocketAsyncEventArgs()", "_call.Dispose()")]
    public Task ArgumentsThatServeAgain_CallAgain(string arguments, string goOn) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Switchboard(EndPoint station) : IDisposable
        {
            private readonly Socket _line = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly SocketAsyncEventArgs _call = new();
            private NetworkStream _voice;
            public bool Call(SocketAsyncEventArgs given)
            {
                var call = {{arguments}};
                call.RemoteEndPoint = station;
                call.Completed += Answered;
                return _line.ConnectAsync(call);
            }
            public int Hear() => _voice.ReadByte();
            private void Answered(object sender, SocketAsyncEventArgs call) { {|LEAK1001:_voice = new NetworkStream(_line)|}; {{goOn}}; }
            public void Dispose() { _voice?.Dispose(); _line.Dispose(); _call.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("Drum first; lock (_gate) { first = _used[0]; _used.RemoveAt(0); } lock (_cellar) {|LEAK4002:_kept.Enqueue(first)|};")]
    [InlineData("Drum first; lock (_gate) { first = _used[0]; _used.RemoveAt(0); } {|LEAK4002:_kept.Enqueue(first)|};")]
    [InlineData("lock (_gate) { var first = _used.Count > 0 ? _used[0] : new Drum(name); _used.Remove(first); {|LEAK4002:_kept.Enqueue(first)|}; }")]
    public Task DrumThatIsBetweenTwoGrips_ComesWhenAllIsClosed(string move) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Stage : IDisposable
        {
            private readonly object _gate = new();
            private readonly object _cellar = new();
            private readonly List<Drum> _used = new();
            private readonly Queue<Drum> _kept = new();
            private bool _closed;
            public void Bring(string name) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _used.Add(new Drum(name)); } }
            public void Clear(string name) { {{move}} }
            public void Dispose() { lock (_gate) lock (_cellar) { _closed = true; foreach (var drum in _used) drum.Dispose(); _used.Clear(); while (_kept.TryDequeue(out var drum)) drum.Dispose(); } }
        }
        """);

    [Theory]
    [InlineData("drum", TakenOut, "Drum drum) => _open.Add(drum.Name, drum);", "public void Lend(string name) => Enter(new Drum(name));")]
    [InlineData("drum", "if (_open.Remove(name, out var played)) { played.Dispose(); return played.Name; } return name;", "Drum drum) => _open.Add(drum.Name, drum);")]
    [InlineData("name", TakenOut, "string name) => _open.Add(name, new Drum(name));")]
    public Task DrumThatIsNotTakenOffAtTheEnd_StaysOnTheList(string brought, string play, string enter, string more = "") => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Rehearsal : IDisposable
        {
            private readonly Dictionary<string, Drum> {|LEAK1004:_open|} = new();
            private readonly Timer _clock = new(_ => Console.Beep(), null, 0, 500);
            public string Play(string name) { var drum = new Drum(name); Enter({{brought}}); {{play}} }
            {{more}}
            private void Enter({{enter}}
            public void Dispose() => _clock.Dispose();
        }
        public static class Programme { public static void Day() { using var rehearsal = new Rehearsal(); rehearsal.Play("side"); } }
        """);

    [Theory]
    [InlineData("Rotate(\"night\")", "Rotate(string why) { foreach (var drum in _drums.Values) drum.Dispose(); _drums.Clear(); Console.Write(why); }")]
    [InlineData("CloseOne(23, \"night\")", "CloseOne(int hour, string why) { if (_drums.Remove(hour, out var drum)) drum.Dispose(); Console.Write(why); }")]
    public Task HourThatEndsOneOrBeginsAgain_IsNoEnd(string strike, string member) => Verify.FindsAsync(Drum +
        $$"""
        public sealed class Concert : IDisposable
        {
            private readonly Timer _clock = new(_ => Console.Beep(), null, 0, 500);
            private readonly Dictionary<int, Drum> {|LEAK1004:_drums|} = new();
            public void Strike(int hour) { if (hour == 24) {{strike}}; else if (!_drums.ContainsKey(hour)) _drums.Add(hour, new Drum("hour")); }
            private void {{member}}
            public void Dispose() => _clock.Dispose();
        }
        public static class Programme { public static void Day() { using var concert = new Concert(); concert.Strike(24); } }
        """);
}
