using System.Collections.Concurrent;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.MadeAnew;

/// <summary>Each thread has a list of its own: nobody else makes one for it.</summary>
internal static class Desks
{
    private static readonly ConcurrentDictionary<int, List<string>> s_notes = new();

    public static void Note(string text)
    {
        var own = Environment.CurrentManagedThreadId;
        if (!s_notes.ContainsKey(own))
            s_notes[own] = [];
        s_notes[own].Add(text);
    }
}

/// <summary>Names are put together before they are remembered: two threads put together the same.</summary>
internal static class Names
{
    private static readonly ConcurrentDictionary<Type, List<string>> s_names = new();

    public static IReadOnlyList<string> Of(Type type)
    {
        if (s_names.TryGetValue(type, out var known))
            return known;
        var names = new List<string> { type.Name };
        foreach (var part in type.GetMembers())
            names.Add(part.Name);
        s_names[type] = names;
        return names;
    }
}

internal sealed class Plain(Stream inner) : IDisposable
{
    public int Read() => inner.ReadByte();

    public void Dispose() => inner.Dispose();
}

/// <summary>Greets in plain and goes on through another wrapper around the same stream: ending the first one would end both.</summary>
internal sealed class Link : IDisposable
{
    private readonly TcpClient _client = new();
    private Plain? _wire;

    public int Greeting { get; private set; }

    public void Open(string host)
    {
        _client.Connect(host, 80);
        _wire = new Plain(_client.GetStream());
        Greeting = _wire.Read();
        _wire = new Plain(new BufferedStream(_client.GetStream()));
    }

    public void Dispose()
    {
        try
        {
            _wire?.Dispose();
        }
        catch (IOException e)
        {
            Console.Error.WriteLine(e.Message);
        }

        _client.Dispose();
    }
}

/// <summary>The reminder of a turn is over when the turn is.</summary>
internal sealed class Turn : IDisposable
{
    private CancellationTokenRegistration _reminder;

    public bool TryReset(CancellationToken token)
    {
        _reminder = token.Register(() => Console.WriteLine("late"));
        return true;
    }

    public void Finish() => _reminder.Dispose();

    public void Dispose() => _reminder.Dispose();
}
