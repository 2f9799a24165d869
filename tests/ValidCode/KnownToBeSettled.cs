using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading;

namespace LeakGuard.ValidCode.KnownToBeSettled;

// The new value goes on from the old one, or the old one says that it is none.
public readonly struct Block(Timer? timer) : IDisposable
{
    private readonly Timer? timer = timer;

    public bool IsValid => timer != null;

    public (Block Left, Block Right) Split(long at) => (at > 0 ? this : default, at > 0 ? default : this);

    public void Dispose() => timer?.Dispose();
}

public sealed class Mapping : IDisposable
{
    private Block read;
    private Block none;

    public bool Ensure(bool isNone)
    {
        if (isNone && !none.IsValid)
        {
            none = new Block(new Timer(_ => { }, null, 0, 100));
            return true;
        }

        if (!isNone && !read.IsValid)
            read = new Block(new Timer(_ => { }, null, 0, 100));
        return false;
    }

    public Mapping Cut(long at)
    {
        (var left, read) = read.Split(at);
        return new Mapping { read = left };
    }

    public void Dispose()
    {
        if (read.IsValid)
            read.Dispose();
        if (none.IsValid)
            none.Dispose();
    }
}

public sealed class Pages : IDisposable
{
    private readonly FileStream file;
    private readonly bool isPlain;
    private StreamReader reader;

    public Pages(string path, bool isPlain)
    {
        file = File.OpenRead(path);
        this.isPlain = isPlain;
        Restart();
    }

    public string? Next(bool fromStart)
    {
        if (fromStart)
            Restart();
        return reader.ReadLine();
    }

    public void Dispose() => file.Dispose();

    [MemberNotNull(nameof(reader))]
    private void Restart()
    {
        if (file.Position != 0)
            file.Seek(0, SeekOrigin.Begin);
        reader = isPlain ? new StreamReader(file, Encoding.ASCII, false) : new StreamReader(file, Encoding.UTF8, true);
    }
}

public sealed class Waiter
{
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IDisposable? Registration { get; set; }
}

public sealed class Waiters
{
    private readonly ConcurrentDictionary<string, ImmutableHashSet<Waiter>> waiting = new();
    private readonly ConcurrentDictionary<string, List<IDisposable>> registrations = new();

    public Task WaitAsync(string key, CancellationToken token)
    {
        var waiter = new Waiter();
        waiter.Registration = token.Register(() => waiter.Done.TrySetCanceled(token));
        waiting.AddOrUpdate(key, _ => ImmutableHashSet<Waiter>.Empty.Add(waiter), (_, set) => { return set.Add(waiter); });
        return waiter.Done.Task;
    }

    public void Watch(string key, CancellationToken token)
    {
        var registration = token.Register(() => Notify(key));
        registrations.AddOrUpdate(key, _ => [registration], (_, old) => [.. old, registration]);
    }

    public void Notify(string key)
    {
        if (!waiting.TryRemove(key, out var all))
            return;
        foreach (var waiter in all)
        {
            waiter.Done.TrySetResult();
            waiter.Registration?.Dispose();
        }

        if (registrations.TryRemove(key, out var known))
            known.ForEach(r => r.Dispose());
    }
}

// What is asserted is no question.
public static class Assumed
{
    public static void False(bool condition, string message)
    {
        if (condition)
            throw new InvalidOperationException(message);
    }
}

public sealed class Node : IDisposable
{
    public AutoResetEvent Connected { get; } = new(false);

    public void Dispose() => Connected.Dispose();
}

public sealed class Nodes
{
    private readonly ConcurrentDictionary<int, Node> nodes = new();

    public int Create()
    {
        var id = Environment.TickCount & 0xff;
        Instantiate(id);
        return id;
    }

    public void Recycle()
    {
        foreach (var id in nodes.Keys)
        {
            if (nodes.TryRemove(id, out var node))
                node.Dispose();
        }
    }

    private void Instantiate(int id)
    {
        Assumed.False(nodes.ContainsKey(id), "It is there already.");
        Node node = new();
        nodes[id] = node;
    }
}

// Two of them made for one key are as good as one: told everything before they are shown, and only asked from then on.
public interface IGrammar
{
    bool Has(byte[] token);
}

public sealed class Grammar : IGrammar
{
    private static readonly ConcurrentDictionary<Encoding, IGrammar> Known = new();
    private readonly List<byte[]> tokens = [];

    public static IGrammar Of(Encoding encoding)
    {
        if (!Known.TryGetValue(encoding, out var grammar))
        {
            var made = new Grammar();
            made.Add(encoding.GetBytes("+"));
            made.Add(encoding.GetBytes("-"));
            Known[encoding] = grammar = made;
        }

        return grammar;
    }

    public void Add(byte[] token) => tokens.Add(token);

    public bool Has(byte[] token) => tokens.Exists(t => t.AsSpan().SequenceEqual(token));
}

public sealed class Reference
{
    private static ImmutableHashSet<Reference> known = ImmutableHashSet<Reference>.Empty;
    private readonly Dictionary<string, int> uses = [];

    public static Reference GetOrAdd(Reference value)
    {
        if (known.TryGetValue(value, out var existing))
            return existing;
        if (ImmutableInterlocked.Update(ref known, static (set, added) => set.Add(added), value))
            return value;
        return known.TryGetValue(value, out existing) ? existing : throw new InvalidOperationException();
    }

    public void Use(string name)
    {
        lock (uses)
            uses[name] = uses.GetValueOrDefault(name) + 1;
    }
}
