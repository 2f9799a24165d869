using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>Runs the scenario of a compiled program in a load context of its own, and says whether the context could be unloaded.</summary>
internal static class Stage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<(long Harm, bool Unloaded)> RunAsync(byte[] image, bool pins)
    {
        var (harm, context) = await PlayAsync(image);
        return (harm, await IsUnloadedAsync(context, pins ? 5 : 500));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(long Harm, WeakReference Context)> PlayAsync(byte[] image)
    {
        var context = new AssemblyLoadContext("scenario", isCollectible: true);
        var weak = new WeakReference(context);
        var harm = await Start(context, image).WaitAsync(Patience);
        context.Unload();
        return (harm, weak);
    }

    /// <summary>On the pool, so that nothing a scenario blocks is anybody else's thread.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<long> Start(AssemblyLoadContext context, byte[] image)
    {
        using var stream = new MemoryStream(image);
        var scenario = context.LoadFromStream(stream).GetType("Scenario") ?? throw new ProofException("there is no class Scenario");
        var run = scenario.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<Task<long>>>();
        return Task.Run(run);
    }

    /// <summary>What is unloaded goes when it is collected; nothing has to happen for it but collections.</summary>
    private static async Task<bool> IsUnloadedAsync(WeakReference context, int collections)
    {
        for (var i = 0; i < collections && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (i > 10)
                await Task.Delay(10);
        }

        return !context.IsAlive;
    }
}
