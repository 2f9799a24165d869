using System.Collections.Generic;
using LeakGuard.Holders;

namespace LeakGuard.Reporting;

/// <summary>Findings that hold only if something is so that nothing in the source shows. Unknown means silence.</summary>
internal static class Doubts
{
    /// <summary>The rules by which an entry is lost alive.</summary>
    private static readonly string[] Losses =
    {
        Descriptors.LEAK1001_EntryOverwritten.Id, Descriptors.LEAK1002_EntryRemoved.Id, Descriptors.LEAK1003_EntriesCleared.Id, Descriptors.LEAK1004_OwnerDoesNotDrain.Id, Descriptors.LEAK1006_RejectedEntryDropped.Id, Descriptors.LEAK4002_AddAfterClose.Id,
    };

    /// <summary>Drops findings about entries of which nothing shows that they hold something, or that end themselves, about code of a user interface, and in test code.</summary>
    public static void Remove(Holder holder, Reporter reporter)
    {
        if (reporter.Findings.Count == 0)
            return;
        if (holder.Analysis.Tests.Is(holder.Type, holder.Cancellation))
        {
            reporter.RemoveAll(_ => true);
            return;
        }

        if (holder.Analysis.Ui.Is(holder.Type, holder.Cancellation))
        {
            reporter.RemoveAll(f => f.Rule.Id != Descriptors.LEAK3001_BlockingWaitInCallback.Id);
            return;
        }

        reporter.RemoveAll(f => f.Store is { } store && f.Rule.Id == Descriptors.LEAK4002_AddAfterClose.Id && holder.Analysis.Worth.IsFresh(holder, store));
        var ending = new Dictionary<Store, bool>();
        reporter.RemoveAll(f => f.Store is { } store && System.Array.IndexOf(Losses, f.Rule.Id) >= 0 && (ending.TryGetValue(store, out var ends) ? ends : ending[store] = EndsInTime.Are(holder, store)));
        var idle = new Dictionary<Store, bool>();
        reporter.RemoveAll(f => f.Store is { } store && f.Rule.Id != Descriptors.LEAK2001_CheckThenCreate.Id && (idle.TryGetValue(store, out var nothing) ? nothing : idle[store] = holder.Analysis.Worth.IsNothingIn(holder, store)));
    }
}
