using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>What becomes of the value that a write replaces.</summary>
internal static class OldValue
{
    /// <summary>The old value was read, taken or exchanged out, and is ended or handed on in this member.</summary>
    public static bool IsHandled(Holder holder, Store store, AccessNode access)
    {
        var fate = holder.Fates.Of(access.Body.Member, IsOldValue, node => !(node is ReturnNode { Value: { } result } && IsOneOf(result, access)) && !(node.Order < access.Order && (node is ReturnNode || node is AssignNode { Target: AssignTarget.Out } given && IsReplaced(given))) && !Structure.Exclude(node, access));
        return (fate & Fate.Discharged) != 0 || !store.IsCollection && access.Body.Member.Calls.Exists(EndsByHandle);

        // Delete(_target.Handle): what the old value stands for is ended by the handle in it.
        bool EndsByHandle(CallNode call) => call.Order < access.Order && call.Body == access.Body && call.Target is { MethodKind: MethodKind.Ordinary } target && NamesEnd(target.Name)
            && System.Array.Exists(call.Arguments, a => a.Kind is ValueKind.Member or ValueKind.Store && a.A != null && Trace.Roots(holder, a.A).Exists(r => !r.IsPart && r.IsOf(store.Symbol)));

        bool IsOldValue(Root root)
        {
            if (!root.IsOf(store.Symbol) || root.Access is not { } read)
                return false;
            if (read == access)
                return true;
            if (!store.IsCollection)
                return read.Order < access.Order && (read.Access != AccessKind.Read || !root.IsPart);
            return read.Key == null || access.Key == null || Canon.Same(read.Key, access.Key) || read.Access is AccessKind.Enumerate;
        }
    }

    /// <summary>Retire(); … _current = next, where Retire() puts what the slot has on a list: who ends the list ends it.</summary>
    public static bool IsRetired(Holder holder, Store store, AccessNode access)
    {
        return !store.IsCollection && access.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, access) && c.Receiver is null or { Kind: ValueKind.This } && c is { IsVirtual: false, Target: { } target } && holder.OwnFactsOf(target) is { IsTruncated: false } helper && helper != access.Body.Member && Retires(helper) && IsUntouchedSince(c));

        bool Retires(MemberFacts helper) => helper.Accesses.Exists(a => a.Inserts && a.Inserted != null && a.Body == helper.Root && a.Store != null && Structure.IsInNoBranch(a, null, IsWhenThereIsOne) && helper.Returns.TrueForAll(r => r.Body != helper.Root || r.Order > a.Order || IsWhenThereIsNone(r))
            && holder.StoreOf(a.Store) is { IsCollection: true } list && holder.OwnMembers.Exists(f => holder.Summaries.Disposes(f, list.Symbol) != null || holder.Summaries.PassesToEnd(f, list.Symbol)) && Trace.Roots(holder, a.Inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r.Kind == RootKind.Null || !r.IsPart && r.IsOf(store.Symbol)));

        bool IsWhenThereIsOne(BlockNode block) => Structure.IsWhenNotNull(block) && block.Owner is IfNode { Condition.A.A: { } asked } && IsOfSlot(asked);

        // if (_current == null) return;
        bool IsWhenThereIsNone(ReturnNode early) => early.Parent is { Role: BlockRole.Then, Owner: IfNode { Condition: { Kind: ValueKind.IsNull, A: { } asked } } } && IsOfSlot(asked);

        bool IsOfSlot(Value asked) => Trace.Roots(holder, asked) is { Count: 1 } one && !one[0].IsPart && one[0].IsOf(store.Symbol);

        bool IsUntouchedSince(CallNode retired) => !access.Body.Member.Awaits.Exists(w => w.Order > retired.Order && w.Order < access.Order)
            && !access.Body.Member.Accesses.Exists(a => a.Inserts && a != access && a.Order > retired.Order && a.Order < access.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
            && !access.Body.Member.Calls.Exists(c => c.Order > retired.Order && c.Order < access.Order && c.Target is { } between && holder.OwnFactsOf(between) is { } called && holder.Summaries.Accesses(called, store.Symbol).Any(a => a.Inserts));
    }

    /// <summary>_view is { } view &amp;&amp; view.Fits() ? view : _view = new(): who gets the new one does not get the old one.</summary>
    private static bool IsOneOf(Value result, AccessNode access)
    {
        var value = result.Kind == ValueKind.Local ? result.Local.Single ?? result : result;
        return value is { Kind: ValueKind.Either, A: { } first, B: { } second } && (first == access.Inserted || second == access.Inserted || IsOneOf(first, access) || IsOneOf(second, access));
    }

    /// <summary>fresh.TakeOver(old): the new value gets the old one to go on from.</summary>
    public static bool IsHandedOver(Holder holder, Store store, AccessNode access)
    {
        if (access.Inserted == null)
            return false;
        foreach (var call in access.Body.Member.Calls)
        {
            if (!IsInserted(call.Receiver) && !(call.IsCreation && IsInserted(call.Result)))
                continue;
            foreach (var argument in call.Arguments)
            {
                if (argument.Kind is not (ValueKind.Unknown or ValueKind.Constant or ValueKind.Null) && Trace.ComesFrom(holder, argument, store.Symbol))
                    return true;
            }
        }

        return false;

        bool IsInserted(Value? value) => value != null && value.Kind != ValueKind.Unknown && (value == access.Inserted
            || access.Inserted!.Kind == ValueKind.Local && access.Inserted.Local.Assigned.Contains(value) || value.Kind == ValueKind.Local && value.Local.Assigned.Contains(access.Inserted!));
    }

    /// <summary>DeleteTexture(…), FreeBuffer(…).</summary>
    private static bool NamesEnd(string name)
    {
        foreach (var verb in new[] { "Delete", "Destroy", "Free", "Release", "Close" })
        {
            if (NameWords.Begins(name, verb))
                return true;
        }

        return false;
    }

    /// <summary>The caller gets something else in the end.</summary>
    private static bool IsReplaced(AssignNode given) =>
        given.Body.Member.Assigns.Exists(a => a.Target == AssignTarget.Out && a.Order > given.Order && SymbolEqualityComparer.Default.Equals(a.Place.Symbol, given.Place.Symbol));
}
