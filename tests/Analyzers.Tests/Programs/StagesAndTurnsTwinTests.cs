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
    [InlineData("DisposeManagedResources")]
    [InlineData("CloseFiles")]
    public Task OverriddenEnd_IsThatOfTheHolder(string name) => Verify.FindsAsync(
        $$"""
        public abstract class Managed : IDisposable { public void Dispose() => {{name}}(); protected abstract void {{name}}(); }
        public sealed class Feeds : Managed
        {
            private readonly List<FileStream> _files = new();
            public void Open(string path) { lock (_files) {|LEAK4002:_files.Add(File.OpenRead(path))|}; }
            protected override void {{name}}() { lock (_files) { foreach (var file in _files) { try { file.Dispose(); } catch (IOException) { } } _files.Clear(); } }
        }
        """);

    [Fact]
    public Task EndedByAnExtension_IsSilent() => Verify.SilentAsync(Codec +
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
}
