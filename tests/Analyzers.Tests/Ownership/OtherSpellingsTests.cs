using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Spellings of losses that are rarely met: copies with another part, sets with a comparer, entries made around a local, flags before native memory.</summary>
public sealed class OtherSpellingsTests
{
    private const string Link =
        """
        #nullable enable
        sealed class Link(string name) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(name);
            public string Name => name;
            public void Bind() => _file.Seek(1, SeekOrigin.Begin);
            public void Dispose() => _file.Dispose();
        }

        sealed record Route(Link Link, int Hits);

        """;

    private static string Table(string members) => Link +
        $$"""
        sealed class Table : IDisposable
        {
            private readonly Dictionary<string, Route> _routes = new();

            public void Define(string key)
            {
                if (!_routes.ContainsKey(key))
                    _routes[key] = new Route(new Link(key), 0);
            }

            {{members}}

            public void Dispose()
            {
                foreach (var route in _routes.Values)
                {
                    try { route.Link.Dispose(); } catch (IOException) { }
                }

                _routes.Clear();
            }
        }
        """;

    [Theory]
    [InlineData("public void Rotate(string key) { var route = _routes[key]; {|LEAK1001:_routes[key] = route with { Link = new Link(key), Hits = 0 }|}; }")]
    [InlineData("public void Rotate(string key) => {|LEAK1001:_routes[key] = _routes[key] with { Link = Make(key) }|}; private static Link Make(string key) => new(key);")]
    public Task CopyWithAnotherPart_LosesTheOld(string members) => Verify.FindsAsync(Table(members));

    [Theory]
    [InlineData("public void Hit(string key) { var route = _routes[key]; _routes[key] = route with { Hits = route.Hits + 1 }; }")]
    [InlineData("public void Rotate(string key) { var route = _routes[key]; _routes[key] = route with { Link = new Link(key) }; route.Link.Dispose(); }")]
    [InlineData("public void Keep(string key) { var route = _routes[key]; _routes[key] = route with { Link = route.Link }; }")]
    public Task CopyWithTheSamePart_IsSilent(string members) => Verify.SilentAsync(Table(members));

    private static string Set(string made, string add) => Link +
        $$"""
        sealed class ByName : IEqualityComparer<Link>
        {
            public bool Equals(Link? x, Link? y) => x?.Name == y?.Name;
            public int GetHashCode(Link link) => link.Name.GetHashCode();
        }

        sealed class Ring : IDisposable
        {
            private readonly HashSet<Link> _links = {{made}};

            public void Learn(string name) { {{add}} }

            public void Dispose()
            {
                foreach (var link in _links)
                {
                    try { link.Dispose(); } catch (IOException) { }
                }

                _links.Clear();
            }
        }
        """;

    [Theory]
    [InlineData("{|LEAK1006:_links.Add(new Link(name))|};")]
    [InlineData("var link = new Link(name); {|LEAK1006:_links.Add(link)|};")]
    public Task SetWithAComparer_RefusesTheNewcomer(string add) => Verify.FindsAsync(Set("new(new ByName())", add));

    [Theory]
    [InlineData("new()", "_links.Add(new Link(name));")]
    [InlineData("new(ReferenceEqualityComparer.Instance)", "_links.Add(new Link(name));")]
    [InlineData("new(new ByName())", "var link = new Link(name); if (!_links.Add(link)) link.Dispose();")]
    [InlineData("new(new ByName())", "if (_links.Any(l => l.Name == name)) return; _links.Add(new Link(name));")]
    [InlineData("new(new ByName())", "if (name.Length == 1) _links.Add(new Link(name));")]
    [InlineData("new(new ByName())", "var link = new Link(name); if (_links.TryGetValue(link, out var old)) { _links.Remove(old); old.Dispose(); } _links.Add(link);")]
    public Task SetThatRefusesNothingOrSaysSo_IsSilent(string made, string add) => Verify.SilentAsync(Set(made, add));

    [Theory]
    [InlineData("public void Add(string key) { var {|LEAK1009:link = new Link(key)|}; link.Bind(); File.Delete(key); _routes.Add(key, new Route(link, 0)); }")]
    public Task EntryAroundALocal_LosesItBefore(string members) => Verify.FindsAsync(Table(members));

    [Theory]
    [InlineData("public void Add(string key) { var link = new Link(key); _routes.TryAdd(key + key, new Route(link, 0)); }")]
    [InlineData("public void Add(string key) { var link = new Link(key); try { File.Delete(key); } catch { link.Dispose(); throw; } _routes.Add(key, new Route(link, 0)); }")]
    public Task EntryAroundALocalAtOnce_IsSilent(string members) => Verify.SilentAsync("#pragma warning disable LEAK1006\n" + Table(members));

