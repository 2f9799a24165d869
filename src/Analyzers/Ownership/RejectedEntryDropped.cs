using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1006: a new resource may be refused, and then nobody disposes it.</summary>
internal sealed partial class RejectedEntryDropped : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.IsCollection || !store.Payload.IsResource && !(store.Payload.MaybeResource && holder.Ownership.Of(store) is { IsOwned: true, IsDecisive: true }) || store.Known.Collection is not (CollectionKind.Keyed or CollectionKind.Sequence or CollectionKind.Channel or CollectionKind.Set))
                continue;
            foreach (var access in store.Accesses)
            {
                if (access.Access is not (AccessKind.TryAdd or AccessKind.Update) || access.Depth != 0 || !holder.IsOwn(access.Body.Member))
                    continue;
                // A helper that says whether the newcomer was taken leaves a refused one to its callers.
                if (RejectedByHelper.IsTold(holder, access))
                {
                    if (MayRefuse(holder, store, access) && holder.Ownership.Of(store) is not { Kind: OwnershipKind.Borrowed, IsDecisive: true })
                        RejectedByHelper.Find(holder, reporter, store, access);
                    continue;
                }

                if (!IsLost(holder, store, access))
                    continue;
                var verdict = holder.Ownership.Of(store);
                if (verdict.Kind == OwnershipKind.Borrowed && verdict.IsDecisive)
                    break;
                var type = holder.Ownership.Origins.CreatedTypes(access).FirstOrDefault()?.Name ?? Entries.TypeName(store);
                var finding = new Finding(Descriptors.LEAK1006_RejectedEntryDropped, access, store.Name + "." + access.Member, type, Why(access)).At(verdict.Evidence).At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                reporter.Add(finding);
            }
        }
    }

    private static bool IsLost(Holder holder, Store store, AccessNode access)
    {
        // A lazy that nobody has asked yet has made nothing.
        if (store.Payload.Steps.Contains(PayloadStep.Lazy))
            return false;
        if (access.Inserted == null || !IsMadeHere(holder, store, Reaching.At(access.Inserted, access), access.Body, 0) && !Lent.ComesBack(holder, store, access))
            return false;
        var types = holder.Ownership.Origins.CreatedTypes(access).ToList();
        var made = new HashSet<Value>();
        holder.Ownership.Origins.AddCreated(Reaching.At(access.Inserted, access), made);
        if (types.Count > 0 && types.All(t => Inert.IsInert(holder, t) || Inert.FreesMemoryOnly(holder, t) || Inert.EndsNothing(holder, t) || EmptyEnd.Has(holder, t)) || made.Count > 0 && made.All(v => !holder.Catalog.PayloadOf(v.Type).HasEntry && Inert.IsInert(holder, v)) || !MayRefuse(holder, store, access))
            return false;
        // found.Where(p => !_byName.TryAdd(p.Name, p)): whoever asked the lambda is told.
        var facts = access.Body.Member;
        if (access.Body.Enclosing != null && access.Inserted.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } && facts.Returns.Exists(r => r.Body == access.Body && Tells(r.Value, access)))
            return false;
        if (Entries.EndsAnother(holder, facts, store, MayBeEndedAfter(holder, access) ? null : access.Inserted, ignore: root => IsAccepted(holder, store, root)) || Entries.CallersEnd(holder, facts, store) || access.ResultDropped && HandsOn(holder, facts, access))
            return false;
        var flow = new RefusedFlow(holder, access, root => IsNewcomer(holder, access, root));
        var outcome = flow.Run(access.Body, RefusedFlow.Before);
        if (!outcome.IsCertain || (outcome.Normal & RefusedFlow.Lost) == 0)
            return false;
        // The newcomer is the caller's own, and the caller is told of the refusal.
        return !(BroughtByCaller(holder, access) && ReturnsOutcome(facts, access) && !holder.Callers.IsClosed(facts));
    }

    private static bool Tells(Value? said, AccessNode access) => said != null && (said is { Kind: ValueKind.Outcome } && said.Access == access || said is { Kind: ValueKind.Not, A: { } inner } && Tells(inner, access));

    /// <summary>Created, or taken out of the very store that gets it back: a pool.</summary>
    private static bool IsMadeHere(Holder holder, Store store, Value value, BodyFacts body, int depth)
    {
        // Return(session), a private helper whose callers bring what they made or took out.
        if (depth < 2 && value is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Private } method } parameter } && body.Enclosing == null && holder.OwnFactsOf(method) is { } own && own == body.Member)
            return holder.Callers.IsClosed(own) && holder.Callers.Of(own) is { Count: > 0 } calls && calls.All(c => parameter.Ordinal < c.Arguments.Length && IsMadeHere(holder, store, c.Arguments[parameter.Ordinal], c.Body, depth + 1));
        var origin = holder.Ownership.Origins.Of(value) & (Origin.Created | Origin.Borrowed | Origin.Moved);
        return origin == Origin.Created || origin == (Origin.Created | Origin.Moved)
            && Trace.DeepRoots(holder, value).TrueForAll(r => r.Kind is not (RootKind.Element or RootKind.Slot or RootKind.Collection) || r.IsOf(store.Symbol) && r.Access is { Removes: true });
    }

    /// <summary>What is in the store already, or a part of it, is not the newcomer.</summary>
    private static bool IsAccepted(Holder holder, Store store, Root root) =>
        root.IsOf(store.Symbol) || root.Value.A is { } owner && Trace.ComesFrom(holder, owner, store.Symbol);

    /// <summary>The newcomer also goes somewhere else, so that the refusal loses nothing. Whether it is disposed depends on the way taken.</summary>
    private static bool HandsOn(Holder holder, MemberFacts facts, AccessNode access) =>
        (holder.Fates.Of(facts, root => !root.IsPart && IsNewcomer(holder, access, root), node => node != access && !facts.Disposals.Exists(d => d.Syntax == node.Syntax) && !IsItsCreation(holder, node, access)) & Fate.Discharged) != 0;

    /// <summary>Disposed on a way that comes by here, under a condition that may say that it was refused.</summary>
    private static bool MayBeEndedAfter(Holder holder, AccessNode access)
    {
        var known = KnownFlags.At(access);
        return access.Body.Member.Disposals.Exists(d => d.Order > access.Order && !Structure.Exclude(access, d) && !known.RuleOut(d) && !Structure.IsIn(d, BlockRole.Catch) && Trace.Roots(holder, d.Operand).Exists(r => IsNewcomer(holder, access, r)));
    }

    /// <summary>new Peer(socket): what goes into the newcomer is lost with it.</summary>
    private static bool IsItsCreation(Holder holder, Node node, AccessNode access) => node is CallNode { IsCreation: true, Target: { } constructor } made && (holder.FactsOf(constructor) is not { } making || !making.Calls.Exists(c => c.Arguments.Any(a => a.Kind == ValueKind.This)) && !making.Registers.Exists(r => EndsIt(holder, r.Callback)) && !making.Starts.Exists(s => EndsIt(holder, s.Work))) && Trace.Roots(holder, access.Inserted).Exists(r => r.Value == made.Result);

    /// <summary>What the constructor starts or waits for ends the new object some day.</summary>
    private static bool EndsIt(Holder holder, Value work) => Delegates.BodyOf(holder, work) is not { } body || body.Member.Disposals.Exists(d => d.Operand.Kind == ValueKind.This) || body.Member.Calls.Exists(c => c.Receiver is null or { Kind: ValueKind.This } && c.Target is { IsStatic: false } target && Closing.IsClosing(target));

    private static bool BroughtByCaller(Holder holder, AccessNode access) => Trace.Roots(holder, access.Inserted).Exists(r => r.Kind == RootKind.Parameter);

    private static bool IsNewcomer(Holder holder, AccessNode access, Root root) =>
        root.Kind is RootKind.Created or RootKind.Result or RootKind.Parameter && Trace.Roots(holder, access.Inserted).Exists(r => r.Value == root.Value || r.Kind == RootKind.Created && MayCarry(holder, root.Value) && r.Value.Items.Any(i => i == root.Value || Trace.Roots(holder, i).Exists(x => x.Value == root.Value)));

    private static bool MayCarry(Holder holder, Value value) => holder.Catalog.PayloadOf(value.Type) is { } payload && (payload.IsResource || payload.MaybeResource);

    private static bool ReturnsOutcome(MemberFacts facts, AccessNode access) =>
        facts.Returns.Any(r => r.Value is { Kind: ValueKind.Outcome } value && value.Access == access);

    /// <summary>The key was checked to be absent, but another thread may add it meanwhile.</summary>
    private static bool IsRaced(Holder holder, Store store, AccessNode access) =>
        !FreshKeys.IsFresh(holder, store, access) && (IsAskedInAnotherSection(store, access) || store.IsConcurrent && holder.Callers.LocksAt(access).IsEmpty && (store.IsStatic || !holder.Callers.OnlyWhileConstructed(access.Body)));

    /// <summary>lock (_gate) { if (_peers.ContainsKey(id)) return; } … lock (_gate) { _peers.TryAdd(id, peer); }: in between another one may come.</summary>
    private static bool IsAskedInAnotherSection(Store store, AccessNode access) => Structure.Enclosing(access, BlockRole.LockBody) is { } section && store.Accesses.FindAll(a => a.Access is AccessKind.Exists or AccessKind.Lookup && a.Body == access.Body && a.Order < access.Order && Canon.Same(a.Key, access.Key)) is { Count: > 0 } asked
        && asked.TrueForAll(a => Structure.Enclosing(a, BlockRole.LockBody) is { } other && other != section && !Structure.Contains(other, access) && !Structure.Contains(section, a) && !IsReserved(other, store, access));

    /// <summary>The first section notes in another collection that this key is being made: nobody else makes it meanwhile.</summary>
    private static bool IsReserved(BlockNode section, Store store, AccessNode access) => access.Body.Member.Accesses.Exists(a => a.Inserts && Structure.Contains(section, a) && a.Store != null && (!a.ResultDropped && a.Access is AccessKind.Add or AccessKind.TryAdd || access.Body.Member.Accesses.Exists(asked => asked.Access is AccessKind.Exists or AccessKind.Lookup && asked.Order < a.Order && Structure.Contains(section, asked) && SymbolEqualityComparer.Default.Equals(asked.Store, a.Store))) && !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && (Canon.Same(a.Key, access.Key) || a.Inserted != null && access.Key != null && Canon.Same(a.Inserted, access.Key)));

    private static string Why(AccessNode access) => access.ResultDropped ? "its result is ignored" : "the refusal is not followed by a dispose";
}
