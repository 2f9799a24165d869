using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Races;

/// <summary>A table that one fills when it is new: at the beginning, or a moment after it was made.</summary>
internal static class FirstFilling
{
    /// <summary>Init(servers): foreach (…) { check and add }, itself or by a helper: the table is filled at the beginning, by one.</summary>
    public static bool Is(Holder holder, AccessNode act)
    {
        if (act.Body.Enclosing != null)
            return false;
        if (Structure.EnclosingLoop(act) != null && IsInit(act.Body.Member))
            return true;
        if (!holder.Callers.IsClosed(act.Body.Member) || holder.Callers.Of(act.Body.Member) is not { Count: > 0 } calls)
            return false;
        foreach (var call in calls)
        {
            if (call.Body.Enclosing != null || Structure.EnclosingLoop(call) == null || !IsInit(call.Body.Member))
                return false;
        }

        return true;
    }

    /// <summary>foreach (var item in Load()) { if (!s_lists.ContainsKey(item.Group)) s_lists.Add(item.Group, new()); … }: one who goes over all there is puts it in order; nobody came with an entry of his own.</summary>
    public static bool IsSorting(Holder holder, Store store, AccessNode act) => act.Body.Enclosing == null && act.Body.Member.Method is { ReturnsVoid: true } method && method.Parameters.All(g => ApiCatalog.IsPlain(g.Type)) && Structure.EnclosingLoop(act) is { Syntax: CommonForEachStatementSyntax or ForStatementSyntax } loop && act.Inserted is { Kind: ValueKind.Created, Items.Length: 0, Type: { } made } && holder.Catalog.Of(made).Collection != CollectionKind.None
        && holder.Sharing.IsByStaticOnly(store) && !holder.Stores.Any(s => s.IsConcurrent && SymbolEqualityComparer.Default.Equals(s.Symbol.ContainingType, store.Symbol.ContainingType)) && !IsBrought(holder, method, loop.Source) && !IsBrought(holder, method, act.Key);

    /// <summary>A parameter of a member that others call, or a part of it.</summary>
    private static bool IsBrought(Holder holder, IMethodSymbol method, Value? value) => method.DeclaredAccessibility != Accessibility.Private && value != null && (Trace.Roots(holder, value).Exists(r => r.Kind is RootKind.Parameter or RootKind.ParameterElement) || Trace.ElementRoots(holder, value).Exists(r => r.Kind is RootKind.Parameter or RootKind.ParameterElement));

    /// <summary>[ScriptLoaded] static void OnLoaded(…), which nobody calls by its name: whoever looks for the attribute does so once, when it loads or starts.</summary>
    public static bool IsOfLoading(Holder holder, AccessNode act) => act.Body.Enclosing == null && act.Body.Member.Method is { IsStatic: true, ReturnsVoid: true } method && holder.Callers.Of(act.Body.Member).Count == 0
        && method.GetAttributes().Any(a => a.AttributeClass?.Name is { } name && System.Array.Exists(new[] { "Loaded", "Initialize", "Started", "Startup", "OnLoad" }, w => name.IndexOf(w, System.StringComparison.Ordinal) >= 0));

    /// <summary>if (!_table.ContainsKey(k)) _table.Add(k, new()); else _table[k] = new(): there is a new one in any case.</summary>
    public static bool IsAnewAnyway(AccessNode act) => act.Key != null && act.Parent is { Owner: IfNode branch } within && (within == branch.Then ? branch.Else : branch.Then).Items.Exists(i => i is AccessNode { Access: AccessKind.Overwrite, Inserted.Kind: ValueKind.Created } other && SymbolEqualityComparer.Default.Equals(other.Store, act.Store) && Canon.Same(other.Key, act.Key));

    /// <summary>Only StartAsync of a hosted service leads here, and the host calls it once.</summary>
    public static bool IsByHost(Holder holder, BodyFacts body, int depth = 0)
    {
        if (body.Enclosing != null || depth > 3)
            return false;
        if (body.Member.Method is { Name: "StartAsync" or "StartingAsync" } start)
            return start.ContainingType.AllInterfaces.Any(i => i.Name is "IHostedService" or "IHostedLifecycleService");
        return holder.Callers.IsClosed(body.Member) && holder.Callers.Of(body.Member) is { Count: > 0 } calls && calls.All(c => IsByHost(holder, c.Body, depth + 1));
    }