    [Theory]
    [InlineData("_map.TryAdd(name, link) ? true : Refuse(); bool Refuse() { link.Dispose(); return false; }")]
    [InlineData("_map.TryAdd(name, link) || Refuse(); bool Refuse() { link.Dispose(); return false; }")]
    public Task RefusedNewcomerThatALocalFunctionEnds_IsSilent(string accepted) => Verify.SilentAsync("#pragma warning disable LEAK4002\n" + Link +
        $$"""
        sealed class Map
        {
            private readonly ConcurrentDictionary<string, Link> _map = new();

            public bool Mount(string name)
            {
                var link = new Link(name);
                return {{accepted}}
            }

            public void Unmount(string name)
            {
                if (_map.TryRemove(name, out var link))
                    link.Dispose();
            }
        }
        """);

    [Fact]
    public Task PartsOfAListPattern_AreEntries() => Verify.FindsAsync(Link +
        """
        sealed class Stack
        {
            private List<Link> {|LEAK1004:Links|} { get; } = [];

            public void Push(string name) => Links.Add(new Link(name));

            public void Pop()
            {
                if (Links is not [.., var last])
                    return;
                Links.RemoveAt(Links.Count - 1);
                last.Dispose();
            }
        }

        static class Program
        {
            public static void Run(string name) => new Stack().Push(name);
        }
        """);

    private static string Section(string members) =>
        $$"""
        sealed class Section(int size) : IDisposable
        {
            private readonly nint _memory = System.Runtime.InteropServices.Marshal.AllocHGlobal(size);
            private readonly CancellationTokenSource _stop = new();
            private readonly object _gate = new();
            private int _users;
            private bool _freed;

            public void Join() { lock (_gate) _users++; }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("public void Dispose() => Release(); private void Release() { if (!{|LEAK1011:_freed|}) { _freed = true; System.Runtime.InteropServices.Marshal.FreeHGlobal(_memory); } }")]
    [InlineData("public void Dispose() { if ({|LEAK1011:_freed|}) return; _freed = true; _stop.Cancel(); _stop.Dispose(); }")]
    public Task SecondRunDoesHarm_Fires(string members) => Verify.FindsAsync(Section(members));

    [Theory]
    [InlineData("public void Dispose() { if (_freed) return; _freed = true; _stop.Dispose(); }")]
    [InlineData("public void Dispose() { if (_freed) return; _freed = true; try { _stop.Cancel(); } catch (ObjectDisposedException) { } _stop.Dispose(); }")]
    public Task SecondRunIsHarmless_IsSilent(string members) => Verify.SilentAsync(Section(members));

    private static string Lease(string release) => Link +
        $$"""
        sealed class Links(string name)
        {
            private readonly ConcurrentBag<Link> _free = new();
            public Lease Get() => new(_free.TryTake(out var link) ? link : new Link(name), this);
            internal void Give(Link link) => _free.Add(link);
            internal void Count(Link link) => link.Bind();
        }

        sealed class Lease(Link link, Links links) : IDisposable
        {
            private long _uses;
            public bool IsReleased { get; private set; }
            public void Use() { link.Bind(); Interlocked.Increment(ref _uses); }
            {{release}}
        }
        """;

    [Theory]
    [InlineData("public void Dispose() { if ({|LEAK1011:IsReleased|} is true) return; IsReleased = true; links.Give(link); }")]
    [InlineData("public void Dispose() { if (!{|LEAK1011:IsReleased|}) { IsReleased = true; links.Give(link); } }")]
    public Task GivenBackTwice_Fires(string release) => Verify.FindsAsync(Lease(release));

    [Fact]
    public Task OnlyCountedAtTheEnd_IsSilent() => Verify.SilentAsync(Lease("public void Dispose() { if (IsReleased) return; IsReleased = true; links.Count(link); }"));

    private static string View(string find) => Link +
        $$"""
        sealed class View : IDisposable
        {
            private Link? _link;
            private string _name = "a";
            public void Rename(string name) => _name = name;
            {{find}}
            public void Draw() => Current().Bind();
            public void Dispose() { _link?.Dispose(); _link = null; }
        }
        """;

    [Theory]
    [InlineData("private Link Current() => _link is { } link && link.Name == _name ? link : ({|LEAK1001:_link = new Link(_name)|});")]
    [InlineData("private Link Current() => _link != null && _link.Name == _name ? _link : {|LEAK1001:_link = new Link(_name)|};")]
    [InlineData("private Link Current() { var link = _link != null && _link.Name == _name ? _link : ({|LEAK1001:_link = new Link(_name)|}); return link; }")]
    public Task ReplacedInAConditionalExpression_Fires(string find) => Verify.FindsAsync(View(find));

    [Theory]
    [InlineData("private Link Current() => _link is { } link ? link : (_link = new Link(_name));")]
    [InlineData("private Link Current() { if (_link?.Name != _name) { _link?.Dispose(); _link = null; } return _link != null ? _link : (_link = new Link(_name)); }")]
    public Task MadeInAConditionalExpressionWhereNoneIs_IsSilent(string find) => Verify.SilentAsync(View(find));
}
