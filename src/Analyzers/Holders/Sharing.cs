using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Evidence that a store is used by several threads: strong, or none.</summary>
internal sealed partial class Sharing
{
    private readonly Holder holder;
    private readonly Dictionary<INamedTypeSymbol, (string? Words, SharingSign Sign)> types = new(SymbolEqualityComparer.Default);

    public Sharing(Holder holder) => this.holder = holder;

    /// <summary>Why the store is shared, in words; null when nothing shows it.</summary>
    public string? Of(Store store)
    {
        var type = store.Symbol.ContainingType?.OriginalDefinition;
        if (type == null || IsCounterEvident(store.Symbol, type))
            return null;
        if (store.IsConcurrent && !StoreScope.IsInSource(store.Type) && store.Known.Collection is CollectionKind.Keyed or CollectionKind.Sequence or CollectionKind.Cache)
            return $"'{store.Name}' is a concurrent collection";
        foreach (var access in store.Accesses)
        {
            if (access.IsAtomic)
                return $"'{store.Name}' is used with {access.Member}";
        }

        if (store.Symbol is IFieldSymbol { IsVolatile: true })
            return $"'{store.Name}' is volatile";
        if (Attributes.GuardOf(store.Symbol) is { } guard)
            return $"'{store.Name}' is marked as guarded by '{guard}'";
        if (OfType(type) is { } words)
            return words;
        if (RunsElsewhere(store, type) is { } run)
            return run;
        return store.IsStatic && !IsBound(type) && StaticState.IsReachable(holder, store) && !StaticState.IsTakenAway(holder, store) && !StaticState.IsOfUi(holder, store) ? $"'{store.Name}' is static" : null;
    }

    /// <summary>Nothing but a lock in the type speaks for the store: no other thread of its own, no part that all callers share.</summary>
    public bool IsByLockOnly(Store store) => store.Symbol.ContainingType?.OriginalDefinition is { } type && SignOf(type) == SharingSign.Lock && RunsElsewhere(store, type) == null && !holder.Analysis.IsSingleton(type);

    /// <summary>Nothing but its being static speaks for a plain collection: no lock, no atomic use and no other thread in the type.</summary>
    public bool IsByStaticOnly(Store store) => store is { IsStatic: true, IsConcurrent: false } && !store.Known.Has(TypeTraits.Immutable) && store.Symbol.ContainingType?.OriginalDefinition is { } type && SignOf(type) == SharingSign.None && !LocksIn(type)
        && Attributes.GuardOf(store.Symbol) == null && !store.Accesses.Exists(a => a.IsAtomic) && RunsElsewhere(store, type) == null;

    /// <summary>Why instances of the type are shared, in words.</summary>
    public string? OfType(INamedTypeSymbol type) => EvidenceOf(type).Words;

    /// <summary>What kind of evidence that is.</summary>
    public SharingSign SignOf(INamedTypeSymbol type) => EvidenceOf(type).Sign;

    private (string? Words, SharingSign Sign) EvidenceOf(INamedTypeSymbol type)
    {
        if (!types.TryGetValue(type, out var evidence))
            types[type] = evidence = IsCounterEvident(null, type) ? (null, SharingSign.None) : Find(type);
        return evidence;
    }

    /// <summary>Some member of the type takes a lock of the type.</summary>
    public bool LocksIn(INamedTypeSymbol type)
    {
        foreach (var facts in holder.Members)
        {
            if (BelongsTo(facts, type) && LockIn(facts, type) != null)
                return true;
        }

        return false;
    }

    /// <summary>A lock of the type speaks for the store: it is taken around an access of it, or not only around those of other collections or of counters.</summary>
    public bool LocksFor(Store store)
    {
        var others = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var figures = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var state = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var other in holder.Stores)
        {
            foreach (var access in other.Accesses)
            {
                foreach (var held in holder.Callers.LocksAt(access).Symbols())
                {
                    if (other == store)
                        return true;
                    (other.IsCollection ? others : other.IsFigure ? figures : state).Add(held);
                }
            }
        }

        figures.ExceptWith(state);
        others.UnionWith(figures);

        foreach (var facts in holder.Members)
        {
            if (BelongsTo(facts, store.Symbol.ContainingType) && LockIn(facts, store.Symbol.ContainingType) is { } held && !others.Contains(held.Symbol!))
                return true;
        }

