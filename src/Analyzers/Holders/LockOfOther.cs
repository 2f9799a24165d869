using System.Linq;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>lock (_workers) { … report both … }: the lock is another collection, and guards that one.</summary>
internal static class LockOfOther
{
    /// <summary>Nothing is put in or taken out under any lock, and what is read under one is read beside the collection that is the lock.</summary>
    public static bool AreAll(Holder holder, Store store) => store.Accesses.TrueForAll(a => holder.Callers.LocksAt(a) is var held && (held.IsEmpty || !a.Inserts && !a.Removes && held.Ids.All(l => Is(holder, store, l))));

    private static bool Is(Holder holder, Store store, LockId held) => held.Symbol != null && holder.StoreOf(held.Symbol) is { IsCollection: true } other && other != store;
}
