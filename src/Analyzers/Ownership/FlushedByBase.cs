using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>protected override void OnFlush() { foreach (var batch in _batches) Full(batch); _batches.Clear(); }: the end of the base type flushes once more, and who gets the entries has them.</summary>
internal static class FlushedByBase
{
    public static bool Is(Holder holder, Store store)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { IsOverride: true, OverriddenMethod: { } asked } || !StoreScope.IsInSource(asked.ContainingType) || !facts.Accesses.Exists(a => a.Access is AccessKind.Clear or AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && IsWhenThereAreAny(a))
                || !facts.Calls.Exists(c => c.IsDelegate && IsWhenThereAreAny(c) && System.Array.Exists(c.Arguments, a => Trace.Roots(holder, a).Exists(r => SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol) && (r.Kind == RootKind.Collection || r.Kind == RootKind.Element && (c.Body.RunsForEach || Structure.EnclosingLoop(c) != null))))))
                continue;
            for (var at = holder.Type.BaseType; at != null && StoreScope.IsInSource(at); at = at.BaseType)
            {
                if (at.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && Closing.IsClosing(m) && Calls(holder, m, asked.OriginalDefinition, 0)))
                    return true;
            }
        }

        return false;
    }

    private static bool Calls(Holder holder, IMethodSymbol from, IMethodSymbol asked, int depth) => depth < 4 && holder.WrittenFactsOf(from) is { } facts
        && facts.Calls.Exists(c => c.Target is { } target && (SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, asked) || c.Receiver is null or { Kind: ValueKind.This } && StoreScope.IsInSource(target) && Calls(holder, target, asked, depth + 1)) && IsWhenThereAreAny(c));

    /// <summary>Behind no test but such as ask for the end itself or whether there is anything: if (_closed) return; … if (_count > 0) Flush();</summary>
    private static bool IsWhenThereAreAny(Node step) => AreForAny(step) && step.Body.Member.Returns.TrueForAll(r => r.Body != step.Body || r.Order > step.Order || AreForAny(r));

    private static bool AreForAny(Node step)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.Case || at.Owner is IfNode branch && !AsksForAny(branch.Condition, 0))
                return false;
        }

        return true;
    }

    /// <summary>A private flag, a test for null, or a number compared with none or one; no option, and no limit that somebody has set.</summary>
    private static bool AsksForAny(Value test, int depth) => depth < 6 && test.Kind switch
    {
        ValueKind.IsNull or ValueKind.Outcome or ValueKind.Constant or ValueKind.Parameter => true,
        ValueKind.Store or ValueKind.Element => test.Symbol is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private } || test.Access is { Access: AccessKind.Exchange or AccessKind.CompareExchange },
        ValueKind.Result => test.Call?.Target is { } asked && (asked.AssociatedSymbol is IPropertySymbol { SetMethod: null } || asked.Name is "Any" or "Exchange" or "CompareExchange"),
        ValueKind.Pure or ValueKind.Same => test.Items.Concat(new[] { test.A, test.B }).Count(v => v is { Kind: not (ValueKind.Constant or ValueKind.Null) }) <= 1 && test.Items.All(i => i is not { Kind: ValueKind.Constant, Data: int and not (0 or 1) }),
        ValueKind.Not => AsksForAny(test.A!, depth + 1),
        ValueKind.And or ValueKind.Or => AsksForAny(test.A!, depth + 1) && AsksForAny(test.B!, depth + 1),
        _ => false,
    };
}
