using System.Collections.Concurrent;
using LeakGuard.ReferenceCache;
using Microsoft.Extensions.Caching.Memory;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>
/// What is compared: each gets the value of a key that is there and uses it. The dictionary and the memory cache never dispose anything;
/// they show what counting leases costs.
/// </summary>
internal sealed class Contenders : IAsyncDisposable
{
    public const int KeyCount = 64;

    private const int OrderMask = 4095;

    private readonly string[] _keys = [.. Enumerable.Range(0, KeyCount).Select(i => $"tenant-{i:D4}/connection")];

    // Keys in no order, another one for each thread: one after the other, the processor would guess the next and fetch it ahead, also
    // from under the hands of the other processor.
    private readonly int[][] _orders = [Shuffled(1), Shuffled(2)];
    private readonly LeaseCache<string, Connection> _leases = new((_, _) => Task.FromResult(new Connection()));
    private readonly ConcurrentDictionary<string, Lazy<Task<Connection>>> _dictionary = new();
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());

    public async Task FillAsync()
    {
        foreach (var key in _keys)
        {
            await using var lease = await _leases.AcquireAsync(key);
            await _dictionary.GetOrAdd(key, static _ => new Lazy<Task<Connection>>(() => Task.FromResult(new Connection()))).Value;
            _memory.Set(key, new Connection());
        }
    }

    public async Task<long> LeaseAsync(int count, int keys, int thread)
    {
        var sum = 0L;
        var order = _orders[thread];
        for (var i = 0; i < count; i++)
        {
            await using var lease = await _leases.AcquireAsync(_keys[order[i & OrderMask] % keys]);
            sum += lease.Value.Number;
        }

        return sum;
    }

    public async Task<long> DictionaryAsync(int count, int keys, int thread)
    {
        var sum = 0L;
        var order = _orders[thread];
        for (var i = 0; i < count; i++)
        {
            var value = await _dictionary.GetOrAdd(_keys[order[i & OrderMask] % keys], static _ => new Lazy<Task<Connection>>(() => Task.FromResult(new Connection()))).Value;
            sum += value.Number;
        }

        return sum;
    }

    public async Task<long> MemoryAsync(int count, int keys, int thread)
    {
        var sum = 0L;
        var order = _orders[thread];
        for (var i = 0; i < count; i++)
        {
            var value = await _memory.GetOrCreateAsync(_keys[order[i & OrderMask] % keys], static _ => Task.FromResult(new Connection()));
            sum += value!.Number;
        }

        return sum;
    }

    public Task<long> MemoryTryGetAsync(int count, int keys, int thread)
    {
        var sum = 0L;
        var order = _orders[thread];
        for (var i = 0; i < count; i++)
        {
            if (_memory.TryGetValue(_keys[order[i & OrderMask] % keys], out Connection? value))
                sum += value!.Number;
        }

        return Task.FromResult(sum);
    }

    public async ValueTask DisposeAsync()
    {
        await _leases.DisposeAsync();
        _memory.Dispose();
        foreach (var value in _dictionary.Values)
            await (await value.Value).DisposeAsync();
    }

    private static int[] Shuffled(int seed)
    {
        var order = Enumerable.Range(0, OrderMask + 1).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
