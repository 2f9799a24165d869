using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Token sources that others hang on to: their tokens are handed out, linked or registered on.</summary>
internal static class Tokens
{
    /// <summary>The token of some entry is returned by a member that is not private, linked, or registered on.</summary>
    public static bool Leave(Holder holder, Store store)
    {
        foreach (var facts in holder.Members)
        {
            if (facts.Method is { DeclaredAccessibility: not Accessibility.Private } && facts.Returns.Any(r => r.Value != null && IsToken(holder, r.Value, store)))
                return true;
            foreach (var call in facts.Calls)
            {
                if (call.Receiver is { } receiver && call.Target?.Name is "Register" or "UnsafeRegister" && IsToken(holder, receiver, store))
                    return true;
            }
        }

        return false;
    }

    /// <summary>_stop, of _stop.Token: the source in a field of the holder that the token is of.</summary>
    public static ISymbol? SourceOf(Value? token) => (token is { Kind: ValueKind.Local } ? token.Local.Single : token) is { Kind: ValueKind.Member, Symbol.Name: "Token", A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } source } ? source.Symbol : null;

    /// <summary>The token is of a source of the holder's own that no time and no other source cancels: who registers on it is called by the end of the holder, or by a member that others call, on their thread.</summary>
    public static bool IsCancelledHere(Holder holder, Value? token) => SourceOf(token) is { } source && source.DeclaredAccessibility == Accessibility.Private && holder.StoreOf(source) is { } store
        && store.Accesses.TrueForAll(a => a.Access is not (AccessKind.Overwrite or AccessKind.Escape) || a.Inserted is { Kind: ValueKind.Created, Items.Length: 0 } or { IsNull: true })
        && holder.OwnMembers.All(f => f.Calls.TrueForAll(c => c is not { Target.Name: "Cancel" or "CancelAfter" or "CancelAsync", Receiver: { Kind: ValueKind.Store } at } || !SymbolEqualityComparer.Default.Equals(at.Symbol, source) || c is { Target.Name: "Cancel", Body.Enclosing: null } && f.Method is { } end && (Closing.IsClosing(end) || end.DeclaredAccessibility == Accessibility.Public) && !holder.Callers.IsDelegate(end) && holder.Callers.Of(f).All(o => o.Body.Enclosing == null && Closing.IsClosing(o.Body.Member.Method))));

    private static bool IsToken(Holder holder, Value value, Store store)
    {
        var at = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
        return at.Kind == ValueKind.Member && at.Symbol?.Name == "Token" && at.A != null && Trace.ComesFrom(holder, at.A, store.Symbol);
    }
}
