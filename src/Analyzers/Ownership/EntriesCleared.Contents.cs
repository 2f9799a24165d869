using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <content>Whether there is anything in what is cleared.</content>
internal sealed partial class EntriesCleared
{
    /// <summary>The field had a collection from the start, or the member runs again.</summary>
    private static bool MayHoldSome(Holder holder, Store store, AccessNode access)
    {
        if (StateLeft.Is(holder, store, access) && store.Accesses.TrueForAll(a => a.Access != AccessKind.Replace || a == access || a.Inserted is null or { IsNull: true } or { Kind: ValueKind.Created, Items.Length: 0 }))
            return false;
        foreach (var other in store.Accesses)
        {
            if (other != access && other.Access == AccessKind.Replace && other.Inserted is { IsNull: false } && !(Starting.IsStart(access.Body.Member) && EmptyAtStart.HasNoPlaces(store, other.Inserted)) && (other.Member == "initializer" || holder.Callers.OnlyWhileConstructed(other.Body)))
                return true;
        }

        return Reruns.Of(holder, access.Body, access) != null;
    }

    /// <summary>Whatever is put in has a name, as "in" and "out", and the member hands over what it finds under each of them.</summary>
    private static bool AreAllNamed(Holder holder, Store store, AccessNode access) => store.Accesses.TrueForAll(a => !a.Inserts || a.Key is { Kind: ValueKind.Constant })
        && store.Accesses.TrueForAll(a => a.Access is not (AccessKind.Replace or AccessKind.Escape) || a.Inserted is { Kind: ValueKind.Null } or { Kind: ValueKind.Created, Items.Length: 0 })
        && store.Accesses.TrueForAll(a => !a.Inserts || access.Body.Member.Accesses.Exists(l => l.Access == AccessKind.Lookup && l.Body == access.Body && l.Order < access.Order && Structure.IsInNoBranch(l) && SymbolEqualityComparer.Default.Equals(l.Store, store.Symbol) && l.Key is { Kind: ValueKind.Constant, Data: var asked } && Equals(asked, a.Key!.Data)
            && (holder.Fates.Of(access.Body.Member, root => root.Access == l && root.Value.Kind != ValueKind.Outcome, node => Structure.IsInNoBranch(node, null, block => IsWhenFound(block, l))) & Fate.Discharged) != 0));

    /// <summary>if (_pipes.TryGetValue("in", out var input)) …, and nothing else is asked.</summary>
    private static bool IsWhenFound(BlockNode block, AccessNode lookup) => Structure.IsWhenNotNull(block) || block is { Role: BlockRole.Then, Owner: IfNode { Condition: { Kind: ValueKind.Outcome } found } } && found.Access == lookup;

