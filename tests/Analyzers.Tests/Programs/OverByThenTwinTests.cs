using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/OverByThen.cs: what was there goes on, or is still in hand.</summary>
public sealed class OverByThenTwinTests
{
    [Fact]
    public Task SequenceThatGoesOn_IsLost() => Verify.FindsAsync(
        """
        public sealed class Playlist(IReadOnlyList<IObservable<int>> tracks, IObserver<int> speaker) : IObserver<int>, IDisposable
        {
            private int _index;
            private IDisposable _playing;
            public void OnNext(int value) { speaker.OnNext(value); if (value == 0) Next(); }
            public void OnError(Exception error) => speaker.OnError(error);
            public void OnCompleted() => speaker.OnCompleted();
            public void Dispose() => Interlocked.Exchange(ref _playing, null)?.Dispose();
            internal void Next() { if (_index < tracks.Count) { var track = tracks[_index++].Subscribe(this); {|LEAK1001:Interlocked.Exchange(ref _playing, track)|}; } }
        }
        """);

    [Theory]
    [InlineData("else Console.WriteLine(\"closed\");")]
    [InlineData("")]
    [InlineData("else Paint();")]
    public Task OtherBranchThatDoesNotEndIt_LosesIt(string other) => Verify.FindsAsync(
        $$"""
        public sealed class GateEventArgs(bool isOpen) : EventArgs { public bool IsOpen => isOpen; }
        public sealed class Gate { public event EventHandler<GateEventArgs> Changed; public void Move(bool open) => Changed?.Invoke(this, new GateEventArgs(open)); }
        public sealed class Camera : IDisposable
        {
            private readonly Gate _gate;
            private FileStream _film;
            public Camera(Gate gate) { _gate = gate; _gate.Changed += OnChanged; }
            private void OnChanged(object sender, GateEventArgs args) { if (args.IsOpen) Record(); {{other}} }
            private void Record() => {|LEAK1001:_film = new FileStream("film", FileMode.Append)|};
            private void Paint() => _film?.WriteByte(1);
            public void Dispose() { _gate.Changed -= OnChanged; _film?.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("if (first) _frame = File.OpenRead(\"a\");", "", "if (other)")]
    [InlineData("if (first) _frame = File.OpenRead(\"a\");", "first = File.Exists(\"b\");", "if (!first)")]
    [InlineData("if (first) Console.WriteLine(); else _frame = File.OpenRead(\"a\");", "", "if (!first)")]
    [InlineData("if (first) Open();", "", "if (first)")]
    public Task FlagThatSaysSomethingElse_LosesIt(string fill, string between, string again) => Verify.FindsAsync(
        $$"""
        public sealed class Display : IDisposable
        {
            private FileStream _frame;
            public void Start(bool first, bool other)
            {
                {{fill}}
                {{between}}
                {{again}} {|LEAK1001:_frame = File.OpenRead("b")|};
            }
            private void Open() => _frame = File.OpenRead("a");
            public int Read() => _frame?.ReadByte() ?? -1;
            public void Dispose() => _frame?.Dispose();
        }
        """);

    [Theory]
    [InlineData("public", "try { Begin(diver); return dive(_logs[diver]); } finally { Surface(diver); }")]
    [InlineData("private", "Begin(diver); try { return dive(_logs[diver]); } catch (IOException) { Surface(diver); throw; }")]
    public Task EndedInNoFinallyOfAllOperations_IsLost(string access, string body) => Verify.FindsAsync(
        $$"""
        public sealed class Dives
        {
            private readonly Dictionary<int, FileStream> _logs = new();
            public int Run(int diver, Func<Stream, int> dive) { {{body}} }
            {{access}} void Begin(int diver) => {|LEAK1001:_logs[diver] = File.OpenRead($"dive{diver}")|};
            private void Surface(int diver) { if (!_logs.TryGetValue(diver, out var log)) return; _logs.Remove(diver); log.Dispose(); }
        }
        """);

    [Fact]
    public Task SaysThatItIsBusy_IsNotOver() => Verify.FindsAsync(
        """
        public sealed class Line(string name) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(name);
            public bool IsBusy => _file.Position > 0;
            public void Dispose() => _file.Dispose();
        }
        public sealed class Switchboard : IDisposable
        {
            private readonly Line[] _lines = new Line[8];
            public void Connect(int place) { if (_lines[place] == null) _lines[place] = new Line($"line{place}"); }
            public void Gone(int place) { if (_lines[place] != null && _lines[place].IsBusy) {|LEAK1001:_lines[place] = null|}; }
            public void Dispose() { foreach (var line in _lines) { try { line?.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("probe.Announce();")]
    [InlineData("")]
    public Task KeyOfOneThatWasOnlyTold_LosesIt(string before) => Verify.FindsAsync(
        $$"""
        public sealed class Probe(string path) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(path);
            public string Path => path;
            public void Announce() => _file.WriteByte(1);
            public void Dispose() => _file.Dispose();
        }
        public sealed class Reef
        {
            private readonly Dictionary<string, Probe> _probes = new();
            public void Sink(string path) { if (!_probes.ContainsKey(path)) _probes.Add(path, new Probe(path)); }
            public void Forget(Probe probe) { {{before}} {|LEAK1002:_probes.Remove(probe.Path)|}; }
            public void Raise() { foreach (var probe in _probes.Values) { try { probe.Dispose(); } catch (IOException) { } } _probes.Clear(); }
        }
        """);

    [Theory]
    [InlineData("Length")]
    [InlineData("Measure()")]
    public Task ValueOfWhatLeaves_IsNotItsStream(string asked) => Verify.FindsAsync(
        $$"""
        public sealed class Parcel(string path) : IDisposable
        {
            private readonly FileStream _stream = File.OpenRead(path);
            public long Length => _stream.Length;
            public long Measure() => _stream.Length;
            public void Dispose() => _stream.Dispose();
        }
        public sealed class Depot
        {
            private readonly Dictionary<string, Parcel> _parcels = new();
            public void Store(string path) { if (!_parcels.ContainsKey(path)) _parcels.Add(path, new Parcel(path)); }
            public long Collect(string path) => {|LEAK1002:_parcels.Remove(path, out var parcel)|} ? parcel.{{asked}} : 0;
            public void Close() { foreach (var parcel in _parcels.Values) { try { parcel.Dispose(); } catch (IOException) { } } _parcels.Clear(); }
        }
        """);
}
