using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// if (_notes.ContainsKey(key)) return; _files[key] = …; _notes[key] = …: two tables that get every key together, and of which the one that is asked
/// loses none alone: what is not in it is not in the other either.
/// </summary>
internal static class FilledTogether
{
    public static bool IsAbsent(Holder holder, Store store, AccessNode access)
    {
        if (!IsWholly(store) || access is not { Depth: 0, Target.A: null, Key: { } key } || Canon.Text(key) == null)
            return false;
        foreach (var other in holder.Stores)
        {
            if (other != store && other.IsStatic == store.IsStatic && IsWholly(other) && CompareAlike(store, other) && IsAskedBefore(holder, other, access) && Presence.OfKey(holder, other, access, key) == Presence.Gone
                && store.Accesses.TrueForAll(a => !IsFilling(a) || IsAccompanied(other, a)) && other.Accesses.TrueForAll(a => !Loses(a) || IsLostWith(store, a)) && !IsGivenAway(holder, other))
                return true;
        }

        return false;
    }

    /// <summary>A private table of the type itself, and all that is done with it is in sight.</summary>
    private static bool IsWholly(Store store) => store is { IsInherited: false, Known.Collection: CollectionKind.Keyed, Symbol.DeclaredAccessibility: Accessibility.Private } && store.Accesses.TrueForAll(a => a is { Depth: 0, Target.A: null or { Kind: ValueKind.This } } or { Mutates: false } && a.Access != AccessKind.Escape);

    /// <summary>new(StringComparer.Ordinal), both: what is one key to the one table is one key to the other.</summary>
    private static bool CompareAlike(Store store, Store other) => ComparersOf(store) is { } own && ComparersOf(other) is { } others && own.SequenceEqual(others, SymbolEqualityComparer.Default);

    /// <summary>What the tables that the store gets are made with, capacities apart; null when that is not known.</summary>
    private static List<ISymbol>? ComparersOf(Store store)
    {
        var found = new List<ISymbol>();
        foreach (var access in store.Accesses)
        {
            if (access.Access is not (AccessKind.Replace or AccessKind.Overwrite) || access.Key != null)
                continue;
            if (access.Inserted is not { Kind: ValueKind.Created } made)
                return null;
            foreach (var part in made.Items)
            {
                if (part.Type?.SpecialType == SpecialType.System_Int32)
                    continue;
                if (part.Asked is not { IsStatic: true } comparer)
                    return null;
                found.Add(comparer);
            }
        }

        return found;
    }

    /// <summary>In the body itself, and in the same critical section: another thread fills neither in between.</summary>
    private static bool IsAskedBefore(Holder holder, Store other, AccessNode access) => other.Accesses.Exists(a => a.Access is AccessKind.Lookup or AccessKind.Exists && a.Body == access.Body && a.Order < access.Order && Canon.Same(a.Key, access.Key)
        && (holder.Callers.LocksAt(a).Common(holder.Callers.LocksAt(access)) != null || EntrySharing.Of(holder, other) == null) && Structure.Enclosing(a, BlockRole.LockBody) == Structure.Enclosing(access, BlockRole.LockBody)
        && !access.Body.Member.Awaits.Exists(w => w.Body == access.Body && w.Order > a.Order && w.Order < access.Order));

    private static bool IsFilling(AccessNode access) => access is { Inserts: true, Inserted: not { IsNull: true } };

    /// <summary>The other table has the key before, or gets it right after, with nothing between that leaves or fails.</summary>
    private static bool IsAccompanied(Store other, AccessNode filling) => filling.Key != null && filling.Member != "initializer" && other.Accesses.Exists(a => IsFilling(a) && a.Body == filling.Body && Canon.Same(a.Key, filling.Key)
        && (Structure.IsOnTheWay(a, filling) || a.Parent == filling.Parent && a.Order > filling.Order && a.Parent!.Items.TrueForAll(i => i.Order < filling.Order || i.Order > a.Order || IsPlain(i))));

    private static bool IsPlain(Node between) => between switch
    {
        AccessNode or AssignNode => true,
        CallNode call => call.Target is { MethodKind: MethodKind.PropertyGet } || call is { IsCreation: true, Target.ContainingType: { } made } && (made.IsValueType || made.IsRecord),
        _ => false,
    };

    private static bool Loses(AccessNode access) => access.Member != "initializer" && (access.Removes || access.Access is AccessKind.Exchange or AccessKind.Complete || access is { Inserts: true, Inserted.IsNull: true }) && !Callers.IsConstruction(access.Body.Member);

    /// <summary>_notes.Remove(key) beside _files.Remove(key), _notes.Clear() beside _files.Clear().</summary>
    private static bool IsLostWith(Store store, AccessNode loss) => store.Accesses.Exists(a => a.Access == loss.Access && a.Access is AccessKind.Remove or AccessKind.Clear && (a.Parent == loss.Parent || Structure.IsOnTheWay(a, loss)) && a.Body == loss.Body && (loss.Access == AccessKind.Clear || Canon.Same(a.Key, loss.Key)));

    /// <summary>Somebody else gets the table, and may take out of it what he likes.</summary>
    private static bool IsGivenAway(Holder holder, Store other)
    {
        return holder.Members.Exists(f => f.Returns.Exists(r => IsIt(r.Value)) || f.Calls.Exists(c => c.Arguments.Any(IsIt)) || f.Assigns.Exists(a => IsIt(a.Value)) || f.Accesses.Exists(a => IsIt(a.Inserted)));

        bool IsIt(Value? value) => value is { Kind: ValueKind.Store, Symbol: { } symbol } && SymbolEqualityComparer.Default.Equals(symbol, other.Symbol);
    }
}
