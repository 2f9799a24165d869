using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Keys that only the thread, or the task, that runs has: nobody else makes an entry for them meanwhile.</summary>
internal static class OwnKeys
{
    private const int MaxDepth = 6;

    /// <summary>Of a table that several may write to at once, as long as each has keys of his own, and nobody makes an entry for another one.</summary>
    public static bool Is(Store store, AccessNode act) => (store.IsConcurrent || store.Known.Has(Catalog.TypeTraits.Immutable)) && act.Key != null
        && IsOwn(act.Key, act, 0) && store.Accesses.TrueForAll(a => !a.Inserts || a.Depth != 0 || a.Key != null && IsOwn(a.Key, a, 0));

    /// <summary>Not a number made of it, which several have; text and tuples with it in them are as much the thread's own.</summary>
    private static bool IsOwn(Value key, AccessNode act, int depth) => depth < MaxDepth && (IsOfThread(key)
        || key is { Kind: ValueKind.Local, Local: { Single: { } single } local } && IsReadHere(local, act) && IsOwn(single, act, depth + 1)
        || key is { Kind: ValueKind.Pure or ValueKind.Created, Symbol: null or not IMethodSymbol { MethodKind: MethodKind.Ordinary } } && key.Type is { } made && (made.SpecialType == SpecialType.System_String || made.IsTupleType) && key.Items.Any(i => IsOwn(i, act, depth + 1))
        || (NameOf(key) is "ManagedThreadId" or "Value" || NameOf(key) == "ToString" && key.Owner?.Type?.SpecialType == SpecialType.System_Int32) && key.Owner is { } owner && (IsOwn(owner, act, depth + 1) || owner.Symbol is { Name: "CurrentId", ContainingType: { Name: "Task" } task } && !StoreScope.IsInSource(task)));

    /// <summary>By the body that uses it, which never waits or yields: afterwards it would be another thread's.</summary>
    private static bool IsReadHere(LocalFacts local, AccessNode act) => local.Writes.TrueForAll(w => w.Body == act.Body) && !act.Body.IsIterator && !act.Body.Member.Awaits.Exists(a => a.Body == act.Body);

    private static bool IsOfThread(Value key) => key.Asked is { ContainingType: { Name: var type, ContainingNamespace: { } home } owner, Name: var name } && !StoreScope.IsInSource(owner)
        && (type, home.Name, name) is ("Thread", "Threading", "CurrentThread") or ("Environment", "System", "CurrentManagedThreadId");

    private static string? NameOf(Value key) => key.Kind is ValueKind.Member or ValueKind.Pure or ValueKind.Result ? (key.Symbol ?? key.Call?.Target)?.Name : null;
}
