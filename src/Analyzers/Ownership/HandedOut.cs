using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that are made for others, who get them and dispose them: what is kept here is a list of those under way.</summary>
internal static class HandedOut
{
    public static bool Is(Holder holder, Store store) =>
        store.IsCollection && store.Payload is { HasEntry: false, Resource: INamedTypeSymbol entry } && StoreScope.IsInSource(entry)
        && !holder.Ownership.Of(store).IsDecisive && holder.Ownership.EscapeOf(store) != null && holder.Analysis.Receivers.End(entry, holder.Cancellation);
}
