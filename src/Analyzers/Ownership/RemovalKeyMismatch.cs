using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;

namespace LeakGuard.Ownership;

/// <summary>LEAK1012: entries go in under one composed key and are removed under another.</summary>
internal sealed class RemovalKeyMismatch : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.Known.Collection != CollectionKind.Keyed || store.IsInherited)
                continue;
            var inserted = new List<(string Shape, AccessNode Access)>();
            if (!AllShapes(holder, store, inserted) || inserted.Count == 0 || inserted.Any(i => i.Shape != inserted[0].Shape))
                continue;
            foreach (var removal in store.Accesses)
            {
                if (removal.Access != AccessKind.Remove || !holder.IsOwn(removal.Body.Member) || IsUsed(removal) || Mismatch(holder, inserted[0].Shape, removal.Key) is not { } shape)
                    continue;
                reporter.Add(new Finding(Descriptors.LEAK1012_RemovalKeyMismatch, removal, store.Name, inserted[0].Shape, shape)
                    .At(inserted[0].Access)
                    .At(store.Symbol)
                    .With(FixFacts.Store, store.Name));
            }
        }
    }

    private static bool AllShapes(Holder holder, Store store, List<(string Shape, AccessNode Access)> to)
    {
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Depth != 0)
                continue;
            if (access.Key == null || KeyShape.Of(holder, access.Key) is not { } shape)
                return false;
            to.Add((shape.Text, access));
        }

        return true;
    }

    /// <summary>The result says whether anything was found; using the entry without asking does not count.</summary>
    private static bool IsUsed(AccessNode removal) => !removal.ResultDropped;

    /// <summary>The shape of a removal key that certainly differs: composed of the same parts otherwise, or of fewer.</summary>
    private static string? Mismatch(Holder holder, string inserted, Value? key)
    {
        if (key == null || KeyShape.Of(holder, key) is { } composed && composed.Text == inserted)
            return null;
        if (KeyShape.Of(holder, key) is { } other)
            return KeyShape.Parts(other.Text).Any(p => KeyShape.Parts(inserted).Contains(p)) ? other.Text : null;
        return KeyShape.NameOf(key) is { } name && KeyShape.Parts(inserted).Count > 1 && KeyShape.Parts(inserted).Contains(name) ? "'" + name + "' alone" : null;
    }
}
