using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>
/// Which stores take over what is put into them: private, never handed out as such, owned by the evidence of a dispose, disposed to the
/// last entry in Dispose of their type, and without a word against them from LeakGuard's own rules.
/// </summary>
internal sealed class Keeping
{
    private const int MaxDepth = 4;

    private readonly OwnerModel owner;
    private readonly Dictionary<Store, bool> verdicts = new();

    public Keeping(OwnerModel owner) => this.owner = owner;

    private Holder Holder => owner.Holder;

    public bool TakesOver(Store store)
    {
        if (!verdicts.TryGetValue(store, out var known))
            verdicts.Add(store, known = IsPrivate(store) && Holder.Ownership.Of(store) is { IsOwned: true, IsDecisive: true } && IsDisposedWithOwner(store) && !owner.IsFaulted(store));
        return known;
    }

    public bool TakesOver(AccessNode access) => access.Depth == 0 && Holder.StoreOf(access.Store) is { } store && TakesOver(store);

    private bool IsPrivate(Store store) =>
        store is { IsStatic: false, IsInherited: false } && store.Symbol.DeclaredAccessibility == Accessibility.Private
        && store.Known.Collection is not (CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Owning)
        && !store.Accesses.Exists(a => a.Access == AccessKind.Escape) && !Holder.Members.Any(facts => HandsOut(facts, store));

    /// <summary>The collection itself is returned, or given to code that may add to it or take from it.</summary>
    private bool HandsOut(MemberFacts facts, Store store) =>
        facts.Returns.Exists(r => IsCollection(r.Value, store))
        || facts.Assigns.Exists(a => a.Target != AssignTarget.Local && IsCollection(a.Value, store))
        || facts.Calls.Exists(c => c.Arguments.Where((a, i) => IsCollection(a, store) && (Holder.Fates.OfArgument(c, i) & Fate.Disposed) == 0).Any());

    private bool IsCollection(Value? value, Store store) =>
        value is { Kind: ValueKind.Store or ValueKind.Local or ValueKind.Either }
        && Trace.Roots(Holder, value).Exists(r => r.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol));

    private bool IsDisposedWithOwner(Store store)
    {
        if (!Holder.Catalog.Of(store.Symbol.ContainingType).Has(TypeTraits.AnyDisposable))
            return false;
        foreach (var facts in Holder.OwnMembers)
        {
            if (facts.Method is { } method && IsDispose(method) && SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, store.Symbol.ContainingType.OriginalDefinition)
                && Empties(facts, store, 0))
                return true;
        }

        return false;
    }

    private static bool IsDispose(IMethodSymbol method) =>
        Closing.IsDispose(method) && (method.IsOverride || method.Parameters.IsEmpty && (method.Name is "Dispose" or "DisposeAsync" || !method.ExplicitInterfaceImplementations.IsEmpty));

    /// <summary>The member, or a method of the type that it calls whatever happens, disposes all.</summary>
    private bool Empties(MemberFacts facts, Store store, int depth) =>
        Drain.DisposesAll(Holder, facts, store) || depth < MaxDepth && facts.Calls.Exists(call => call.Body.Enclosing == null
            && call.Target is { } target && Holder.OwnFactsOf(target) is { } callee && callee != facts && Unconditional.RunsOnce(call, call.Body.Root) && Empties(callee, store, depth + 1));
}
