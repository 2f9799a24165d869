using System.Diagnostics.CodeAnalysis;

// Somebody has said how long the wait may last, or waits for it on purpose.
namespace LeakGuard.ValidCode.AsLongAsItIsTold.WorkerOfAnother
{
    public sealed class Pump : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Pump() => _loop = Task.Run(LoopAsync);

        public void Stop(int timeoutMs)
        {
            _stop.Cancel();
            _loop.Wait(timeoutMs);
        }

        public void Dispose()
        {
            Stop(1000);
            _stop.Dispose();
        }

        private async Task LoopAsync()
        {
            while (!_stop.IsCancellationRequested)
                await Task.Delay(10);
        }
    }

    public interface IPlant
    {
        event Action<string> Unplugged;
    }

    public sealed class Station : IDisposable
    {
        private readonly Pump _pump = new();

        public Station(IPlant plant) => plant.Unplugged += OnUnplugged;

        public int Left { get; private set; }

        public void Dispose() => _pump.Dispose();

        private void OnUnplugged(string name)
        {
            Left++;
            _pump.Stop(name.Length);
        }
    }
}

namespace LeakGuard.ValidCode.AsLongAsItIsTold.LimitOfOptions
{
    public sealed class PressOptions
    {
        public TimeSpan Limit { get; set; }
    }

    public sealed class Press : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly ManualResetEventSlim _ready = new();
        private readonly PressOptions _options;

        public Press(string folder, PressOptions options)
        {
            _options = options;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
        }

        public void Ready() => _ready.Set();

        public void Dispose()
        {
            _watcher.Dispose();
            _ready.Dispose();
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            var options = _options;
            if (_ready.Wait(options.Limit))
                Console.WriteLine(e.FullPath);
        }
    }
}

namespace LeakGuard.ValidCode.AsLongAsItIsTold.ReadAsAWhole
{
    public interface IList
    {
        Task<List<string>> ReadAllAsync();
    }

    public sealed class Import
    {
        private readonly IList _list;

        public Import(IList list) => _list = list;

        public event Action<string>? Found;

        public int Count { get; private set; }

        public void Load()
        {
            Count = 0;
            foreach (var line in _list.ReadAllAsync().GetAwaiter().GetResult())
            {
                Count++;
                Found?.Invoke(line);
            }
        }
    }

    public sealed class Keeper
    {
        private readonly HttpClient _http = new();

        public Keeper(Import import) => import.Found += OnFound;

        private void OnFound(string line) => _http.PutAsync("https://lines/" + line, null).Wait();
    }
}

namespace LeakGuard.ValidCode.AsLongAsItIsTold.StateThatDiffers
{
    public interface IGauge
    {
        int Level();
    }

    /// <summary>Looks at the level each second, and tells when it is another one.</summary>
    public sealed class LevelWatcher
    {
        private readonly IGauge _gauge;
        private int _last;

        public LevelWatcher(IGauge gauge)
        {
            _gauge = gauge;
            var thread = new Thread(Watch) { IsBackground = true };
            thread.Start();
        }

        public event Action<int>? LevelChanged;

        private void Watch()
        {
            while (true)
            {
                var level = _gauge.Level();
                if (level != _last)
                {
                    _last = level;
                    LevelChanged?.Invoke(level);
                }

                Thread.Sleep(1000);
            }
        }
    }

    public sealed class Siren
    {
        private readonly HttpClient _http = new();

        public Siren(LevelWatcher watcher) => watcher.LevelChanged += OnLevel;

        private void OnLevel(int level) => _http.PutAsync("https://siren/" + level, null).Wait();
    }
}

namespace LeakGuard.ValidCode.AsLongAsItIsTold.AcceptedWithReason
{
    public interface IFeed
    {
        event Action<string> LineReceived;
    }

    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "One line in an hour.")]
    public sealed class Sink
    {
        private readonly HttpClient _http = new();

        public Sink(IFeed feed) => feed.LineReceived += OnLine;

        private void OnLine(string line) => _http.PutAsync("https://lines/" + line, null).Wait();
    }

    public sealed class Sinks
    {
        public static object For(IFeed feed) => new Inner(feed);

#pragma warning disable VSTHRD002 // one line in an hour
        private sealed class Inner
        {
            private readonly HttpClient _http = new();

            public Inner(IFeed feed) => feed.LineReceived += OnLine;

            private void OnLine(string line) => _http.PutAsync("https://lines/" + line, null).Wait();
        }
#pragma warning restore VSTHRD002
    }
}
