using System.Collections.Immutable;
using LeakGuard.Callbacks;
using LeakGuard.Lifecycle;
using LeakGuard.Ownership;
using LeakGuard.Races;
using Microsoft.CodeAnalysis;

namespace LeakGuard;

/// <summary>The rules, in the order they run: a rule may look at what earlier ones found, to leave one diagnostic per defect.</summary>
internal static class RuleSet
{
    public static readonly ImmutableArray<IHolderRule> All = ImmutableArray.Create<IHolderRule>(
        new EntryOverwritten(),
        new EntryRemoved(),
        new EntriesCleared(),
        new OwnerDoesNotDrain(),
        new FactoryLoserDropped(),
        new RejectedEntryDropped(),
        new DisposedWhileShared(),
        new DisposedBeforeUnpublished(),
        new CreatedThenLost(),
        new EvictionDoesNotDispose(),
        new ReleaseNotIdempotent(),
        new RemovalKeyMismatch(),
        new CleanupStepSkipsRest(),
        new CheckThenCreate(),
        new BlockingWaitInCallback(),
        new CleanupOnOnePathOnly(),
        new AddAfterClose());

    public static readonly ImmutableArray<DiagnosticDescriptor> Descriptors = ImmutableArray.Create(
        LeakGuard.Descriptors.LEAK1001_EntryOverwritten,
        LeakGuard.Descriptors.LEAK1002_EntryRemoved,
        LeakGuard.Descriptors.LEAK1003_EntriesCleared,
        LeakGuard.Descriptors.LEAK1004_OwnerDoesNotDrain,
        LeakGuard.Descriptors.LEAK1005_FactoryLoserDropped,
        LeakGuard.Descriptors.LEAK1006_RejectedEntryDropped,
        LeakGuard.Descriptors.LEAK1007_DisposedWhileShared,
        LeakGuard.Descriptors.LEAK1008_DisposedBeforeUnpublished,
        LeakGuard.Descriptors.LEAK1009_CreatedThenLost,
        LeakGuard.Descriptors.LEAK1010_EvictionDoesNotDispose,
        LeakGuard.Descriptors.LEAK1011_ReleaseNotIdempotent,
        LeakGuard.Descriptors.LEAK1012_RemovalKeyMismatch,
        LeakGuard.Descriptors.LEAK1013_CleanupStepSkipsRest,
        LeakGuard.Descriptors.LEAK2001_CheckThenCreate,
        LeakGuard.Descriptors.LEAK3001_BlockingWaitInCallback,
        LeakGuard.Descriptors.LEAK4001_CleanupOnOnePathOnly,
        LeakGuard.Descriptors.LEAK4002_AddAfterClose);
}
