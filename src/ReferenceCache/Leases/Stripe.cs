using System;
using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>A small number for the current thread, so that threads start their search for a free slot at different places.</summary>
internal static class Stripe
{
    [ThreadStatic]
    private static int t_number;

    private static int s_last;

    public static int Current
    {
        get
        {
            var number = t_number;
            return number != 0 ? number : Assign();
        }
    }

    /// <summary>The current thread starts somewhere else from now on.</summary>
    public static void Move() => Assign();

    private static int Assign()
    {
        var number = Interlocked.Increment(ref s_last) & 0xFFFF;
        return t_number = number == 0 ? 1 : number;
    }
}
