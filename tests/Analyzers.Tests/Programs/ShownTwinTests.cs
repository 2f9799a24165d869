using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode's NothingShowsIt and SafeInPractice in which something does show that a live value is lost.</summary>
public sealed class ShownTwinTests
{
    [Fact]
    public Task BlockThatClosesItsFile_Fires() => Verify.FindsAsync(
        """
        public sealed class BlockReader : IDisposable
        {
            private Block? _block;

            public int Read()
            {
                if (_block is { IsAtEnd: true })
                    return 0;
                {|LEAK1001:_block = new Block()|};
                return _block.Read();
            }

            public void Dispose()
            {
            }

            private sealed class Block : TextReader
            {
                private readonly FileStream _file = File.OpenRead("block");

                public bool IsAtEnd => _file.Position == _file.Length;

                protected override void Dispose(bool disposing)
                {
                    _file.Dispose();
                    base.Dispose(disposing);
                }
            }
        }
        """);

    [Fact]
    public Task DecoderThatIsFilledHere_Fires() => Verify.FindsAsync(
        """
        public sealed class PackedReader(string path) : IDisposable
        {
            private Decoder? _decoder;

            public int Decode()
            {
                if (_decoder is { IsAtEnd: true })
                    return 0;
                {|LEAK1001:_decoder = new Decoder()|};
                _decoder.Open(path);
                return 1;
            }

            public void Dispose()
            {
            }

            private sealed class Decoder : IDisposable
            {
                private FileStream? _own;

                public bool IsAtEnd => _own == null;

                public void Open(string path) => _own = File.OpenRead(path);

                public void Dispose()
                {
                    _own?.Dispose();
                    _own = null;
                }
            }
        }
        """);

    [Fact]
    public Task TimedTokenSourceInEntry_Fires() => Verify.FindsAsync(
        """
        public sealed class Pool : IDisposable
        {
            private readonly List<PoolThread> {|LEAK1004:_threads|} = [];

            public void Grow() => _threads.Add(new PoolThread());

            public void Shrink() => {|LEAK1002:_threads.RemoveAt(_threads.Count - 1)|};

            public static Pool Create() => new();

            public void Dispose()
            {
            }

            private sealed class PoolThread
            {
                public CancellationTokenSource Stop { get; } = new(TimeSpan.FromHours(1));
            }
        }
        """);

    [Fact]
    public Task OwnSlotThatWasRead_Fires() => Verify.FindsAsync(
        """
        public class Series(string path) : IDisposable
        {
            private FileStream _file = File.OpenRead(path);

            public void Expand(string next)
            {
                {|LEAK1001:_file = File.OpenRead(next + _file.ReadByte())|};
            }

            public void Dispose() => _file.Dispose();
        }
        """);

    [Fact]
    public Task NameOfPart_Fires() => Verify.FindsAsync(
        """
        public sealed class Trainer : IDisposable
        {
            private readonly Dictionary<string, State> _states = [];

            public void AddGroup(IEnumerable<Weight> weights)
            {
                foreach (var weight in weights)
                {
                    var state = new State(weight);
                    {|LEAK1001:_states[weight.Name] = state|};
                }
            }

            public void Dispose()
            {
                foreach (var state in _states.Values)
                    state.Dispose();
            }

            public sealed class Weight(string name)
            {
                public string Name => name;
            }

            private sealed class State(Weight weight) : IDisposable
            {
                private readonly Timer _decay = new(_ => Console.WriteLine(weight.Name));

                public void Dispose() => _decay.Dispose();
            }
        }
        """);

    [Fact]
    public Task OtherNumberOfEntry_Fires() => Verify.FindsAsync(
        """
        public sealed class Handles : IDisposable
        {
            private readonly Dictionary<uint, Timer> _open = [];

            public void Open(Entry entry, TimerCallback tell)
            {
                if (_open.ContainsKey(entry.Cluster))
                    return;
                {|LEAK1001:_open[entry.Parent] = new Timer(tell)|};
            }

            public void Dispose()
            {
                foreach (var timer in _open.Values)
                    timer.Dispose();
            }

            public sealed class Entry(ushort high, ushort low)
            {
                public uint Cluster => (uint)(high << 16) | low;

                public uint Parent => high;
            }
        }
        """);

    [Fact]
    public Task HandlersUnderALockElsewhere_Fires() => Verify.FindsAsync(
        """
        public static class Commands
        {
            private static readonly object s_gate = new();
            private static readonly Dictionary<int, List<Action<string>>> s_handlers = [];

            public static void Register(int kind, Action<string> handler)
            {
                if (!s_handlers.ContainsKey(kind))
                    {|LEAK2001:s_handlers[kind] = []|};
                s_handlers[kind].Add(handler);
            }

            public static void Raise(int kind, string text)
            {
                lock (s_gate)
                {
                    if (s_handlers.TryGetValue(kind, out var handlers))
                        handlers.ForEach(handler => handler(text));
                }
            }
        }
        """);

    [Fact]
    public Task PartsThatAreNoCollectionOfCallers_Fires() => Verify.FindsAsync(
        """
        public sealed class Parts
        {
            private readonly List<FileStream> _parts = [];

            public void Reopen()
            {
                for (var i = 0; i < _parts.Count; i++)
                {
                    var old = _parts[i];
                    _parts[i] = File.OpenRead(old.Name);
                    old.Dispose();
                }
            }

            public void Add(FileStream item) => _parts.Add(item);

            public void Clear() => {|LEAK1003:_parts.Clear()|};
        }
        """);

    [Fact]
    public Task SuccessorThatHasToBeOpened_Fires() => Verify.FindsAsync(
        """
        public sealed class Recorder : IDisposable
        {
            private Output _output = new(1);

            public void Next(int number)
            {
                {|LEAK1008:_output.Dispose()|};
                _output = new Output(number);
            }

            public void Write(byte[] data) => _output.Write(data);

            public void Dispose() => _output.Dispose();
        }

        public sealed class Output : IDisposable
        {
            private readonly FileStream _file;

            public Output(int number)
            {
                if (number > 9)
                    throw new InvalidOperationException("no more outputs");
                _file = File.Create("out" + number);
            }

            public void Write(byte[] data) => _file.Write(data);

            public void Dispose() => _file.Dispose();
        }
        """);

    [Fact]
    public Task OtherQuestion_Fires() => Verify.FindsAsync(
        """
        public sealed class Archive(IStorage storage) : IDisposable
        {
            private Stream? _stream = File.OpenRead("archive");

            public void Comment()
            {
                Stream target;
                if (storage.Mode == UpdateMode.Safe)
                {
                    target = storage.Open();
                    _stream!.Dispose();
                    _stream = null;
                }
                else
                {
                    target = _stream!;
                }

                target.WriteByte(1);
                if (target != _stream)
                    target.Dispose();
                if (storage.Mode == UpdateMode.Direct)
                    Reopen(File.OpenRead("archive"));
            }

            public void Dispose() => _stream?.Dispose();

            private void Reopen(Stream stream) => {|LEAK1001:_stream = stream|};

            private void Reopen() => Reopen(File.OpenRead("archive"));
        }

        public enum UpdateMode { Safe, Direct }

        public interface IStorage
        {
            UpdateMode Mode { get; }

            Stream Open();
        }
        """);
}