    /// <summary>AddModules(this IServiceCollection services): the program is put together, by one.</summary>
    public static bool IsOfComposition(BodyFacts body) => (body.Enclosing == null || body.RunsInline) && body.Outermost.Member.Method is { Parameters: { Length: > 0 } parameters } method && (method.IsStatic && method.Name.StartsWith("Configure", System.StringComparison.Ordinal) && parameters.All(p => p.Type.TypeKind == TypeKind.Delegate) || parameters.Any(p => p.Type.Name is "IServiceCollection" or "IHostBuilder" or "IHostApplicationBuilder" or "WebApplicationBuilder" or "IApplicationBuilder"));

    /// <summary>ThrowIfStarted(); … check and add: what is set up before the work begins is set up by one, and not after that.</summary>
    public static bool IsBeforeWork(AccessNode act) => act.Body.Enclosing == null && act.Body.Member.Calls.Exists(c => c.Body == act.Body && c.Parent == act.Body.Root && c.Order < act.Order && c.Arguments.Length == 0 && c.Receiver is null or { Kind: ValueKind.This } or { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } && c.Target is { ReturnsVoid: true, Name: var name }
        && System.Array.Exists(new[] { "ThrowIf", "EnsureNot", "VerifyNot", "CheckNot", "AssertNot" }, w => name.StartsWith(w, System.StringComparison.Ordinal)) && !System.Array.Exists(new[] { "IfNot", "NoLonger", "OrNot", "IfNever", "OrNever", "NotOr" }, w => name.IndexOf(w, System.StringComparison.Ordinal) > 0) && !(c.Receiver is { Kind: ValueKind.Store } && (name.EndsWith("Frozen", System.StringComparison.Ordinal) || name.EndsWith("Sealed", System.StringComparison.Ordinal))) && System.Array.Exists(new[] { "BeenRun", "Running", "Started", "Frozen", "Sealed", "Built", "Initialized", "Configured" }, w => name.EndsWith(w, System.StringComparison.Ordinal)));

    private static bool IsInit(MemberFacts facts) => facts.Method is { } method && method.Name.StartsWith("Init", System.StringComparison.Ordinal) && Starting.IsStart(facts);

    /// <summary>_watchers = new(); foreach (…) { check and add }: the table was made or emptied a moment ago, by this very call or the one that leads here.</summary>
    public static bool IsOfFreshTable(Holder holder, Store store, Node act, int depth = 0)
    {
        foreach (var access in act.Body.Member.Accesses)
        {
            if ((access.Access == AccessKind.Replace && access.Inserted is { Kind: ValueKind.Created, Items.Length: 0 } || access.Access == AccessKind.Clear && !store.IsConcurrent && access.Target.A == (act as AccessNode)?.Target.A && store.Accesses.TrueForAll(a => holder.Callers.LocksAt(a).IsEmpty)) && access.Body == act.Body && access.Order < act.Order
                && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && !act.Body.Member.Awaits.Exists(w => w.Body == act.Body && w.Order > access.Order && w.Order < act.Order) && access.Parent is { } block && (block == act.Parent || Structure.Contains(block, act)) && !IsOnDemand(block, store))
                return true;
        }

        return depth < 3 && act.Body.Enclosing == null && holder.Callers.IsClosed(act.Body.Member) && holder.Callers.Of(act.Body.Member) is { Count: > 0 } calls && calls.All(c => IsOfFreshTable(holder, store, c, depth + 1));
    }

    /// <summary>if (_table == null) _table = new(): made by whoever comes first.</summary>
    private static bool IsOnDemand(BlockNode block, Store store) => block.Owner is IfNode { Condition: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store } tested } } && SymbolEqualityComparer.Default.Equals(tested.Symbol, store.Symbol);
}
