using System.Buffers;
using System.Collections;

namespace LeakGuard.ValidCode.NothingShowsIt;

/// <summary>A block is a view of the stream under it: Stream's own dispose is empty, and it overrides none.</summary>
public sealed class BlockStream(Stream source) : Stream
{
    private Block? _block;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => 0; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_block == null)
            Next();
        var read = _block!.Read(buffer, offset, count);
        if (read < count)
            Next();
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Next() => _block = new Block(source);

    private sealed class Block(Stream under) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => 512;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => under.Read(buffer, offset, Math.Min(count, 512));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => Position;

        public override void SetLength(long value)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}

/// <summary>A decoder has a window of its own only after Unpack, which the reader never calls: it brings one.</summary>
public sealed class PackedReader(Stream source) : IDisposable
{
    private readonly Window _window = new();
    private Decoder? _decoder;

    public int Decode(byte control)
    {
        if (_decoder is { IsAtEnd: true })
            return 0;
        if (control > 0xC0)
            _decoder = new Decoder();
        return _decoder!.Code(_window, source);
    }

    public void Dispose() => _window.Dispose();

    private sealed class Window : IDisposable
    {
        private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(4096);

        public int Put(int value) => _bytes![0] = (byte)value;

        public void Dispose()
        {
            if (_bytes != null)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }

    private sealed class Decoder : IDisposable
    {
        private Window? _own;

        public bool IsAtEnd { get; private set; }

        public int Code(Window window, Stream input)
        {
            var next = input.ReadByte();
            IsAtEnd = next < 0;
            return window.Put(next);
        }

        public void Unpack(Stream input)
        {
            _own = new Window();
            _own.Put(input.ReadByte());
        }

        public void Dispose()
        {
            _own?.Dispose();
            _own = null;
        }
    }
}

/// <summary>Each thread of the pool has a plain token source, which is cancelled: there is nothing else to it.</summary>
public sealed class ThreadPool : IDisposable
{
    private readonly List<PoolThread> _threads = [];
    private readonly Action<CancellationToken> _work;

    public ThreadPool(Action<CancellationToken> work)
    {
        _work = work;
        _threads.Add(new PoolThread());
    }

    public void Shrink()
    {
        lock (_threads)
        {
            _threads[^1].Stop.Cancel();
            _threads.RemoveAt(_threads.Count - 1);
        }
    }

    public void Run()
    {
        lock (_threads)
            _threads.ForEach(thread => _work(thread.Stop.Token));
    }

    public void Dispose()
    {
        lock (_threads)
            _threads.ForEach(thread => thread.Stop.Cancel());
    }

    private sealed class PoolThread
    {
        public CancellationTokenSource Stop { get; } = new();
    }
}

/// <summary>What is seen to be there is this object's file; the one that is filled is another, and fresh.</summary>
public class Series(string path) : IDisposable
{
    private FileStream? _file = File.OpenRead(path);

    public Series Expand(string next, Series? instance = null)
    {
        var result = (instance == null ? new Series(_file!.Name) : instance) as Series;
        if (result == instance)
            result!._file = File.OpenRead(next + _file!.ReadByte());
        return result!;
    }

    public void Dispose() => _file?.Dispose();
}

/// <summary>The handle of a part is the part itself: a sequence has each once.</summary>
public sealed class Trainer : IDisposable
{
    private readonly Dictionary<nint, State> _states = [];

    public void AddGroup(IEnumerable<Weight> weights)
    {
        foreach (var weight in weights)
        {
            var state = new State(weight);
            _states[weight.Handle] = state;
            state.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var state in _states.Values)
            state.Dispose();
    }

    public sealed class Weight(nint handle)
    {
        public nint Handle => handle;
    }

    private sealed class State(Weight weight) : IDisposable
    {
        private readonly Timer _decay = new(_ => Console.WriteLine(weight.Handle));

        public void Reset() => _decay.Change(100, 100);

        public void Dispose() => _decay.Dispose();
    }
}

/// <summary>A collection of parts that its users fill and empty: what it ends is what it replaces by its own copy.</summary>
public sealed class Parts : ICollection<FileStream>
{
    private readonly List<FileStream> _parts = [];

    public int Count => _parts.Count;

    public bool IsReadOnly => false;

    public void Reopen()
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            var old = _parts[i];
            var fresh = File.OpenRead(old.Name);
            _parts[i] = fresh;
            old.Dispose();
        }
    }

    public void Add(FileStream item) => _parts.Add(item);

    public void Clear() => _parts.Clear();

    public bool Contains(FileStream item) => _parts.Contains(item);

    public void CopyTo(FileStream[] array, int arrayIndex) => _parts.CopyTo(array, arrayIndex);

    public bool Remove(FileStream item) => _parts.Remove(item);

    public void RemoveAt(int index) => _parts.RemoveAt(index);

    public IEnumerator<FileStream> GetEnumerator() => _parts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Handlers are registered while the program is put together; that the table is static does not show a second thread.</summary>
internal static class Commands
{
    private static readonly Dictionary<int, List<Action<string>>> s_handlers = [];

    public static void Register(int kind, Action<string> handler)
    {
        if (!s_handlers.ContainsKey(kind))
            s_handlers[kind] = [];
        s_handlers[kind].Add(handler);
    }

    public static void Raise(int kind, string text)
    {
        if (s_handlers.TryGetValue(kind, out var handlers))
            handlers.ForEach(handler => handler(text));
    }
}

/// <summary>What is there is taken out and disposed first, by a helper: the new one is made whatever the test said.</summary>
public static class ProjectLocks
{
    private static readonly Dictionary<string, Mutex> s_all = [];

    public static void Add(string key)
    {
        if (s_all.ContainsKey(key))
            Remove(key);
        s_all.Add(key, new Mutex(false, key));
    }

    public static void Remove(string key)
    {
        var lost = s_all.GetValueOrDefault(key);
        if (lost == null)
            return;
        s_all.Remove(key);
        lost.Dispose();
    }
}

/// <summary>The number of the entry's cluster is put together from two fields: for one entry it is one key.</summary>
public sealed class FileSystem : IDisposable
{
    private readonly Dictionary<uint, FileStream> _open = [];

    public FileStream Open(Func<string, Entry> find, string name)
    {
        var entry = find(name);
        if (_open.TryGetValue(entry.Cluster, out var stream))
            return stream;
        stream = File.OpenRead(name);
        _open[entry.Cluster] = stream;
        return stream;
    }

    public void Dispose()
    {
        foreach (var stream in _open.Values)
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                Console.WriteLine("not flushed");
            }
        }
    }

    public sealed class Entry(ushort high, ushort low)
    {
        public uint Cluster => (uint)(high << 16) | low;
    }
}
