using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_stop.Token.Register(() => { foreach (var client in _clients) client.Close(); }), wherever a source is made: who cancels the source that the holder keeps has all of them ended.</summary>
internal static class EndedByToken
{
    public static bool Is(Holder holder, MemberFacts closing, Store store) => holder.Summaries.Reached(closing).Exists(at => at.Calls.Exists(c => c is { Target.Name: "Cancel" or "CancelAsync", Receiver: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } source } }
        && Structure.IsInNoBranch(c, null, Structure.IsWhenNotNull) && IsAlwaysTold(holder, store, source)));

    /// <summary>Each source that gets into the slot is registered on where it is made; that of the initializer in the one constructor there is.</summary>
    private static bool IsAlwaysTold(Holder holder, Store store, ISymbol source) => holder.StoreOf(source) is { } slot && slot.Accesses.FindAll(a => a.Inserts && a.Inserted is not { IsNull: true }) is { Count: > 0 } made
        && made.TrueForAll(a => a.Member == "initializer" || Callers.IsConstruction(a.Body.Member) ? store.Symbol.ContainingType.InstanceConstructors.Count(c => !c.IsImplicitlyDeclared) == 1 && holder.OwnMembers.Any(f => IsWhenMade(holder, f) && Tells(holder, store, source, f, 0))
            : Tells(holder, store, source, a.Body.Member, a.Order));

    private static bool Tells(Holder holder, Store store, ISymbol source, MemberFacts facts, int after) => facts.Registers.Exists(r => r is { Sink: SinkKind.Token, Detaches: false, ResultDropped: true, Publisher: { } token } && r.Order >= after && SymbolEqualityComparer.Default.Equals(Tokens.SourceOf(token), source) && Structure.IsInNoBranch(r)
        && Delegates.BodyOf(holder, r.Callback) is { } body && body.Member.Disposals.Exists(d => d.Body == body && WholeLoop.Ends(d, symbol => SymbolEqualityComparer.Default.Equals(symbol, store.Symbol))));

    /// <summary>The constructor, or a helper that it calls.</summary>
    private static bool IsWhenMade(Holder holder, MemberFacts facts) => Callers.IsConstruction(facts) || holder.Callers.IsClosed(facts) && holder.Callers.Of(facts).Any(c => Callers.IsConstruction(c.Body.Member) && Structure.IsInNoBranch(c));
}
