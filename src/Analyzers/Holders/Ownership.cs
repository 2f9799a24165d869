using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Decides per store, by evidence: who disposes entries decides, then who makes them; anything else is unknown.</summary>
internal sealed partial class Ownership
{
    private readonly Holder holder;
    private readonly Dictionary<Store, OwnershipVerdict> verdicts = new();
    private readonly Dictionary<Store, Node?> escapes = new();
    private readonly Dictionary<Store, HashSet<Value>> inserted = new();

    public Ownership(Holder holder)
    {
        this.holder = holder;
        Origins = new Origins(holder);
    }

    public Origins Origins { get; }

    public OwnershipVerdict Of(Store store)
    {
        if (!verdicts.TryGetValue(store, out var verdict))
        {
            verdicts[store] = OwnershipVerdict.Unknown;
            verdicts[store] = verdict = Decide(store);
        }

        return verdict;
    }

    private OwnershipVerdict Decide(Store store)
    {
        if (!store.Payload.IsResource && !store.Payload.MaybeResource || store.Known.Collection is CollectionKind.Weak or CollectionKind.Owning)
            return OwnershipVerdict.Unknown;
        if (store.Known.Container != null && !IsOwnContainer(store))
            return OwnershipVerdict.Unknown;
        if (Attributes.Has(store.Symbol, "Borrowed"))
            return new OwnershipVerdict(OwnershipKind.Borrowed, null, string.Empty, true);
        var (origin, creation) = Insertions(store);
        var isPlain = (origin & Origin.PlainSource) != 0;
        if (isPlain)
        {
            origin &= ~Origin.PlainSource;
            if (store.IsCollection && Tokens.Leave(holder, store))
                (origin, creation) = ((origin & ~Origin.Inert) | Origin.Created, store.Accesses.Find(a => a.Inserts));
        }

        if (Attributes.Has(store.Symbol, "OwnsEntries"))
            return new OwnershipVerdict(OwnershipKind.Owned, creation, $"'{store.Name}' is marked as owning its entries", true);
        if (!IsNested(store) && origin != Origin.None && (origin & ~(Origin.Inert | Origin.Null | Origin.Moved)) == 0 && (origin & Origin.Moved) == 0)
            return OwnershipVerdict.Unknown;
        if (IsConditional(store) && (origin & Origin.Created) == 0)
            return OwnershipVerdict.Unknown;
        // Entries that are disposed only if they can be, and that callers bring: nothing says that there is a resource among them. Of a type parameter it is enough that some are made for the store.
        if (!store.Payload.IsResource && (origin & Origin.Borrowed) != 0 && ((origin & Origin.Created) == 0 || IsUntyped(holder, store) && !GetsKnownResource(store)))
            return OwnershipVerdict.Unknown;
        // What takes longest to see comes last: most stores have shown by then that nothing is known of them.
        return Judge(store, origin, creation, isPlain) is { Kind: not OwnershipKind.Unknown } verdict && !IsNothingToEnd(store) ? verdict : OwnershipVerdict.Unknown;
    }

    public static bool IsUntyped(Holder holder, Store store) => (store.IsCollection ? holder.Catalog.ElementsOf(store.Type).Element : store.Type)?.SpecialType == SpecialType.System_Object;

    /// <summary>_values[name] = File.OpenRead(path): one that is a resource by its type; what make() of a Func&lt;object&gt; gives is not known to be one.</summary>
    private bool GetsKnownResource(Store store) => store.Accesses.Exists(a => a.Inserts && (Origins.OfInsertion(a) & Origin.Created) != 0 && Origins.CreatedTypes(a).Any());

    private bool IsNothingToEnd(Store store) =>
        (store.IsCollection ? IsSecondIndex(store) : IsCursor(store)) || store.Payload.Resource is { } resource && (Inert.EndsIfItCan(holder, resource) || Inert.FreesLocksOnly(holder, resource))
        || EmptyEnd.HaveAll(holder, store) || OfOperations.Are(holder, store) || OwnReturn.PutsBack(holder, store) || UsedByCallers.Are(holder, store);

