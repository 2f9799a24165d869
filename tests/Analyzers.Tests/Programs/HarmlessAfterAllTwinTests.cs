using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/HarmlessAfterAll.cs: nobody else sees to it, or others come too.</summary>
public sealed class HarmlessAfterAllTwinTests
{
    private const string Hive =
        """
        using System.Collections.ObjectModel;
        using System.ComponentModel;
        public sealed class Hive
        {
            public Hive(string name) => Name = name;
            public event EventHandler Busy;
            public string Name { get; }
            public void Buzz() => Busy?.Invoke(this, EventArgs.Empty);
        }

        """;

    [Fact]
    public Task TableThatNobodyElseSees_KeepsWhatSucceeds() => Verify.FindsAsync(
        """
        public sealed class Orchard(Func<int, Task> water)
        {
            private readonly ConcurrentDictionary<int, string> _trees = new();
            public async Task PlantAsync(int place, string kind)
            {
                {|LEAK4001:_trees[place] = kind|};
                try { await water(place); }
                catch (TimeoutException) { _trees.TryRemove(place, out _); }
            }
        }
        """);

    [Theory]
    [InlineData("public static class BakeryLauncher", "static", "HeatAsync")]
    [InlineData("public static class BakeryLaunches", "static", "RunAsync")]
    [InlineData("public sealed class BakeryLauncher", "", "RunAsync")]
    public Task WorkOfAProgramThatGoesOn_LeavesTheOvenHot(string type, string modifier, string name) => Verify.FindsAsync(
        $$"""
        {{type}}
        {
            private static readonly ConcurrentDictionary<string, DateTime> s_ovens = new();
            public {{modifier}} async Task {{name}}()
            {
                {|LEAK4001:s_ovens["big"] = DateTime.UtcNow|};
                await File.WriteAllTextAsync("oven", "220");
                s_ovens.TryRemove("big", out _);
            }
        }
        """);

    [Theory]
    [InlineData("int", "{|LEAK4001:_calls[ship] = 1|}")]
    [InlineData("long", "{|LEAK4001:_calls[ship] = DateTime.UtcNow.Ticks|}")]
    [InlineData("bool", "if (_calls.ContainsKey(ship)) return; {|LEAK4001:_calls[ship] = true|}")]
    [InlineData("string", "if (_calls.ContainsKey(ship)) return; {|LEAK4001:_calls[ship] = \"busy\"|}")]
    public Task MarkThatSomethingGoesOn_IsNoFigure(string mark, string enter) => Verify.FindsAsync(
        $$"""
        public sealed class Lookout(Func<int, Task> call)
        {
            private readonly ConcurrentDictionary<int, {{mark}}> _calls = new();
            public async Task CallAsync(int ship)
            {
                {{enter}};
                await call(ship);
                _calls.TryRemove(ship, out _);
            }
        }
        """);

    [Theory]
    [InlineData("Task.Delay(500, token)")]
    [InlineData("Task.Delay(TimeSpan.FromSeconds(2), token).ConfigureAwait(false)")]
    [InlineData("Task.WhenAll(Task.Delay(500), unload(pier))")]
    [InlineData("Task.Delay(500).WaitAsync(token)")]
    [InlineData("Task.Delay(500).ContinueWith(_ => Console.WriteLine(pier))")]
    [InlineData("unload(pier).WaitAsync(TimeSpan.FromSeconds(2))")]
    public Task PauseThatIsCutShort_LeavesTheBoat(string wait) => Verify.FindsAsync(
        $$"""
        public sealed class Ferry(Func<int, Task> unload, CancellationToken token)
        {
            private readonly ConcurrentDictionary<int, string> _piers = new();
            public async Task LandAsync(int pier, string boat)
            {
                {|LEAK4001:_piers[pier] = boat|};
                await {{wait}};
                _piers.TryRemove(pier, out _);
            }
        }
        """);

    [Theory]
    [InlineData("Collection")]
    [InlineData("List")]
    public Task ListThatNoScreenShows_GetsTwo(string list) => Verify.FindsAsync(Hive +
        $$"""
        public static class HiveList
        {
            private static readonly {{list}}<Hive> s_shown = new();
            public static void Show(string name) { if (!s_shown.Any(h => h.Name == name)) {|LEAK2001:s_shown.Add(new Hive(name))|}; }
        }
        """);

