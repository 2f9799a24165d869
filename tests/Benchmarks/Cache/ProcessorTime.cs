using System.Runtime.InteropServices;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>For how long the current thread had a processor. Elsewhere than on Linux the wall clock stands in, and no round is left out.</summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3;

    public static double OfThisThread()
    {
        if (!OperatingSystem.IsLinux())
            return System.Diagnostics.Stopwatch.GetElapsedTime(0).TotalNanoseconds;
        _ = GetTime(ThreadClock, out var time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpec time);

    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
