// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason1.A01_CLOSE_BATCH_ON_FILE
{
    /// <summary>The pages since the last barcode. It goes on after each batch.</summary>
    public sealed class PageList
    {
        private readonly HttpClient _client;
        private readonly List<string> _pages = new();

        public PageList(HttpClient client) => _client = client;

        public int Batches { get; private set; }

        public void Add(string path) => _pages.Add(path);

        public void CloseBatch()
        {
            var list = string.Join('\n', _pages);
            _pages.Clear();
            Batches++;
            _client.PostAsync("http://archive/batches", new StringContent(list)).Wait();
        }
    }

    /// <summary>Every scanned page is a file; a page with a barcode ends the batch, and the next one begins.</summary>
    public sealed class BatchScanner : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly PageList _pages;

        public BatchScanner(string folder, PageList pages)
        {
            _pages = pages;
            _watcher = new FileSystemWatcher(folder, "*.tif");
            _watcher.Created += OnPage;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnPage(object sender, FileSystemEventArgs e)
        {
            _pages.Add(e.FullPath);
            if (e.Name!.Contains("barcode"))
                _pages.CloseBatch(); //! LEAK3001
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.HeldToReason1.A02_STOP_TRACK_ON_EVENT
{
    public interface IPlayer
    {
        /// <summary>For each song that has come to its end, all day long.</summary>
        event Action<string> TrackChanged;
    }

    public sealed class PlayoutReporter
    {
        private readonly HttpClient _client;
        private string _current = string.Empty;

        public PlayoutReporter(IPlayer player, HttpClient client)
        {
            _client = client;
            player.TrackChanged += OnTrackChanged;
        }

        private void OnTrackChanged(string title)
        {
            StopTrack();
            _current = title;
        }

        private void StopTrack()
        {
            if (_current.Length > 0)
                _client.PostAsync("http://royalties/played", new StringContent(_current)).GetAwaiter().GetResult(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason1.A03_STOP_AUCTION_TICK
{
    public sealed class AuctionClock : IDisposable
    {
        private readonly Timer _timer;
        private readonly HttpClient _client;
        private readonly Queue<string> _ending = new();
        private readonly object _gate = new();

        public AuctionClock(HttpClient client)
        {
            _client = client;
            _timer = new Timer(OnTick, null, 1000, 1000);
        }

        public void Enter(string auction)
        {
            lock (_gate)
                _ending.Enqueue(auction);
        }

        private void OnTick(object? state)
        {
            StopAuction(notify: true);
        }

        private void StopAuction(bool notify)
        {
            string? auction;
            lock (_gate)
            {
                if (!_ending.TryDequeue(out auction))
                    return;
            }

            var answer = _client.PostAsync("http://bank/settle", new StringContent(auction)).Result; //! LEAK3001
            if (notify)
                Console.WriteLine($"{auction}: {answer.StatusCode}");
        }

        public void Dispose() => _timer.Dispose();
    }
}

namespace Samples.HeldToReason1.A04_OBSERVER_STOP_WINDOW
{
    /// <summary>Sums the values of a window of a hundred, and sends the sum.</summary>
    public sealed class WindowSender : IObserver<double>
    {
        private readonly HttpClient _client;
        private double _sum;
        private int _count;

        public WindowSender(HttpClient client) => _client = client;

        public void OnNext(double value)
        {
            _sum += value;
            if (++_count == 100)
                StopWindow();
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error) => Console.WriteLine(error.Message);

        private void StopWindow()
        {
            _client.PostAsync("http://store/sums", new StringContent(_sum.ToString())).Wait(); //! LEAK3001
            _sum = 0;
            _count = 0;
        }
    }
}

namespace Samples.HeldToReason1.A05_STOP_WATCH_ORDER
{
    public interface IExchange
    {
        event EventHandler<decimal> PriceUpdated;

        Task CancelAsync(int order);
    }

    public sealed class StopLoss
    {
        private readonly IExchange _exchange;
        private readonly decimal _limit;
        private readonly int _order;

        public StopLoss(IExchange exchange, int order, decimal limit)
        {
            _exchange = exchange;
            _order = order;
            _limit = limit;
            exchange.PriceUpdated += OnPrice;
        }

        public int Cancelled { get; private set; }

        private void OnPrice(object? sender, decimal price)
        {
            if (price < _limit)
                StopLossReached(500);
        }

        private void StopLossReached(int percent)
        {
            _exchange.CancelAsync(_order).Wait(); //! LEAK3001
            Cancelled += percent;
        }
    }
}

namespace Samples.HeldToReason1.A06_STOP_GAUGE_LOOP
{
    public interface IGauge
    {
        bool TryStop();
    }

    public interface IPanel
    {
        event Action<IGauge[]> GaugesChanged;
    }

    public sealed class GaugeStopper
    {
        private IGauge? _at;

        public GaugeStopper(IPanel panel) => panel.GaugesChanged += OnGauges;

        private void OnGauges(IGauge[] gauges)
        {
            foreach (var gauge in gauges)
            {
                _at = gauge;
                StopGauge();
            }
        }

        private void StopGauge()
        {
            _at!.TryStop();
            Thread.Sleep(1000); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason1.A07_TOKEN_STOP_NOTES
{
    public interface ILedger
    {
        Task PostAsync(string entry);
    }

    public sealed class LedgerJob
    {
        private readonly ILedger _ledger;
        private readonly List<string> _notes = new();

        public LedgerJob(ILedger ledger) => _ledger = ledger;

        public void Note(string text) => _notes.Add(text);

        public async Task RunAsync(Func<Task> work, CancellationToken token)
        {
            using (token.Register(() => WriteNotes("cancelled")))
                await work();
        }

        private void WriteNotes(string title)
        {
            _notes.Add(title);
            StopNotes(_notes.Count);
        }

        /// <summary>Sends the notes, some thousands, while whoever cancels the token waits.</summary>
        private void StopNotes(int count)
        {
            for (var i = 0; i < count; i++)
                _ledger.PostAsync(_notes[i]).GetAwaiter().GetResult(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason1.B01_LIMIT_IN_CONSTRUCTOR
{
    public sealed class PlotterFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly ManualResetEventSlim _ready = new();
        private readonly TimeSpan _limit;

        public PlotterFolder(string folder)
        {
            _limit = TimeSpan.FromHours(8);
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void PlotterIsReady() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (_ready.Wait(_limit)) //! LEAK3001
                Console.WriteLine(e.FullPath);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}

namespace Samples.HeldToReason1.B02_INFINITE_IN_CONSTRUCTOR
{
    public sealed class LabelFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly AutoResetEvent _ready = new(false);
        private readonly int _wait;

        public LabelFolder(string folder)
        {
            _wait = Timeout.Infinite;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void LabelTaken() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _ready.WaitOne(_wait); //! LEAK3001
            Console.WriteLine(e.FullPath);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}

namespace Samples.HeldToReason1.B04_WAIT_HELPER_IN_LOOP
{
    public sealed class CardFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly ManualResetEventSlim _ready = new();
        private readonly TimeSpan _poll;

        public CardFolder(string folder, TimeSpan poll)
        {
            _poll = poll;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void PrinterIsReady() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            while (!PrinterWasReady())
                Console.WriteLine("still waiting for the printer");
            Console.WriteLine(e.FullPath);
        }

        private bool PrinterWasReady() => _ready.Wait(_poll); //! LEAK3001

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}
