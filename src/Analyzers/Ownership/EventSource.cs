using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>
/// A slot with a timer or a file watcher that nobody asks for anything: it calls, and is only ended and made anew. A disposed one that stays there is
/// disposed once more, and that does nothing.
/// </summary>
internal static class EventSource
{
    public static bool Is(Holder holder, Store store)
    {
        if (store.IsCollection || !store.Payload.IsDirect || StoreScope.IsInSource(store.Payload.Resource!)
            || store.Payload.Resource!.Name != "FileSystemWatcher" && !holder.Catalog.Of(store.Payload.Resource).Has(TypeTraits.Timer))
            return false;
        foreach (var facts in holder.Members)
        {
            foreach (var call in facts.Calls)
            {
                if (call.Receiver is { } receiver && Trace.ComesFrom(holder, receiver, store.Symbol) && !facts.Disposals.Exists(d => d.Syntax == call.Syntax))
                    return false;
                foreach (var argument in call.Arguments)
                {
                    if (Trace.ComesFrom(holder, argument, store.Symbol))
                        return false;
                }
            }
        }

        return holder.Ownership.EscapeOf(store) == null && !store.Accesses.Exists(a => a.Access == AccessKind.Escape);
    }
}
