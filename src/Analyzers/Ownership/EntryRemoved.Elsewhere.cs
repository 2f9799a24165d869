using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Entries that go on somewhere else after their removal: put back, or in another collection of the type.</content>
internal sealed partial class EntryRemoved
{
    /// <summary>Entries of the store are ended or handed on in the same member, whichever way they were found.</summary>
    private static bool HandlesAny(Holder holder, Store store, AccessNode access)
    {
        var facts = access.Body.Member;
        var fate = holder.Fates.Of(facts, root => root.Access != access && !IsOtherRemoval(root.Access, access) && !IsNewcomer(holder, root, store, access) && Entries.IsEntry(holder, root, store, facts), node => !IsElsewhere(node, access) && !IsFailedBefore(node, access) && !IsInsertion(node, store, access) && !Structure.Exclude(node, access));
        // What the newcomer gets once it is in, or with it in another store, those that leave have got as well.
        fate |= holder.Fates.Of(facts, root => root.Access != access && IsNewcomer(holder, root, store, access), node => node.Body != access.Body ? !node.Body.RunsInline && !IsOfFailure(node.Body) : node is AccessNode { Inserts: true, Store: { } other } && !SymbolEqualityComparer.Default.Equals(other, store.Symbol) ? holder.StoreOf(other) is not { IsCollection: false } : IsAfterInsertion(node, store, access));
        return (fate & Fate.Discharged) != 0;
    }

    /// <summary>while (_ring.Count >= _capacity) _ring.Dequeue(); _ring.Enqueue(made): what goes in afterwards is none of those that left, whatever was done with it before.</summary>
    private static bool IsNewcomer(Holder holder, Root root, Store store, AccessNode access) => root.Kind == RootKind.Created && Entries.InsertionOf(holder, root.Value, store, access.Body.Member) is { } insertion
        && insertion.Body == access.Body && insertion.Order > access.Order && Structure.EnclosingLoop(insertion) == null;

    private static bool IsAfterInsertion(Node node, Store store, AccessNode access) => store.Accesses.Exists(i => i.Inserts && i.Body == access.Body && i.Order > access.Order && i.Order < node.Order && !Structure.Exclude(i, node) && IsAnyway(node, i));

    /// <summary>Once the entry is in, whatever happens: in a try or a lock perhaps, and in no clause for failures.</summary>
    private static bool IsAnyway(Node node, AccessNode insertion)
    {
        var level = node.Parent;
        while (level != null && level != insertion.Parent && !Structure.Contains(level, insertion) && level.Role is not (BlockRole.Catch or BlockRole.Case or BlockRole.LoopBody) && level.Owner is { } owner and not IfNode)
            level = owner.Parent;
        return level != null && (level == insertion.Parent || Structure.Contains(level, insertion));
    }

    /// <summary>watcher.Error += …: only those that fail are ended there.</summary>
    private static bool IsOfFailure(BodyFacts handler) => handler.Member.Registers.Exists(r => r.Callback is { Kind: ValueKind.Delegate } callback && callback.Body == handler && r.Member is { Name: var told } && (told.EndsWith("Error", System.StringComparison.Ordinal) || told.EndsWith("Failed", System.StringComparison.Ordinal) || told.EndsWith("Faulted", System.StringComparison.Ordinal)));

    /// <summary>list.Remove(node); list.AddFirst(node); the entry only changes its place: what goes in was in the store before.</summary>
    private static bool IsPutBack(Holder holder, Store store, AccessNode access)
    {
        foreach (var insertion in store.Accesses)
        {
            if (insertion.Body != access.Body || insertion.Order < access.Order || !insertion.Inserts || insertion.Inserted is not { } inserted || Structure.Exclude(access, insertion))
                continue;
            if (access.Comparand != null && Canon.Same(access.Comparand, inserted) || FoundBy(access) is { } found && Canon.Same(found, inserted) || Trace.Roots(holder, inserted).Exists(r => r.IsOf(store.Symbol) && (r.Access == access || r.Access is { } read && read.Order < access.Order && IsSameEntry(read, access))))
                return true;
        }

        return false;
    }

    /// <summary>var index = _items.IndexOf(item); … _items.RemoveAt(index): what stands there is the item.</summary>
    private static Value? FoundBy(AccessNode removal) => removal.Key is { Kind: ValueKind.Local, Local.Single: { Access: { Member: "IndexOf", Comparand: { } item } search } } && SymbolEqualityComparer.Default.Equals(search.Store, removal.Store) ? item : null;

    /// <summary>_hot[name] = _cold[name]; Forget(name): who calls the helper has put the entry somewhere else before.</summary>
    private static bool IsMovedByCallers(Holder holder, Store store, AccessNode access) => access.Body.Enclosing == null && holder.Callers.IsClosed(access.Body.Member) && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls
        && calls.All(c => c.Body.Member.Accesses.Exists(a => a is { Inserts: true, Inserted: { } moved } && a.Body == c.Body && a.Order < c.Order && !Structure.Exclude(a, c) && !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Trace.ComesFrom(holder, moved, store.Symbol)));

    private static bool IsSameEntry(AccessNode read, AccessNode removal) => read.Key == null || removal.Key == null || Canon.Same(read.Key, removal.Key);

    /// <summary>What was removed under another key is another entry.</summary>
    private static bool IsOtherRemoval(AccessNode? other, AccessNode access) =>
        other is { Access: AccessKind.Remove, Key: not null } && access is { Access: AccessKind.Remove, Key: not null } && !Canon.Same(other.Key, access.Key);

    /// <summary>Put into the store it is taken from, not into that of another object of the type.</summary>
    private static bool IsInsertion(Node node, Store store, AccessNode access) => node is AccessNode { Inserts: true } insertion && SymbolEqualityComparer.Default.Equals(insertion.Store, store.Symbol)
        && (insertion.Target.A is { Kind: ValueKind.Parameter }) == (access.Target.A is { Kind: ValueKind.Parameter });

    /// <summary>catch { made.Dispose(); throw; }: what could not be made, before the removal, which is of another one.</summary>
    private static bool IsFailedBefore(Node node, AccessNode access) => node.Order < access.Order && Structure.Enclosing(node, BlockRole.Catch) is { } failed && Structure.Leaves(failed) && !Structure.Contains(failed, access);

    /// <summary>A return before the removal, on a way that does not pass it.</summary>
    private static bool IsElsewhere(Node node, AccessNode access) => node is ReturnNode && node.Order < access.Order;

    /// <summary>The instance removed was found in the store, not brought by a caller who keeps it.</summary>
    private static bool OwnInstance(Holder holder, Store store, AccessNode access)
    {
        foreach (var root in Trace.Roots(holder, access.Comparand))
        {
            if (root.IsOf(store.Symbol))
                return true;
        }

        return false;
    }

    /// <summary>The other index gave the entry out when it left there, and it is ended or kept.</summary>
    private static bool IsHandledThere(Holder holder, Store other, MemberFacts facts) =>
        other.Accesses.Exists(a => a.Body.Member == facts && a.Removes && (holder.Fates.Of(facts, root => root.Access == a) & Fate.Discharged) != 0);

    private static bool AlsoLeaves(Store other, MemberFacts facts)
    {
        foreach (var access in other.Accesses)
        {
            if (access.Body.Member == facts && access.Removes)
                return true;
        }

        return false;
    }
}
