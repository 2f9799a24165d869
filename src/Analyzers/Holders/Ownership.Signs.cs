using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>The second sign that what is made here is owned here.</content>
internal sealed partial class Ownership
{
    /// <summary>_client = new HttpClient(_handler): another resource got it, and by convention ends it with itself.</summary>
    private bool IsWrapped(Store store)
    {
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var call in facts.Calls)
            {
                if (!call.IsCreation || !holder.Catalog.IsResource(call.Result.Type))
                    continue;
                foreach (var argument in call.Arguments)
                {
                    if (argument.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.This) && (LeadsOut(argument, store) || Trace.Roots(holder, argument).Exists(r => r.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol) && IsContainer(store))))
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>Made here and never disposed here: owned only with a second sign of it.</summary>
    private OwnershipVerdict SecondSignal(Store store, AccessNode creation)
    {
        // What is added to a list and returned to the caller is as likely the caller's.
        if (store.Known.Collection is not CollectionKind.Keyed && store.IsCollection && EscapeOf(store) is ReturnNode)
            return OwnershipVerdict.Unknown;
        if (creation.Access == AccessKind.Replace && IsKnownElsewhere(store) || IsCallersToo(store) || IsGivenToKeeper(store) || IsViewOfAnother(store) || IsHandedOn(store) || HiddenPart.IsIn(holder, store) || OwnReturn.TakesOut(holder, store))
            return OwnershipVerdict.Unknown;
        var type = store.Symbol.ContainingType;
        var types = Origins.CreatedTypes(creation).ToList();
        if (IsEndedByMaker(store) || types.Count > 0 && types.TrueForAll(t => SelfRegistered.Is(holder, t) || Inert.HoldsOnlyTokens(holder, t) || Inert.FreesMemoryOnly(holder, t) || Inert.EndsNothing(holder, t) || NothingToFree.In(holder, t)))
            return OwnershipVerdict.Unknown;
        if (store.IsCollection && holder.OwnMembers.Exists(f => IsKeptByOther(f, store)) || types.Exists(t => IsOfTree(type, t)) && IsGivenOn(store))
            return OwnershipVerdict.Unknown;
        // What one object ends says nothing of what all share.
        if (!store.IsStatic && holder.Catalog.Of(type).Has(TypeTraits.AnyDisposable))
            return new OwnershipVerdict(OwnershipKind.Owned, creation, $"'{type.Name}' creates what it puts into '{store.Name}' and is disposable", false);
        foreach (var made in types)
        {
            if (holder.Analysis.Strength.WordsFor(made, holder) is { } words)
                return new OwnershipVerdict(OwnershipKind.Owned, creation, $"'{type.Name}' creates what it puts into '{store.Name}', and '{made.Name}' {words}", false);
        }

        return OwnershipVerdict.Unknown;
    }

    /// <summary>Owner and entry are elements of one tree, as those of a user interface are: who has a parent ends with it, whoever made it.</summary>
    private bool IsOfTree(INamedTypeSymbol owner, ITypeSymbol entry)
    {
        for (var at = owner.BaseType; at is { SpecialType: not SpecialType.System_Object }; at = at.BaseType)
        {
            if (holder.Catalog.Of(at).Has(TypeTraits.AnyDisposable) && Entries.Derives(entry, at) && !SymbolEqualityComparer.Default.Equals(entry.OriginalDefinition, at.OriginalDefinition) && HasParent(at))
                return true;
        }

        return false;
    }

    /// <summary>_layout.Add(button), Content = button: something else of the tree has it as well.</summary>
    private bool IsGivenOn(Store store) => holder.OwnMembers.Exists(f => f.Calls.Exists(c => !c.IsDelegate && c.Receiver is not null and not { Kind: ValueKind.This } && System.Array.Exists(c.Arguments, a => LeadsOut(a, store) || Trace.Roots(holder, a).Exists(r => r.Kind == RootKind.Created && InsertedValues(store).Contains(r.Value)))));

    private static bool HasParent(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is { SpecialType: not SpecialType.System_Object }; at = at.BaseType)
        {
            if (at.GetMembers().Any(m => m is IPropertySymbol { Name: "Parent" or "VisualParent" or "LogicalParent" or "ParentWindow" or "Controls" or "Children" }))
                return true;
        }

        return false;
    }

    private static readonly string[] Taking = { "Open", "Add", "Register", "Attach", "Show", "Own", "Push", "Host", "Insert", "Enqueue", "Store", "Keep", "Track", "Adopt", "Give", "Append" };

    /// <summary>workbench.Open(_view): somebody else got it, by a call whose code is not known, and may show, keep or end it.</summary>
    private bool IsHandedOn(Store store)
    {
        foreach (var call in holder.OwnMembers.SelectMany(f => f.Calls))
        {
            if (call.IsCreation || call.IsDelegate || call.Target is not { IsAbstract: true } target || !StoreScope.IsInSource(target) || call.Info is { Role: not MethodRole.None } || !NameWords.BeginsWithAny(target.Name, Taking))
                continue;
            foreach (var argument in call.Arguments)
            {
                if (holder.Catalog.IsResource(argument.Type) && LeadsOut(argument, store))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The objects made in the nest that end up in the store, through parameters of private helpers too.</summary>
    private HashSet<Value> InsertedValues(Store store)
    {
        if (inserted.TryGetValue(store, out var known))
            return known;
        var values = new HashSet<Value>();
        foreach (var access in store.Accesses)
        {
            if ((access.Contents ?? (access.Inserts ? access.Inserted : null)) is { } put)
                Origins.AddCreated(put, values);
        }

        return inserted[store] = values;
    }
}
