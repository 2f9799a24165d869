using Microsoft.CodeAnalysis;

namespace LeakGuard;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor LEAK4001_CleanupOnOnePathOnly = Create(
        "LEAK4001",
        "Cleanup happens on one path only",
        "What '{0}' acquires here is released {1}, so it stays in '{2}' for ever when {3}",
        LifecycleCategory,
        Tier.One,
        "An entry is added for the time of an operation, and removed only on some of the ways out of it.");

    public static readonly DiagnosticDescriptor LEAK4002_AddAfterClose = Create(
        "LEAK4002",
        "Insertion is not ordered against close",
        "'{0}' can get an entry here after {1} has drained it, and that entry is never disposed: {2}",
        LifecycleCategory,
        Tier.One,
        "A closing member drains the store once. An insertion that does not test, under the same lock, whether the holder is closed may come after the drain.");
}
