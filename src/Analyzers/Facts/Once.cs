using System;
using System.Threading;

namespace LeakGuard.Facts;

/// <summary>An answer that is found when first asked for and kept in one word, so that threads which ask at once never see half of it.</summary>
internal static class Once
{
    private const int No = 1;
    private const int Yes = 2;

    public static bool Of<T>(ref int answer, T asked, Func<T, bool> find)
    {
        if (answer == 0)
            Volatile.Write(ref answer, find(asked) ? Yes : No);
        return answer == Yes;
    }
}
