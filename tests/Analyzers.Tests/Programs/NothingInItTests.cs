using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of NothingInIt and StillInOtherHands in ValidCode: what differs makes them bugs.</summary>
public sealed class NothingInItTests
{
    private const string Lease =
        """
        public struct Lease : IDisposable
        {
            private FileStream _file;

            public readonly bool IsEmpty => _file is null;

            public readonly bool IsShort => _file.Length < 10;

            public static Lease Create(string path) => new() { _file = File.Create(path) };

            public void Dispose() => _file?.Dispose();
        }
        """;

    [Fact]
    public Task StructThatIsAskedSomethingElse_IsOverwritten() => Verify.FindsAsync(Lease +
        """

        public sealed class Cells : IDisposable
        {
            private Lease _lease;

            public void Refresh(string path)
            {
                if (_lease.IsShort)
                    {|LEAK1001:_lease = Lease.Create(path)|};
            }

            public void Dispose() => _lease.Dispose();
        }
        """);

    [Fact]
    public Task StructThatStaysDisposed_IsStillInTheSlot() => Verify.FindsAsync(Lease +
        """

        public sealed class Cells : IDisposable
        {
            private Lease _lease;

            public Lease Current => _lease;

            public void Renew(string path)
            {
                {|LEAK1008:_lease.Dispose()|};
                _lease = Lease.Create(path);
            }

            public void Dispose() => _lease.Dispose();
        }
        """);

    [Fact]
    public Task RollbackToASavepoint_IsNoEnd() => Verify.FindsAsync(
        """
        using System.Data.Common;

        public sealed class UnitOfWork(DbConnection connection) : IDisposable
        {
            private DbTransaction _transaction;

            public void Begin() => _transaction ??= connection.BeginTransaction();

            public void Reset()
            {
                if (_transaction != null)
                {
                    _transaction.Rollback("start");
                    {|LEAK1001:_transaction = null|};
                }
            }

            public void Dispose() => _transaction?.Dispose();
        }
        """);

    [Fact]
    public Task TableThatHoldsMoreThanALock_IsOverwritten() => Verify.FindsAsync(
        """
        public sealed class Bounded(int size) : IDisposable
        {
            private readonly SemaphoreSlim _room = new(size);
            private readonly Timer _tick = new(_ => Console.WriteLine("tick"), null, 1000, 1000);

            public Task EnterAsync() => _room.WaitAsync();

            public void Dispose()
            {
                _room.Dispose();
                _tick.Dispose();
            }
        }

        public interface IAnswers
        {
            event EventHandler<int> Came;
        }

        public sealed class Window(IAnswers answers) : IDisposable
        {
            private Bounded _sent = new(100);

            public void Listen() => answers.Came += OnCame;

            public Task EnterAsync() => _sent.EnterAsync();

            public void Dispose() => _sent.Dispose();

            private void OnCame(object sender, int size) => {|LEAK1001:_sent = new Bounded(size)|};
        }
        """);

    [Fact]
    public Task SetsPickedBecauseTheyAreShort_TakeEntriesAlong() => Verify.FindsAsync(
        """
        public sealed class Guests : IDisposable
        {
            private readonly Dictionary<string, HashSet<Timer>> _guests = new();

            public void Add(string name)
            {
                if (!_guests.TryGetValue(name, out var set))
                    _guests.Add(name, set = new HashSet<Timer>());
                set.Add(new Timer(_ => Console.WriteLine(name)));
            }

            public void Tidy()
            {
                foreach (var name in _guests.Where(g => g.Value.Count < 3).Select(g => g.Key).ToArray())
                    {|LEAK1002:_guests.Remove(name)|};
            }

            public void Dispose()
            {
                foreach (var guest in _guests.Values.SelectMany(set => set))
                    guest.Dispose();
            }
        }
        """);

