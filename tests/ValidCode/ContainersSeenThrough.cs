using System.Diagnostics.CodeAnalysis;

namespace LeakGuard.ValidCode.ContainersSeenThrough;

// Classes that keep what others bring. What their methods do is known, and so is what is done with what they give.
public sealed class Beat : IDisposable
{
    private readonly Timer timer = new(_ => { }, null, 0, 1000);

    public void Dispose() => timer.Dispose();
}

internal sealed class Slots<T>
    where T : class
{
    private readonly Dictionary<int, T> items = new();

    public int Count => items.Count;

    public bool TryPut(int slot, T item) => items.TryAdd(slot, item);

    public void Put(int slot, T item) => items[slot] = item;

    public bool Has(int slot) => items.ContainsKey(slot);

    public T? Take(int slot)
    {
        items.Remove(slot, out var item);
        return item;
    }

    public bool TryTake(int slot, [MaybeNullWhen(false)] out T item) => items.Remove(slot, out item);

    public T[] TakeAll()
    {
        var all = items.Values.ToArray();
        items.Clear();
        return all;
    }
}

/// <summary>Everything that is taken is ended, handed on or put back.</summary>
public sealed class Desk : IDisposable
{
    private readonly Slots<Beat> beats = new();
    private readonly List<Beat> later = new();

    public bool Add(int slot)
    {
        var beat = new Beat();
        if (beats.TryPut(slot, beat))
            return true;
        beat.Dispose();
        return false;
    }

    public void Replace(int slot)
    {
        var old = beats.Take(slot);
        beats.Put(slot, new Beat());
        old?.Dispose();
    }

    public Beat? Hand(int slot) => beats.Take(slot);

    public void Move(int from, int to)
    {
        if (beats.Take(from) is { } beat && !beats.TryPut(to, beat))
            beat.Dispose();
    }

    public void Retire(int slot)
    {
        if (beats.TryTake(slot, out var beat))
            later.Add(beat);
    }

    public void Fill(int slot)
    {
        if (!beats.Has(slot))
            beats.Put(slot, new Beat());
    }

    public void Dispose()
    {
        foreach (var beat in beats.TakeAll())
            beat.Dispose();
        foreach (var beat in later)
            beat.Dispose();
    }
}

/// <summary>What callers bring, they keep.</summary>
public sealed class Guests
{
    private readonly Slots<Beat> beats = new();

    public void Seat(int slot, Beat beat) => beats.Put(slot, beat);

    public void Leave(int slot) => beats.Take(slot);

    public int Count => beats.Count;
}

/// <summary>Ends what it drops itself: it is no container, but an owner.</summary>
internal sealed class Owning
{
    private readonly Dictionary<int, Beat> items = new();

    public void Put(int slot, Beat item)
    {
        if (items.Remove(slot, out var old))
            old.Dispose();
        items[slot] = item;
    }

    public void Drop(int slot)
    {
        if (items.Remove(slot, out var old))
            old.Dispose();
    }

    public void Close()
    {
        foreach (var item in items.Values)
            item.Dispose();
        items.Clear();
    }
}

public sealed class Tenant : IDisposable
{
    private readonly Owning beats = new();

    public void Put(int slot) => beats.Put(slot, new Beat());

    public void Drop(int slot) => beats.Drop(slot);

    public void Dispose() => beats.Close();
}
