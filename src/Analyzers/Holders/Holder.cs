using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// The model of one outermost type with everything nested in it, made at its symbol end: its members' facts, its stores,
/// and the solvers that answer what rules ask. Answers are computed when first asked for.
/// </summary>
internal sealed partial class Holder
{
    private readonly Analysis analysis;
    private readonly Dictionary<ISymbol, MemberFacts> byMember = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Store> stores = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> inheritedTypes = new(SymbolEqualityComparer.Default);
    private readonly List<MemberFacts> members;
    private Dictionary<LocalFacts, List<AccessNode>>? localAccesses;

    public Holder(INamedTypeSymbol type, List<MemberFacts> own, Analysis analysis, CancellationToken cancellation)
    {
        Type = type;
        this.analysis = analysis;
        Cancellation = cancellation;
        own.Sort(ByPosition);
        OwnMembers = own;
        members = new List<MemberFacts>(own);
        foreach (var facts in own)
            Index(facts);
        AddInherited();
        foreach (var facts in members)
            NameInner(facts);
        foreach (var facts in members)
        {
            foreach (var access in facts.Accesses)
                AddAccess(access);
        }

        Summaries = new Summaries(this);
        Callers = new Callers(this);
        Ownership = new Ownership(this);
        Sharing = new Sharing(this);
        Closing = new Closing(this);
        Fates = new Fates(this);
        Roots = new CallbackRoots(this);
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>Roots already found, by value: they do not depend on who asks.</summary>
    public Dictionary<Value, List<Root>> TracedRoots { get; } = new();

    public CancellationToken Cancellation { get; }

    public ApiCatalog Catalog => analysis.Catalog;

    public Analysis Analysis => analysis;

    /// <summary>Members of the type and its nested types, in order of file and position.</summary>
    public List<MemberFacts> OwnMembers { get; }

    /// <summary>Own members, and those of base types in source when their stores are used here.</summary>
    public List<MemberFacts> Members => members;

    public IEnumerable<Store> Stores => stores.Values;

    public Summaries Summaries { get; }

    public Callers Callers { get; }

    public Ownership Ownership { get; }

    public Sharing Sharing { get; }

    public Closing Closing { get; }

    public Fates Fates { get; }

    public CallbackRoots Roots { get; }

    public Store? StoreOf(ISymbol? symbol) => symbol != null && stores.TryGetValue(symbol, out var store) ? store : null;

    public bool IsOwn(MemberFacts facts) => !inheritedTypes.Contains(facts.Member.ContainingType?.OriginalDefinition!);

    /// <summary>A method of this nest whose facts were collected here.</summary>
    public MemberFacts? OwnFactsOf(ISymbol member) => byMember.TryGetValue(member.OriginalDefinition, out var facts) ? facts : null;

    /// <summary>
    /// The facts of a method of this compilation, own or foreign. What the catalog knows of a method goes before a body of it: such a body is a
    /// stand-in.
    /// </summary>
    public MemberFacts? FactsOf(IMethodSymbol method) =>
        OwnFactsOf(method.OriginalDefinition) ?? (Catalog.Methods.Of(method) is { Role: not (MethodRole.None or MethodRole.Inert) } ? null : analysis.Foreign.Of(method.OriginalDefinition, Cancellation));

    /// <summary>The facts of a member of this compilation, own or foreign, as it is written, whatever the catalog knows of it.</summary>
    public MemberFacts? WrittenFactsOf(ISymbol member) => OwnFactsOf(member) ?? analysis.Foreign.Of(member.OriginalDefinition, Cancellation);

    /// <summary>Operations on a collection that is a local variable.</summary>
    public IReadOnlyList<AccessNode> AccessesOfLocal(LocalFacts local)
    {
        if (localAccesses == null)
        {
            localAccesses = new Dictionary<LocalFacts, List<AccessNode>>();
            foreach (var facts in members)
            {
                foreach (var access in facts.Accesses)
                {
                    if (access.Store != null || access.Target.Kind != ValueKind.Local)
                        continue;
                    if (!localAccesses.TryGetValue(access.Target.Local, out var list))
                        localAccesses.Add(access.Target.Local, list = new List<AccessNode>());
                    list.Add(access);
                }
            }
        }

        return localAccesses.TryGetValue(local, out var found) ? found : Array.Empty<AccessNode>();
    }

    public static int ByPosition(MemberFacts a, MemberFacts b)
    {
        var path = string.CompareOrdinal(a.Syntax.SyntaxTree.FilePath, b.Syntax.SyntaxTree.FilePath);
        return path != 0 ? path : a.Syntax.SpanStart.CompareTo(b.Syntax.SpanStart);
    }

    private void Index(MemberFacts facts)
    {
        byMember[facts.Member.OriginalDefinition] = facts;
        if (facts.Member is IMethodSymbol { PartialDefinitionPart: { } definition })
            byMember[definition.OriginalDefinition] = facts;
    }

    /// <summary>What can say that the holder is closed: of interest where there is something to close.</summary>
    private static bool CanBeFlag(ISymbol store) => TypeOf(store)?.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 || TypeOf(store) is { TypeKind: TypeKind.Enum };

    /// <summary>A local collection that a helper of the type took out of a store is an inner collection of that store.</summary>
    private void NameInner(MemberFacts facts)
    {
        foreach (var access in facts.Accesses)
        {
            if (access.Store != null || access.Target.Kind != ValueKind.Local || !access.Target.Local.Assigned.Exists(v => v.Kind == ValueKind.Result && v.Call?.Target is { } target && OwnFactsOf(target) != null))
                continue;
            foreach (var root in Trace.Roots(this, access.Target))
            {
                if (root.Kind != RootKind.Element || root.IsPart || root.Access is not { Store: { } store, Depth: 0 })
                    continue;
                access.Store = store;
                access.Depth = 1;
                break;
            }
        }
    }

    private bool IsInNest(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at != null; at = at.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, Type))
                return true;
        }

        return false;
    }

    private void AddAccess(AccessNode access)
    {
        if (access.Store is not { } symbol)
            return;
        if (!stores.TryGetValue(symbol, out var store))
        {
            if (symbol.ContainingType?.OriginalDefinition is not { } declaring || !IsInNest(declaring) && !inheritedTypes.Contains(declaring))
                return;
            var type = TypeOf(symbol);
            if (type == null || analysis.IsGenerated(symbol))
                return;
            var payload = Catalog.PayloadOf(type);
            stores.Add(symbol, store = new Store(symbol, type, Catalog.Of(type), payload) { IsInherited = !IsInNest(declaring) });
        }

        if (access is { Access: AccessKind.Replace, Inserted: { Kind: ValueKind.Created, Type: { } made } } && store.Type.TypeKind == TypeKind.Interface && Catalog.Of(made).Has(TypeTraits.Concurrent))
            store.IsMadeConcurrent = true;
        store.Accesses.Add(access);
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
