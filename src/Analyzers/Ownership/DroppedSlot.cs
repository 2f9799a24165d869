using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1004 for a single slot.</summary>
internal static class DroppedSlot
{
    /// <summary>A closing member sets it to null.</summary>
    public static bool IsReset(Holder holder, AccessNode access) =>
        access.Access == AccessKind.Overwrite && access.Inserted is { IsNull: true } && Closing.IsClosing(access.Body.Member.Method) && holder.IsOwn(access.Body.Member) && !EndedByEntry.Is(access);

    /// <summary>A slot that a closing member sets to null without disposing what it held.</summary>
    public static (string Kind, string Words, ISymbol? Place)? Gap(Holder holder, Store store, OwnershipVerdict verdict)
    {
        foreach (var access in store.Accesses)
        {
            var facts = access.Body.Member;
            if (!IsReset(holder, access) || SaidByAuthor.IsLeft(store, access) || EntryKinds.IsPartOfAStage(store, verdict) || store.Payload.IsDirect && Inert.EndsNothing(holder, store.Payload.Resource!))
                continue;
            if (holder.Members.Any(f => Closing.IsClosing(f.Method) && holder.Summaries.Disposes(f, store.Symbol) != null) || Keepers.Of(holder, store) != null || EndedOtherwise.IsEndedAtOnce(holder, store))
                return null;
            if (holder.Summaries.Disposes(facts, store.Symbol) != null || (holder.Fates.Of(facts, r => Entries.IsEntry(holder, r, store, facts), n => n is not AccessNode { Inserts: true }) & Fate.Discharged) != 0 || Entries.EndsAnother(holder, facts, store) || EndedOtherwise.IsMakerClosed(holder, facts, store) || EndedAround.IsAroundEnded(holder, facts, store) || EndedAround.IsInsideEnded(holder, facts, store) || EndedAround.IsEndedByJoined(holder, access, store) || facts.Calls.Exists(c => c.Target is { } ending && (ending.Name.StartsWith("Close", System.StringComparison.Ordinal) || ending.Name.StartsWith("Dispose", System.StringComparison.Ordinal)) && c.Receiver is { Kind: not ValueKind.This } ended && Trace.ComesFrom(holder, ended, store.Symbol)))
                continue;
            return ("extend", $"{Words.NameOf(facts)} sets it to null without disposing it", facts.Member);
        }

        if (ForgottenSlot.HasNoEnd(holder, store))
            return ("slot", $"'{store.Symbol.ContainingType.Name}' has no Dispose or Close that disposes it", null);
        return ForgottenSlot.Of(holder, store) is { } closing ? ("slot", $"{closing.Name} does not reach it", closing) : null;
    }
}
