using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/FilledAtTheStart.cs: something is there already, or others fill it too.</summary>
public sealed class FilledAtTheStartTwinTests
{
    [Theory]
    [InlineData("Withdraw(); Post();", "public void Refresh() { lock (_gate) Post(); }")]
    [InlineData("Post();", "")]
    [InlineData("Post(); Withdraw();", "")]
    public Task MadeAnewBeforeTheOldOnesAreGone_Fires(string changed, string more) => Verify.FindsAsync(
        $$"""
        public sealed class Schedule { public event EventHandler Changed; public void Change() => Changed?.Invoke(this, EventArgs.Empty); }
        public sealed class Posts
        {
            private readonly object _gate = new();
            private List<FileSystemWatcher> _guards = new();
            public Posts(Schedule schedule) => schedule.Changed += OnChanged;
            private void OnChanged(object sender, EventArgs e) { lock (_gate) { {{changed}} } }
            public void StartPosting() { lock (_gate) Post(); }
            {{more}}
            public void StopPosting() { lock (_gate) Withdraw(); }
            private void Post() { {|LEAK1003:_guards = new()|}; foreach (var door in new[] { "north", "south" }) { var guard = new FileSystemWatcher(door); _guards.Add(guard); } }
            private void Withdraw() { foreach (var guard in _guards) guard.Dispose(); _guards.Clear(); }
        }
        """);

    [Fact]
    public Task NullTestOfAFieldThatSaysNothingOfIt_Fires() => Verify.FindsAsync(
        """
        public sealed class Bakery : IDisposable
        {
            private string _baker;
            private IDictionary<string, FileStream> _books = new Dictionary<string, FileStream>();
            public void Refresh() { if (_baker == null) { {|LEAK1003:_books = new Dictionary<string, FileStream>()|}; Add("bread"); } }
            private void Add(string name) { if (!_books.ContainsKey(name)) _books.Add(name, File.OpenRead(name)); }
            public void Hire(string baker) => _baker = baker;
            public void Dispose() { foreach (var book in _books.Values) { try { book.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("new FileStream[2]", "public Lanes() => _lanes[0] = File.OpenRead(\"zero\"); public void Start(int count) =>")]
    [InlineData("Array.Empty<FileStream>()", "public void Resize(int count) =>")]
    [InlineData("Array.Empty<FileStream>()", "public void Start() => _lanes = new FileStream[4]; public void Restart(int count) =>")]
    public Task PlacesThatMayBeTaken_AreLost(string first, string member) => Verify.FindsAsync(
        $$"""
        public sealed class Lanes : IDisposable
        {
            private FileStream[] _lanes = {{first}};
            {{member}} {|LEAK1003:_lanes = new FileStream[count]|};
            public void Open(int lane) => _lanes[lane] ??= File.OpenRead($"lane{lane}");
            public void Dispose() { foreach (var lane in _lanes) { try { lane?.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Fact]
    public Task CourseThatComesWhileTheProgramRuns_Races() => Verify.FindsAsync(
        """
        public interface ICourse { void Serve(string guest); }
        public sealed class Menu
        {
            private readonly List<ICourse> _courses = new();
            public void Add(ICourse course) => _courses.Add(course);
            public IReadOnlyList<ICourse> Courses => _courses;
        }
        public static class Kitchen
        {
            private static readonly ConcurrentDictionary<string, Menu> _menus = new();
            public static void AddCourse(string kitchen, ICourse course)
            {
                if (!_menus.TryGetValue(kitchen, out var menu)) { menu = new Menu(); {|LEAK2001:_menus[kitchen] = menu|}; }
                menu.Add(course);
            }
        }
        """);

    [Theory]
    [InlineData("public Chart(Type type) => Columns = new Dictionary<string, int>(type.GetProperties().Select((p, i) => KeyValuePair.Create(p.Name, i))); public void Add(string name) => Columns.Add(name, Columns.Count);")]
    [InlineData("public Chart(Type type) => Columns = new Dictionary<string, int>();")]
    public Task TableThatIsFilledOn_IsNotAsGoodAsAnother(string members) => Verify.FindsAsync(
        $$"""
        public sealed class Chart { {{members}} public Dictionary<string, int> Columns { get; } }
        public static class Charts
        {
            private static readonly ConcurrentDictionary<Type, Chart> _charts = new();
            public static Chart Of(Type type) { if (!_charts.TryGetValue(type, out var chart)) { chart = new Chart(type); {|LEAK2001:_charts[type] = chart|}; } return chart; }
        }
        """);

    [Fact]
    public Task LockOfItsOwn_SaysThatThreadsMeet() => Verify.FindsAsync(
        """
        public sealed class Account { private readonly List<int> _bookings = new(); public int Sum => _bookings.Sum(); public void Book(int amount) => _bookings.Add(amount); }
        public sealed class Ledger(string path)
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Account> _accounts = new();
            public Account Of(string name) { if (!_accounts.TryGetValue(name, out var account)) { account = new Account(); {|LEAK2001:_accounts[name] = account|}; } return account; }
            public void Save() { lock (_gate) File.WriteAllLines(path, _accounts.Select(a => $"{a.Key} {a.Value.Sum}")); }
        }
        """);
}
