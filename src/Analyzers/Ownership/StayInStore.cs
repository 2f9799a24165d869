using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>How long an entry that is disposed stays in its store.</summary>
internal static class StayInStore
{
    /// <summary>The entry was found in the store and not taken out.</summary>
    public static bool Has(Root root, Store store, DisposeNode dispose) => store.IsCollection
        ? root.Access is { Access: AccessKind.Lookup } || root.Access is null or { Access: AccessKind.Enumerate } && (store.Known.Collection == CollectionKind.List || store.IsConcurrent && store.Known.Collection == CollectionKind.Keyed)
        : root.Access is not { Access: AccessKind.Exchange };

    /// <summary>The write or removal that ends the entry's stay: same key, or the slot itself.</summary>
    public static bool Leaves(Holder holder, AccessNode access, Store store, Root entry) =>
        SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && access.Depth == 0
        && (store.IsCollection
            ? access.Access is AccessKind.Overwrite or AccessKind.Remove or AccessKind.RemoveExact && entry.Access?.Key != null && Canon.Same(access.Key, entry.Access.Key)
                || access.Access == AccessKind.RemoveExact && entry.Access?.Key != null && KeyOfPair(access.Comparand) is { } key && Canon.Same(key, entry.Access.Key)
                || access.Access == AccessKind.RemoveInstance && Trace.Roots(holder, access.Comparand).Exists(r => r.Value == entry.Value)
            : access.Access is AccessKind.Overwrite or AccessKind.Exchange);

    /// <summary>new KeyValuePair&lt;K, V&gt;(key, entry), KeyValuePair.Create(key, entry).</summary>
    private static Value? KeyOfPair(Value? pair) => pair switch
    {
        { Kind: ValueKind.Created, Items: { Length: 2 } parts } => parts[0],
        { Kind: ValueKind.Pure, Symbol: IMethodSymbol { Name: "Create" }, Items: { Length: 2 } parts } => parts[0],
        { Kind: ValueKind.Result, Call: { Target.Name: "Create", Arguments: { Length: 2 } parts } } => parts[0],
        _ => null,
    };

    /// <summary>What a loop over a table yields is a pair: its value is the entry.</summary>
    public static bool IsValueOfPair(Holder holder, Root root, Store store, DisposeNode dispose) => store.Known.Collection == CollectionKind.Keyed && root.Access is null or { Access: AccessKind.Enumerate }
        && dispose.Operand.Type is { } type && SymbolEqualityComparer.Default.Equals(type, holder.Catalog.ElementsOf(store.Type).Element);

    /// <summary>foreach (var pair in _map) { pair.Value.Dispose(); _map.TryRemove(pair); }</summary>
    public static bool IsOfSameTurn(AccessNode access, Store store, Root entry, DisposeNode dispose) =>
        store.Known.Collection == CollectionKind.Keyed && entry.Access is null or { Access: AccessKind.Enumerate } && access.Access is AccessKind.Remove or AccessKind.RemoveExact && access.Depth == 0 && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol)
        && Structure.EnclosingLoop(dispose) is { Source: not null } loop && Structure.EnclosingLoop(access) == loop;

    /// <summary>It was taken out before the dispose already.</summary>
    public static bool HasLeft(Holder holder, MemberFacts facts, Store store, Root entry, DisposeNode dispose) =>
        facts.Accesses.Any(a => a.Order < dispose.Order && (entry.Access == null || a.Order > entry.Access.Order) && a.Body == dispose.Body && (Leaves(holder, a, store, entry) || a.Access is AccessKind.Clear or AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    /// <summary>The way from the dispose leads to the write: not a sibling branch, not a later case.</summary>
    public static bool IsBehind(Node dispose, Node leaving)
    {
        for (var at = dispose.Parent; at != null; at = at.Parent)
        {
            if (at == leaving.Parent || Structure.Contains(at, leaving))
                return at.Role is not (BlockRole.Then or BlockRole.Case) || !Ends(at, dispose, leaving);
        }

        return false;
    }

    private static bool Ends(BlockNode block, Node from, Node to) => block.Items.Any(i => i.Order > from.Order && i.Order < to.Order && i is ReturnNode or ThrowNode or JumpNode);
}
