using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/EntriesThatLeave.cs: nobody ends what leaves here, or what is on its way in.</summary>
public sealed class EntriesThatLeaveTwinTests
{
    private const string Codec =
        """
        #nullable enable
        public enum Stage { Closed, Open }
        public sealed class Codec : IDisposable
        {
            private readonly FileStream _log = File.OpenRead("codec.log");
            public Codec Copy() => new();
            public void Touch() => _log.Flush();
            public void Dispose() => _log.Dispose();
        }

        """;

    [Theory]
    [InlineData("{|LEAK1002:_free.Pop()|}.Touch();")]
    [InlineData("{|LEAK1002:_free.Pop()|}.Copy();")]
    public Task EntryThatYieldsNothing_IsLost(string body) => Verify.FindsAsync(Codec +
        $$"""
        public sealed class Pool : IDisposable
        {
            private readonly Stack<Codec> _free = new();
            public void Add() => _free.Push(new Codec());
            public void Use() { {{body}} }
            public void Dispose() { while (_free.TryPop(out var codec)) { try { codec.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Fact]
    public Task EntryThatTakesNothingOut_IsTheHolders() => Verify.FindsAsync(
        """
        public sealed class Beat(Guid id) : IDisposable
        {
            private readonly Timer _timer = new(_ => { }, null, 1000, 1000);
            public Guid Id => id;
            public void Dispose() => _timer.Dispose();
        }
        public sealed class Beats : IDisposable
        {
            private readonly Dictionary<Guid, Beat> _all = new();
            private readonly Timer _sweep = new(_ => { }, null, 1000, 1000);
            public void Register(Guid id) { if (!_all.ContainsKey(id)) _all[id] = new Beat(id); }
            public void Unregister(Guid id) => {|LEAK1002:_all.Remove(id)|};
            public void Dispose() { foreach (var beat in _all.Values) beat.Dispose(); _sweep.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("private Registry Running { get; } = new();", "Running")]
    [InlineData("private readonly Registry _running = new();", "_running")]
    [InlineData("private readonly Registry _running = new(); private Registry Known => _running;", "Known")]
    [InlineData("private static readonly Registry None = null; private Registry _own = new(); private Registry Known => None ?? _own;", "_own")]
    public Task ContainerUnderAnyName_IsLookedAt(string member, string name) => Verify.FindsAsync(
        $$"""
        public sealed class Registry
        {
            private readonly HashSet<string> _ids = new();
            public void Enter(string id) { lock (_ids) _ids.Add(id); }
            public void Leave(string id) { lock (_ids) _ids.Remove(id); }
        }
        public sealed class Jobs
        {
            {{member}}
            public void Run(string id, Action work) { {|LEAK4001:{{name}}.Enter(id)|}; work(); {{name}}.Leave(id); }
        }
        """);

    [Theory]
    [InlineData("_all.TryRemove(new KeyValuePair<string, Codec>(key, codec));")]
    [InlineData("_all.TryRemove(KeyValuePair.Create(key, codec));")]
    [InlineData("_all.TryRemove(new(key, codec));")]
    public Task TakenOutAsAPairAfterAStepThatFails_Fires(string remove) => Verify.FindsAsync(Codec +
        $$"""
        public static class Meters
        {
            private static readonly ConcurrentDictionary<string, Codec> _all = new();
            public static bool Add(string key) { var codec = new Codec(); if (_all.TryAdd(key, codec)) return true; codec.Dispose(); return false; }
            public static void Touch(string key) { if (_all.TryGetValue(key, out var codec)) codec.Touch(); }
            public static void Remove(string key) { if (_all.TryGetValue(key, out var codec)) { {|LEAK1008:codec.Dispose()|}; File.AppendAllText("log", key); {{remove}} } }
        }
        """);

    [Fact]
    public Task WorkThatDoesNotEndIt_LosesWhatLeaves() => Verify.FindsAsync(
        """
        public sealed class Host
        {
            private readonly Dictionary<int, System.Net.Sockets.TcpClient> _clients = new();
            public void Accept(System.Net.Sockets.TcpListener listener, int id)
            {
                var client = listener.AcceptTcpClient();
                if (!_clients.TryAdd(id, client)) { client.Close(); return; }
                new Thread(() => Serve(client)).Start();
            }
            private static void Serve(System.Net.Sockets.TcpClient client) => client.GetStream().ReadByte();
            public void Left(int id) => {|LEAK1002:_clients.Remove(id)|};
            public void Stop() { foreach (var client in _clients.Values) client.Close(); _clients.Clear(); }
        }
        """);

    [Theory]
    [InlineData("if (!_links.TryGetValue(host, out var link)) { {|LEAK1009:link = new System.Net.Sockets.TcpClient()|}; link.Connect(host, 80); _links.Add(host, link); } return link.Available;")]
    [InlineData("if (_links.TryGetValue(host, out var link)) return link.Available; {|LEAK1009:link = new System.Net.Sockets.TcpClient()|}; link.Connect(host, 80); _links[host] = link; return 0;")]
    [InlineData("if (!_links.TryGetValue(host, out var link)) { link = new System.Net.Sockets.TcpClient(); try { link.Connect(host, 80); } catch { link.Dispose(); throw; } _links.Add(host, link); } return link.Available;")]
    [InlineData("if (!_links.TryGetValue(host, out var link)) { link = new System.Net.Sockets.TcpClient(); _links.Add(host, link); link.Connect(host, 80); } return link.Available;")]
    public Task MadeWhereALookupFoundNone_IsLostWhenAStepFails(string body) => Verify.FindsAsync(
        $$"""
        public sealed class Links : IDisposable
        {
            private readonly Dictionary<string, System.Net.Sockets.TcpClient> _links = new();
            public int Open(string host) { {{body}} }
            public void Dispose() { foreach (var link in _links.Values) link.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("var {|LEAK1009:link = new System.Net.Sockets.UdpClient(port)|};", "_members.Add(new Drone(link));")]
    [InlineData("var link = new System.Net.Sockets.UdpClient(port); var drone = new Drone(link); _members.Add(drone);", "")]
    public Task ResourceOnItsWayIntoAnEntry_IsLostByAnEarlyReturn(string make, string add) => Verify.FindsAsync(
        $$"""
        public sealed class Drone(System.Net.Sockets.UdpClient link) : IDisposable
        {
            public int Waiting => link.Available;
            public void Dispose() => link.Dispose();
        }
        public sealed class Swarm : IDisposable
        {
            private readonly List<Drone> _members = new();
            public bool Recruit(int port, bool wanted) { {{make}} if (!wanted) return false; {{add}} return true; }
            public void Dispose() { foreach (var member in _members) member.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("private readonly Mutex _mutex = new(); public void Dispose() => _mutex.Dispose();")]
    [InlineData("private readonly Timer _timer = new(_ => { }, null, 1, 1); private int _count; public void Dispose() { Interlocked.Decrement(ref _count); _timer.Dispose(); }")]
    public Task EndThatFrees_IsNoCount(string members) => Verify.FindsAsync(
        $$"""
        public sealed class Ticket : IDisposable { {{members}} }
        public sealed class Limits : IDisposable
        {
            private readonly ConcurrentDictionary<string, Ticket> _tickets = new();
            public Ticket Enter(string key) => {|LEAK1005:_tickets.GetOrAdd(key, _ => new Ticket())|};
            public void Dispose() { foreach (var ticket in _tickets.Values) ticket.Dispose(); }
        }
        """);
}
