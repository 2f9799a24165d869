using System.Collections.Generic;
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
            if (facts.Method is not { IsOverride: true, OverriddenMethod: { } asked } || !StoreScope.IsInSource(asked.ContainingType) || !facts.Accesses.Exists(a => a.Access is AccessKind.Clear or AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && IsWhenThereAreAny(holder, a))
                || !facts.Calls.Exists(c => c.IsDelegate && IsWhenThereAreAny(holder, c) && System.Array.Exists(c.Arguments, a => Trace.Roots(holder, a).Exists(r => SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol) && (r.Kind == RootKind.Collection || r.Kind == RootKind.Element && (c.Body.RunsForEach || Structure.EnclosingLoop(c) != null))))))
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
        && facts.Calls.Exists(c => c.Target is { } target && (SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, asked) || c.Receiver is null or { Kind: ValueKind.This } && StoreScope.IsInSource(target) && Calls(holder, target, asked, depth + 1)) && IsWhenThereAreAny(holder, c));

    /// <summary>Behind no test but such as ask for the end itself or whether there is anything: if (_closed) return; … if (_count > 0) Flush();</summary>
    private static bool IsWhenThereAreAny(Holder holder, Node step) => AreForAny(holder, step) && step.Body.Member.Returns.TrueForAll(r => r.Body != step.Body || r.Order > step.Order || AreForAny(holder, r));

    private static bool AreForAny(Holder holder, Node step)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.Case || at.Owner is IfNode branch && !AsksForAny(holder, step.Body.Member, branch.Condition, 0))
                return false;
        }

        return true;
    }

    /// <summary>A private flag, one that the member sets itself, a test for null, a number compared with none or one, or a helper that asks so; no option, and no limit that somebody has set.</summary>
    private static bool AsksForAny(Holder holder, MemberFacts facts, Value test, int depth) => depth < 6 && test.Kind switch
    {
        ValueKind.IsNull or ValueKind.Outcome or ValueKind.Constant or ValueKind.Parameter => true,
        ValueKind.Store or ValueKind.Element => test.Symbol is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private } || test.Access is { Access: AccessKind.Exchange or AccessKind.CompareExchange } || IsSetHere(holder, facts, test, Value.True),
        ValueKind.Result => test.Call is { Target: { } asked, Arguments: var given } && (asked.AssociatedSymbol is IPropertySymbol { SetMethod: null } || asked.Name is "Any" or "Exchange" or "CompareExchange"
            || given.Length == 0 && asked is { IsVirtual: false, IsAbstract: false, IsOverride: false } && StoreScope.IsInSource(asked) && holder.WrittenFactsOf(asked) is { Returns: { Count: > 0 } returns } helper && returns.TrueForAll(r => r.Value != null && AsksForAny(holder, helper, r.Value, depth + 1))),
        ValueKind.Member => IsCancelledHere(holder, facts, test),
        ValueKind.Pure or ValueKind.Same => test.Items.Concat(new[] { test.A, test.B }).Where(v => v is { Kind: not (ValueKind.Constant or ValueKind.Null) }).ToList() is { Count: 1 } asked && test.Items.Concat(new[] { test.A, test.B }).Any(v => v is { Kind: ValueKind.Constant } && IsSetHere(holder, facts, asked[0]!, v)) || test.Items.Concat(new[] { test.A, test.B }).Count(v => v is { Kind: not (ValueKind.Constant or ValueKind.Null) }) <= 1 && test.Items.All(i => i is not { Kind: ValueKind.Constant, Data: int and not (0 or 1) }),
        ValueKind.Not => AsksForAny(holder, facts, test.A!, depth + 1),
        ValueKind.And or ValueKind.Or => AsksForAny(holder, facts, test.A!, depth + 1) && AsksForAny(holder, facts, test.B!, depth + 1),
        _ => false,
    };

    /// <summary>if (_state >= State.Closed) return; _state = State.Closed: what the end says of itself, and nobody from outside.</summary>
    private static bool IsSetHere(Holder holder, MemberFacts facts, Value test, Value state) => Closing.IsClosing(facts.Method) && test is { Kind: ValueKind.Store or ValueKind.Element, Symbol: IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private or Accessibility.Protected } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private or Accessibility.Protected }, Symbol: var flag }
        && facts.Accesses.Exists(a => a.Access == AccessKind.Overwrite && a.Inserted is { Kind: ValueKind.Constant, Data: var set } && Equals(set, state.Data) && SymbolEqualityComparer.Default.Equals(a.Store, flag))
        && !Others(holder, facts, flag.ContainingType).Any(o => o.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Constant, Data: var other } } && Equals(other, state.Data) && SymbolEqualityComparer.Default.Equals(a.Store, flag)));

    /// <summary>if (_stop.IsCancellationRequested) return; _stop.Cancel();</summary>
    private static bool IsCancelledHere(Holder holder, MemberFacts facts, Value test) => test is { Symbol.Name: "IsCancellationRequested", A: { Kind: ValueKind.Store } source }
        && facts.Calls.Exists(c => Cancels(c, source)) && source.Symbol is { ContainingType: { } type } && !Others(holder, facts, type).Any(o => o.Calls.Exists(c => Cancels(c, source)));

    private static bool Cancels(CallNode call, Value source) => call is { Target.Name: "Cancel" or "CancelAsync", Receiver: { } cancelled } && Canon.Same(cancelled, source);

    /// <summary>Abort() => _closed = true: whoever else says that it is the end, of the type or of one between, and does no more, keeps it from the flush.</summary>
    private static IEnumerable<MemberFacts> Others(Holder holder, MemberFacts end, INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? at = holder.Type; at != null && StoreScope.IsInSource(at); at = at.BaseType)
        {
            foreach (var method in at.OriginalDefinition.GetMembers().OfType<IMethodSymbol>())
            {
                if (!method.IsAbstract && !SymbolEqualityComparer.Default.Equals(method, end.Member) && holder.WrittenFactsOf(method) is { } facts && !(Closing.IsClosing(method) && facts.Calls.Exists(c => c is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } step } && StoreScope.IsInSource(step))))
                    yield return facts;
            }

            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, from.OriginalDefinition))
                yield break;
        }
    }
}
