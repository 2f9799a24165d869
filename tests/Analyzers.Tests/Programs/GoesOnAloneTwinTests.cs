using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode/GoesOnAlone.cs: others come meanwhile, or somebody has to end what is left.</summary>
public sealed class GoesOnAloneTwinTests
{
    private const string Plank =
        """
        using System.Buffers;
        public readonly struct Plank(IMemoryOwner<byte> wood) : IDisposable
        {
            public static readonly Plank Empty = new(null);
            public static readonly Plank Usual = new(MemoryPool<byte>.Shared.Rent(3));
            public int Capacity => wood?.Memory.Length ?? 0;
            public void Dispose() => wood?.Dispose();
        }

        """;

    [Theory]
    [InlineData("_sweeping = true; try { {|LEAK3001:Thread.Sleep(100)|}; } finally { _sweeping = false; }")]
    [InlineData("if (_sweeping) return; {|LEAK3001:Thread.Sleep(100)|}; _sweeping = true; File.Delete(\"dust\"); _sweeping = false;")]
    [InlineData("if (_sweeping) return; _sweeping = true; Console.WriteLine(); _sweeping = false; {|LEAK3001:Thread.Sleep(100)|};")]
    [InlineData("if (_sweeping) return; {|LEAK3001:Thread.Sleep(100)|};")]
    public Task TickThatComesWhileOneWorks_Waits(string body) => Verify.FindsAsync(
        $$"""
        public sealed class Sweeper : IDisposable
        {
            private readonly Timer _timer;
            private bool _sweeping;
            public Sweeper() => _timer = new Timer(OnTick, null, 3000, 3000);
            private void OnTick(object state) => Sweep();
            private void Sweep() { {{body}} }
            public void Pause(bool pause) => _sweeping = pause;
            public void Dispose() => _timer.Dispose();
        }
        """);

    [Fact]
    public Task FlagInAHandler_IsNoTick() => Verify.FindsAsync(
        """
        public sealed class Sweeper : IDisposable
        {
            private readonly FileSystemWatcher _floor = new("floor");
            private bool _sweeping;
            public Sweeper() { _floor.Changed += OnChanged; }
            private void OnChanged(object sender, FileSystemEventArgs e) => Sweep();
            private void Sweep() { if (_sweeping) return; _sweeping = true; try { {|LEAK3001:Thread.Sleep(100)|}; } finally { _sweeping = false; } }
            public void Dispose() => _floor.Dispose();
        }
        """);

    [Fact]
    public Task MessagesOfMany_PileUp() => Verify.FindsAsync(
        """
        public interface IReply { void OnMessage(Action<object> callback, object state); }
        public sealed class Counter(SemaphoreSlim turn) { public void Serve(IReply reply) => reply.OnMessage(_ => {|LEAK3001:turn.Wait()|}, this); }
        """);

    [Fact]
    public Task NobodyElseTakesItOut_ItStaysForEver() => Verify.FindsAsync(
        """
        using System.Net.Sockets;
        public sealed class Parlour
        {
            private readonly object _gate = new();
            private readonly List<TcpClient> _guests = new();
            private void Enter(TcpClient guest) { lock (_gate) _guests.Add(guest); }
            private void Leave(TcpClient guest) { lock (_gate) _guests.Remove(guest); }
            public void Welcome(TcpListener door)
            {
                var guest = door.AcceptTcpClient();
                {|LEAK4001:Enter(guest)|};
                try { guest.Client.Send(new byte[9]); } catch (SocketException) { Leave(guest); guest.Dispose(); }
            }
        }
        """);

    [Fact]
    public Task TrueWhetherItStaysOrNot_LeavesTheSeatTaken() => Verify.FindsAsync(
        """
        public sealed class Seats(Func<int, bool> pay)
        {
            private readonly HashSet<int> _taken = new();
            public bool Reserve(int seat)
            {
                lock (_taken) {|LEAK4001:_taken.Add(seat)|};
                try
                {
                    if (pay(seat)) return true;
                    lock (_taken) _taken.Remove(seat);
                    return true;
                }
                catch { lock (_taken) _taken.Remove(seat); throw; }
            }
        }
        """);

