using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_players.Register(session); _cache.Set(name, session): the disposable that got it first keeps it and ends it, and the cache only finds it.</summary>
internal static class OwnedAlready
{
    public static bool Is(Holder holder, AccessNode access) => access.Inserted is { } inserted && Trace.Roots(holder, inserted) is { Count: > 0 } made && made.TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false })
        && access.Body.Member.Calls.Exists(c => c.Body == access.Body && c.Order < access.Order && Structure.IsInNoBranch(c, Structure.LevelOf(c, access)) && c is { IsCreation: false, Receiver: { Type: { } owner }, Target: { } target } && StoreScope.IsInSource(target) && holder.Catalog.IsResource(owner)
            && c.Arguments.Where((a, i) => Trace.Roots(holder, a).Exists(r => made.Exists(m => m.Value == r.Value)) && (holder.Fates.OfArgument(c, i) & Fate.Stored) != 0).Any());
}
