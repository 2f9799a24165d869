using Microsoft.CodeAnalysis;

namespace LeakGuard;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor LEAK3001_BlockingWaitInCallback = Create(
        "LEAK3001",
        "Callback blocks on a wait",
        "'{0}' blocks the thread that delivers {1}, {2}: {3}",
        CallbacksCategory,
        Tier.One,
        "A callback that waits stalls whoever delivers the events; everything that arrives meanwhile is buffered without bound.");
}
