using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_stop.Token.Register(() => { foreach (var client in _clients) client.Close(); }): who cancels the source that the holder keeps has all of them ended.</summary>
internal static class EndedByToken
{
    public static bool Is(Holder holder, MemberFacts closing, Store store) => holder.Summaries.Reached(closing).Exists(at => at.Calls.Exists(c => c is { Target.Name: "Cancel" or "CancelAsync", Receiver: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } source } }
        && holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Sink: SinkKind.Token, Detaches: false, Publisher: { } token } && SymbolEqualityComparer.Default.Equals(Tokens.SourceOf(token), source) && Structure.IsInNoBranch(r) && Delegates.BodyOf(holder, r.Callback) is { } body && body.Member.Disposals.Exists(d => d.Body == body && WholeLoop.Ends(d, symbol => SymbolEqualityComparer.Default.Equals(symbol, store.Symbol)))))));
}
