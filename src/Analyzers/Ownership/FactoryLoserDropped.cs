using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1005: a factory that may run for a loser creates a resource, or starts work, and the loser is dropped.</summary>
internal sealed class FactoryLoserDropped : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.Known.Collection is CollectionKind.Weak)
                continue;
            foreach (var access in store.Accesses)
            {
                if (access.Access is not (AccessKind.GetOrAdd or AccessKind.AddOrUpdate) || !(access.IsConcurrent || access.IsAtomic) || !holder.IsOwn(access.Body.Member))
                    continue;
                // Without an eviction callback the cache's own drops are the defect (LEAK1010).
                if (access.Collection == CollectionKind.Cache && (access.Access != AccessKind.GetOrAdd || access.Factory == null || !EvictionDoesNotDispose.HasCallback(holder, access)))
                    continue;
                if (!store.IsStatic && holder.Callers.OnlyWhileConstructed(access.Body) || Lost(holder, store, access) is not { } lost || IsGuarded(holder, store, access) || IsKeptEitherWay(access) || FreshKeys.IsFresh(holder, store, access))
                    continue;
                var finding = new Finding(Descriptors.LEAK1005_FactoryLoserDropped, access, store.Name + "." + access.Member, lost.Type, lost.Words)
                    .At(holder.Ownership.Of(store).Evidence)
                    .At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                reporter.Add(finding);
            }
        }
    }

    /// <summary>What a losing run leaves behind; null when nothing, or when the loser is dealt with.</summary>
    private static (string Type, string Words)? Lost(Holder holder, Store store, AccessNode access)
    {
        var verdict = holder.Ownership.Of(store);
        if (verdict.Kind == OwnershipKind.Borrowed && verdict.IsDecisive || store.Payload.Steps.Contains(PayloadStep.Lazy) || !verdict.IsDecisive && HiddenPart.IsIn(holder, store))
            return null;
        var origin = holder.Ownership.Origins.OfInsertion(access);
        if ((store.Payload.IsResource || store.Known.Collection == CollectionKind.Cache || store.Payload.MaybeResource && verdict is { IsOwned: true, IsDecisive: true }) && (origin & Origin.Created) != 0)
        {
            var types = holder.Ownership.Origins.CreatedTypes(access).ToList();
            // An untyped cache keeps anything: that a factory makes it does not say that it is a resource.
            if (types.Count == 0 && store.Known.Collection == CollectionKind.Cache && !verdict.IsOwned)
                return null;
            if (types.Count > 0 && types.All(t => Inert.IsInert(holder, t) || Inert.FreesMemoryOnly(holder, t) || Inert.EndsNothing(holder, t) || EmptyEnd.Has(holder, t)) || types.Count == 0 && store.Payload is { HasEntry: false, Resource: { } entry } && Inert.EndsNothing(holder, entry) || types.Count == 0 && FreshTokens.AreAll(holder, store, access) || LoserIsEnded(holder, access))
                return null;
            return (types.Count > 0 ? types[0].Name : Entries.TypeName(store), verdict.IsOwned ? verdict.Words : $"each run of the factory makes one, and only one is kept in '{store.Name}'");
        }

        if (ValueOf(store) is { } value && holder.Catalog.Of(value).Has(TypeTraits.Lazy))
            return null;
        return access.Factory is { } factory && StartsWork(holder, factory) is { } words ? (ValueName(store), words) : null;
    }

    private static string ValueName(Store store) => ValueOf(store)?.Name ?? "value";

    private static ITypeSymbol? ValueOf(Store store) => store.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } ? arguments[arguments.Length - 1] : null;

    /// <summary>The value was made before the call, compared with what the call returned, and disposed when it lost.</summary>
    private static bool LoserIsEnded(Holder holder, AccessNode access)
    {
        var fate = holder.Fates.Of(access.Body.Member, root => root.Kind is RootKind.Created or RootKind.Result && access.Inserted != null && Trace.Roots(holder, access.Inserted).Any(r => r.Value == root.Value)
            || root.Kind is RootKind.Created or RootKind.Result && CapturedByFactory(access, root.Value), node => node is DisposeNode or CallNode);
        return (fate & Fate.Ended) != 0;
    }

    /// <summary>AddOrUpdate whose delegates both return a local that was made before the call: that one is kept whatever happens.</summary>
    private static bool IsKeptEitherWay(AccessNode access)
    {
        if (access.Access != AccessKind.AddOrUpdate || access.Updater?.Body is not { } updater)
            return false;
        Value? kept = access.Inserted;
        var returns = 0;
        foreach (var node in access.Body.Member.Returns)
        {
            if (node.Value == null || node.Body != updater && node.Body != access.Factory?.Body)
                continue;
            // The caller brought it: no run of a delegate makes another.
            if (node.Value.Symbol is IParameterSymbol brought && !SymbolEqualityComparer.Default.Equals(brought.ContainingSymbol, node.Body.Method))
            {
                kept = node.Value;
                returns += node.Body == updater ? 1 : 0;
                continue;
            }

            if (node.Value.Kind != ValueKind.Local || node.Value.Local.Writes.Count == 0 || kept != null && kept != node.Value || !node.Value.Local.Writes.TrueForAll(w => w.Body == access.Body))
                return false;
            kept = node.Value;
            returns += node.Body == updater ? 1 : 0;
        }

        return returns > 0;
    }

    /// <summary>The factory also stores what it makes in a local, so that the caller can tell and dispose a loser.</summary>
    private static bool CapturedByFactory(AccessNode access, Value created)
    {
        if (access.Factory?.Body is not { } body)
            return false;
        foreach (var assign in access.Body.Member.Assigns)
        {
            if (assign.Body == body && assign.Target == AssignTarget.Local && assign.Value == created)
                return true;
        }

        return false;
    }

    /// <summary>Every such call runs under one lock: nobody races.</summary>
    private static bool IsGuarded(Holder holder, Store store, AccessNode access)
    {
        var held = holder.Callers.LocksAt(access);
        if (held.IsEmpty)
            return false;
        if (held.HasUnknown)
            return true;
        foreach (var other in store.Accesses)
        {
            if (other.Inserts && other != access && !holder.Callers.OnlyWhileConstructed(other.Body) && holder.Callers.LocksAt(other).Common(held) == null)
                return false;
        }

        return true;
    }

    /// <summary>The factory, or what it calls, starts a loop, thread or timer.</summary>
    private static string? StartsWork(Holder holder, Value factory)
    {
        if (Delegates.BodyOf(holder, factory) is not { } body)
            return null;
        return StartedIn(holder, body.Member, body, 0) is { } start ? $"the factory starts work ('{Short(start)}') that goes on for every loser" : null;
    }

    private static StartNode? StartedIn(Holder holder, MemberFacts facts, BodyFacts? only, int depth)
    {
        foreach (var start in facts.Starts)
        {
            if ((only == null || start.Body == only || start.Body.Enclosing == only) && start.Start is StartKind.Task or StartKind.Thread or StartKind.Timer && IsLasting(holder, start))
                return start;
        }

        if (depth > 2)
            return null;
        foreach (var call in facts.Calls)
        {
            if (only != null && call.Body != only || call.Target is not { } target || holder.FactsOf(target) is not { } callee || callee == facts)
                continue;
            if (StartedIn(holder, callee, null, depth + 1) is { } start)
                return start;
        }

        return null;
    }

    /// <summary>A thread or timer, or a task that loops.</summary>
    private static bool IsLasting(Holder holder, StartNode start)
    {
        if (start.Start is StartKind.Thread or StartKind.Timer || start.IsLongRunning)
            return true;
        var body = start.Work.Body ?? (start.Work.Symbol is IMethodSymbol method ? holder.FactsOf(method)?.Root : null);
        return body != null && HasLoop(body.Root);
    }

    private static bool HasLoop(BlockNode block)
    {
        foreach (var item in block.Items)
        {
            switch (item)
            {
                case LoopNode { Source: null } or LoopNode { IsAsync: true }:
                case IfNode branch when HasLoop(branch.Then) || HasLoop(branch.Else):
                case TryNode attempt when HasLoop(attempt.TryBody):
                case LockNode node when HasLoop(node.Block):
                    return true;
            }
        }

        return false;
    }

    private static string Short(Node node)
    {
        var text = node.Syntax.ToString();
        var end = text.IndexOfAny(new[] { '\r', '\n', '{' });
        text = end >= 0 ? text.Substring(0, end) : text;
        return text.Length > 60 ? text.Substring(0, 60) + "…" : text;
    }
}
