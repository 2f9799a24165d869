using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that leave a store because they say that they have ended: nothing is lost with them.</summary>
internal static class EndedAlready
{
    /// <summary>Only entries that say they have ended leave: if (c.IsDisposed) …, RemoveAll(c => !c.IsValid).</summary>
    public static bool AreThose(Holder holder, Store store, AccessNode access)
    {
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at.Role is BlockRole.Then or BlockRole.Else && SaysDead(holder, store, branch.Condition, at == branch.Then, 0, access.Body.Member))
                return true;
        }

        // if (entry.State != State.Disposed) continue; … RemoveAt(i).
        foreach (var branch in Structure.Branches(access.Body.Member))
        {
            if (Structure.IsOnTheWay(branch, access) && Structure.EnclosingLoop(branch) == Structure.EnclosingLoop(access)
                && (Structure.EndsTurn(branch.Then) && SaysDead(holder, store, branch.Condition, false, 0, access.Body.Member) || Structure.EndsTurn(branch.Else) && SaysDead(holder, store, branch.Condition, true, 0, access.Body.Member)))
                return true;
        }

        foreach (var node in access.Body.Member.Returns)
        {
            if (access.Access == AccessKind.RemoveWhere && node.Body.InlineOf == (access.Made ?? access) && node.Value != null && SaysDead(holder, store, node.Value, true, 0))
                return true;
        }

        return false;
    }

    /// <summary>The predicate keeps those that have not ended: Where(c => !c.IsDisposed).</summary>
    public static bool AreRest(Holder holder, Store store, Value predicate) => SaysDead(holder, store, predicate, false, 0);

    private static bool SaysDead(Holder holder, Store store, Value condition, bool holds, int depth, MemberFacts? facts = null)
    {
        if (depth > 8)
            return false;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                return SaysDead(holder, store, condition.A!, !holds, depth + 1, facts);
            case ValueKind.And or ValueKind.Or:
                var first = SaysDead(holder, store, condition.A!, holds, depth + 1, facts);
                var second = SaysDead(holder, store, condition.B!, holds, depth + 1, facts);
                // Of "a and b" both hold; of "a or b" one does, and it may be the other one.
                return condition.Kind == ValueKind.And == holds ? first || second : first && second;
            // channel.State == ChannelState.Disposed.
            case ValueKind.Same when condition is { A: { } state, B: { } named } && (IsDeadState(named) ? state : IsDeadState(state) ? named : null) is { Owner: { } entry }:
                return holds && Trace.ComesFrom(holder, entry, store.Symbol);
            case ValueKind.Local when condition.Local.Single is { } single:
                return SaysDead(holder, store, single, holds, depth + 1, facts);
            default:
                return LivenessFlags.Of(condition) is var flag && flag != Liveness.Unknown && holds == (flag == Liveness.Dead)
                    && condition.Owner is { } flagged && (Trace.ComesFrom(holder, flagged, store.Symbol) || flagged is { Kind: ValueKind.Parameter } && facts != null && IsCompared(holder, facts, store, flagged));
        }
    }

    /// <summary>An enum value by whose name there is nothing left to dispose.</summary>
    private static bool IsDeadState(Value value) => value is { Symbol: IFieldSymbol { IsConst: true, ContainingType.TypeKind: TypeKind.Enum, Name: "Disposed" } }
        || value is { Kind: ValueKind.Constant, Type: { TypeKind: TypeKind.Enum } states, Data: { } data } && states.GetMembers("Disposed").Any(m => m is IFieldSymbol { HasConstantValue: true } named && Equals(named.ConstantValue, data));

    /// <summary>if (client != _clients[i]) continue; the parameter is that entry.</summary>
    private static bool IsCompared(Holder holder, MemberFacts facts, Store store, Value flagged) =>
        Structure.Branches(facts).Any(b => (b.Condition is { Kind: ValueKind.Not, A: { } denied } ? denied : b.Condition) is { Kind: ValueKind.Same, A: { } first, B: { } second }
            && (first == flagged && Trace.ComesFrom(holder, second, store.Symbol) || second == flagged && Trace.ComesFrom(holder, first, store.Symbol)));
}
