using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Entries that a collection has from the start: nobody added them one by one, so more has to speak for it that they are the holder's.</content>
internal sealed partial class Ownership
{
    /// <summary>The entries, or the collection, are given to others as well: a panel shows them, another slot has one, a group is made of them.</summary>
    private bool IsKnownElsewhere(Store store)
    {
        var made = InsertedValues(store);
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var call in facts.Calls)
            {
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    if (IsEntryOf(call.Arguments[i], store, made) && (holder.Fates.OfArgument(call, i) & (Fate.Stored | Fate.Ended | Fate.Passed)) != 0)
                        return true;
                }
            }

            foreach (var access in facts.Accesses)
            {
                if (access.Inserts && access is { Inserted: not null, Store: not null } && !SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && IsEntryOf(access.Inserted, store, made))
                    return true;
            }

            foreach (var assign in facts.Assigns)
            {
                if (assign.Target is AssignTarget.Foreign or AssignTarget.Element && IsEntryOf(assign.Value, store, made))
                    return true;
            }
        }

        return false;
    }

    private bool IsEntryOf(Value value, Store store, HashSet<Value> made)
    {
        if (value.Kind is ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.This or ValueKind.Delegate)
            return false;
        var roots = Trace.Roots(holder, value);
        return roots.Exists(IsEntry) || holder.Catalog.Of(value.Type).Collection != CollectionKind.None && Trace.ElementRoots(holder, value).Exists(IsEntry);

        bool IsEntry(Root root) => root.Kind == RootKind.Created ? made.Contains(root.Value) : root.Kind is RootKind.Element or RootKind.Collection && SymbolEqualityComparer.Default.Equals(root.Symbol, store.Symbol);
    }
}
