using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whether two values made for one key are as good as one: what is lost when a race makes two.</summary>
internal static partial class Identity
{
    /// <summary>What the value is, in words, when losing one of two matters; null for idempotent and unknown values.</summary>
    public static string? Of(Holder holder, AccessNode access, Value? inserted)
    {
        return Of(holder, access, inserted, 0);
    }

    /// <summary>Made here, and of no cost to anybody when it is dropped at once: it acquires nothing and starts nothing.</summary>
    public static bool IsFree(Holder holder, AccessNode access)
    {
        if (access.Inserted == null || access.Store == null)
            return false;
        foreach (var root in Trace.Roots(holder, access.Inserted))
        {
            if (root.IsPart || root.IsOf(access.Store))
                continue;
            if (root.Kind != RootKind.Created || root.Value.Type is not { } type || !IsFreeType(holder, type))
                return false;
        }

        return true;
    }

    private static bool IsFreeType(Holder holder, ITypeSymbol type)
    {
        var known = holder.Catalog.Of(type);
        if (known.IsResource || known.Has(TypeTraits.Thread | TypeTraits.Timer | TypeTraits.TokenSource) || holder.Catalog.PayloadOf(type).IsResource && known.Collection == CollectionKind.None)
            return false;
        return known.Has(TypeTraits.AnyLock) || type.SpecialType == SpecialType.System_Object || type.Name == "TaskCompletionSource" || known.Collection != CollectionKind.None
            || Inert.AcquiresNothing(holder, type);
    }

    private static string? Of(Holder holder, AccessNode access, Value? inserted, int depth)
    {
        if (inserted == null || depth > 3)
            return null;
        foreach (var root in Trace.Roots(holder, inserted))
        {
            if (root.IsPart)
                continue;
            if (root.Kind == RootKind.Parameter && OfArguments(holder, access, root, depth) is { } passed)
                return passed;
            if (root.Kind == RootKind.Created && root.Value.Type is { } type && OfCreated(holder, access, root.Value, type) is { } words)
                return words;
            if (root.Kind == RootKind.Result && root.Value.Type is { } returned && holder.Catalog.PayloadOf(returned).Resource is { } resource && !holder.Catalog.Of(returned).Has(TypeTraits.Lazy)
                && (holder.Ownership.Origins.Of(inserted) & Origin.Created) != 0)
                return resource.Name;
        }

        return null;
    }

    /// <summary>A parameter of a private helper is what its callers pass.</summary>
    private static string? OfArguments(Holder holder, AccessNode access, Root root, int depth)
    {
        if (root.Symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter || holder.OwnFactsOf(method) is not { } facts || !holder.Callers.IsClosed(facts))
            return null;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (parameter.Ordinal < call.Arguments.Length && Of(holder, access, call.Arguments[parameter.Ordinal], depth + 1) is { } words)
                return words;
        }

        return null;
    }

    private static string? OfCreated(Holder holder, AccessNode access, Value created, ITypeSymbol type)
    {
        var known = holder.Catalog.Of(type);
        if (known.Has(TypeTraits.Lazy | TypeTraits.Value | TypeTraits.Weak))
            return null;
        if (known.Has(TypeTraits.AnyLock) || type.SpecialType == SpecialType.System_Object)
            return type.Name;
        if (known.IsResource)
            return known.Has(TypeTraits.ConditionalResource) || !Inert.IsInert(holder, type) ? type.Name : null;
        if (known.Has(TypeTraits.AnyDisposable) && !known.Has(TypeTraits.TokenSource))
            return null;
        if (known.Has(TypeTraits.Thread) || type.Name == "TaskCompletionSource")
            return type.Name;
        if (known.Collection != CollectionKind.None)
            return !known.Has(TypeTraits.Immutable) && type is not IArrayTypeSymbol && IsFilled(holder, access, created) ? type.Name : null;
        if (holder.Catalog.PayloadOf(type).IsResource)
            return (holder.Ownership.Origins.Of(created) & Origin.Created) != 0 ? type.Name : null;
        return IsStateful(holder, type) && !IsDescription(holder, access, created, type) ? type.Name : null;
    }

    /// <summary>A collection that somebody adds to later: what goes into the lost one is lost. Unless that is remembered results, which are found again.</summary>
    private static bool IsFilled(Holder holder, AccessNode access, Value created)
    {
        if (Memo.Is(holder, access, created))
            return false;
        foreach (var facts in holder.Members)
        {
            foreach (var other in facts.Accesses)
            {
                if (!other.Inserts)
                    continue;
                if (other.Depth > 0 && SymbolEqualityComparer.Default.Equals(other.Store, access.Store) && !(Reaching.At(other.Target, other) == created && IsMadeFull(holder, other, access)))
                    return true;
                if (other.Target.Kind == ValueKind.Local && other.Target.Local.Assigned.Contains(created) && !IsMadeFull(holder, other, access) && !IsMadeFullByMaker(holder, other, access))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A class in source with events, with collections, timers, locks or tasks of its own, or with numbers that it counts.</summary>
    private static bool IsStateful(Holder holder, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false } named || !named.Locations.Any(l => l.IsInSource))
            return false;
        foreach (var member in named.OriginalDefinition.GetMembers())
        {
            if (member is IEventSymbol { IsStatic: false })
                return true;
            if (member is IFieldSymbol { IsStatic: false } field)
            {
                var known = holder.Catalog.Of(field.Type);
                if (known.Collection != CollectionKind.None && !known.Has(TypeTraits.Immutable) && known.Collection != CollectionKind.Array && field.Type.TypeKind == TypeKind.Class && !IsNeverChanged(holder, field) && !IsMadeFull(holder, named, field) && !IsFilledWhenMade(holder, named.OriginalDefinition, field)
                    || known.Has(TypeTraits.Timer | TypeTraits.Thread | TypeTraits.TokenSource))
                    return true;
            }
        }

        return holder.Analysis.Mutability.GathersState(named, holder.Cancellation);
    }

    /// <summary>A list that an entry of the nest got ready made, and that nobody here changes: two of them are equal.</summary>
    private static bool IsNeverChanged(Holder holder, IFieldSymbol field)
    {
        if (!field.IsReadOnly || field.ContainingType is not { DeclaredAccessibility: Accessibility.Private })
            return false;
        return holder.StoreOf(field.AssociatedSymbol ?? field) is { } store && store.Accesses.TrueForAll(a => !a.Mutates && a.Access != AccessKind.Escape
            || Callers.IsConstruction(a.Body.Member) && a.Access is AccessKind.Overwrite or AccessKind.Replace && a.Inserted is { Kind: ValueKind.Parameter });
    }
}
