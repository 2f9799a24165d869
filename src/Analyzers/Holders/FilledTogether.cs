using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>
/// if (_notes.ContainsKey(key)) return; _files[key] = …; _notes[key] = …: two tables that get every key together, and of which the one that is asked
/// loses none alone: what is not in it is not in the other either.
/// </summary>
internal static class FilledTogether
{
    private const int MaxDepth = 3;

    public static bool IsAbsent(Holder holder, Store store, AccessNode access)
    {
        if (!IsWholly(store) || access is not { Depth: 0, Target.A: null, Key: { } key } || Canon.Text(key) == null)
            return false;
        foreach (var other in holder.Stores)
        {
            if (other != store && other.IsStatic == store.IsStatic && IsWholly(other) && CompareAlike(store, other) && IsAskedBefore(holder, other, access) && Presence.OfKey(holder, other, access, key) == Presence.Gone
                && store.Accesses.TrueForAll(a => !IsFilling(a) || IsAccompanied(holder, other, a)) && other.Accesses.TrueForAll(a => !Loses(a) || IsLostWith(holder, store, a)) && !IsGivenAway(holder, other))
                return true;
        }

        return false;
    }

    /// <summary>A private table of the type itself, and all that is done with it is in sight.</summary>
    private static bool IsWholly(Store store) => store is { IsInherited: false, Known.Collection: CollectionKind.Keyed, Symbol.DeclaredAccessibility: Accessibility.Private } && store.Accesses.TrueForAll(a => a is { Depth: 0, Target.A: null or { Kind: ValueKind.This } } or { Mutates: false } && a.Access != AccessKind.Escape);

    /// <summary>new(StringComparer.Ordinal), both: what is one key to the one table is one key to the other.</summary>
    private static bool CompareAlike(Store store, Store other) => ComparersOf(store) is { } own && ComparersOf(other) is { } others && own.SequenceEqual(others, SymbolEqualityComparer.Default);

    /// <summary>What the tables that the store gets are made with, capacities apart; null when that is not known.</summary>
    private static List<ISymbol>? ComparersOf(Store store)
    {
        var found = new List<ISymbol>();
        foreach (var access in store.Accesses)
        {
            if (access.Access is not (AccessKind.Replace or AccessKind.Overwrite) || access.Key != null)
                continue;
            if (access.Inserted is not { Kind: ValueKind.Created } made)
                return null;
            foreach (var part in made.Items)
            {
                if (part.Type?.SpecialType == SpecialType.System_Int32)
                    continue;
                if (part.Asked is not { IsStatic: true } comparer)
                    return null;
                found.Add(comparer);
            }
        }

        return found;
    }

    /// <summary>In the body itself, and in the same critical section: another thread fills neither in between.</summary>
    private static bool IsAskedBefore(Holder holder, Store other, AccessNode access) => other.Accesses.Exists(a => a.Access is AccessKind.Lookup or AccessKind.Exists && a.Body == access.Body && a.Order < access.Order && Canon.Same(a.Key, access.Key)
        && (holder.Callers.LocksAt(a).Common(holder.Callers.LocksAt(access)) != null || EntrySharing.Of(holder, other) == null) && Structure.Enclosing(a, BlockRole.LockBody) == Structure.Enclosing(access, BlockRole.LockBody)
        && !access.Body.Member.Awaits.Exists(w => w.Body == access.Body && w.Order > a.Order && w.Order < access.Order));

    private static bool IsFilling(AccessNode access) => access is { Inserts: true, Inserted: not { IsNull: true } };

    /// <summary>The other table has the key before, or gets it right after, with nothing between that leaves or fails.</summary>
    private static bool IsAccompanied(Holder holder, Store other, AccessNode filling) => filling.Key != null && filling.Member != "initializer" && other.Accesses.Exists(a => IsFilling(a) && a.Body == filling.Body && Canon.Same(a.Key, filling.Key)
        && (Structure.IsOnTheWay(a, filling) || Follows(holder, filling, a, IsPlain)));

    /// <summary>The second step stands right behind the first, but for such ones as are harmless.</summary>
    private static bool Follows(Holder holder, Node first, Node second, Func<Holder, Node, bool> isHarmless) => first.Parent == second.Parent && second.Order > first.Order
        && first.Parent!.Items.TrueForAll(i => i.Order <= first.Order || i.Order >= second.Order || isHarmless(holder, i));

