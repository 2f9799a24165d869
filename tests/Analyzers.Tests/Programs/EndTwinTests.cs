using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of look-alikes about ends: helpers that do come back, parts that are wholes, ends that free something.</summary>
public sealed class EndTwinTests
{
    [Fact]
    public Task HelperThatThrowsOnlyAtTimes_Fires() => Verify.FindsAsync(
        """
        public sealed class FrameReader : IDisposable
        {
            private FileStream? _frame;

            public void Read(Queue<string> markers)
            {
                while (markers.TryDequeue(out var marker))
                    Begin(marker);
            }

            private void Begin(string path)
            {
                if (_frame != null)
                    Refuse(path);
                {|LEAK1001:_frame = File.OpenRead(path)|};
            }

            private static void Refuse(string what)
            {
                if (what.Length == 0)
                    throw new InvalidDataException(what);
                Console.WriteLine(what);
            }

            public void Dispose() => _frame?.Dispose();
        }
        """);

    [Fact]
    public Task StandInThatThrows_Fires() => Verify.FindsAsync(
        """
        public sealed class FrameReader : IDisposable
        {
            private FileStream? _frame;

            public void Read(Queue<string> markers)
            {
                while (markers.TryDequeue(out var marker))
                    Begin(marker);
            }

            private void Begin(string path)
            {
                if (_frame != null)
                    Convert(path);
                {|LEAK1001:_frame = File.OpenRead(path)|};
            }

            private static void Convert(string what) => throw new NotImplementedException(what);

            public void Dispose() => _frame?.Dispose();
        }
        """);

    [Fact]
    public Task HandlerThatAsksForTheBeginning_Fires() => Verify.FindsAsync(
        """
        public sealed class Feature : IDisposable
        {
            private readonly FileSystemWatcher _watcher = new(".");

            public Feature() => _watcher.Created += (_, _) => Set(enable: true);

            private void Set(bool enable)
            {
                if (!enable)
                    return;
                {|LEAK3001:Task.Run(() => Console.WriteLine("on")).Wait(TimeSpan.FromSeconds(15))|};
            }

            public void Dispose() => _watcher.Dispose();
        }
        """);

    [Fact]
    public Task HandleOpenedForItself_Fires() => Verify.FindsAsync(
        """
        public sealed class Tunnel : IDisposable
        {
            private Stream? _stream;
            private Microsoft.Win32.SafeHandles.SafeFileHandle? {|LEAK1004:_handle|};

            public void Open(string path)
            {
                _stream ??= OpenFile(path);
                _handle ??= File.OpenHandle(path);
            }

            private static FileStream OpenFile(string path) => new(path, FileMode.Open);

            public void Dispose()
            {
                _stream?.Dispose();
                _stream = null;
                _handle = null;
            }
        }
        """);

    [Fact]
    public Task ResetByAnotherThanTheEntry_Fires() => Verify.FindsAsync(
        """
        public sealed class Relay(IObservable<int> source)
        {
            private IDisposable? {|LEAK1004:_link|};

            public IAsyncDisposable Connect(IObserver<int> observer)
            {
                _link ??= source.Subscribe(observer);
                return new Scope(this);
            }

            public void Disconnect() => _link?.Dispose();

            private sealed class Scope(Relay relay) : IAsyncDisposable
            {
                public ValueTask DisposeAsync()
                {
                    relay._link = null;
                    return default;
                }
            }
        }
        """);

    [Fact]
    public Task EndThatForgetsAResource_Fires() => Verify.FindsAsync(
        """
        public interface IProxy : IDisposable
        {
            void Raise(string text);
        }

        public sealed class Proxies : IDisposable
        {
            private readonly ConcurrentDictionary<string, IProxy> _proxies = new();

            public void Raise(string name) => {|LEAK1005:_proxies.GetOrAdd(name, _ => new Proxy())|}.Raise(name);

            public bool Remove(string name) => {|LEAK1002:_proxies.TryRemove(name, out _)|};

            public void Dispose()
            {
                foreach (var proxy in _proxies.Values)
                    proxy.Dispose();
            }

            private sealed class Proxy : IProxy
            {
                private Timer? _timer = new(_ => Console.WriteLine("tick"), null, 1000, 1000);

                public void Raise(string text) => Console.WriteLine(text);

                public void Dispose()
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
        """);