    private OwnershipVerdict Judge(Store store, Origin origin, AccessNode? creation, bool isPlain)
    {
        // A part of the entry that some method disposes while the entry stays: it belongs to a stage of the entry's life.
        if (Disposal(store) is { } disposal && (store.IsCollection || !store.Payload.HasEntry || disposal.Evidence != null || !disposal.IsOwned))
            return (origin & Origin.Borrowed) != 0 && (IsHalfSaid(store, disposal, origin) || IsCallersCollection(store, disposal)) ? OwnershipVerdict.Unknown : disposal;
        if (!store.Payload.IsResource)
            return OwnershipVerdict.Unknown;
        if ((origin & Origin.Borrowed) != 0)
            return new OwnershipVerdict(OwnershipKind.Borrowed, null, string.Empty, false);
        if ((origin & Origin.Created) == 0 || (origin & Origin.Unknown) != 0 || creation == null || isPlain || Entries.EndElsewhere(holder, store) || IsWrapped(store))
            return OwnershipVerdict.Unknown;
        return SecondSignal(store, creation);
    }

    /// <summary>Callers bring entries too, and what is disposed is disposed at one stage only, or by a method that does more than that.</summary>
    private bool IsHalfSaid(Store store, OwnershipVerdict disposal, Origin origin) => disposal.Evidence == null
        ? !holder.Members.Any(f => holder.Summaries.PassesToMereDisposer(f, store.Symbol))
        : !store.IsCollection && (origin & Origin.Created) == 0 && IsBehindState(disposal.Evidence);

    /// <summary>Collections of collections: what goes into the inner ones is added there.</summary>
    private static bool IsNested(Store store) => store.Payload.Steps.Count(s => s == PayloadStep.Element) > 1;

