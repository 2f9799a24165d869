using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Whole programs whose defects had other spellings than the engine knew.</summary>
public sealed class ReadAgainTests
{
    private const string Link =
        """
        #nullable enable
        #pragma warning disable LEAK1013
        sealed class Link : IDisposable
        {
            private readonly System.Net.Sockets.TcpClient _client;
            public Link(string host) => _client = new System.Net.Sockets.TcpClient(host, 1);
            public bool IsActive => _client.Connected;
            public Task<int> SendAsync() => Task.FromResult(_client.Available);
            public void Dispose() => _client.Dispose();
        }

        """;

    private static Task FindsAsync(string code) => Verify.FindsAsync(Link + code);

    [Theory]
    [InlineData("if (_links.TryGetValue(name, out var link) && link.IsActive) return link; link = new Link(name); {|LEAK1001:_links[name] = link|}; return link;")]
    [InlineData("if (_links.TryGetValue(name, out var link)) { if (link.IsActive) return link; } link = new Link(name); {|LEAK1001:_links[name] = link|}; return link;")]
    [InlineData("if (_links.TryGetValue(name, out var link) && link.IsActive) return link; var fresh = new Link(name); {|LEAK1001:_links[name] = fresh|}; return fresh;")]
    [InlineData("if (_links.TryGetValue(name, out var link) && link.IsActive) return link; var old = link; link = new Link(name); _links[name] = link; old?.Dispose(); return link;")]
    [InlineData("if (!_links.TryGetValue(name, out var link)) link = new Link(name); _links[name] = link; return link;")]
    public Task LocalThatHeldTheOldEntry_HoldsTheNewOneNow(string body) => FindsAsync(
        $$"""
        sealed class Links : IDisposable
        {
            private readonly Dictionary<string, Link> _links = new();
            public Link Get(string name) { {{body}} }
            public void Dispose() { foreach (var link in _links.Values) link.Dispose(); }
        }
        """);

