using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that others take away and end.</summary>
internal static class TakenAway
{
    /// <summary>public bool Stop(id, out Session session): whoever takes the entry away gets it, and its owner has no end of its own.</summary>
    public static bool Are(Holder holder, Store store) => store.Accesses.Exists(a => a.Removes && a.Out is { Symbol: IParameterSymbol { RefKind: RefKind.Out } })
        || store.Accesses.FindAll(a => a.Removes && a.Member != "initializer" && !Callers.IsConstruction(a.Body.Member)) is { Count: > 0 } leaving && leaving.Exists(a => TakesAll(holder, store, a) || IsCalledForAll(holder, store, a)) && leaving.TrueForAll(a => a.Body.Member is { Method: { DeclaredAccessibility: not Accessibility.Private, ReturnsVoid: false } taker } facts && facts.Returns.Exists(r => r.Value != null && IsGiven(holder, store, r.Value)) && IsEndedByTakers(holder, store, taker));

    /// <summary>In a loop that asks nothing of the entries themselves: all of them leave, or all but those that the caller wants to stay.</summary>
    private static bool TakesAll(Holder holder, Store store, AccessNode removal)
    {
        if (removal.Access is AccessKind.Clear or AccessKind.Replace)
            return true;
        for (var at = removal.Parent; at != null; at = at.Parent)
        {
            if (at.Role is BlockRole.LoopBody or BlockRole.LoopHead)
                return at.Owner is not LoopNode { Source: { } source } || !IsPart(source, 0);
            if (at.Owner is IfNode branch && Asks(branch.Condition, 0) || at.Role is BlockRole.Case or BlockRole.Catch)
                return false;
        }

        return false;

        // foreach (var user in users), _links.Where(l => !l.Value.Connected)
        bool IsPart(Value value, int depth) => depth < 8 && (value.Kind == ValueKind.Parameter || value.Narrowing is { Name: not "Except" } || value is { Kind: ValueKind.Local, Local.Single: { } single } && IsPart(single, depth + 1) || (value.A ?? value.Call?.Receiver) is { } whole && IsPart(whole, depth + 1));

        bool Asks(Value? value, int depth) => value != null && depth < 8 && (Trace.ComesFrom(holder, value, store.Symbol) || Asks(value.A, depth + 1) || Asks(value.B, depth + 1) || Asks(value.Owner, depth + 1)
            || value is { Kind: ValueKind.Local, Local.Single: { } single } && Asks(single, depth + 1));
    }

    /// <summary>foreach (var user in _table.Users) _table.Take(user)?.Dispose(), in the end of the owner: one after the other, as long as there is any.</summary>
    private static bool IsCalledForAll(Holder holder, Store store, AccessNode removal) => removal is { Body: { Enclosing: null, Member.Method: { } taker }, Key: { Kind: ValueKind.Parameter } } && Structure.IsInNoBranch(removal) && holder.Analysis.Foreign.CallersOf(taker, holder.Cancellation).Any(f => Closing.IsClosing(f.Method)
        && f.Calls.Exists(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, taker.OriginalDefinition) && Structure.EnclosingLoop(c) is { Source: { Kind: ValueKind.Elements, Narrowing: null, A: { } source } all } loop && c.Parent == loop.BodyBlock && Structure.IsInNoBranch(loop) && c.Arguments.Any(a => a is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.EachElement, A: { } each } } && each == all)
            && source.Call?.Target is { } asked && holder.OwnFactsOf(asked) is { Narrowings.Count: 0, Returns: { Count: 1 } keys } && keys[0].Value is { } given && Closing.GoesOver(given, store.Symbol, 0)));

    /// <summary>foreach (var link in _table.TakeAll()) link.Dispose(): someone in sight ends what it takes out.</summary>
    private static bool IsEndedByTakers(Holder holder, Store store, IMethodSymbol taker) => holder.Analysis.Foreign.CallersOf(taker, holder.Cancellation).Any(c => holder.OwnFactsOf(c.Member) == null
        && c.Disposals.Exists(d => Trace.Roots(holder, d.Operand).Exists(r => !r.IsPart && r.IsOf(store.Symbol))));

    /// <summary>return removed, or a list that what was taken out has been put into.</summary>
    private static bool IsGiven(Holder holder, Store store, Value value) => Trace.Roots(holder, value).Concat(Trace.ElementRoots(holder, value)).Any(r => !r.IsPart && r.IsOf(store.Symbol) && r.Access is { Removes: true });
}
