using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Threading.Channels;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason2.B05_RETRY_BY_ITSELF
{
    public sealed class FormFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly ManualResetEventSlim _ready = new();
        private readonly TimeSpan _poll;

        public FormFolder(string folder, TimeSpan poll)
        {
            _poll = poll;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void PrinterIsReady() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e) => Print(e.FullPath);

        /// <summary>Waits for as long as it takes.</summary>
        private void Print(string path)
        {
            if (!_ready.Wait(_poll)) //! LEAK3001
            {
                Print(path);
                return;
            }

            Console.WriteLine(path);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}

namespace Samples.HeldToReason2.B06_LIMIT_OF_JOB
{
    /// <summary>A job says itself how long it lasts: mostly some hours.</summary>
    public sealed record EncodeJob(string Input, string Output)
    {
        public int LengthInMs { get; private set; }

        public static EncodeJob For(string path)
        {
            var job = new EncodeJob(path, path + ".mp4");
            job.LengthInMs = (int)(new FileInfo(path).Length / 1000);
            return job;
        }
    }

    public sealed class EncodeFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;

        public EncodeFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            var job = EncodeJob.For(e.FullPath);
            using var encoder = Process.Start("encode", job.Input + " " + job.Output);
            encoder.WaitForExit(job.LengthInMs); //! LEAK3001
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.HeldToReason2.C01_LAB_SAMPLES
{
    /// <summary>A sample of blood, in the part of the laboratory that keeps samples.</summary>
    public sealed class BloodSample : IDisposable
    {
        private readonly FileSystemWatcher _images;
        private readonly HttpClient _client;

        public BloodSample(string folder, HttpClient client)
        {
            _client = client;
            _images = new FileSystemWatcher(folder);
            _images.Created += OnImage;
            _images.EnableRaisingEvents = true;
        }

        public string? Patient { get; set; }

        private void OnImage(object sender, FileSystemEventArgs e)
        {
            _client.PostAsync("http://lab/images/" + Patient, new StringContent(e.FullPath)).Wait(); //! LEAK3001
        }

        public void Dispose() => _images.Dispose();
    }
}

namespace Samples.HeldToReason2.C02_PAGE_CRAWLED
{
    public sealed class PageEventArgs : AsyncCompletedEventArgs
    {
        public PageEventArgs(string url, Exception? error)
            : base(error, false, null) => Url = url;

        public string Url { get; }
    }

    public interface ICrawler
    {
        /// <summary>For each page of the site, as the crawler gets it.</summary>
        event EventHandler<PageEventArgs> PageCrawled;
    }

    public sealed class PageIndex
    {
        private readonly HttpClient _client;

        public PageIndex(ICrawler crawler, HttpClient client)
        {
            _client = client;
            crawler.PageCrawled += OnPage;
        }

        private void OnPage(object? sender, PageEventArgs e)
        {
            _client.PostAsync("http://index/pages", new StringContent(e.Url)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.C03_WORKER_TERMINATION
{
    /// <summary>Workers come and go all day, and each that goes is told of.</summary>
    public interface IWorkerPool
    {
        void OnTermination(string group, Action handler);
    }

    public sealed class WorkerBill
    {
        private readonly HttpClient _client;
        private int _gone;

        public WorkerBill(IWorkerPool pool, HttpClient client)
        {
            _client = client;
            pool.OnTermination("render", Bill);
        }

        private void Bill()
        {
            _gone++;
            _client.PostAsync("http://bills/worker", new StringContent(_gone.ToString())).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.D01_LOOP_IN_TASK_RUN
{
    public interface ISource
    {
        /// <summary>Gives the next message, and blocks until there is one.</summary>
        string Next();
    }

    public sealed class MessageBus
    {
        private readonly ISource _source;
        private volatile bool _stop;

        public MessageBus(ISource source) => _source = source;

        public event Action<string>? Said;

        public void Start() => Task.Run(() =>
        {
            while (!_stop)
            {
                var text = _source.Next();
                Said?.Invoke(text);
            }
        });

        public void Stop() => _stop = true;
    }

    public sealed class MessageStore
    {
        private readonly HttpClient _client;

        public MessageStore(MessageBus bus, HttpClient client)
        {
            _client = client;
            bus.Said += OnText;
        }

        private void OnText(string text)
        {
            _client.PostAsync("http://store/messages", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.D02_FOREACH_LINES_IN_RUN
{
    public sealed class PipeLines
    {
        private readonly string _path;

        public PipeLines(string path) => _path = path;

        public event Action<string>? Line;

        public void Start()
        {
            // The file is a pipe: a line for each thing that happens, without an end.
            Task.Factory.StartNew(() =>
            {
                foreach (var line in File.ReadLines(_path))
                    Line?.Invoke(line);
            }, TaskCreationOptions.LongRunning);
        }
    }

    public sealed class LineStore
    {
        private readonly HttpClient _client;

        public LineStore(PipeLines lines, HttpClient client)
        {
            _client = client;
            lines.Line += OnLine;
        }

        private void OnLine(string line)
        {
            _client.PostAsync("http://store/lines", new StringContent(line)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.D03_AWAITED_RUN_IN_LOOP
{
    public sealed class OrderBus
    {
        private readonly Channel<string> _orders = Channel.CreateUnbounded<string>();

        public event Action<string>? Order;

        public void Offer(string order) => _orders.Writer.TryWrite(order);

        public async Task RunAsync(CancellationToken token)
        {
            while (await _orders.Reader.WaitToReadAsync(token))
            {
                var order = await _orders.Reader.ReadAsync(token);
                await Task.Run(() => Order?.Invoke(order), token);
            }
        }
    }

    public sealed class OrderStore
    {
        private readonly HttpClient _client;

        public OrderStore(OrderBus bus, HttpClient client)
        {
            _client = client;
            bus.Order += OnOrder;
        }

        private void OnOrder(string order)
        {
            _client.PostAsync("http://store/orders", new StringContent(order)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.D04_EXCLUSIVE_FACTORY
{
    public sealed class EventHub
    {
        /// <summary>One after the other, in their order.</summary>
        private readonly TaskFactory _serial = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

        public event Action<string>? Happened;

        public void Note(string text) => _serial.StartNew(() => Happened?.Invoke(text));
    }

    public sealed class EventStore
    {
        private readonly HttpClient _client;

        public EventStore(EventHub hub, HttpClient client)
        {
            _client = client;
            hub.Happened += OnHappened;
        }

        private void OnHappened(string text)
        {
            _client.PostAsync("http://store/events", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.HeldToReason2.D05_OWN_THREAD_POOL
{
    /// <summary>A pool of the program: one thread, which does one thing after the other.</summary>
    public sealed class ThreadPool
    {
        private readonly BlockingCollection<Action> _work = new();

        public ThreadPool() => new Thread(Loop) { IsBackground = true }.Start();

        public void Run(Action work) => _work.Add(work);

        private void Loop()
        {
            foreach (var work in _work.GetConsumingEnumerable())
                work();
        }
    }

    public sealed class Room
    {
        private readonly ThreadPool _pool = new();

        public event Action<string>? Said;

        public void Say(string text) => _pool.Run(() => Said?.Invoke(text));
    }

    public sealed class RoomArchive
    {
        private readonly HttpClient _client;

        public RoomArchive(Room room, HttpClient client)
        {
            _client = client;
            room.Said += OnSaid;
        }

        private void OnSaid(string text)
        {
            _client.PostAsync("http://archive/rooms", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}