    [Fact]
    public Task FilledByAHelperOfTheConstructor_IsSilent() => FindsAsync(
        """
        sealed class Links : IDisposable
        {
            private readonly Link[] _links = new Link[7];
            public Links() => Fill();
            private void Fill() { foreach (var day in Enum.GetValues<DayOfWeek>()) _links[(int)day] = new Link(day.ToString()); }
            public void Dispose() { foreach (var link in _links) link.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("Predicate<Link> isDead", "if (isDead(_links[i]))")]
    [InlineData("Func<Link, bool> isDead", "if (!isDead(_links[i])) continue;")]
    public Task PredicateOfACaller_EndsNothing(string parameter, string test) => FindsAsync(
        $$"""
        sealed class Links : IDisposable
        {
            private readonly List<Link> _links = new();
            public void Open(string host) => _links.Add(new Link(host));
            public void Prune({{parameter}}) { for (var i = _links.Count - 1; i >= 0; i--) { {{test}} {|LEAK1002:_links.RemoveAt(i)|}; } }
            public void Dispose() { foreach (var link in _links) link.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("foreach (var pair in s_links) { if (pair.Value.IsActive) continue; {|LEAK1008:pair.Value.Dispose()|}; s_links.TryRemove(pair); }")]
    [InlineData("foreach (var pair in s_links) { if (pair.Value.IsActive) continue; {|LEAK1008:pair.Value.Dispose()|}; s_links.TryRemove(pair.Key, out _); }")]
    [InlineData("foreach (var (name, link) in s_links) { if (link.IsActive) continue; {|LEAK1008:link.Dispose()|}; s_links.TryRemove(name, out _); }")]
    [InlineData("foreach (var pair in s_links) { if (!pair.Value.IsActive && s_links.TryRemove(pair)) pair.Value.Dispose(); }")]
    public Task EntriesOfATable_DisposedBeforeTheyLeave(string body) => FindsAsync(
        $$"""
        static class Links
        {
            private static readonly ConcurrentDictionary<string, Link> s_links = new();
            public static bool Open(string name) { var link = new Link(name); if (s_links.TryAdd(name, link)) return true; link.Dispose(); return false; }
            public static bool Uses(string name) => s_links.TryGetValue(name, out var link) && link.IsActive;
            public static void Expire() { {{body}} }
        }
        """);

    [Theory]
    [InlineData("await CheckAsync(link); _ = {|LEAK1006:_idle.Writer.TryWrite(link)|};")]
    [InlineData("try { await link.SendAsync(); {|LEAK1006:_idle.Writer.TryWrite(link)|}; } catch { link.Dispose(); throw; }")]
    [InlineData("await CheckAsync(link); if (!_idle.Writer.TryWrite(link)) link.Dispose();")]
    public Task PoolThatIsFull_LosesWhatComesBack(string body) => FindsAsync(
        $$"""
        sealed class Pool
        {
            private readonly System.Threading.Channels.Channel<Link> _idle = System.Threading.Channels.Channel.CreateBounded<Link>(8);
            public async Task UseAsync(string host) { if (!_idle.Reader.TryRead(out var link)) link = new Link(host); {{body}} }
            private static async Task CheckAsync(Link link) { try { await link.SendAsync(); } catch { link.Dispose(); throw; } }
            public void Trim() { while (_idle.Reader.TryRead(out var link)) link.Dispose(); }
        }
        """);

    [Fact]
    public Task HelperThatDisposesWhereItFails_DoesNotEndTheOldEntry() => FindsAsync(
        """
        sealed class Links : IDisposable
        {
            private readonly Dictionary<string, Link> _links = new();
            public void Renew(string name) { if (_links.TryGetValue(name, out var old)) Check(old); {|LEAK1001:_links[name] = new Link(name)|}; }
            private static void Check(Link link) { try { Console.WriteLine(link.IsActive); } catch (Exception) { link.Dispose(); throw; } }
            public void Dispose() { foreach (var link in _links.Values) link.Dispose(); }
        }
        """);

    [Fact]
    public Task NodesOfAComposite_AreItsOwn() => FindsAsync(
        """
        sealed class Lifetime : IDisposable
        {
            private readonly List<IDisposable> _items = new();
            public void Add(IDisposable item) => _items.Add(item);
            public void Dispose() { foreach (var item in _items) item.Dispose(); _items.Clear(); }
        }

        static class LifetimeExtensions
        {
            public static T DisposeWith<T>(this T item, Lifetime owner) where T : IDisposable { owner.Add(item); return item; }
        }

        sealed class Graph : IDisposable
        {
            private readonly Lifetime _lifetime = new();
            private readonly Dictionary<string, Link> _links = new();
            public void Add(string name) { if (!_links.ContainsKey(name)) _links.Add(name, new Link(name).DisposeWith(_lifetime)); }
            public bool Uses(string name) => _links[name].IsActive;
            public void Dispose() => _lifetime.Dispose();
        }

        static class Program
        {
            public static void Main() { using var graph = new Graph(); graph.Add("a"); }
        }
        """);

    [Theory]
    [InlineData("foreach (var name in _links.Keys.ToArray()) Release(name);")]
    [InlineData("var names = new List<string>(_links.Keys); foreach (var name in names) { try { Release(name); } catch (IOException) { } }")]
    public Task DrainThatReleasesKeyByKey_IsADrain(string drain) => FindsAsync(
        $$"""
        sealed class Links : IDisposable
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Link> _links = new();
            public void Open(string name) { lock (_gate) { if (!_links.ContainsKey(name)) {|LEAK4002:_links.Add(name, new Link(name))|}; } }
            public void Release(string name) { Link? link; lock (_gate) _links.Remove(name, out link); link?.Dispose(); }
            public void Dispose() { lock (_gate) { {{drain}} } }
        }
        """);

    [Theory]
    [InlineData("public void Kill(string id) => links.Release(id);", true)]
    [InlineData("public void Report(string id) => Console.WriteLine(id);", false)]
    public Task OperationThatReleasesOnFailureAndKill_ForgetsSuccess(string other, bool fires) => FindsAsync(
        $$"""
        #pragma warning disable LEAK1005, LEAK4002
        sealed class Links : IDisposable
        {
            private readonly ConcurrentDictionary<string, Link> _links = new();
            public Link For(string name) => _links.GetOrAdd(name, n => new Link(n));
            public void Release(string name) { if (_links.TryRemove(name, out var link)) link.Dispose(); }
            public void Dispose() { foreach (var name in _links.Keys) Release(name); }
        }

        sealed class Runner(Links links)
        {
            public async Task<int> RunAsync(string id)
            {
                var link = {{(fires ? "{|LEAK4001:links.For(id)|}" : "links.For(id)")}};
                try { return await link.SendAsync(); }
                catch (Exception) { links.Release(id); throw; }
            }

            {{other}}
        }
        """);

    [Theory]
    [InlineData("abstract", ";")]
    [InlineData("virtual", " { }")]
    public Task OverrideOfWhatTheBaseTypeAttaches_IsACallback(string modifier, string body) => FindsAsync(
        $$"""
        interface IFeed { event Action<int>? Quoted; }

        abstract class Consumer : IDisposable
        {
            private readonly IFeed _feed;
            protected Consumer(IFeed feed) { _feed = feed; _feed.Quoted += OnQuoted; }
            protected {{modifier}} void OnQuoted(int quote){{body}}
            protected abstract void Flush();
            public void Dispose() => _feed.Quoted -= OnQuoted;
        }

        sealed class Recorder(IFeed feed) : Consumer(feed)
        {
            protected override void OnQuoted(int quote) { if (quote > 0) {|LEAK3001:Task.Delay(quote).Wait()|}; }
            protected override void Flush() => Task.Delay(1).Wait();
        }
        """);

    [Theory]
    [InlineData("_waiting[id.ToString(\"N\")] = done;", "{|LEAK1012:_waiting.TryRemove(id.ToString(), out _)|};")]
    [InlineData("_waiting[id.ToString()] = done;", "{|LEAK1012:_waiting.TryRemove(id.ToString(\"N\"), out _)|};")]
    [InlineData("_waiting[id.ToString()] = done;", "_waiting.TryRemove(id.ToString(), out _);")]
    public Task KeyInAnotherForm_RemovesNothing(string insert, string remove) => FindsAsync(
        $$"""
        sealed class Calls
        {
            private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _waiting = new();
            public async Task<int> CallAsync()
            {
                var id = Guid.NewGuid();
                var done = new TaskCompletionSource<int>();
                {{insert}}
                try { return await done.Task; }
                finally { {{remove}} }
            }
        }
        """);

    [Fact]
    public Task FlagBeforeALockedDrain_IsNotIdempotent() => FindsAsync(
        """
        sealed class Files : IDisposable
        {
            private readonly object _gate = new();
            private readonly Dictionary<int, Timer> _timers = new();
            private bool _disposed;
            private bool _sealed;
            public bool Add(int key) { lock (_gate) { if (_sealed || _timers.ContainsKey(key)) return false; _timers.Add(key, new Timer(_ => { })); return true; } }
            public void Dispose()
            {
                if ({|LEAK1011:_disposed|}) return;
                _disposed = true;
                Timer[] rest;
                lock (_gate) { _sealed = true; rest = _timers.Values.ToArray(); _timers.Clear(); }
                foreach (var timer in rest) timer.Dispose();
            }
        }
        """);
}