        return false;
    }

    /// <summary>Only a volatile or interlocked field speaks for it: enough for that field, not for everything in the type.</summary>
    public bool IsWeak(INamedTypeSymbol type) => SignOf(type) is SharingSign.Atomic or SharingSign.Volatile;

    /// <summary>Types that one thread owns by design: UI, grains, actors, test classes, ref structs.</summary>
    public bool IsCounterEvident(ISymbol? store, INamedTypeSymbol type)
    {
        if (store != null && (Attributes.Has(store, "ThreadStatic") || store is IFieldSymbol { Type.Name: "ThreadLocal" or "AsyncLocal" }))
            return true;
        return type.IsRefLikeType || Attributes.Has(type, "SingleThreaded") || holder.Catalog.Of(type).Has(TypeTraits.Ui) || UnknownBase.Is(type) || IsTurnBased(type);
    }

    private static bool IsTurnBased(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.Name is "Grain" or "GrainBase" or "SystemTarget" or "ReceiveActor" or "UntypedActor" or "ActorBase" or "Actor" or "ReceivePersistentActor" or "DbContext")
                return true;
        }

        return type.AllInterfaces.Any(i => i.Name is "IGrainBase" or "IActor" or "IAddressable");
    }

    private (string? Words, SharingSign Sign) Find(INamedTypeSymbol type)
    {
        if (holder.Catalog.Settings.SharedTypes.Contains(ApiCatalog.FullName(type)))
            return ($"'{type.Name}' is configured as shared", SharingSign.Role);
        for (INamedTypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (at.Name == "BackgroundService" || at.Name == "Hub" && at.ContainingNamespace.Name == "SignalR")
                return ($"'{type.Name}' is a {at.Name}", SharingSign.Role);
        }

        if (type.AllInterfaces.Any(i => i.Name == "IHostedService"))
            return ($"'{type.Name}' is a hosted service", SharingSign.Role);
        if (type.GetMembers().Any(m => m is IMethodSymbol { Name: "Invoke" or "InvokeAsync", Parameters: { Length: > 0 } parameters } && parameters[0].Type.Name == "HttpContext"))
            return ($"'{type.Name}' is a middleware, one for all requests", SharingSign.Role);
        foreach (var facts in holder.Members)
        {
            if (!BelongsTo(facts, type))
                continue;
            if (LockIn(facts, type, ofInstances: true) is { } id)
                return ($"'{type.Name}' locks on '{Words.NameOf(id)}'", SharingSign.Lock);
            foreach (var access in facts.Accesses)
            {
                if (access.IsAtomic && access.Store != null && (!access.Store.IsStatic || type.IsStatic) && SymbolEqualityComparer.Default.Equals(access.Store.ContainingType?.OriginalDefinition, type))
                    return ($"'{access.Store.Name}' is used with Interlocked in {Words.NameOf(facts)}", SharingSign.Atomic);
            }
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsVolatile: true } field)
                return ($"'{field.Name}' is volatile", SharingSign.Volatile);
        }

        return holder.Analysis.IsSingleton(type) && !IsBound(type) ? ($"'{type.Name}' is registered as a singleton", SharingSign.Role) : (null, SharingSign.None);
    }

    /// <summary>A model that a user interface is bound to: it lives as long as the program, and on the thread of the interface.</summary>
    private static bool IsBound(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.Name is "ObservableObject" or "ObservableRecipient" or "BindableBase" or "ReactiveObject" or "ViewModelBase")
                return true;
        }

        return type.AllInterfaces.Any(i => i is { Name: "INotifyPropertyChanged", ContainingNamespace.Name: "ComponentModel" });
    }

    private bool BelongsTo(MemberFacts facts, INamedTypeSymbol type)
    {
        for (var at = facts.Member.ContainingType; at != null; at = at.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, type))
                return true;
        }

        return false;
    }

    /// <summary>A lock of the type's own that the member takes; a static one taken for static state says nothing of instances.</summary>
    private LockId? LockIn(MemberFacts facts, INamedTypeSymbol type, bool ofInstances = false)
    {
        foreach (var access in facts.Accesses)
        {
            foreach (var id in access.Locks.Ids)
            {
                if (ofInstances && id.Symbol is IFieldSymbol { IsStatic: true } && !type.IsStatic && (access.Store is null or { IsStatic: true } || access.Target.A is { Kind: not ValueKind.This }))
                    continue;
                if (id.Symbol != null && !IsBetweenProcesses(holder, id.Symbol) && !BorrowedGate.Is(holder, id.Symbol, type) && (SymbolEqualityComparer.Default.Equals(id.Symbol.ContainingType?.OriginalDefinition, type) || SymbolEqualityComparer.Default.Equals(id.Symbol, type)))
                    return id;
            }
        }

        return null;
    }

    /// <summary>A Mutex with a name keeps other processes out, of a file as a rule; without one it is a lock.</summary>
    private static bool IsBetweenProcesses(Holder holder, ISymbol gate) => (gate as IFieldSymbol)?.Type is { Name: "Mutex", ContainingNamespace.Name: "Threading" }
        && holder.StoreOf(gate) is { } store && store.Accesses.Exists(a => a.Inserted is { IsNull: false } made && (made.Kind != ValueKind.Created || made.Items.Length > 1));
}
