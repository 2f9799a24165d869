using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>What is suppressed and why it is right; docs/suppressions.md has a section for each.</summary>
internal static class Suppressions
{
    public const string LosesScope = "CA2000";
    public const string IgnoresCreated = "IDISP004";
    public const string DisposesInjected = "IDISP007";

    public static readonly SuppressionDescriptor LEAKS001_StoredEntry = new("LEAKS001", LosesScope,
        "The object goes into a collection of its owner, and Dispose of the owner disposes every entry.");

    public static readonly SuppressionDescriptor LEAKS002_StoredEntryIgnored = new("LEAKS002", IgnoresCreated,
        "The object goes into a collection of its owner, and Dispose of the owner disposes every entry.");

    public static readonly SuppressionDescriptor LEAKS003_RefusedNewcomer = new("LEAKS003", LosesScope,
        "The object is disposed where the collection refuses it; otherwise Dispose of the owner disposes it.");

    public static readonly SuppressionDescriptor LEAKS004_CachedEntry = new("LEAKS004", LosesScope,
        "The object goes into a memory cache, and the post-eviction callback of the entry disposes it.");

    public static readonly SuppressionDescriptor LEAKS005_CachedEntryIgnored = new("LEAKS005", IgnoresCreated,
        "The object goes into a memory cache, and the post-eviction callback of the entry disposes it.");

    public static readonly SuppressionDescriptor LEAKS006_RefusedItem = new("LEAKS006", DisposesInjected,
        "The holder takes the object over: it keeps and later disposes it, and disposes it here when it cannot keep it.");

    public static readonly SuppressionDescriptor LEAKS007_TakenEntry = new("LEAKS007", DisposesInjected,
        "The object was taken out of a collection whose entries the holder owns.");

    public static readonly SuppressionDescriptor LEAKS008_EvictedEntry = new("LEAKS008", DisposesInjected,
        "The method is the post-eviction callback of entries that this type creates: nobody else disposes them.");

    public static readonly ImmutableArray<SuppressionDescriptor> All = ImmutableArray.Create(
        LEAKS001_StoredEntry,
        LEAKS002_StoredEntryIgnored,
        LEAKS003_RefusedNewcomer,
        LEAKS004_CachedEntry,
        LEAKS005_CachedEntryIgnored,
        LEAKS006_RefusedItem,
        LEAKS007_TakenEntry,
        LEAKS008_EvictedEntry);
}
