using System.Runtime.CompilerServices;

namespace LeakGuard.ReferenceCache.Tests.Support;

internal static class Wait
{
    /// <summary>Only a broken test or cache comes near to it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Traps hold pool threads; the pool must not need half a second to replace each.</summary>
    [ModuleInitializer]
    internal static void WidenPool() => ThreadPool.SetMinThreads(48, 8);

    /// <summary>For what another thread is certain to do, and signals nobody.</summary>
    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var start = Environment.TickCount64;
        while (!condition())
        {
            if (Environment.TickCount64 - start > Limit.TotalMilliseconds)
                Assert.Fail($"It never became true that {text}.");
            await Task.Delay(1);
        }
    }
}