    /// <summary>The first assignment of a collection that was null so far.</summary>
    private static bool IsStillNull(Holder holder, Store store, AccessNode access)
    {
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at == branch.Then && TestsNull(holder, branch.Condition, store))
                return true;
        }

        // if (_writers != null) throw …;
        return Structure.Branches(access.Body.Member).Any(b => Structure.IsOnTheWay(b, access) && Structure.Leaves(b.Then) && Implied.Any(b.Condition, false, (part, holds) => holds && TestsNull(holder, part, store)))
            && !access.Body.Member.Accesses.Exists(a => a != access && a.Body == access.Body && a.Order < access.Order && a.Inserted is { IsNull: false } && a.Access == AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol));
    }

    private static bool TestsNull(Holder holder, Value condition, Store store) => condition.Kind switch
    {
        ValueKind.IsNull => SymbolEqualityComparer.Default.Equals(condition.A!.Symbol, store.Symbol),
        ValueKind.And => TestsNull(holder, condition.A!, store) || TestsNull(holder, condition.B!, store),
        _ => false,
    };

    /// <summary>base.Reset(); _layers = new() { … }: the helper has put an empty collection there, as it does on every way, and nothing came in since.</summary>
    private static bool IsEmptiedByHelper(Holder holder, Store store, AccessNode access) => access.Access == AccessKind.Replace && access.Depth == 0 && !store.IsStatic && access.Target.A is null or { Kind: ValueKind.This }
        && access.Body.Member.Calls.FindLast(c => Structure.IsOnTheWay(c, access) && Structure.EnclosingLoop(c) == Structure.EnclosingLoop(access) && IsOfSame(c) && holder.WrittenFactsOf(c.Target!) is { } helper && Empties(holder, helper, store)) is { } emptied
        && !access.Body.Member.Accesses.Exists(a => a != access && a.Inserts && a.Order > emptied.Order && a.Order < access.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
        && !access.Body.Member.Awaits.Exists(w => w.Order > emptied.Order && w.Order < access.Order) && !access.Body.Member.Calls.Exists(c => c.Order > emptied.Order && c.Order < access.Order && MayFill(holder, c));

    /// <summary>_loader.Load(this): a call of this object, or of one that gets it, or may have it and call it back.</summary>
    private static bool MayFill(Holder holder, CallNode call) => call.IsDelegate || System.Array.Exists(call.Arguments, a => a.Kind == ValueKind.This || a.Kind == ValueKind.Delegate && !call.IsCreation)
        || call is { IsCreation: false, Target: { IsStatic: false } target } && StoreScope.IsInSource(target) && (call.Receiver is null or { Kind: ValueKind.This } || GivesItself(holder) && !StaysInside(holder, call));

    /// <summary>_log.Say(text) { _said++; Console.WriteLine(text); }: it calls nobody of the program, and touches nothing but its own fields.</summary>
    private static bool StaysInside(Holder holder, CallNode call) => !call.IsVirtual && call.Target is { } target && holder.OwnFactsOf(target) == null && holder.FactsOf(target) is { IsTruncated: false, MethodGroups.Count: 0, Awaits.Count: 0 } facts
        && facts.Calls.TrueForAll(c => !c.IsDelegate && c.Target is { } called && !StoreScope.IsInSource(called)) && facts.Accesses.TrueForAll(a => !a.Mutates || a.Target.A is null or { Kind: ValueKind.This } && a.Store is { } own && SymbolEqualityComparer.Default.Equals(own.ContainingType.OriginalDefinition, target.ContainingType.OriginalDefinition));

    private static bool GivesItself(Holder holder) => holder.OwnMembers.Any(f => f.Calls.Exists(c => System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.This)) || f.Assigns.Exists(a => a.Value.Kind == ValueKind.This));

    /// <summary>_layers = new() { … }; base.Load(), which drains: it finds what has just been put there, and not what was there before.</summary>
    private static bool AreEndedTooLate(Holder holder, Store store, AccessNode access) => access.Depth == 0 && !store.IsStatic && access.Target.A is null or { Kind: ValueKind.This } && Structure.EnclosingLoop(access) == null && holder.Summaries.DisposesDirectly(access.Body.Member, store.Symbol) == null
        && access.Body.Member.Calls.FindAll(c => c is { IsCreation: false, Target: { } target } && holder.FactsOf(target) is { } helper && holder.Summaries.Disposes(helper, store.Symbol) != null) is { Count: > 0 } ending && ending.TrueForAll(c => c.Arguments.Length == 0 && IsOfSame(c) && Structure.IsOnTheWay(access, c));

    private static bool IsOfSame(CallNode call) => call is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false, IsAsync: false, MethodKind: MethodKind.Ordinary } target } && StoreScope.IsInSource(target)
        && (!(target.IsVirtual || target.IsOverride || target.IsAbstract) || call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } });

    /// <summary>On every way through it, and as the last that it does with the collection.</summary>
    private static bool Empties(Holder holder, MemberFacts helper, Store store) => helper.Accesses.FindLast(a => a.Depth == 0 && a.Body == helper.Root && SymbolEqualityComparer.Default.Equals(a.Target.Symbol, store.Symbol) && a.Target.A is null or { Kind: ValueKind.This }) is { } last
        && (last.Access == AccessKind.Clear || last is { Access: AccessKind.Replace, Inserted: { Kind: ValueKind.Created, Items.Length: 0 } }) && Structure.IsInNoBranch(last) && !helper.Returns.Exists(r => r.Body == helper.Root && r.Order < last.Order)
        && !helper.Calls.Exists(c => c.Order > last.Order && MayFill(holder, c));
}