    [Fact]
    public Task BufferAroundWhatItOpensItself_IsItsOwn() => Verify.FindsAsync(
        """
        public sealed class Scribe
        {
            private readonly Lazy<Stream> {|LEAK1004:_page|};
            public Scribe(string path) => _page = new Lazy<Stream>(() => Buffer(File.OpenWrite(path)));
            private static Stream Buffer(FileStream paper) => new BufferedStream(paper, 4096);
            public void Write(byte[] text) => _page.Value.Write(text);
            public static void Copy(string path, byte[] text) { var scribe = new Scribe(path); scribe.Write(text); }
        }
        """);

    [Fact]
    public Task LockThatIsGivenBack_LetsThemIn() => Verify.FindsAsync(
        """
        public sealed class Boats : IDisposable
        {
            private readonly SemaphoreSlim _lock = new(1, 1);
            private readonly List<Timer> _all = new();
            private readonly CancellationTokenSource _end = new();
            public async Task GrowAsync(int by)
            {
                ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
                await _lock.WaitAsync();
                try { await BuildAsync(by); } finally { _lock.Release(); }
            }
            private async Task BuildAsync(int count)
            {
                async Task Build() { await Task.Yield(); lock (_all) {|LEAK4002:_all.Add(new Timer(_ => { }, null, 1000, 1000))|}; }
                var tasks = Enumerable.Range(1, count).Select(_ => Build()).ToList();
                await Task.WhenAll(tasks);
            }
            public void Dispose()
            {
                if (_end.IsCancellationRequested) return;
                _end.Cancel();
                _lock.Wait();
                try { foreach (var boat in _all) boat.Dispose(); _all.Clear(); } finally { _lock.Release(); _lock.Dispose(); _end.Dispose(); }
            }
        }
        """);

    [Fact]
    public Task ChannelThatIsNeverCompleted_KeepsWhatIsLeft() => Verify.FindsAsync(
        """
        public sealed class Harbour(int berths)
        {
            private readonly System.Threading.Channels.Channel<FileStream> {|LEAK1004:_arrivals|} = System.Threading.Channels.Channel.CreateBounded<FileStream>(berths);
            public async Task RunAsync(IEnumerable<string> ships)
            {
                var unloading = UnloadAsync();
                foreach (var ship in ships) await _arrivals.Writer.WriteAsync(File.OpenRead(ship));
                await unloading;
            }
            private async Task UnloadAsync() { await foreach (var ship in _arrivals.Reader.ReadAllAsync()) ship.Dispose(); }
            public static Task OpenAsync(IEnumerable<string> ships) => new Harbour(8).RunAsync(ships);
        }
        """);

    [Theory]
    [InlineData("Clear(); {|LEAK1001:_plank = new Plank(MemoryPool<byte>.Shared.Rent(size))|};", "_plank.Dispose(); _plank = Plank.Usual;")]
    [InlineData("Clear(); _plank = new Plank(MemoryPool<byte>.Shared.Rent(size));", "{|LEAK1001:_plank = Plank.Empty|};")]
    [InlineData("if (_plank.Capacity == 1) {|LEAK1001:_plank = new Plank(MemoryPool<byte>.Shared.Rent(size))|};", "_plank.Dispose();")]
    [InlineData("if (_plank.Capacity != 0) {|LEAK1001:_plank = new Plank(MemoryPool<byte>.Shared.Rent(size))|};", "_plank.Dispose();")]
    [InlineData("if (size == 0) {|LEAK1001:_plank = new Plank(MemoryPool<byte>.Shared.Rent(size))|};", "_plank.Dispose();")]
    public Task StructThatHasRoom_IsLost(string refresh, string clear) => Verify.FindsAsync(Plank +
        $$"""
        public sealed class Bench : IDisposable
        {
            private Plank _plank;
            public void Refresh(int size) { {{refresh}} }
            private void Clear() { {{clear}} }
            public void Dispose() => _plank.Dispose();
        }
        """);
}
