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

    public static readonly DiagnosticDescriptor LEAK1004_OwnerDoesNotDrain = Create(
        "LEAK1004",
        "Owner does not dispose its entries",
        "'{0}' owns the {1} entries of '{2}', and {3}: {4}",
        OwnershipCategory,
        Tier.One,
        "A type owns resources in a store and ends without disposing them: it has no Dispose, or its Dispose does not reach the store.");

    public static readonly DiagnosticDescriptor LEAK1005_FactoryLoserDropped = Create(
        "LEAK1005",
        "Factory may run for a loser that is dropped",
        "'{0}' may run this factory on several threads at once and keep one {1}; the others are dropped without being disposed: {2}",
        OwnershipCategory,
        Tier.One,
        "GetOrAdd and AddOrUpdate call their factory outside of any lock. When two threads race, both create a resource and one is lost.");

    public static readonly DiagnosticDescriptor LEAK1006_RejectedEntryDropped = Create(
        "LEAK1006",
        "Rejected entry is dropped",
        "'{0}' may refuse this new {1}, and nothing disposes it then: {2}",
        OwnershipCategory,
        Tier.One,
        "TryAdd and its like refuse a newcomer when the key is taken or the container is closed. A refused resource that nobody disposes leaks.");

    public static readonly DiagnosticDescriptor LEAK1007_DisposedWhileShared = Create(
        "LEAK1007",
        "Entry disposed while callers may use it",
        "A {0} of '{1}' is disposed here while callers may still use it: {2}",
        OwnershipCategory,
        Tier.Two,
        "The holder hands its entries out raw and disposes them when they are replaced or evicted. Whoever got one before uses a disposed object.");

    public static readonly DiagnosticDescriptor LEAK1008_DisposedBeforeUnpublished = Create(
        "LEAK1008",
        "Entry disposed before it is unpublished",
        "'{0}' still holds the {1} disposed here when {2}; publish the successor or remove the entry first",
        OwnershipCategory,
        Tier.One,
        "An entry is disposed while it is still in the store. If the next step fails, or another thread looks, a dead object is found there and may be disposed again.");

    public static readonly DiagnosticDescriptor LEAK1009_CreatedThenLost = Create(
        "LEAK1009",
        "Resource is lost when a later step fails",
        "This new {0} is lost when '{1}' {2} before it is put into '{3}'",
        OwnershipCategory,
        Tier.Two,
        "Between creating a resource and storing, returning or disposing it, a step can throw or return. Then nobody has the resource in hand.");

    public static readonly DiagnosticDescriptor LEAK1010_EvictionDoesNotDispose = Create(
        "LEAK1010",
        "Eviction does not dispose the entry",
        "'{0}' stores a {1} in a memory cache that drops entries by itself, and no post-eviction callback disposes it",
        OwnershipCategory,
        Tier.One,
        "Memory caches evict entries without disposing them. Only a post-eviction callback can dispose a resource stored in one.");

    public static readonly DiagnosticDescriptor LEAK1011_ReleaseNotIdempotent = Create(
        "LEAK1011",
        "Release can run twice",
        "'{0}' is tested and then set without a lock, so two threads may both run '{1}': {2}",
        OwnershipCategory,
        Tier.Two,
        "Dispose or Release of a shared holder is guarded by a plain flag that is read and then set. Two threads can pass the test together.");

    public static readonly DiagnosticDescriptor LEAK1012_RemovalKeyMismatch = Create(
        "LEAK1012",
        "Removal uses another key than insertion",
        "'{0}' is filled under the key {1}, and this removal asks for {2}, so it finds nothing",
        OwnershipCategory,
        Tier.Two,
        "Entries are inserted under one composed key and removed under another, and nobody looks at the result of the removal. They stay for ever.");

    public static readonly DiagnosticDescriptor LEAK1013_CleanupStepSkipsRest = Create(
        "LEAK1013",
        "A failing cleanup step skips the rest",
        "When {3}, {0} leaves the rest of '{1}' undisposed: {2}",
        OwnershipCategory,
        Tier.Two,
        "A closing member disposes several things in a row, and a step that throws ends it early. What comes after is never disposed.");
}
