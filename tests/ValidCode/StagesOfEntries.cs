using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.StagesOfEntries;

internal sealed class Attempt(TimeSpan limit) : IDisposable
{
    private readonly Timer _deadline = new(_ => { }, null, limit, Timeout.InfiniteTimeSpan);

    public Task Work { get; } = Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();
}

internal sealed class Slot
{
    public Attempt? Attempt { get; set; }

    public string? Value { get; set; }
}

/// <summary>An entry holds a resource only while it is being made; whoever makes it ends that.</summary>
internal sealed class Table : IDisposable
{
    private readonly ConcurrentDictionary<string, Slot> _slots = new();
    private readonly SemaphoreSlim _making = new(1, 1);

    public async Task<string> EnterAsync(string key)
    {
        var slot = _slots.GetOrAdd(key, _ => new Slot());
        await _making.WaitAsync();
        try
        {
            if (slot.Value == null)
            {
                slot.Attempt = new Attempt(TimeSpan.FromSeconds(1));
                await slot.Attempt.Work;
                End(slot);
            }

            return slot.Value!;
        }
        finally
        {
            _making.Release();
        }
    }

    private static void End(Slot slot)
    {
        slot.Attempt?.Dispose();
        slot.Attempt = null;
        slot.Value = "made";
    }

    public void Dispose() => _making.Dispose();
}

internal static class Uses
{
    public static async Task<string> OneAsync()
    {
        using var table = new Table();
        return await table.EnterAsync("a");
    }
}
