using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>Disposes after which what stays in the store harms nobody: nobody uses it, a second dispose does nothing, or there is nothing in it.</summary>
internal static class OnlyDisposed
{
    /// <summary>Entries that can be, or are, disposed and nothing else.</summary>
    public static bool Are(Holder holder, Store store) =>
        !store.IsCollection && store.Type is { Name: "IDisposable" or "IAsyncDisposable" or "CancellationTokenRegistration" } || AreIdleSources(holder, store);

    /// <summary>Timers and file watchers of which no member wants anything but their end: no Change, no Start, nothing handed out.</summary>
    private static bool AreIdleSources(Holder holder, Store store)
    {
        if (store.Payload is not { HasEntry: false, Resource: { } resource } || !(holder.Catalog.Of(resource).Has(TypeTraits.Timer) || resource.Name == "FileSystemWatcher") || store.Accesses.Exists(a => a.Access == AccessKind.Escape))
            return false;
        foreach (var facts in holder.Members)
        {
            if (facts.Calls.Exists(c => c.Receiver is { } receiver && Trace.ComesFrom(holder, receiver, store.Symbol) && !facts.Disposals.Exists(d => d.Syntax == c.Syntax || d.Syntax.Contains(c.Syntax) || c.Syntax.Contains(d.Syntax)))
                || (holder.Fates.Of(facts, root => root.IsOf(store.Symbol)) & (Fate.Returned | Fate.Stored | Fate.Passed)) != 0)
                return false;
        }

        return true;
    }

    /// <summary>A struct whose dispose resets it, this = default: what stays in the slot holds nothing.</summary>
    public static bool ResetsItself(Holder holder, Store store, DisposeNode dispose) => store is { IsCollection: false, Type.IsValueType: true }
        && dispose.Method is { } method && holder.FactsOf(method) is { } facts && facts.Assigns.Exists(a => a.Place.Kind == ValueKind.This && a.Parent == facts.Root.Root);

    /// <summary>The slot is empty where the dispose stands, or where the lambda it stands in runs.</summary>
    public static bool IsGone(Holder holder, Store store, DisposeNode dispose) => Presence.OfSlot(holder, store, dispose) == Presence.Gone || IsGoneAround(holder, store, dispose.Body);

    /// <summary>if (_util == null) await injector.RunAsync(async script => { if (_util != null) …; _util = …; }): the lambda runs where nothing is there.</summary>
    private static bool IsGoneAround(Holder holder, Store store, BodyFacts body) => body is { Enclosing: { } outer, IsLocalFunction: false }
        && body.Member.Calls.Find(c => c.Body == outer && c.IsAwaited && System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Delegate && a.Body == body)) is { } call && Presence.OfSlot(holder, store, call) == Presence.Gone;
}
