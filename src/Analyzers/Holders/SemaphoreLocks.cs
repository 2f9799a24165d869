using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Semaphores that are locks by another name: nobody who takes one waits long for it.</summary>
internal static class SemaphoreLocks
{
    /// <summary>
    /// _gate.Wait(); try { … } finally { _gate.Release(); }: a lock by another name, in another type or where nobody who holds it waits for
    /// anything. A method of another type that hands out what releases it, Enter(), is one too.
    /// </summary>
    public static bool IsLock(Holder holder, CallNode call, Node? leaving, Func<BlockKind, bool> counts)
    {
        if (call.Body.IsAsync || call.Target is not { Name: "Wait", ContainingType.Name: "SemaphoreSlim" } target || !target.Parameters.IsEmpty && !(target.Parameters.Length == 1 && target.Parameters[0].Type.Name == "CancellationToken"))
            return false;
        if (leaving != null && HandsOutRelease(call))
            return true;
        foreach (var other in call.Body.Member.Calls)
        {
            if (other.Order > call.Order && other.Body == call.Body && other.Target?.Name == "Release" && Structure.IsIn(other, BlockRole.Finally) && Canon.Same(other.Receiver, call.Receiver))
                return leaving != null || IsHeldBriefly(holder, call.Receiver?.Symbol, counts);
        }

        return leaving != null && IsGivenBackAtOnce(call, holder, counts) && IsTakenBriefly(holder, call.Receiver?.Symbol, counts);
    }

    /// <summary>_gate.Wait(); …; _gate.Release(), in one block, and nothing between that waits.</summary>
    private static bool IsGivenBackAtOnce(CallNode call, Holder holder, Func<BlockKind, bool> counts)
    {
        var facts = call.Body.Member;
        return facts.Calls.Find(c => c.Order > call.Order && c.Body == call.Body && c.Target?.Name == "Release" && Canon.Same(c.Receiver, call.Receiver)) is { } release && release.Parent == call.Parent
            && !facts.Awaits.Exists(a => a.Order > call.Order && a.Order < release.Order) && !facts.Calls.Exists(c => c.Order > call.Order && c.Order < release.Order && (counts(c.Block) || c.Target is { } target && holder.FactsOf(target) is { } helper && helper.Calls.Exists(inner => counts(inner.Block)))) && Structure.EnclosingLoop(call) == null;
    }

    /// <summary>So does every member of the type that has the gate, and none awaits it.</summary>
    private static bool IsTakenBriefly(Holder holder, ISymbol? gate, Func<BlockKind, bool> counts)
    {
        if (gate == null)
            return false;
        foreach (var member in gate.ContainingType.OriginalDefinition.GetMembers())
        {
            if (member is IMethodSymbol && holder.WrittenFactsOf(member) is { } facts && facts.Calls.Exists(c => SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, gate) && (c.Target?.Name == "WaitAsync" || c.Target?.Name == "Wait" && !IsGivenBackAtOnce(c, holder, counts))))
                return false;
        }

        return true;
    }

    private static bool HandsOutRelease(CallNode wait)
    {
        var any = false;
        foreach (var node in wait.Body.Member.Returns)
        {
            if (node.Body != wait.Body || node.Value is not { Kind: ValueKind.Created, Items: { Length: > 0 } items } || !Array.Exists(items, i => i.Kind == ValueKind.This || i.Symbol != null && SymbolEqualityComparer.Default.Equals(i.Symbol, wait.Receiver?.Symbol)))
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>A semaphore with one place, and no member awaits or blocks while it holds it.</summary>
    private static bool IsHeldBriefly(Holder holder, ISymbol? gate, Func<BlockKind, bool> counts)
    {
        if (gate == null || holder.StoreOf(gate)?.Accesses.Exists(a => a.Inserted is { Kind: ValueKind.Created, Items: { Length: > 0 } items } && items[0] is { Kind: ValueKind.Constant, Data: 1 }) != true)
            return false;
        foreach (var facts in holder.Members)
        {
            foreach (var wait in facts.Awaits)
            {
                if (Holds(wait) && !IsEntry(facts, wait))
                    return false;
            }

            foreach (var other in facts.Calls)
            {
                if (counts(other.Block) && Holds(other) && !SymbolEqualityComparer.Default.Equals(other.Receiver?.Symbol, gate))
                    return false;
            }
        }

        return true;

        // await _gate.WaitAsync(): the semaphore counts as held from the call on, and its await is the first that is seen.
        bool IsEntry(MemberFacts facts, AwaitNode wait) =>
            (wait.Value.Kind == ValueKind.Unknown || wait.Value.Call?.Receiver is { Kind: ValueKind.Unknown }) && !facts.Awaits.Exists(w => w.Body == wait.Body && w.Order < wait.Order && Holds(w))
            && !facts.Calls.Exists(c => c.Body == wait.Body && c.Order < wait.Order && Holds(c) && c.Result != wait.Value);

        bool Holds(Node node)
        {
            foreach (var id in node.Locks.Ids)
            {
                if (SymbolEqualityComparer.Default.Equals(id.Symbol, gate))
                    return true;
            }

            return false;
        }
    }
}
