using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// new Thread(Run), and in Run _map.Ensure(place): only the one loop of the owner, on a thread of its own, calls the members that change the
/// store, and each owner has a holder that it has made.
/// </summary>
internal static class LoopOfOwner
{
    private const int MaxCallers = 3;

    /// <summary>All that puts into the store, or takes out of it, runs in that loop; others may look.</summary>
    public static bool Changes(Holder holder, Store store)
    {
        if (store.IsStatic || !OutsideCallers.IsInternal(store.Symbol.ContainingType))
            return false;
        IMethodSymbol? loop = null;
        foreach (var access in store.Accesses)
        {
            if (!access.Mutates || access.Member == "initializer" || Callers.IsConstruction(access.Body.Member))
                continue;
            if (!IsInPlace(access.Body) || Of(holder, access.Body.Member, 0) is not { } own || loop != null && !SymbolEqualityComparer.Default.Equals(loop, own))
                return false;
            loop = own;
        }

        return loop != null;
    }

    /// <summary>The member of the owner that is the loop; null when others call too, or not all of them are in sight.</summary>
    private static IMethodSymbol? Of(Holder holder, MemberFacts facts, int depth)
    {
        if (depth > MaxCallers || facts.Method is not { IsStatic: false, MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsAbstract: false } method || holder.Callers.IsDelegate(method))
            return null;
        var loops = new List<IMethodSymbol?>();
        foreach (var call in holder.Callers.Of(facts))
            loops.Add(RunsInTurn(call, method) ? Of(holder, call.Body.Member, depth + 1) : null);
        if (method.DeclaredAccessibility != Accessibility.Private)
        {
            if (OutsideCallers.IsOfInterface(method) || holder.Analysis.Foreign.HasOtherUses(method, holder.Cancellation))
                return null;
            foreach (var caller in holder.Analysis.Foreign.CallersOf(method, holder.Cancellation).Where(c => holder.OwnFactsOf(c.Member) == null))
                loops.Add(caller.Calls.Where(c => IsOf(c, method)).All(c => RunsInTurn(c, method) && IsOnPart(holder, c)) ? LoopOf(holder, caller, 0) : null);
        }

        return Same(loops);
    }

    /// <summary>The call is waited for, where it stands.</summary>
    private static bool RunsInTurn(CallNode call, IMethodSymbol method) => IsInPlace(call.Body) && (call.IsAwaited || !method.IsAsync && method.ReturnType.Name is not ("Task" or "ValueTask"));

    /// <summary>The body of the member, or a lambda that runs where it stands; not one of Parallel.ForEach, which runs on many threads.</summary>
    private static bool IsInPlace(BodyFacts body)
    {
        for (var at = body; at.Enclosing != null; at = at.Enclosing)
        {
            if (!at.RunsInline || Starting.IsSpread(at))
                return false;
        }

        return true;
    }

    /// <summary>_map.Ensure(…), of what the owner has made for itself.</summary>
    private static bool IsOnPart(Holder holder, CallNode call) =>
        call.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { IsStatic: false, DeclaredAccessibility: Accessibility.Private } part } && OutsideCallers.IsMadeByOwner(holder, part);

    /// <summary>The private member is started once, as the work of a thread or a task, or only ever called by one that is.</summary>
    private static IMethodSymbol? LoopOf(Holder holder, MemberFacts caller, int depth)
    {
        if (depth > MaxCallers || caller.Method is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary, IsStatic: false } method)
            return null;
        var members = method.ContainingType.OriginalDefinition.GetMembers().Where(m => m is IMethodSymbol { IsAbstract: false } or IFieldSymbol or IPropertySymbol).Select(holder.WrittenFactsOf).OfType<MemberFacts>().Distinct().ToList();
        var starts = members.SelectMany(f => f.Starts).Where(s => Runs(s.Work, method)).ToList();
        var calls = members.SelectMany(f => f.Calls).Where(c => IsOf(c, method) && !starts.Exists(s => s.Work.Body != null && s.Work.Body == c.Body)).ToList();
        if (starts.Count == 0)
            return Same(calls.Select(c => RunsInTurn(c, method) ? LoopOf(holder, c.Body.Member, depth + 1) : null).ToList());
        return starts.Count == 1 && calls.Count == 0 && starts[0] is { Start: StartKind.Thread or StartKind.Task, IsDoneAtOnce: false, Body.Enclosing: null } start && Structure.EnclosingLoop(start) == null
            && (Callers.IsConstruction(start.Body.Member) || Starting.IsStart(start.Body.Member) && Starting.IsCalledOnceOutside(holder, start.Body.Member) && !holder.Analysis.Foreign.HasOtherUses(start.Body.Member.Method!, holder.Cancellation)) ? method : null;
    }

    /// <summary>The method itself, or a lambda that calls it.</summary>
    private static bool Runs(Value work, IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(work.Symbol?.OriginalDefinition, method)
        || work.Body is { } body && body.Member.Calls.Exists(c => c.Body == body && IsOf(c, method));

    private static bool IsOf(CallNode call, IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(call.Target?.OriginalDefinition, method.OriginalDefinition);

    private static IMethodSymbol? Same(List<IMethodSymbol?> loops) => loops.Count > 0 && loops.TrueForAll(l => l != null && SymbolEqualityComparer.Default.Equals(l, loops[0])) ? loops[0] : null;
}