    /// <summary>A slot that only ever points to an entry that another collection goes on holding: _current = _phases[i].</summary>
    private bool IsCursor(Store store)
    {
        var points = false;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Inserted is null or { IsNull: true })
                continue;
            foreach (var root in Trace.DeepRoots(holder, access.Inserted))
            {
                if (root.Kind == RootKind.Null)
                    continue;
                if (!IsKeptElement(root, 0))
                    return false;
                points = true;
            }
        }

        return points;
    }

    /// <summary>_merging[n] = _lanes[i]: some of its entries stay in another collection of the holder meanwhile.</summary>
    private bool IsSecondIndex(Store store)
    {
        if (store.Accesses.Exists(a => a.Inserts && (Origins.OfInsertion(a) & Origin.Created) != 0))
            return false;
        foreach (var access in store.Accesses)
        {
            if (access is { Inserts: true, Depth: 0, Inserted: { } inserted } && Trace.Roots(holder, inserted) is { Count: 1 } roots && roots[0] is { Kind: RootKind.Element, IsPart: false, Access: { Removes: false, Access: not AccessKind.GetOrAdd } found, Symbol: { } from }
                && holder.StoreOf(from) is { IsCollection: true } other && other != store && !holder.Summaries.Reached(access.Body.Member).Concat(holder.Callers.Of(access.Body.Member).Select(c => c.Body.Member)).SelectMany(f => f.Accesses).Any(a => a.Mutates && a.Depth == 0 && SymbolEqualityComparer.Default.Equals(a.Store, from) && (a.Removes || a.Access is AccessKind.Clear or AccessKind.Replace || a.Inserts && Canon.Same(a.Key, found.Key))))
                return true;
        }

        return false;
    }

    private bool IsKeptElement(Root root, int depth)
    {
        if (root.Kind == RootKind.Element)
            return root.Access is not { Removes: true } && root.Access?.Access is not AccessKind.GetOrAdd;
        // Devices.All[i]: the list of another object has it.
        if (root.Kind == RootKind.Result && !root.IsPart && root.Value.Call?.Target is { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol { IsIndexer: true } })
            return true;
        if (depth > 2 || root.Kind != RootKind.Parameter || root.Symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter || holder.OwnFactsOf(method) is not { } facts || !holder.Callers.IsClosed(facts))
            return false;
        var calls = holder.Callers.Of(facts);
        return calls.Count > 0 && calls.All(c => parameter.Ordinal < c.Arguments.Length && Trace.DeepRoots(holder, c.Arguments[parameter.Ordinal]).All(r => r.Kind == RootKind.Null || IsKeptElement(r, depth + 1)));
    }

    private static bool IsConditional(Store store) => store.Payload.Resource is { Name: "CancellationTokenSource" };

    /// <summary>Entries are disposed somewhere in the nest: decisive, unless only when a flag says that they are owned.</summary>
    private OwnershipVerdict? Disposal(Store store)
    {
        DisposeNode? found = null;
        foreach (var facts in holder.Members)
        {
            if (holder.Summaries.DisposesDirectly(facts, store.Symbol) is not { } node || !CountsAsOwner(node, store))
                continue;
            if (IsBehindOwnershipFlag(node))
                return OwnershipVerdict.Unknown;
            if (found == null || Closing.IsClosing(facts.Method) && !Closing.IsClosing(found.Body.Member.Method))
                found = node;
        }

        if (found != null)
        {
            var words = Closing.IsClosing(found.Body.Member.Method)
                ? $"'{store.Name}' is {(store.IsCollection ? "drained" : "disposed")} in {Words.NameOf(found.Body.Member)}"
                : $"{(store.IsCollection ? "entries of '" + store.Name + "' are" : "'" + store.Name + "' is")} disposed in {Words.NameOf(found.Body.Member)}";
            return new OwnershipVerdict(OwnershipKind.Owned, found, words, true);
        }

        foreach (var facts in holder.Members)
        {
            // What another object got when it was made is ended by that one.
            if (holder.Summaries.PassesToDisposer(facts, store.Symbol))
                return IsKeptByEnder(store, facts) ? OwnershipVerdict.Unknown : new OwnershipVerdict(OwnershipKind.Owned, null, $"entries of '{store.Name}' are disposed in {Words.NameOf(facts)}", true);
        }

        return null;
    }

    private bool CountsAsOwner(DisposeNode node, Store store)
    {
        // An entry that is let go says nothing of the resource it carries.
        if (store.Payload.HasEntry && !node.IsCertain && node.Operand.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } ended && !holder.Catalog.IsResource(ended))
            return false;
        // _session.Stream.Dispose(), slot.Current.Root.Release(): the end of something that the value leads to.
        if (!store.IsCollection && !store.Payload.HasEntry && !Trace.DeepRoots(holder, node.Operand).Any(r => r.IsOf(store.Symbol) && !r.IsPart))
            return false;
        if (node.IsCertain)
            return true;
        // What an entry's own method does is known: it does not end the part that is the resource.
        if (store.Payload.HasEntry && node.Method is { IsAbstract: false } method && holder.FactsOf(method) is { IsTruncated: false } own && holder.OwnFactsOf(method) == null
            && !own.Disposals.Exists(d => Trace.Roots(holder, d.Operand).Exists(r => store.Payload.Members.Contains(r.Symbol, SymbolEqualityComparer.Default))))
            return false;
        return store.Payload.IsResource && node.Method?.Name is "Close" or "CloseAsync" or "Shutdown" or "ShutdownAsync" or "Terminate" or "Kill" or "Abort"
            or "DisconnectAsync" or "Disconnect" or "StopAsync" or "Destroy" or "TerminateAsync" or "Retire" or "Release";
    }

    /// <summary>What is put into the store anywhere, and one place that makes it.</summary>
    private (Origin Origin, AccessNode? Creation) Insertions(Store store)
    {
        var origin = Origin.None;
        AccessNode? creation = null;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts)
            {
                if (access.Access == AccessKind.Replace && access.Inserted is { } fresh && !IsFresh(fresh))
                    origin |= Origins.Of(fresh) & (Origin.Borrowed | Origin.Unknown);
                if (access.Contents is { } contents && Origins.Of(contents) is var filled && (filled & Origin.Created) != 0)
                {
                    creation ??= access;
                    origin |= filled;
                }

                if (access.Access == AccessKind.Escape)
                    origin |= Origin.Unknown;
                continue;
            }

            var one = Origins.OfInsertion(access);
            if ((one & Origin.Created) != 0)
                creation ??= access;
            origin |= one;
        }

        return (origin, creation);
    }

    private static bool IsFresh(Value value) => value.Kind is ValueKind.Null or ValueKind.Created or ValueKind.Derived or ValueKind.Constant or ValueKind.Member or ValueKind.Pure;
}
