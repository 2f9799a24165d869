using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LeakGuard.ReferenceCache;

namespace Proving.Users;

/// <summary>Uses the reference cache and its queue as a program does: some rules ask who makes a holder.</summary>
public static class CacheUser
{
    public static async Task<long> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var cache = new LeaseCache<string, FileStream>((key, _) => Task.FromResult(File.OpenRead(key)));
        await using var lease = await cache.AcquireAsync(path, cancellation);
        return lease.Value.Length;
    }

    public static async Task<EnqueueOutcome> WorkAsync(string key)
    {
        await using var queue = new KeyedWorkQueue<string>((item, _) => Console.Out.WriteLineAsync(item));
        return queue.TryEnqueue(key);
    }
}
