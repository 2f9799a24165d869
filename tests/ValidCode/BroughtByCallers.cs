namespace LeakGuard.ValidCode.BroughtByCallers;

/// <summary>Every reader is the caller's, who reuses the scanner for the next one.</summary>
public sealed class Scanner(TextReader first)
{
    private TextReader _reader = first;

    public void Reset(TextReader next) => _reader = next;

    public int Next() => _reader.Read();

    public void Close() => _reader.Dispose();
}

/// <summary>What a caller attached, he may take away again.</summary>
public sealed class Socket2(Stream first) : IDisposable
{
    private Stream? _stream = first;

    public bool IsAttached => Volatile.Read(ref _stream) != null;

    public void Detach() => Interlocked.Exchange(ref _stream, null);

    public void Dispose() => Interlocked.Exchange(ref _stream, null)?.Dispose();
}

/// <summary>A flag says whether the document is closed when it has been read.</summary>
public sealed class Canonicalizer
{
    private Stream? _source;

    public bool CloseSourceAfterReading { get; set; }

    public void Open(string path) => _source = File.OpenRead(path);

    public void Use(Stream source) => _source = source;

    public void Reset() => _source = null;

    public int Read()
    {
        var first = _source!.ReadByte();
        if (CloseSourceAfterReading)
            _source.Close();
        _source = null;
        return first;
    }
}

/// <summary>Values of any type under a name, ended only if they can be.</summary>
public sealed class Headers : IDisposable
{
    private readonly Header[] _headers = new Header[8];
    private int _count;

    public void Add(string name, object value) => _headers[_count++] = new Header(name, value);

    public void Clear()
    {
        for (var i = 0; i < _count; i++)
            _headers[i] = new Header();
        _count = 0;
    }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
            _headers[i].Dispose();
    }

    private readonly struct Header(string name, object value) : IDisposable
    {
        public string Name { get; } = name;

        private object Value { get; } = value;

        public void Dispose() => (Value as IDisposable)?.Dispose();
    }
}

/// <summary>The caller has the job in hand; who takes one gets it in a task.</summary>
public sealed class Jobs : IDisposable
{
    private readonly Dictionary<int, Job> _jobs = [];
    private int _last;

    public Job Start(string path)
    {
        var job = new Job(++_last, path);
        _jobs.Add(job.Id, job);
        return job;
    }

    public void Completed(Job job) => _jobs.Remove(job.Id);

    public ValueTask<Job?> TakeAsync(int id)
    {
        if (_jobs.Remove(id, out var job))
            return new ValueTask<Job?>(job);
        return new ValueTask<Job?>((Job?)null);
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values)
            job.Dispose();
    }

    public sealed class Job(int id, string path) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.WriteLine(path), null, 1000, Timeout.Infinite);

        public int Id { get; } = id;

        public void Dispose() => _timer.Dispose();
    }
}

/// <summary>A list of what its callers bring: who takes a part out has it, as with any list.</summary>
public sealed class Parts : IList<IDisposable>, IDisposable
{
    private readonly List<IDisposable> _parts = [];

    public int Count => _parts.Count;

    public bool IsReadOnly => false;

    public IDisposable this[int index]
    {
        get => _parts[index];
        set => _parts[index] = value;
    }

    public void Add(IDisposable item) => _parts.Add(item);

    public void Insert(int index, IDisposable item) => _parts.Insert(index, item);

    public void Clear() => _parts.Clear();

    public bool Remove(IDisposable item) => _parts.Remove(item);

    public void RemoveAt(int index) => _parts.RemoveAt(index);

    public bool Contains(IDisposable item) => _parts.Contains(item);

    public int IndexOf(IDisposable item) => _parts.IndexOf(item);

    public void CopyTo(IDisposable[] array, int arrayIndex) => _parts.CopyTo(array, arrayIndex);

    public IEnumerator<IDisposable> GetEnumerator() => _parts.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _parts.GetEnumerator();

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
        _parts.Clear();
    }
}
