using Microsoft.CodeAnalysis;

namespace LeakGuard;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor LEAK1001_EntryOverwritten = Create(
        "LEAK1001",
        "Entry overwritten without being disposed",
        "'{0}' may hold a live {1} here, and it is overwritten without being disposed: {2}",
        OwnershipCategory,
        Tier.One,
        "A store that owns its entries gets a new value where an old one may still be. Nobody else disposes the old one, so it leaks.");

    public static readonly DiagnosticDescriptor LEAK1002_EntryRemoved = Create(
        "LEAK1002",
        "Entry removed without being disposed",
        "'{0}' takes a {1} out of '{2}' and drops it without disposing it: {3}",
        OwnershipCategory,
        Tier.One,
        "An entry leaves a store that owns it, and the removed value is thrown away or never used. After that nobody can dispose it.");

    public static readonly DiagnosticDescriptor LEAK1003_EntriesCleared = Create(
        "LEAK1003",
        "Entries cleared without being disposed",
        "All entries leave '{0}' here ({1}) without being disposed: {2}",
        OwnershipCategory,
        Tier.One,
        "A store that owns its entries is cleared, replaced or set to null without a dispose loop over what it held.");

    public static readonly DiagnosticDescriptor LEAK1005_FactoryLoserDropped = Create(
        "LEAK1005",
        "Factory may run for a loser that is dropped",
        "'{0}' may run this factory on several threads at once and keep one {1}; the others are dropped without being disposed: {2}",
        OwnershipCategory,
        Tier.One,
        "GetOrAdd and AddOrUpdate call their factory outside of any lock. When two threads race, both create a resource and one is lost.");
}
