using System.Collections.Concurrent;
using System.Data.Common;

namespace LeakGuard.ValidCode.NothingInIt;

/// <summary>A lease on a file: an empty one holds nothing, and a disposed one is empty again.</summary>
internal struct Lease : IDisposable
{
    private FileStream? _file;

    public readonly bool IsEmpty => _file is null;

    public readonly long Length => _file?.Length ?? 0;

    public static Lease Create(string path) => new() { _file = File.Create(path) };

    public void Dispose()
    {
        _file?.Dispose();
        this = default;
    }
}

/// <summary>The struct in the slot says that there is nothing in it; one that was disposed stays there empty.</summary>
internal sealed class Cells : IDisposable
{
    private Lease _lease;

    public long Grow(string path)
    {
        if (_lease.IsEmpty)
            _lease = Lease.Create(path);
        return _lease.Length;
    }

    public void Renew(string path)
    {
        _lease.Dispose();
        _lease = Lease.Create(path);
    }

    public void Dispose() => _lease.Dispose();
}

/// <summary>A transaction that was committed or rolled back is over.</summary>
internal abstract class UnitOfWork : IDisposable
{
    private DbConnection? _connection;

    protected DbTransaction? Transaction { get; set; }

    public DbTransaction Begin()
    {
        _connection ??= Open();
        Transaction ??= _connection.BeginTransaction();
        return Transaction;
    }

    public virtual void Commit()
    {
        if (Transaction != null)
        {
            Transaction.Commit();
            Transaction = null;
        }
    }

    public async Task CommitAsync()
    {
        if (Transaction != null)
        {
            await Transaction.CommitAsync();
            Transaction = null;
        }
    }

    public void Rollback()
    {
        if (Transaction == null)
            return;
        try
        {
            Transaction.Rollback();
        }
        catch (DbException)
        {
        }

        Transaction = null;
    }

    public void Dispose()
    {
        Transaction?.Dispose();
        _connection?.Dispose();
        Transaction = null;
        _connection = null;
    }

    protected abstract DbConnection Open();
}

/// <summary>All that its dispose frees is a semaphore whose handle nobody asked for.</summary>
internal sealed class Bounded<T>(int size) : IDisposable
{
    private readonly SemaphoreSlim _room = new(size);
    private readonly ConcurrentDictionary<int, T> _items = new();

    public async Task AddAsync(int id, T item)
    {
        await _room.WaitAsync();
        _items[id] = item;
    }

    public void Clear()
    {
        var count = _items.Count;
        _items.Clear();
        _room.Release(count);
    }

    public void Dispose()
    {
        _room.Dispose();
        GC.SuppressFinalize(this);
    }
}

internal interface IAnswers
{
    event EventHandler<int> Came;
}

/// <summary>The window of another size takes the place of the old one, with which nothing goes.</summary>
internal sealed class Window(IAnswers answers) : IDisposable
{
    private Bounded<string> Sent { get; set; } = new(100);

    public void Listen() => answers.Came += OnCame;

    public Task SendAsync(int id, string text) => Sent.AddAsync(id, text);

    public void Dispose() => Sent.Dispose();

    private void OnCame(object? sender, int size)
    {
        Sent.Clear();
        Sent = new Bounded<string>(size);
    }
}

/// <summary>Names whose sets have run empty are picked first and taken out then.</summary>
internal sealed class Guests : IDisposable
{
    private readonly Dictionary<string, HashSet<FileStream>> _guests = new();

    public void Add(string name, string path)
    {
        if (!_guests.TryGetValue(name, out var set))
            _guests.Add(name, set = new HashSet<FileStream>());
        set.Add(File.Create(path));
    }

    public void Tidy()
    {
        var empty = _guests.Where(g => g.Value.Count == 0).Select(g => g.Key).ToArray();
        foreach (var name in empty)
            _guests.Remove(name);
    }

    public void Sweep()
    {
        foreach (var pair in _guests.ToArray())
        {
            if (pair.Value.Count == 0)
                _guests.Remove(pair.Key);
        }
    }

    public void Dispose()
    {
        foreach (var guest in _guests.Values.SelectMany(set => set))
        {
            try
            {
                guest.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

internal abstract class Leaves<T> : IDisposable
    where T : class, IDisposable
{
    protected ConcurrentDictionary<uint, T> Pages { get; } = new();

    public T? Find(uint index) => Pages.GetValueOrDefault(index);

    public void Drop(uint index)
    {
        if (Pages.TryRemove(index, out var page))
            page.Dispose();
    }

    public void Dispose()
    {
        foreach (var page in Pages.Values)
            page.Dispose();
    }
}

/// <summary>The table of the base was made a moment ago: it refuses nothing while the first pages go in.</summary>
internal sealed class MutexLeaves : Leaves<Mutex>
{
    public MutexLeaves(string[] names)
    {
        if (names.Length == 0)
        {
            Pages.TryAdd(0, new Mutex());
        }
        else
        {
            foreach (var name in names)
                Pages.TryAdd(uint.Parse(name), new Mutex());
        }
    }
}
