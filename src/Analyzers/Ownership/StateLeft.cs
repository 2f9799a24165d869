using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// if (_isOpen) return; _isOpen = true; _timer = …: the write leaves the state it needs, and nothing brings that state back but the beginning, or a
/// member that ends what the store holds.
/// </summary>
internal static class StateLeft
{
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        if (access.Target.A is not (null or { Kind: ValueKind.This }) || !IsOnlyFilled(store, access))
            return false;
        foreach (var test in Tests(access))
        {
            if (IsLeft(holder, access, test) && ComesBackOnlyEmpty(holder, store, access, test))
                return true;
        }

        return false;
    }

    /// <summary>Nothing else puts a value into the store, unless on another way of the same member, or into the new collection.</summary>
    private static bool IsOnlyFilled(Store store, AccessNode access) =>
        store.Accesses.TrueForAll(a => a == access || !a.Inserts || a.Inserted is null or { IsNull: true } || a.Body == access.Body && (Structure.Exclude(a, access) || access.Access == AccessKind.Replace && a.Order > access.Order));

    /// <summary>What is known of fields of the holder where the write stands: by the branches around it, and by exits before it.</summary>
    public static List<StateTest> Tests(AccessNode access)
    {
        var tests = new List<StateTest>();
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            CollectExits(at, access, tests);
            if (at.Owner is IfNode branch)
                StateTest.Collect(branch.Condition, at == branch.Then, tests, 0);
            else if (at.Owner is SwitchNode choice && choice.Cases.Find(c => c.Block == at) is { Block: not null } chosen)
                StateTest.Collect(chosen.Condition, true, tests, 0);
        }

        return tests;
    }

    /// <summary>if (…) return; before the write, under a lock of its own perhaps.</summary>
    private static void CollectExits(BlockNode block, AccessNode access, List<StateTest> tests)
    {
        foreach (var item in block.Items)
        {
            if (item.Order >= access.Order)
                break;
            if (item is IfNode exit && !Structure.Contains(exit.Then, access) && exit.Then.Items.Exists(i => i is ReturnNode or ThrowNode))
                StateTest.Collect(exit.Condition, false, tests, 0);
            else if (item is LockNode section && !Structure.Contains(section.Block, access))
                CollectExits(section.Block, access, tests);
        }
    }

    /// <summary>On the same way another state is set: by the test itself, by an assignment, or by a helper that is given the state.</summary>
    private static bool IsLeft(Holder holder, AccessNode access, StateTest test)
    {
        if (test.IsOnce)
            return true;
        if (test.Step is { } step)
            return step.Inserted is { } next && !test.MayBe(next);
        var facts = access.Body.Member;
        return facts.Accesses.Exists(a => IsOnTheWay(a, access) && Sets(a, test.State) && !test.MayBe(a.Inserted!))
            || facts.Calls.Exists(c => IsOnTheWay(c, access) && StateOf(holder, c, test.State) is { } given && !test.MayBe(given));
    }

    private static bool IsOnTheWay(Node node, AccessNode access)
    {
        var block = node.Parent;
        while (block is { Owner: LockNode section } && !Structure.Contains(block, access))
            block = section.Parent;
        return node.Body == access.Body && block != null && (block == access.Parent || Structure.Contains(block, access));
    }

    private static bool Sets(AccessNode access, ISymbol state) => access is { Access: AccessKind.Overwrite or AccessKind.Exchange or AccessKind.CompareExchange, Inserted: not null } && SymbolEqualityComparer.Default.Equals(access.Store, state);

    /// <summary>void SetState(State next) => _state = next: what a call of it passes.</summary>
    private static Value? StateOf(Holder holder, CallNode call, ISymbol state)
    {
        if (call.Target is not { } target || holder.OwnFactsOf(target) is not { } helper)
            return null;
        foreach (var access in helper.Accesses)
        {
            if (Sets(access, state) && access.Inserted!.Symbol is IParameterSymbol parameter && parameter.Ordinal < call.Arguments.Length)
                return call.Arguments[parameter.Ordinal];
        }

        return null;
    }

    private static bool ComesBackOnlyEmpty(Holder holder, Store store, AccessNode write, StateTest test)
    {
        foreach (var facts in holder.Members)
        {
            foreach (var access in facts.Accesses)
            {
                if (access.Access == AccessKind.Increment && access != test.Step && SymbolEqualityComparer.Default.Equals(access.Store, test.State))
                    return false;
                if (!Sets(access, test.State) || access.Inserted!.Symbol is IParameterSymbol && holder.Callers.IsClosed(facts))
                    continue;
                if (test.MayBe(access.Inserted) && access.Member != "initializer" && !StartsAnew(holder, store, facts) && !IsAfterFailure(access, write))
                    return false;
            }

            foreach (var call in facts.Calls)
            {
                if (StateOf(holder, call, test.State) is { } given && test.MayBe(given) && !StartsAnew(holder, store, facts) && !IsAfterFailure(call, write))
                    return false;
            }
        }

        return true;
    }

    private static bool StartsAnew(Holder holder, Store store, MemberFacts facts) =>
        Callers.IsConstruction(facts) || Starting.IsStart(facts) || facts.Method is { } method && Closing.IsDispose(method) || holder.Summaries.Disposes(facts, store.Symbol) != null || holder.Summaries.PassesToEnd(facts, store.Symbol);

    /// <summary>try { _timer = …; } catch { _isOpen = false; throw; }: it was not made.</summary>
    private static bool IsAfterFailure(Node node, AccessNode write) => node.Body == write.Body && Structure.IsIn(node, BlockRole.Catch);
}
