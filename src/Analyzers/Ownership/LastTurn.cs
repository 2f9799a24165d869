using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Writes that come once in their run: in the turn that ends the loop, or for the key that follows another one.</summary>
internal static class LastTurn
{
    /// <summary>do { if (client.Connected) _reader = …; } while (!client.Connected): the turn that makes it is the last one.</summary>
    public static bool Is(AccessNode access)
    {
        if (Structure.EnclosingLoop(access) is not { IsDoWhile: true, Condition: { } again } loop)
            return false;
        for (var at = access.Parent; at != null && at != loop.BodyBlock; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at == branch.Then && Canon.Text(branch.Condition) != null && Denies(again, branch.Condition, 0))
                return true;
        }

        return false;
    }

    /// <summary>OnCompleted() => Next(); void Next() { _current = sources[i++].Subscribe(this); }: the sequence before has ended, and its subscription with it.</summary>
    public static bool IsOfEndedSequence(Holder holder, AccessNode access)
    {
        var value = access.Inserted is { Kind: ValueKind.Local } local ? local.Local.Single : access.Inserted;
        if (value is not { Kind: ValueKind.Result, Call: { Target.Name: "Subscribe" } call } || !System.Array.Exists(call.Arguments, a => a.Kind == ValueKind.This))
            return false;
        var facts = access.Body.Member;
        return access.Body.Enclosing == null && (IsCompletion(facts) || holder.Callers.Of(facts) is { Count: > 0 } calls && calls.Any(c => IsCompletion(c.Body.Member)) && calls.All(c => IsCompletion(c.Body.Member) || IsFirst(c.Body.Member)));

        static bool IsFirst(MemberFacts facts) => Callers.IsConstruction(facts) || Starting.IsStart(facts) || facts.Method is { Name: "Run" or "Subscribe" or "SubscribeCore" };

        static bool IsCompletion(MemberFacts facts) => facts.Method is { Parameters.IsEmpty: true } method && (method.Name == "OnCompleted" || method.Name.EndsWith(".OnCompleted", System.StringComparison.Ordinal));
    }

    private static bool Denies(Value again, Value found, int depth) => depth < 6 && (again.Kind == ValueKind.Not && Canon.Same(again.A!, found) || again.Kind == ValueKind.And && (Denies(again.A!, found, depth + 1) || Denies(again.B!, found, depth + 1)));

    /// <summary>Change(from, to): the entry of one is ended and taken out, the other gets a new one. They follow one another.</summary>
    public static bool IsMoveOfKey(Store store, AccessNode access) => store.IsCollection && access.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol to } && store.Accesses.Exists(a => a.Body == access.Body && a.Order < access.Order
        && a.Access is AccessKind.Remove && a.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol from } && !SymbolEqualityComparer.Default.Equals(from, to) && SymbolEqualityComparer.Default.Equals(from.Type, to.Type) && from.Ordinal < to.Ordinal);
}