    [Fact]
    public Task StreamThatCannotBeSought_Fires() => Verify.FindsAsync(
        """
        public sealed class Notes(Func<Stream> open) : IDisposable
        {
            private StreamWriter? _text;

            public void Write(string line)
            {
                if (_text is null || !_text.BaseStream.CanSeek)
                    {|LEAK1001:_text = new StreamWriter(open())|};
                _text.WriteLine(line);
            }

            public void Dispose() => _text?.Dispose();
        }
        """);

    [Fact]
    public Task StartOfAReconnect_Fires() => Verify.FindsAsync(
        """
        public sealed class Client(string host) : IDisposable
        {
            private System.Net.Sockets.TcpClient? _client;

            public void StartReconnect() => {|LEAK1001:_client = new System.Net.Sockets.TcpClient(host, 80)|};

            public void Dispose() => _client?.Dispose();
        }
        """);

    [Fact]
    public Task StateThatSoundsLikeAnOrder_Fires() => Verify.FindsAsync(
        """
        public sealed class Answer(Func<Stream> next) : IDisposable
        {
            private Stream? _body;
            private bool _afterDispose;

            public void Reset() => {|LEAK1001:_body = next()|};

            public void Dispose()
            {
                if (!_afterDispose)
                    _body?.Dispose();
                _afterDispose = true;
            }
        }
        """);

    [Fact]
    public Task SecondAttemptAfterSuccess_Fires() => Verify.FindsAsync(
        """
        public sealed class Index : IDisposable
        {
            private Stream? _stream;

            public static Index Load(string path, bool readOnly)
            {
                var index = new Index();
                var writable = !readOnly;
                if (writable)
                {
                    try
                    {
                        index._stream = new FileStream(path, FileMode.OpenOrCreate);
                    }
                    catch (UnauthorizedAccessException)
                    {
                        writable = false;
                    }
                }

                if (writable)
                    {|LEAK1001:index._stream = new FileStream(path, FileMode.Open, FileAccess.Read)|};
                return index;
            }

            public void Dispose() => _stream?.Dispose();
        }
        """);

    [Fact]
    public Task CollectionThatMakesItsElements_Fires() => Verify.FindsAsync(
        """
        public sealed class Parts : ICollection<Timer>, IDisposable
        {
            private readonly List<Timer> _parts = [];

            public int Count => _parts.Count;

            public bool IsReadOnly => false;

            public void Start() => _parts.Add(new Timer(_ => Console.WriteLine("tick"), null, 1000, 1000));

            public void Add(Timer item) => throw new NotSupportedException();

            public void Clear() => {|LEAK1003:_parts.Clear()|};

            public bool Remove(Timer item) => _parts.Remove(item);

            public bool Contains(Timer item) => _parts.Contains(item);

            public void CopyTo(Timer[] array, int arrayIndex) => _parts.CopyTo(array, arrayIndex);

            public IEnumerator<Timer> GetEnumerator() => _parts.GetEnumerator();

            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _parts.GetEnumerator();

            public void Dispose()
            {
                foreach (var part in _parts)
                    part.Dispose();
                _parts.Clear();
            }
        }
        """);

    [Fact]
    public Task QueueThatIsOnlyFilled_Fires() => Verify.FindsAsync(
        """
        public static class Handlers
        {
            private static readonly Queue<List<Action>> s_queue = new();

            public static void Add(Action handler)
            {
                if (s_queue.Count == 0)
                    {|LEAK2001:s_queue.Enqueue([])|};
                s_queue.Peek().Add(handler);
            }
        }
        """);

    [Fact]
    public Task StartThatAlsoHasADispose_Fires() => Verify.FindsAsync(
        """
        public sealed class Spinner : IDisposable
        {
            private readonly object _gate = new();
            private Timer? _timer;

            public void Start(string text)
            {
                lock (_gate)
                {
                    _timer?.Dispose();
                    {|LEAK4002:_timer = new Timer(_ => Console.Error.Write(text), null, 1000, 120)|};
                }
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
        """);

    [Fact]
    public Task WatcherThatIsAsked_Fires() => Verify.FindsAsync(
        """
        public sealed class Monitored : IDisposable
        {
            private FileSystemWatcher _watcher = new(".");

            public string Path { get; set; } = ".";

            public void Update()
            {
                {|LEAK1008:_watcher.Dispose()|};
                _watcher = new FileSystemWatcher(Folder(), Path);
            }

            public string? Wait() => _watcher.WaitForChanged(WatcherChangeTypes.All).Name;

            private string Folder() => Path.Length == 0 ? throw new InvalidOperationException() : Path;

            public void Dispose() => _watcher.Dispose();
        }
        """);
}
