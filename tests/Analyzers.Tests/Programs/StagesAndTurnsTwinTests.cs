using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/StagesAndTurns.cs: what made those right is missing here.</summary>
public sealed class StagesAndTurnsTwinTests
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
    [InlineData("switch (_stage) { case Stage.Open: {|LEAK1001:_codec = new Codec()|}; break; }", "public Stage Now => _stage;")]
    [InlineData("_stage = stage; if (_stage == Stage.Open) {|LEAK1001:_codec = new Codec()|};", "public void Stop() => _stage = Stage.Closed;")]
    public Task SettingThatStays_IsNoStage(string body, string other) => Verify.FindsAsync(Codec +
        $$"""
        public sealed class Port : IDisposable
        {
            private Stage _stage = Stage.Open;
            private Codec? _codec;
            {{other}}
            public void Reload(Stage stage) { {{body}} }
            public void Dispose() => _codec?.Dispose();
        }
        """);

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
    [InlineData("Shutdown")]
    [InlineData("CloseProcess")]
    public Task EndOfTheHolder_Fires(string close) => Verify.FindsAsync(Codec +
        $$"""
        public sealed class Channels
        {
            private readonly List<Codec> _channels = new();
            public void Create() { lock (_channels) {|LEAK4002:_channels.Add(new Codec())|}; }
            public void {{close}}() { lock (_channels) { foreach (var channel in _channels) { try { channel.Dispose(); } catch (IOException) { } } _channels.Clear(); } }
        }
        """);

    [Fact]
    public Task EndOfTheEntriesInTheEndOfTheHolder_Fires() => Verify.FindsAsync(Codec +
        """
        public sealed class Channels : IDisposable
        {
            private readonly List<Codec> _channels = new();
            public void Create() { lock (_channels) {|LEAK4002:_channels.Add(new Codec())|}; }
            private void CloseChannels() { lock (_channels) { foreach (var channel in _channels) { try { channel.Dispose(); } catch (IOException) { } } _channels.Clear(); } }
            public void Dispose() => CloseChannels();
        }
        """);

    [Fact]
    public Task SetWithoutAnEnd_IsNoMove() => Verify.FindsAsync(Codec +
        """
        public sealed class Chart : IDisposable
        {
            private readonly Dictionary<string, Codec> _watched = new();
            public void Move(string before, string now) { Console.WriteLine(before); {|LEAK1001:_watched[now] = new Codec()|}; }
            public void Dispose() { foreach (var codec in _watched.Values) { try { codec.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("public void Register(string name)")]
    [InlineData("private void Register(string name)", "public void Later(string name) => Register(name);")]
    public Task FilledLaterToo_Races(string register, string other = "") => Verify.FindsAsync(
        $$"""
        public interface IHostedService { Task StartAsync(CancellationToken cancellation); Task StopAsync(CancellationToken cancellation); }
        public sealed class Commands : IHostedService
        {
            private readonly Dictionary<string, List<object>> _handlers = new();
            public Task StartAsync(CancellationToken cancellation) { Register("a"); return Task.CompletedTask; }
            {{register}} { if (!_handlers.TryGetValue(name, out var list)) {|LEAK2001:_handlers[name] = list = new List<object>()|}; list.Add(name); }
            {{other}}
            public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("Console.WriteLine(question.Answer);")]
    [InlineData("question.Handled = true;")]
    [InlineData("_last = question;")]
    public Task NotAnswered_Blocks(string body) => Verify.FindsAsync(
        $$"""
        public sealed class Question { public int Answer { get; set; } public bool Handled { get; set; } }
        public interface IDesk { event Action<Question> Asked; }
        public sealed class Clerk
        {
            private Question _last;
            public Clerk(IDesk desk) => desk.Asked += OnAsked;
            private void OnAsked(Question question)
            {
                using var helper = System.Diagnostics.Process.Start("helper");
                {|LEAK3001:helper.WaitForExit(30_000)|};
                {{body}}
            }
            public Question Last => _last;
        }
        """);

    [Fact]
    public Task ThereFromTheBeginning_IsLostWhenSetToNull() => Verify.FindsAsync(Codec +
        """
        public sealed class Recorder : IDisposable
        {
            private Codec? _codec = new();
            public void Touch() => _codec?.Touch();
            public void Moor() => {|LEAK1001:_codec = null|};
            public void Dispose() => _codec?.Dispose();
        }
        """);

    [Fact]
    public Task EndedByAnExtensionBlock_IsSilent() => Verify.SilentAsync(Codec +
        """
        public static class Quiet
        {
            public static void DisposeQuietly(this IDisposable resource) { try { resource.Dispose(); } catch (IOException) { } }
        }
        public sealed class Spool
        {
            private readonly object _gate = new();
            private readonly List<Codec> _pending = new();
            private bool _closed;
            public bool Append() { var codec = new Codec(); lock (_gate) { if (!_closed) { _pending.Add(codec); return true; } } codec.DisposeQuietly(); return false; }
            public void Close() { lock (_gate) _closed = true; foreach (var codec in _pending) codec.DisposeQuietly(); }
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
    [InlineData("if (_sockets[place].Item2 == null) ")]
    [InlineData("if (_sockets[other].Item1 == null) ")]
    [InlineData("")]
    public Task PlaceThatIsTaken_IsLost(string test) => Verify.FindsAsync(
        $$"""
        public sealed class Listeners : IDisposable
        {
            private readonly Tuple<FileStream, string>[] _sockets = new Tuple<FileStream, string>[3];
            public void Reopen(int place, int other)
            {
                {{test}}{|LEAK1001:_sockets[place] = Tuple.Create(File.OpenRead("a"), "a")|};
            }
            public void Dispose() { foreach (var entry in _sockets) { try { entry.Item1.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("while (_client.Connected)")]
    [InlineData("while (Console.ReadLine() != null)")]
    public Task LoopThatGoesOn_OverwritesItsValue(string again) => Verify.FindsAsync(
        $$"""
        #nullable enable
        public sealed class Link : IDisposable
        {
            private readonly System.Net.Sockets.TcpClient _client = new();
            private FileStream? _log;
            public void SetUp(string host)
            {
                do
                {
                    _client.Connect(host, 80);
                    if (_client.Connected)
                        {|LEAK1001:_log = new FileStream(host, FileMode.Append)|};
                }
                {{again}};
            }
            public void Write(byte b) => _log?.WriteByte(b);
            public void Dispose() { _log?.Dispose(); _client.Dispose(); }
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
    [InlineData("{|LEAK1008:old.Dispose()|}; _logs[name] = new StreamWriter(name);")]
    [InlineData("{|LEAK1008:old.Dispose()|}; _logs[name] = new StreamWriter(name, append: true);")]
    [InlineData("old.Dispose(); _logs[name] = new StreamWriter(new MemoryStream());")]
    [InlineData("var next = new StreamWriter(name); old.Dispose(); _logs[name] = next;")]
    public Task WriterThatOpensAFile_CanFail(string body) => Verify.FindsAsync(
        $$"""
        public sealed class Logs : IDisposable
        {
            private readonly Dictionary<string, StreamWriter> _logs = new();
            public void Open(string name) { if (!_logs.ContainsKey(name)) _logs.Add(name, new StreamWriter(name)); }
            public void Write(string name) { if (_logs.TryGetValue(name, out var log)) log.WriteLine(name); }
            public void Roll(string name) { if (!_logs.TryGetValue(name, out var old)) return; {{body}} }
            public void Dispose() { foreach (var log in _logs.Values) { try { log.Dispose(); } catch (IOException) { } } }
        }
        """);

    [Theory]
    [InlineData("await _carrier.StopAsync();", false)]
    [InlineData("await _carrier.FlushAsync();", true)]
    public Task StoppedBeforeItIsReplaced_IsThrough(string before, bool isLost) => Verify.FindsAsync(
        $$"""
        public interface ICarrier : IDisposable { Task StopAsync(); Task FlushAsync(); }
        public sealed class Carrier : ICarrier
        {
            private readonly FileStream _file = File.OpenRead("carrier");
            public Task StopAsync() => Task.CompletedTask;
            public Task FlushAsync() => _file.FlushAsync();
            public void Dispose() => _file.Dispose();
        }
        public sealed class Session : IDisposable
        {
            private ICarrier _carrier = new Carrier();
            public async Task ReconnectAsync() { {{before}} Use(new Carrier()); }
            private void Use(ICarrier next) => {{(isLost ? "{|LEAK1001:_carrier = next|}" : "_carrier = next")}};
            public void Dispose() => _carrier.Dispose();
        }
        """);

    [Fact]
    public Task SiblingThatEndsAlone_LeavesTheOther() => Verify.FindsAsync(
        """
        #nullable enable
        public sealed class Reconnecting
        {
            private readonly Timer _retry;
            private System.Net.Sockets.TcpClient? _client;
            private FileStream? _log;
            public Reconnecting() => _retry = new Timer(_ => Connect(), null, 1000, 1000);
            private void Connect()
            {
                if (_client != null)
                    Disconnect();
                _client = new System.Net.Sockets.TcpClient("localhost", 80);
                {|LEAK1001:_log = File.OpenRead("log")|};
            }
            private void Disconnect() { _client?.Close(); _client = null; }
            public long Length => _log?.Length ?? 0;
            public void Close() { _retry.Dispose(); _log?.Dispose(); Disconnect(); }
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

    [Theory]
    [InlineData("Changed")]
    [InlineData("Received")]
    public Task HandlerOfAnotherEvent_BlocksAlthoughItDisposes(string happening) => Verify.FindsAsync(
        $$"""
        public interface IPipe : IDisposable { event EventHandler {{happening}}; }
        public sealed class Shell
        {
            private readonly ManualResetEvent _through = new(false);
            private readonly IPipe _pipe;
            public Shell(IPipe pipe) { _pipe = pipe; _pipe.{{happening}} += OnHappening; }
            private void OnHappening(object sender, EventArgs e) { _pipe.Dispose(); {|LEAK3001:_through.WaitOne(5000)|}; }
        }
        """);
}