    [Fact]
    public Task StaticTable_MayRefuseWhatAConstructorBrings() => Verify.FindsAsync(
        """
        public sealed class Leaf
        {
            private static readonly ConcurrentDictionary<string, Mutex> Pages = new();

            public Leaf(string name) => {|LEAK1006:Pages.TryAdd(name, new Mutex(false, name))|};

            public static void Close()
            {
                foreach (var page in Pages.Values)
                    page.Dispose();
            }
        }
        """);

    [Fact]
    public Task LoserThatIsComparedAndForgotten_IsDropped() => Verify.FindsAsync(
        """
        public interface IBox : IAsyncDisposable
        {
        }

        public interface IBoxes
        {
            IBox CreateBox(string name);
        }

        public sealed class PostOffice(IBoxes boxes) : IAsyncDisposable
        {
            private readonly ConcurrentDictionary<string, IBox> _boxes = new();

            public IBox Of(string name)
            {
                IBox made = null;
                var box = {|LEAK1005:_boxes.GetOrAdd(name, n => made = boxes.CreateBox(n))|};
                if (made != null && !ReferenceEquals(made, box))
                    Task.Run(() => Console.WriteLine(name));
                return box;
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var box in _boxes.Values)
                    await {|LEAK1013:box.DisposeAsync()|};
            }
        }
        """);

    [Fact]
    public Task HashOfWhatACallerBrings_MayComeTwice() => Verify.FindsAsync(
        """
        using System.Net.Http;

        public sealed class Gateways
        {
            private static readonly ConcurrentDictionary<string, HttpClient> Pool = new();

            public HttpClient For(Uri address)
            {
                var key = address.GetHashCode().ToString();
                return {|LEAK1005:Pool.GetOrAdd(key, new HttpClient { BaseAddress = address })|};
            }
        }
        """);

    [Fact]
    public Task GuestThatNobodyElseCloses_IsDropped() => Verify.FindsAsync(
        """
        using System.Net.Sockets;

        public sealed class GuestBook : IDisposable
        {
            private readonly List<TcpClient> _guests = new();

            public void Add(TcpClient guest)
            {
                {|LEAK1002:_guests.RemoveAll(g => !g.Connected)|};
                _guests.Add(guest);
            }

            public void Dispose()
            {
                foreach (var guest in _guests)
                    guest.Dispose();
            }
        }

        public static class Closings
        {
            public static void Touch(this TcpClient client) => client.NoDelay = true;
        }

        public sealed class House(TcpListener door, GuestBook guests)
        {
            public async Task WelcomeAsync()
            {
                var guest = await door.AcceptTcpClientAsync();
                using var reader = new StreamReader("log");
                guests.Add(guest);
                guest.Touch();
            }
        }
        """);

    [Fact]
    public Task SecuredStreamAroundAnotherOne_LosesThePlainOne() => Verify.FindsAsync(
        """
        using System.Net.Security;
        using System.Net.Sockets;

        public sealed class Line(string host, Socket socket) : IDisposable
        {
            private Stream _stream;

            public void Open(bool secure)
            {
                _stream = new NetworkStream(socket);
                if (secure)
                    Secure(new NetworkStream(socket));
            }

            public void Dispose() => _stream?.Dispose();

            private void Secure(Stream stream)
            {
                {|LEAK1001:_stream = new SslStream(stream)|};
                ((SslStream)_stream).AuthenticateAsClient(host);
            }
        }
        """);

    [Fact]
    public Task SomethingElseAwaitedAfterClose_FindsTheStream() => Verify.FindsAsync(
        """
        public sealed class Line : IAsyncDisposable
        {
            private FileStream _stream;

            public void Open(string path) => _stream ??= File.Create(path);

            public async Task<bool> CutAsync()
            {
                if (_stream != null)
                {
                    {|LEAK1008:_stream.Close()|};
                    await Task.Delay(100);
                    _stream = null;
                }

                return true;
            }

            public async ValueTask DisposeAsync()
            {
                if (_stream != null)
                    await _stream.DisposeAsync();
            }
        }
        """);
}
