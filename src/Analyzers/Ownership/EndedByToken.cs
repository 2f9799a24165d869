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
        && holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Sink: SinkKind.Token, Detaches: false, Publisher: { } token } && IsOf(token, source) && Structure.IsInNoBranch(r) && Delegates.BodyOf(holder, r.Callback) is { } body && Drains(holder, body, store)))));

    private static bool IsOf(Value token, ISymbol source) => (token.Kind == ValueKind.Local ? token.Local.Single ?? token : token) is { Kind: ValueKind.Member, Symbol.Name: "Token", A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } kept } }
        && SymbolEqualityComparer.Default.Equals(kept, source);

    /// <summary>In a loop over all, each in no branch.</summary>
    private static bool Drains(Holder holder, BodyFacts body, Store store) => body.Member.Disposals.Exists(d => d.Body == body && Structure.EnclosingLoop(d) is { } loop && Structure.IsInNoBranch(d, loop.BodyBlock)
        && Trace.Roots(holder, d.Operand).Exists(r => r is { Kind: RootKind.Element, IsPart: false } && r.IsOf(store.Symbol)));
}
