using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Suppression;

/// <summary>Whether a member disposes every entry of a store, or the value of a slot, apart from flags that say it was done before.</summary>
internal static class Drain
{
    public static bool DisposesAll(Holder holder, MemberFacts facts, Store store)
    {
        if (facts.Narrowings.Count > 0)
            return false;
        foreach (var node in facts.Disposals)
        {
            if (node.IsCertain && IsContent(holder, node.Operand, store) && ReachesAll(node, store))
                return true;
        }

        foreach (var call in facts.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (IsContent(holder, call.Arguments[i], store) && call.Target is { } target && EndsParameter(holder, target, i) && ReachesAll(call, store))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The helper disposes what it is given, whatever happens.</summary>
    private static bool EndsParameter(Holder holder, IMethodSymbol target, int index) =>
        holder.OwnFactsOf(target) is { } facts && facts.Disposals.Exists(d => d.IsCertain && d.Body == facts.Root && BroughtItem.ParameterOf(holder, d)?.Ordinal == index && Unconditional.Runs(d, facts.Root.Root));

    private static bool IsContent(Holder holder, Value value, Store store)
    {
        var roots = Trace.Roots(holder, value);
        return roots.Count > 0 && roots.TrueForAll(r => r.Kind == RootKind.Null || r.IsOf(store.Symbol) && !r.IsPart) && roots.Exists(r => r.IsOf(store.Symbol));
    }

    /// <summary>In a loop over the store, or, for a slot, wherever the member gets to.</summary>
    private static bool ReachesAll(Node node, Store store)
    {
        if (node.Body.Enclosing != null)
            return false;
        if (Structure.EnclosingLoop(node) is not { } loop)
            return !store.IsCollection && Unconditional.RunsOnce(node, node.Body.Root);
        return store.IsCollection && Unconditional.RunsInEveryTurn(node, loop) && EndsWhenEmpty(loop, store) && Unconditional.RunsOnce(loop, loop.Body.Root);
    }

    /// <summary>foreach over the store or a copy of it; while (TryTake), while (Count > 0), while (!IsEmpty), or without a condition.</summary>
    private static bool EndsWhenEmpty(LoopNode loop, Store store)
    {
        if (loop.Source != null)
            return IsAllOf(loop.Source, store);
        return loop.IsEndless || loop.Condition is { } condition && condition.Kind switch
        {
            ValueKind.Outcome => condition.Access is { Access: AccessKind.Take or AccessKind.Exists } access && IsOf(access, store),
            ValueKind.Not => condition.A is { Kind: ValueKind.Same } same && IsCount(same.A!, store) && same.B!.Data is 0,
            ValueKind.Pure => condition is { Data: BinaryOperatorKind.GreaterThan, Items.Length: 2 } && IsCount(condition.Items[0], store) && condition.Items[1].Data is 0,
            _ => false,
        };
    }

    private static bool IsCount(Value value, Store store) => value is { Kind: ValueKind.Member, Data: AccessNode { Access: AccessKind.Exists } access } && IsOf(access, store);

    private static bool IsOf(AccessNode access, Store store) => access.Depth == 0 && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol);

    private static bool IsAllOf(Value source, Store store)
    {
        for (var at = source; at != null;)
        {
            switch (at.Kind)
            {
                case ValueKind.Store:
                    return SymbolEqualityComparer.Default.Equals(at.Symbol, store.Symbol);
                case ValueKind.Element when at.Access is { Access: AccessKind.Exchange } access:
                    return IsOf(access, store);
                case ValueKind.Local:
                    at = at.Local.Single;
                    continue;
                case ValueKind.Elements when at.B == null:
                case ValueKind.Member when at.Data is "keys":
                    at = at.A;
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
