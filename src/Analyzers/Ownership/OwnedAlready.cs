using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_players.Register(session); _cache.Set(name, session): the disposable that got it first keeps it and ends it, and the cache only finds it.</summary>
internal static class OwnedAlready
{
    public static bool Is(Holder holder, AccessNode access) => access.Inserted is { } inserted && Trace.Roots(holder, inserted) is { Count: > 0 } made && made.TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false })
        && access.Body.Member.Calls.Exists(c => c.Body == access.Body && c.Order < access.Order && Structure.IsInNoBranch(c, Structure.LevelOf(c, access)) && c is { IsCreation: false, Receiver: { Type: { } owner }, Target: { } target } && !(c.ResultDropped && target.ReturnType.SpecialType == SpecialType.System_Boolean) && StoreScope.IsInSource(target) && holder.Catalog.IsResource(owner)
            && c.Arguments.Where((a, i) => Trace.Roots(holder, a).Exists(r => made.Exists(m => m.Value == r.Value)) && IsKeptToEnd(holder, target, i)).Any());

    /// <summary>The method puts what it gets into a collection, or says whether it did, and the end of its type goes over that one.</summary>
    private static bool IsKeptToEnd(Holder holder, IMethodSymbol target, int at) => holder.FactsOf(target) is { } facts && facts.Accesses.Exists(a => a is { Inserts: true, Store: { } kept } && (Structure.IsInNoBranch(a) || target.ReturnType.SpecialType == SpecialType.System_Boolean)
        && new[] { a.Inserted, a.Key }.Any(v => v is { Symbol: IParameterSymbol given } && given.Ordinal == at)
        && target.ContainingType.OriginalDefinition.GetMembers().Any(m => m is IMethodSymbol { IsAbstract: false } end && Closing.IsClosing(end) && holder.WrittenFactsOf(end) is { } ending && ending.Disposals.Exists(d => Trace.Roots(holder, d.Operand).Exists(r => r.IsOf(kept)))));
}
