using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

// Containers of the program: the field of the owner is a store, and each method acts as its code says.
namespace Samples.SourceContainers
{
    public sealed class Beat : IDisposable
    {
        private readonly Timer timer = new(_ => { }, null, 0, 1000);

        public void Dispose() => timer.Dispose();
    }

    /// <summary>A fixed number of places.</summary>
    internal sealed class Places<T>(int size)
        where T : class
    {
        private readonly T?[] items = new T?[size];

        public bool TryPut(int place, T item)
        {
            if (items[place] != null)
                return false;
            items[place] = item;
            return true;
        }

        public T? Peek(int place) => items[place];

        public T? Take(int place)
        {
            var item = items[place];
            items[place] = null;
            return item;
        }

        public List<T> TakeAll()
        {
            var all = new List<T>();
            for (var i = 0; i < items.Length; i++)
            {
                if (Take(i) is { } item)
                    all.Add(item);
            }

            return all;
        }
    }

    public sealed class Rack(int size) : IDisposable
    {
        private readonly Places<Beat> beats = new(size);

        public void Mount(int place) => beats.TryPut(place, new Beat()); //! LEAK1006

        public bool TryMount(int place)
        {
            var beat = new Beat();
            if (beats.TryPut(place, beat))
                return true;
            beat.Dispose();
            return false;
        }

        public void Unmount(int place)
        {
            beats.Take(place); //! LEAK1002
        }

        public void Stop(int place) => beats.Take(place)?.Dispose();

        public void Forget() => beats.TakeAll(); //! LEAK1003

        public bool IsMounted(int place) => beats.Peek(place) != null;

        public void Dispose()
        {
            foreach (var beat in beats.TakeAll())
                beat.Dispose();
        }
    }

    /// <summary>Under a lock of its own, gone over by a delegate or by itself.</summary>
    public class Table<TKey, TValue> : IEnumerable<TValue>
        where TKey : notnull
        where TValue : class
    {
        private readonly Dictionary<TKey, TValue> values = new();
        private readonly object gate = new();

        public int Count
        {
            get
            {
                lock (gate)
                    return values.Count;
            }
        }

        public void Put(TKey key, TValue value)
        {
            lock (gate)
                values[key] = value;
        }

        public bool TryTake(TKey key, [MaybeNullWhen(false)] out TValue value)
        {
            lock (gate)
                return values.Remove(key, out value);
        }

        public TValue GetOrMake(TKey key, Func<TKey, TValue> make)
        {
            lock (gate)
            {
                if (!values.TryGetValue(key, out var value))
                {
                    value = make(key);
                    values.Add(key, value);
                }

                return value;
            }
        }

        public void Clear()
        {
            lock (gate)
                values.Clear();
        }

        public void Drain(Action<TValue> each)
        {
            List<TValue> all;
            lock (gate)
            {
                all = values.Values.ToList();
                values.Clear();
            }

            foreach (var value in all)
                each(value);
        }

        public IEnumerator<TValue> GetEnumerator()
        {
            lock (gate)
                return values.Values.ToList().GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public sealed class BeatTable : Table<string, Beat>
    {
    }

    public sealed class Ward : IDisposable
    {
        private readonly BeatTable beats = new();

        public void Admit(string name) => beats.Put(name, new Beat()); //! LEAK1001

        public void Forget(string name) => beats.TryTake(name, out _); //! LEAK1002

        public Beat Of(string name) => beats.GetOrMake(name, _ => new Beat());

        public void Discharge(string name)
        {
            if (beats.TryTake(name, out var beat))
                beat.Dispose();
        }

        public void Move(string name)
        {
            Discharge(name);
            beats.Put(name, new Beat());
        }

        public void Dispose() => beats.Drain(b => b.Dispose());
    }

    public sealed class Hall : IDisposable
    {
        private readonly Table<int, Beat> beats = new();

        public void Reset() => beats.Clear(); //! LEAK1003

        public void Add(int number) => beats.Put(number, new Beat()); //! LEAK1001

        public void Dispose()
        {
            foreach (var beat in beats)
                beat.Dispose();
            beats.Clear();
        }
    }

    internal sealed class Shared<T>
    {
        private readonly ConcurrentDictionary<string, T> items = new();

        public ICollection<T> Values => items.Values;

        public T Get(string name, Func<string, T> make) => items.GetOrAdd(name, make);

        public bool Drop(string name) => items.TryRemove(name, out _);
    }

    public sealed class Directory : IDisposable
    {
        private Shared<Beat> Items { get; } = new();

        public Beat Get(string name) => Items.Get(name, _ => new Beat()); //! LEAK1005

        public void Drop(string name) => Items.Drop(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var item in Items.Values)
                item.Dispose();
        }
    }

    internal sealed class Line<T>
    {
        private readonly Queue<T> queue = new();

        public void Push(T item) => queue.Enqueue(item);

        public T Pop() => queue.Dequeue();

        public bool TryPop([MaybeNullWhen(false)] out T item) => queue.TryDequeue(out item);
    }

    public sealed class Spool : IDisposable
    {
        private readonly Line<Beat> beats = new();

        public void Add() => beats.Push(new Beat());

        public void Skip() => beats.Pop(); //! LEAK1002

        public void End() => beats.Pop().Dispose();

        public void Dispose()
        {
            while (beats.TryPop(out var beat))
                beat.Dispose();
        }
    }

    /// <summary>Ids that somebody works on.</summary>
    internal sealed class Busy
    {
        private readonly Lock gate = new();
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);

        public bool Enter(string id)
        {
            lock (gate)
                return ids.Add(id);
        }

        public void Leave(string id)
        {
            lock (gate)
                ids.Remove(id);
        }
    }

    public sealed class Importer(Func<string, Task> load)
    {
        private readonly Busy importing = new();
        private readonly Busy indexing = new();

        public async Task<bool> ImportAsync(string id)
        {
            if (!importing.Enter(id)) //! LEAK4001
                return false;
            await load(id);
            importing.Leave(id);
            return true;
        }

        public async Task<bool> IndexAsync(string id)
        {
            if (!indexing.Enter(id))
                return false;
            try
            {
                await load(id);
                return true;
            }
            finally
            {
                indexing.Leave(id);
            }
        }
    }
}