    [Theory]
    [InlineData("Dictionary", "lock (_gate) _hives.Remove(name)")]
    [InlineData("ConcurrentDictionary", "_hives.Remove(name, out _)")]
    public Task ModelThatThreadsShare_GetsTwo(string table, string remove) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class HiveModel : INotifyPropertyChanged
        {
            private readonly object _gate = new();
            private readonly {{table}}<string, Hive> _hives = new();
            public event PropertyChangedEventHandler PropertyChanged;
            public void Drop(string name) { {{remove}}; PropertyChanged?.Invoke(this, new(name)); }
            public Hive Adopt(string name)
            {
                if (!_hives.TryGetValue(name, out var hive)) {|LEAK2001:_hives[name] = hive = new Hive(name)|};
                return hive;
            }
        }
        """);

    [Theory]
    [InlineData("if (!known.TryGetValue(hour, out var height)) known[hour] = height = work(port, hour); return height;", "public void Tell(string port, int hour, double height) { if (_heights.TryGetValue(port, out var known)) known[hour] = height; }")]
    [InlineData("if (!known.TryGetValue(hour, out var height)) known[hour] = height = work(port, hour); return height;", "public double Sum(string port) => _heights.TryGetValue(port, out var known) ? known.Values.Sum() : 0;")]
    [InlineData("if (!known.TryGetValue(hour, out var height)) known[hour] = height = work(port, hour); return height;", "public void Forget(string port, int hour) { if (_heights.TryGetValue(port, out var known)) known.TryRemove(hour, out _); }")]
    [InlineData("known[hour] = work(port, hour); return known[hour];", "public double Known(string port, int hour) => _heights[port][hour];")]
    public Task TableOfWhatIsTold_IsLostWithIt(string fill, string more) => Verify.FindsAsync(
        $$"""
        public sealed class Tides(Func<string, int, double> work)
        {
            private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, double>> _heights = new();
            public double At(string port, int hour)
            {
                if (!_heights.TryGetValue(port, out var known)) {|LEAK2001:_heights[port] = known = new ConcurrentDictionary<int, double>()|};
                {{fill}}
            }
            {{more}}
        }
        """);

    [Fact]
    public Task TableOfWhatHasAnIdentity_IsNoMemory() => Verify.FindsAsync(Hive +
        """
        public sealed class Meadows
        {
            private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, Hive>> _hives = new();
            public Hive At(string meadow, int place)
            {
                if (!_hives.TryGetValue(meadow, out var known)) {|LEAK2001:_hives[meadow] = known = new ConcurrentDictionary<int, Hive>()|};
                if (!known.TryGetValue(place, out var hive)) known[place] = hive = new Hive(meadow);
                return hive;
            }
        }
        """);

    [Theory]
    [InlineData("private void Walk(string name)", "_timer = new Timer(_ => Walk(\"a\"), null, 0, 60_000); _other = new Timer(_ => Walk(\"b\"), null, 0, 60_000);", "")]
    [InlineData("public void Walk(string name)", "_timer = new Timer(_ => Walk(\"a\"), null, 0, 60_000);", "")]
    [InlineData("private void Walk(string name)", "_timer = new Timer(_ => Walk(\"a\"), null, 0, 60_000);", "public void Burn(string name) => _hives.Remove(name);")]
    public Task RoundsThatOthersCross_MakeTwo(string walk, string start, string more) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Rounds : IDisposable
        {
            private readonly Timer _timer;
            private readonly Timer _other;
            private readonly Dictionary<string, Hive> _hives = new();
            public Rounds() { {{start}} }
            {{walk}} { if (!_hives.ContainsKey(name)) {|LEAK2001:_hives[name] = new Hive(name)|}; }
            {{more}}
            public void Dispose() { _timer.Dispose(); _other?.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("var work = Task.Run(() => See(names)); See(names); await work;")]
    [InlineData("_ = Task.Run(() => See(names)); await Task.Yield(); See(names);")]
    [InlineData("var work = Task.Factory.StartNew(() => See(names)); await Task.Delay(5); See(names); await work;")]
    public Task WorkThatRunsMeanwhile_MakesTwo(string take) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Census
        {
            private readonly Dictionary<string, Hive> _hives = new();
            public async Task<int> TakeAsync(string[] names) { {{take}} return _hives.Count; }
            private void See(string[] names)
            {
                foreach (var name in names) { if (!_hives.ContainsKey(name)) {|LEAK2001:_hives[name] = new Hive(name)|}; }
            }
        }
        """);

    [Theory]
    [InlineData("Parallel.ForEach(names, See);")]
    [InlineData("Parallel.ForEach(names, name => See(name));")]
    [InlineData("Parallel.For(0, names.Length, i => See(names[i]));")]
    public Task TurnsThatRunTogether_MakeTwo(string look) => Verify.FindsAsync(Hive +
        $$"""
        public sealed class Choir
        {
            private readonly Dictionary<string, Hive> _hives = new();
            public void Look(string[] names) { {{look}} }
            private void See(string name) { if (!_hives.ContainsKey(name)) {|LEAK2001:_hives[name] = new Hive(name)|}; }
        }
        """);

    [Fact]
    public Task ReaderThatIsAskedForMore_IsNoEnumerator() => Verify.FindsAsync(
        """
        public sealed class Reel(Func<string, System.Data.IDataReader> open, Func<Task> pause)
        {
            private System.Data.IDataReader _frames = open("a");
            public bool Next() => _frames.Read();
            public async Task RewindAsync()
            {
                {|LEAK1008:_frames.Dispose()|};
                await pause();
                _frames = open("b");
            }
        }
        """);

    [Fact]
    public Task TableOfEnumerators_ServesMany() => Verify.FindsAsync(
        """
        public sealed class Reels(Func<IAsyncEnumerator<byte[]>> open, Func<Task> pause)
        {
            private readonly Dictionary<int, IAsyncEnumerator<byte[]>> _reels = new();
            public void Open(int reel) { if (!_reels.ContainsKey(reel)) _reels.Add(reel, open()); }
            public ValueTask<bool> NextAsync(int reel) => _reels[reel].MoveNextAsync();
            public async Task RewindAsync(int reel)
            {
                await {|LEAK1008:_reels[reel].DisposeAsync()|};
                await pause();
                _reels[reel] = open();
            }
        }
        """);

    [Theory]
    [InlineData("_eyes.EnableRaisingEvents = false; {|LEAK1008:_eyes.Dispose()|};", "public void Wake() => _eyes.EnableRaisingEvents = true;")]
    [InlineData("_eyes.EnableRaisingEvents = false; {|LEAK1008:_eyes.Dispose()|};", "public void Rest() => _eyes.EnableRaisingEvents = false;")]
    [InlineData("_eyes.EnableRaisingEvents = true; {|LEAK1008:_eyes.Dispose()|};", "")]
    public Task WatcherThatOthersAsk_MayBeGone(string end, string more) => Verify.FindsAsync(
        $$"""
        public sealed class Den : IDisposable
        {
            private FileSystemWatcher _eyes = new("den");
            public void Move(string path)
            {
                {{end}}
                File.Delete("old den");
                _eyes = new FileSystemWatcher(path);
            }
            {{more}}
            public void Dispose() => _eyes.Dispose();
        }
        """);

    [Theory]
    [InlineData("_ = Parallel.ForEachAsync(row.Stitches, async (s, end) => { while (!end.IsCancellationRequested) await Task.Delay(s, end); });")]
    [InlineData("Parallel.For(0, 3, i => new Thread(() => row.Stitches[i]++).Start());")]
    [InlineData("Task.Run(() => { while (row.Stitches[0] < 3) row.Stitches[0]++; });")]
    public Task WorkThatOutlastsTheFactory_GoesOnForTheLoser(string work) => Verify.FindsAsync(
        $$"""
        public sealed class Row { public int[] Stitches { get; } = new int[3]; }
        public sealed class Quilt
        {
            private readonly ConcurrentDictionary<int, Row> _rows = new();
            public Row At(int number) => {|LEAK1005:_rows.GetOrAdd(number, n => { var row = new Row(); {{work}} return row; })|};
        }
        """);

    [Theory]
    [InlineData("if ({|LEAK3001:_awake.Wait(101)|}) Console.WriteLine();")]
    [InlineData("{|LEAK3001:_awake.Wait()|};")]
    [InlineData("{|LEAK3001:_awake.Wait(50)|};")]
    [InlineData("{|LEAK3001:_house.Wait()|};")]
    [InlineData("{|LEAK3001:Thread.Sleep(50)|};")]
    [InlineData("{|LEAK3001:_open.Task.Wait()|};")]
    [InlineData("{|LEAK3001:_bell.Task.Wait()|};")]
    [InlineData("{|LEAK3001:_ask().Wait()|};")]
    public Task WaitThatComesBackWithEachEvent_PilesThemUp(string wait) => Verify.FindsAsync(
        $$"""
        public sealed class Porter : IDisposable
        {
            private readonly FileSystemWatcher _street = new("street");
            private readonly ManualResetEventSlim _awake = new();
            private readonly int _patience;
            private readonly Func<Task> _ask;
            private readonly Task _house;
            private TaskCompletionSource _open = new();
            private TaskCompletionSource _bell = new();
            public Porter(int patience, Func<Task> ask) { _patience = patience; _ask = ask; _house = ask(); _street.Created += OnCreated; }
            private void OnCreated(object sender, FileSystemEventArgs e) { {{wait}} }
            public void Next() { _awake.Reset(); _open.TrySetResult(); _open = new TaskCompletionSource(); }
            public void Ring() => Interlocked.Exchange(ref _bell, new TaskCompletionSource()).TrySetResult();
            public void Dispose() { _street.Created -= OnCreated; _street.Dispose(); _awake.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("public static Lamp Last = new(\"last\");", "Lamp.Last")]
    [InlineData("public static Lamp Fresh => new(\"fresh\");", "Lamp.Fresh")]
    [InlineData("public static Lamp Light(string oil) => new(oil);", "Lamp.Light(\"oil\")")]
    public Task LampThatIsNotTheOneOfAll_BurnsOn(string member, string next) => Verify.FindsAsync(
        $$"""
        public sealed class Lamp(string oil) : IDisposable
        {
            private readonly FileStream _oil = File.OpenRead(oil);
            {{member}}
            public long Left => _oil.Length;
            public void Dispose() => _oil.Dispose();
        }
        public sealed class Tower : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<Lamp> _lamps = new();
            public void Hang() { lock (_gate) {|LEAK4002:_lamps.Add({{next}})|}; }
            public void Dispose() { lock (_gate) { foreach (var lamp in _lamps) { try { lamp.Dispose(); } catch (IOException) { } } _lamps.Clear(); } }
        }
        """);
}
