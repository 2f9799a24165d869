using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason3.D06_EXCHANGED_INBOX
{
    public sealed class MeterBus
    {
        private List<string> _inbox = new();
        private readonly object _gate = new();

        public event Action<string>? Reading;

        public void Post(string text)
        {
            lock (_gate)
                _inbox.Add(text);
        }

        public void Start()
        {
            var thread = new Thread(Run) { IsBackground = true };
            thread.Start();
        }

        private void Run()
        {
            while (true)
            {
                Thread.Sleep(20);
                List<string> batch;
                lock (_gate)
                {
                    batch = _inbox;
                    _inbox = new List<string>();
                }

                foreach (var text in batch)
                    Reading?.Invoke(text);
            }
        }
    }

    public sealed class MeterWriter
    {
        private readonly HttpClient _client;

        public MeterWriter(MeterBus bus, HttpClient client)
        {
            _client = client;
            bus.Reading += OnReading;
        }

        private void OnReading(string text)
        {
            _client.PostAsync("http://store/readings", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason3.D07_POLLED_UPDATES
{
    public interface IChatApi
    {
        /// <summary>All messages since the last call.</summary>
        IReadOnlyList<string> GetUpdates();
    }

    public sealed class ChatPoller
    {
        private readonly IChatApi _api;
        private volatile bool _stop;

        public ChatPoller(IChatApi api) => _api = api;

        public event Action<string>? Said;

        public void Start()
        {
            var thread = new Thread(Run) { IsBackground = true };
            thread.Start();
        }

        public void Stop() => _stop = true;

        private void Run()
        {
            while (true)
            {
                if (_stop)
                    return;
                foreach (var text in _api.GetUpdates())
                    Said?.Invoke(text);
                Thread.Sleep(500);
            }
        }
    }

    public sealed class ChatStore
    {
        private readonly HttpClient _client;

        public ChatStore(ChatPoller poller, HttpClient client)
        {
            _client = client;
            poller.Said += OnSaid;
        }

        private void OnSaid(string text)
        {
            _client.PostAsync("http://store/chat", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason3.D08_ROWS_AT_ONCE
{
    public interface ITable
    {
        Task<List<string>> ReadAllAsync();
    }

    public sealed class TableReader
    {
        private readonly ITable _table;

        public TableReader(ITable table) => _table = table;

        public event Action<string>? Row;

        public int Rows { get; private set; }

        /// <summary>Reads the table, and is done when each handler has seen each row.</summary>
        public void Load()
        {
            Rows = 0;
            foreach (var row in _table.ReadAllAsync().GetAwaiter().GetResult())
            {
                Rows++;
                Row?.Invoke(row);
            }

            Console.WriteLine($"{Rows} rows");
        }
    }

    public sealed class RowStore
    {
        private readonly HttpClient _client;

        public RowStore(TableReader reader, HttpClient client)
        {
            _client = client;
            reader.Row += OnRow;
        }

        private void OnRow(string row)
        {
            _client.PostAsync("http://store/rows", new StringContent(row)).Wait();
        }
    }
}

namespace Samples.HeldToReason3.E01_SUPPRESSED_ON_TYPE
{
    public interface IFeed
    {
        event Action<string> LineReceived;
    }

    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "The feed has one line in an hour.")]
    public sealed class HourlySink
    {
        private readonly HttpClient _client;

        public HourlySink(IFeed feed, HttpClient client)
        {
            _client = client;
            feed.LineReceived += OnLine;
        }

        private void OnLine(string line)
        {
            _client.PostAsync("http://store/lines", new StringContent(line)).Wait();
        }
    }
}

namespace Samples.HeldToReason3.E02_PRAGMA_AROUND_NESTED
{
    public interface IFeed
    {
        event Action<string> LineReceived;
    }

    public sealed class Sinks
    {
        public static object For(IFeed feed, HttpClient client) => new HourlySink(feed, client);

    #pragma warning disable VSTHRD002 // one line in an hour, and the order must be kept
        private sealed class HourlySink
        {
            private readonly HttpClient _client;

            public HourlySink(IFeed feed, HttpClient client)
            {
                _client = client;
                feed.LineReceived += OnLine;
            }

            private void OnLine(string line)
            {
                _client.PostAsync("http://store/lines", new StringContent(line)).Wait();
            }
        }
    #pragma warning restore VSTHRD002
    }
}

namespace Samples.HeldToReason3.G01_USING_REPLACED_BY_HELPER
{
    public sealed class Acceptor
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private TcpClient? _client;

        public void Serve()
        {
            _listener.Start();
            while (true)
            {
                using (_client = _listener.AcceptTcpClient()) //! LEAK1001
                {
                    if (_client.GetStream().ReadByte() == 7)
                        TakeNext();
                    _client.GetStream().WriteByte(0);
                }
            }
        }

        public void Cancel() => _client?.Close();

        private void TakeNext()
        {
            _client = _listener.AcceptTcpClient();
        }
    }
}

namespace Samples.HeldToReason3.G02_USING_REPLACED_BY_REF
{
    public sealed class Acceptor
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private TcpClient? _client;

        public void Serve()
        {
            _listener.Start();
            while (true)
            {
                using (_client = _listener.AcceptTcpClient()) //! LEAK1001
                {
                    if (_client.GetStream().ReadByte() == 7)
                        Interlocked.Exchange(ref _client, _listener.AcceptTcpClient());
                    _client.GetStream().WriteByte(0);
                }
            }
        }

        public void Cancel() => _client?.Close();
    }
}

namespace Samples.HeldToReason3.G03_MAIN_QUERY
{
    public sealed class LoadClient
    {
        private readonly List<Link> _links = new(); //! LEAK1004

        public static void Main(string[] hosts)
        {
            var loads = from host in hosts select new LoadClient().Run(host);
            while (Console.ReadLine() is { } line)
                Console.WriteLine(line + loads.Sum());
        }

        private int Run(string host)
        {
            for (var i = 0; i < 100; i++)
            {
                var link = new Link(host);
                _links.Add(link);
            }

            foreach (var link in _links)
                link.Send(new byte[1]);
            return _links.Count;
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason3.G04_MAIN_OF_A_MENU
{
    /// <summary>The main page of the tool; it is shown again after every other page.</summary>
    public sealed class MainPage
    {
        private readonly List<Link> _links = new(); //! LEAK1004

        public static int Main(string host)
        {
            var page = new MainPage();
            return page.Show(host);
        }

        private int Show(string host)
        {
            for (var i = 0; i < 3; i++)
            {
                var link = new Link(host);
                _links.Add(link);
            }

            foreach (var link in _links)
                link.Send(new byte[1]);
            return _links.Count;
        }
    }

    public static class Pages
    {
        public static void Run(string host)
        {
            while (MainPage.Main(host) > 0)
                Console.WriteLine("again");
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}
