using Microsoft.CodeAnalysis;

namespace LeakGuard;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor LEAK2001_CheckThenCreate = Create(
        "LEAK2001",
        "Check-then-create is not atomic",
        "'{0}' is checked and then filled with a new {1} without a common lock, so two threads may both create one and one is lost: {2}",
        RacesCategory,
        Tier.One,
        "Presence is checked, the missing value is created and stored, and no lock covers both. Threads that race each create a value, and only the last is reachable.");
}
