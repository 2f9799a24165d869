using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.EntriesThatKnowTheirOwner;

/// <summary>An entry refers to the table that keeps it; the table is no resource of the entry.</summary>
public sealed class Room(Hotel hotel, string name)
{
    public string Name => name;

    public void Leave() => hotel.Remove(this);
}

/// <summary>Its Dispose has nothing to dispose in its entries.</summary>
public sealed class Hotel : IDisposable
{
    private readonly ConcurrentDictionary<string, Room> rooms = new();
    private readonly Timer cleaning;

    public Hotel() => cleaning = new Timer(_ => Clean());

    public Room Enter(string name) => rooms.GetOrAdd(name, key => new Room(this, key));

    public void Remove(Room room) => rooms.TryRemove(KeyValuePair.Create(room.Name, room));

    public void Dispose() => cleaning.Dispose();

    private void Clean()
    {
        foreach (var (_, room) in rooms)
            room.Leave();
    }
}

public static class Town
{
    public static int Count()
    {
        using var hotel = new Hotel();
        hotel.Enter("red");
        return hotel.Enter("blue").Name.Length;
    }
}
