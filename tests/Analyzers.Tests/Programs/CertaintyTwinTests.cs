using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Code that looks like ValidCode's, but where somebody meets the value, or what was there is lost.</summary>
public sealed class CertaintyTwinTests
{
    [Theory]
    [InlineData("public bool Has => _held is { CanWrite: true };")]
    [InlineData("public void Write(byte[] bytes) => _held?.Write(bytes);")]
    [InlineData("public FileStream? Held => _held;")]
    [InlineData("public void Mark(Action<FileStream> mark) { if (_held != null) mark(_held); }")]
    public Task SlotThatOthersUse_Fires(string use) => Verify.FindsAsync(
        $$"""
        #nullable enable
        public sealed class Claim(string path) : IDisposable
        {
            private FileStream? _held;

            {{use}}

            public void Take()
            {
                _held?{|LEAK1008:.Dispose()|};
                _held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }

            public void Dispose() => _held?.Dispose();
        }
        """);

    [Fact]
    public Task ReaderAroundTheSlot_Fires() => Verify.FindsAsync(
        """
        public sealed class Log : IDisposable
        {
            private StreamReader _reader;
            private System.Xml.XmlReader _xml;

            public void Seek(string path)
            {
                _reader?{|LEAK1008:.Dispose()|};
                _reader = File.OpenText(path);
                _xml = System.Xml.XmlReader.Create(_reader);
            }

            public bool Read() => _xml.Read();

            public void Dispose()
            {
                _reader?.Dispose();
                _reader = null;
            }
        }
        """);

    [Fact]
    public Task HelperThatLeavesWhatItOpens_Fires() => Verify.FindsAsync(
        """
        public sealed class Tables(string folder)
        {
            private StreamWriter _writer;

            public void WriteAll(int[] numbers)
            {
                WriteHead(numbers.Length);
                WriteRows(numbers);
            }

            private void WriteHead(int count)
            {
                _writer = new StreamWriter(Path.Combine(folder, "head.csv"));
                _writer.WriteLine(count);
            }

            private void WriteRows(int[] numbers)
            {
                {|LEAK1001:_writer = new StreamWriter(Path.Combine(folder, "rows.csv"))|};
                foreach (var number in numbers)
                    _writer.WriteLine(number);
                _writer.Close();
            }
        }
        """);

    [Fact]
    public Task OwnHelperOfTheSameObject_Fires() => Verify.FindsAsync(
        """
        public sealed class Tracer(string name) : IDisposable
        {
            private FileStream _file;

            public void Switch()
            {
                Open();
                {|LEAK1001:_file = File.OpenRead(name + ".second")|};
            }

            public void Dispose() => _file?.Dispose();

            private void Open()
            {
                if (_file == null)
                    _file = File.OpenRead(name);
            }
        }
        """);

    [Fact]
    public Task LinkThatLooksIntoItself_Fires() => Verify.FindsAsync(
        """
        public sealed class Link(string host) : IDisposable
        {
            private readonly System.Net.Sockets.TcpClient _tcp = new(host, 80);

            public bool IsActive => _tcp.Connected;

            public void Dispose() => _tcp.Dispose();
        }

        public sealed class Client(string host) : IDisposable
        {
            private Link _link;

            public Link Open()
            {
                if (_link != null && _link.IsActive)
                    return _link;
                {|LEAK1001:_link = new Link(host)|};
                return _link;
            }

            public void Dispose() => _link?.Dispose();
        }
        """);

    [Fact]
    public Task ClearInTheMiddle_Fires() => Verify.FindsAsync(
        """
        public sealed class Exports
        {
            private readonly List<StreamWriter> _open = new();

            public void Forget() => {|LEAK1003:_open.Clear()|};

            public void Export(string path) => _open.Add(new StreamWriter(path));

            public void OnEndSession()
            {
                foreach (var writer in _open)
                    writer.Dispose();
                _open.Clear();
            }
        }
        """);

    [Fact]
    public Task RemovalThatOthersAskFor_Fires() => Verify.FindsAsync(
        """
        public sealed class House : IDisposable
        {
            private readonly Dictionary<Guid, Guest> _guests = new();

            public void Admit(string path)
            {
                var guest = new Guest(path, See);
                _guests.Add(guest.Id, guest);
            }

            public void Empty(Guid[] ids)
            {
                foreach (var id in ids)
                    See(id);
            }

            public void Dispose()
            {
                foreach (var guest in _guests.Values)
                    {|LEAK1013:guest.Dispose()|};
            }

            private void See(Guid id) => {|LEAK1002:_guests.Remove(id)|};

            private sealed class Guest(string path, Action<Guid> leave) : IDisposable
            {
                private readonly FileStream _file = File.OpenRead(path);

                public Guid Id { get; } = Guid.NewGuid();

                public void Leave() => leave(Id);

                public void Dispose() => _file.Dispose();
            }
        }
        """);

    [Fact]
    public Task TimerThatIsNotStartedAgain_Fires() => Verify.FindsAsync(
        """
        public sealed class Spares(TimeSpan pause) : IDisposable
        {
            private readonly ConcurrentQueue<FileStream> _idle = new();
            private Timer _timer;

            public FileStream Take(string path) => _idle.TryDequeue(out var file) ? file : File.OpenRead(path);

            public void Return(FileStream file)
            {
                {|LEAK4002:_idle.Enqueue(file)|};
                StartTimer();
            }

            public void Dispose()
            {
                _timer?.Dispose();
                Sweep(null);
            }

            private void StartTimer()
            {
                if (_timer == null)
                    _timer = new Timer(Sweep, null, pause, pause);
            }

            private void Sweep(object state)
            {
                while (_idle.TryDequeue(out var file))
                {
                    try
                    {
                        file.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        }
        """);

    [Fact]
    public Task WatcherThatSomebodyKeeps_Fires() => Verify.FindsAsync(
        """
        public static class Watching
        {
            public static object Watch(string[] names)
            {
                var watcher = new Watcher();
                watcher.Start(names);
                return watcher;
            }

            private sealed class Watcher
            {
                private readonly Dictionary<string, FileStream> {|LEAK1004:_streams|} = new();

                public void Drop(string name)
                {
                    if (_streams.Remove(name, out var stream))
                        stream.Dispose();
                }

                public void Start(string[] names)
                {
                    foreach (var name in names)
                    {
                        if (!_streams.ContainsKey(name))
                            _streams.Add(name, File.OpenRead(name));
                    }
                }
            }
        }
        """);

    [Fact]
    public Task SomethingElseIsNull_Fires() => Verify.FindsAsync(
        """
        public sealed class Steps : IDisposable
        {
            private readonly Dictionary<string, FileStream> _steps = new();

            public void Start(string key, FileStream given)
            {
                if (given == null)
                    {|LEAK1001:_steps[key] = File.OpenRead(key)|};
            }

            public void Dispose()
            {
                foreach (var step in _steps.Values)
                    {|LEAK1013:step.Dispose()|};
            }
        }
        """);
}