    /// <summary>Nothing fails there, as _titles[key] does of a title that is not known, or Add of what is there already.</summary>
    private static bool IsPlain(Holder holder, Node between) => between switch
    {
        AccessNode access => !(access.Access == AccessKind.Add && access.Collection == CollectionKind.Keyed) && !(access.Access == AccessKind.Lookup && access.Syntax is ElementAccessExpressionSyntax or ElementBindingExpressionSyntax),
        AssignNode => true,
        CallNode { IsCreation: true, Target: { ContainingType: { } made } constructor } call => (made.IsValueType || made.IsRecord || (StoreScope.IsInSource(made) || made.Name is "TaskCompletionSource" or "CancellationTokenSource" or "Stopwatch") && Throwing.Words(holder, call) == null) && (!StoreScope.IsInSource(made) || made.OriginalDefinition.GetMembers().Where(m => m is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }).Append(constructor).All(m => FindsAll(holder, m, 0))),
        CallNode { Target.MethodKind: MethodKind.PropertyGet } => true,
        _ => false,
    };

    /// <summary>What is made looks nothing up that may not be there: Title = Titles[key], by its constructor, an initializer or what they call.</summary>
    private static bool FindsAll(Holder holder, ISymbol member, int depth) => depth > MaxDepth || holder.WrittenFactsOf(member) is not { } facts
        || facts.Accesses.TrueForAll(a => IsPlain(holder, a)) && facts.Calls.TrueForAll(c => c.Target is not { } target || !StoreScope.IsInSource(target) || FindsAll(holder, target, depth + 1));

    /// <summary>The entries are ended there, and nothing leaves but where the store has none: if (!_files.TryGetValue(key, out var file)) return;</summary>
    private static bool IsEnding(Holder holder, Store store, AccessNode loss, Node between, int depth) => between switch
    {
        DisposeNode => true,
        AwaitNode wait => Closing.IsClosing(wait.Body.Member.Method) && wait.Body.Member.Disposals.Exists(d => wait.Syntax.Contains(d.Syntax)),
        CallNode call when call.Body.Member.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) || call.Syntax.Contains(d.Syntax)) => true,
        CallNode { IsCreation: false, IsVirtual: false, Target: { MethodKind: MethodKind.Ordinary } target } call => holder.OwnFactsOf(target) is { } helper && Throwing.Words(holder, call) == null
            && holder.Summaries.Reached(helper).TrueForAll(f => f.Awaits.Count == 0 && f.Accesses.TrueForAll(a => IsPlain(holder, a) && (!a.Mutates || a.Collection == CollectionKind.None))),
        LoopNode loop => depth < MaxDepth && loop.Head.Items.Concat(loop.BodyBlock.Items).All(i => IsEnding(holder, store, loss, i, depth + 1)),
        IfNode { Condition: { Kind: ValueKind.Not, A: { Kind: ValueKind.Outcome, Access: { } asked } } } branch when branch.Else.Items.Count == 0 && branch.Then.Items.TrueForAll(i => i is ReturnNode) && SymbolEqualityComparer.Default.Equals(asked.Store, store.Symbol) && asked.Access is AccessKind.Lookup or AccessKind.Exists && loss.Key != null && Canon.Same(asked.Key, loss.Key) => true,
        IfNode branch => depth < MaxDepth && branch.Then.Items.Concat(branch.Else.Items).All(i => IsEnding(holder, store, loss, i, depth + 1)),
        TryNode attempt => depth < MaxDepth && attempt.Catches.SelectMany(c => c.Block.Items).Concat(attempt.TryBody.Items).Concat(attempt.Finally?.Items ?? new List<Node>()).All(i => IsEnding(holder, store, loss, i, depth + 1)),
        _ => IsPlain(holder, between),
    };

    private static bool Loses(AccessNode access) => access.Member != "initializer" && (access.Removes || access.Access is AccessKind.Exchange or AccessKind.Complete || access is { Inserts: true, Inserted.IsNull: true }) && !Callers.IsConstruction(access.Body.Member);

    /// <summary>_notes.Remove(key) behind _files.Remove(key), or right before it; not _notes.Remove(key); if (IsPinned(key)) return; _files.Remove(key).</summary>
    private static bool IsLostWith(Holder holder, Store store, AccessNode loss) => store.Accesses.Exists(a => a.Access == loss.Access && a.Access is AccessKind.Remove or AccessKind.Clear && a.Body == loss.Body && (loss.Access == AccessKind.Clear || Canon.Same(a.Key, loss.Key))
        && (Structure.IsOnTheWay(a, loss) || Follows(holder, loss, a, (model, between) => IsEnding(model, store, loss, between, 0))));

    /// <summary>Somebody else gets the table, and may take out of it what he likes.</summary>
    private static bool IsGivenAway(Holder holder, Store other)
    {
        return holder.Members.Exists(f => f.Returns.Exists(r => IsIt(r.Value)) || f.Calls.Exists(c => c.Arguments.Any(IsIt)) || f.Assigns.Exists(a => IsIt(a.Value)) || f.Accesses.Exists(a => IsIt(a.Inserted)));

        bool IsIt(Value? value) => value is { Kind: ValueKind.Store, Symbol: { } symbol } && SymbolEqualityComparer.Default.Equals(symbol, other.Symbol);
    }
}
