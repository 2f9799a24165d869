using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.AskedOnceMore1.A01_TEST_FRAMEWORK_OWN
{
    /// <summary>The runner itself (no test): one connection for each agent, for as long as the runner lives.</summary>
    public sealed class AgentTable : IDisposable
    {
        private readonly Dictionary<string, Link> _agents = new();

        public void Connect(string agent) => _agents[agent] = new Link(agent); //! LEAK1001

        public void Drop(string agent) => _agents.Remove(agent); //! LEAK1002

        public void Dispose()
        {
            foreach (var link in _agents.Values)
                link.Dispose();
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore1.A02_MOCK_SERVER
{
    /// <summary>Ships with the product: answers for a device that is not there.</summary>
    public sealed class ControllerMock : IDisposable
    {
        private readonly Dictionary<string, Link> _panels = new();

        public void Attach(string panel) => _panels[panel] = new Link(panel); //! LEAK1001

        public void Detach(string panel) => _panels.Remove(panel); //! LEAK1002

        public void Dispose()
        {
            foreach (var link in _panels.Values)
                link.Dispose();
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore1.B01_RAISED_IN_AWAIT_FOREACH
{
    public sealed class QuoteFeed
    {
        private readonly Channel<string> _channel = Channel.CreateUnbounded<string>();
        private Task? _pump;

        public event Action<string>? Quote;

        public void Offer(string text) => _channel.Writer.TryWrite(text);

        public void Start()
        {
            _pump = Task.Run(async () =>
            {
                await foreach (var text in _channel.Reader.ReadAllAsync())
                    Quote?.Invoke(text);
            });
        }

        public Task StopAsync()
        {
            _channel.Writer.Complete();
            return _pump ?? Task.CompletedTask;
        }
    }

    public sealed class QuoteWriter
    {
        private readonly HttpClient _client;

        public QuoteWriter(QuoteFeed feed, HttpClient client)
        {
            _client = client;
            feed.Quote += OnQuote;
        }

        private void OnQuote(string text)
        {
            _client.PostAsync("http://store/quotes", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore1.B02_RAISED_IN_CONSUMING
{
    public sealed class AlarmBus : IDisposable
    {
        private readonly BlockingCollection<string> _inbox = new();
        private readonly Task _pump;

        public AlarmBus()
        {
            _pump = Task.Factory.StartNew(() =>
            {
                foreach (var text in _inbox.GetConsumingEnumerable())
                    Alarm?.Invoke(this, text);
            }, TaskCreationOptions.LongRunning);
        }

        public event EventHandler<string>? Alarm;

        public void Post(string text) => _inbox.Add(text);

        public void Dispose()
        {
            _inbox.CompleteAdding();
            _pump.Wait();
            _inbox.Dispose();
        }
    }

    public sealed class AlarmMailer
    {
        private readonly HttpClient _client;

        public AlarmMailer(AlarmBus bus, HttpClient client)
        {
            _client = client;
            bus.Alarm += OnAlarm;
        }

        private void OnAlarm(object? sender, string text)
        {
            _client.PostAsync("http://mail/send", new StringContent(text)).GetAwaiter().GetResult(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore1.B03_RAISED_IN_TAIL
{
    /// <summary>Tells of changes one after the other, in their order.</summary>
    public sealed class ChangeFeed
    {
        private readonly object _gate = new();
        private Task _tail = Task.CompletedTask;

        public event Action<string>? Changed;

        public void Note(string path)
        {
            lock (_gate)
                _tail = _tail.ContinueWith(_ => Changed?.Invoke(path));
        }
    }

    public sealed class ChangeUploader
    {
        private readonly HttpClient _client;

        public ChangeUploader(ChangeFeed feed, HttpClient client)
        {
            _client = client;
            feed.Changed += OnChanged;
        }

        private void OnChanged(string path)
        {
            _client.PutAsync("http://store/" + path, new StringContent(path)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore1.B04_POLLING_INBOX
{
    public sealed class MeterBus
    {
        private readonly ConcurrentQueue<string> _inbox = new();
        private volatile bool _stop;

        public event Action<string>? Reading;

        public void Post(string text) => _inbox.Enqueue(text);

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
                Thread.Sleep(20);
                foreach (var text in Collect())
                    Reading?.Invoke(text);
            }
        }

        private List<string> Collect()
        {
            var all = new List<string>();
            while (_inbox.TryDequeue(out var text))
                all.Add(text);
            return all;
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

namespace Samples.AskedOnceMore1.B05_OWN_SERIAL_RUN
{
    /// <summary>Runs what it is given on one thread, in order.</summary>
    public sealed class SerialQueue
    {
        private readonly BlockingCollection<Action> _work = new();

        public SerialQueue()
        {
            var thread = new Thread(Loop) { IsBackground = true };
            thread.Start();
        }

        public void Run(Action work) => _work.Add(work);

        private void Loop()
        {
            foreach (var work in _work.GetConsumingEnumerable())
                work();
        }
    }

    public sealed class ChatRoom
    {
        private readonly SerialQueue _queue = new();

        public event Action<string>? Said;

        public void Say(string text) => _queue.Run(() => Said?.Invoke(text));
    }

    public sealed class ChatArchive
    {
        private readonly HttpClient _client;

        public ChatArchive(ChatRoom room, HttpClient client)
        {
            _client = client;
            room.Said += OnSaid;
        }

        private void OnSaid(string text)
        {
            _client.PostAsync("http://archive/chat", new StringContent(text)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore1.C01_BOUNDED_LOOP
{
    public sealed class SpoolFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly ManualResetEventSlim _ready = new();
        private readonly TimeSpan _poll = TimeSpan.FromSeconds(5);

        public SpoolFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void PrinterIsReady() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            while (!_ready.Wait(_poll)) //! LEAK3001
                Console.WriteLine("still waiting for the printer");
            Console.WriteLine(e.FullPath);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}

namespace Samples.AskedOnceMore1.C02_INFINITE_FIELD
{
    public sealed class InboxFolder : IDisposable
    {
        private static readonly TimeSpan NoLimit = TimeSpan.FromMilliseconds(-1);
        private readonly FileSystemWatcher _watcher;
        private readonly AutoResetEvent _ready = new(false);
        private readonly int _limit = Timeout.Infinite;

        public InboxFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        public void Done() => _ready.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _ready.WaitOne(_limit); //! LEAK3001
            Console.WriteLine(e.FullPath);
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            _ready.WaitOne(NoLimit); //! LEAK3001
            Console.WriteLine(e.FullPath);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }
    }
}

namespace Samples.AskedOnceMore1.C03_MINUTES_PER_EVENT
{
    public sealed class SourceFolder : IDisposable
    {
        private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(30);
        private readonly FileSystemWatcher _watcher;

        public SourceFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            using var build = Process.Start("dotnet", "build " + e.FullPath);
            if (!build.WaitForExit(BuildLimit)) //! LEAK3001
                build.Kill();
        }

        public void Dispose() => _watcher.Dispose();
    }
}
