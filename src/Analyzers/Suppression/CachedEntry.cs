using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>A created object that goes into a memory cache together with a post-eviction callback that disposes it.</summary>
internal static class CachedEntry
{
    public static bool IsDisposedOnEviction(OwnerModel owner, Diagnostic diagnostic)
    {
        if (owner.AccessAt(diagnostic) is { Collection: CollectionKind.Cache, Access: AccessKind.GetOrAdd, Factory: { } factory })
            return IsDisposedByFactory(owner, factory);
        if (owner.CallAt(diagnostic) is not { } call)
            return false;
        var holder = owner.Holder;
        var facts = call.Body.Member;
        if (facts.Disposals.Exists(d => Comes(holder, d.Operand, call.Result)))
            return false;
        var set = facts.Accesses.Where(a => a.Inserted is { } inserted && Comes(holder, inserted, call.Result)).ToList();
        var entries = facts.Calls.Where(c => IsSetValue(c) && Comes(holder, c.Arguments[1], call.Result)).ToList();
        if (set.Count + entries.Count != 1)
            return false;
        return set.Count == 1
            ? set[0] is { Collection: CollectionKind.Cache, Access: AccessKind.Overwrite } access && access.Body == call.Body && RunsWith(access, call) && access.Extra.Exists(e => HasCallback(owner, e, access, call.Result.Type))
            : entries[0].Body == call.Body && RunsWith(entries[0], call) && IsCommitted(holder, entries[0]) && HasCallback(owner, entries[0].Arguments[0], entries[0], call.Result.Type);
    }

    /// <summary>What is given to entries of a cache through the entry itself: entry.Value = …, entry.SetValue(…).</summary>
    public static IEnumerable<Value> ValuesOfEntries(MemberFacts facts) =>
        facts.Assigns.Where(a => a.Place.Symbol is { Name: "Value", ContainingType.Name: "ICacheEntry" }).Select(a => a.Value)
            .Concat(facts.Calls.Where(IsSetValue).Select(c => c.Arguments[1]));

    private static bool IsSetValue(CallNode call) => call.Target is { Name: "SetValue", ContainingType.Name: "CacheEntryExtensions" } && call.Arguments.Length == 2;

    /// <summary>An entry gets into its cache when it is disposed, not before.</summary>
    private static bool IsCommitted(Holder holder, CallNode set) =>
        Receiver(holder, set.Arguments[0]) is { } entry && set.Body.Member.Disposals.Exists(d => d.Body == set.Body && d.IsUsing && Receiver(holder, d.Operand) is { } disposed && disposed.Value == entry.Value);

    /// <summary>Once the object exists, nothing comes between it and the cache: both stand in one block, and no way leaves it before.</summary>
    private static bool RunsWith(Node insertion, CallNode creation)
    {
        if (insertion.Parent != creation.Parent)
            return false;
        foreach (var item in creation.Parent!.Items)
        {
            if (item.Order > creation.Order && item.Order < insertion.Order && item is ReturnNode or ThrowNode or JumpNode or IfNode or LoopNode or SwitchNode or TryNode)
                return false;
        }

        return true;
    }

    private static bool Comes(Holder holder, Value value, Value created)
    {
        var roots = Trace.Roots(holder, created);
        return Trace.Roots(holder, value).Exists(r => roots.Exists(o => o.Value == r.Value));
    }

    /// <summary>The factory makes the object and registers the callback on the entry it is given.</summary>
    private static bool IsDisposedByFactory(OwnerModel owner, Value factory)
    {
        if (factory.Symbol is not IMethodSymbol { Parameters.Length: 1 } method || factory.Body is not { } body || owner.Holder.Ownership.Origins.OfDelegate(factory) != Origin.Created)
            return false;
        var types = body.Member.Returns.Where(r => r.Body == body && r.Value != null).SelectMany(r => Trace.DeepRoots(owner.Holder, r.Value)).Select(r => r.Value.Type).ToList();
        return body.Member.Registers.Any(register => register.Sink == SinkKind.Eviction && register.Body == body && Unconditional.Runs(register, body.Root)
            && Receiver(owner.Holder, register.Publisher) is { } root && SymbolEqualityComparer.Default.Equals(root.Symbol, method.Parameters[0])
            && types.TrueForAll(type => EvictionCallback.Disposes(owner, register.Callback, type)));
    }

    /// <summary>A disposing callback is registered on these options, or on this entry: before, or where the field is filled.</summary>
    private static bool HasCallback(OwnerModel owner, Value value, Node use, ITypeSymbol? type)
    {
        if (Receiver(owner.Holder, value) is not { } root)
            return false;
        var site = use.Body;
        if (root.Kind == RootKind.Slot)
        {
            if (owner.Holder.StoreOf(root.Symbol) is not { Symbol: IFieldSymbol { IsReadOnly: true } } store || store.Accesses.Where(a => a.Access == AccessKind.Overwrite).ToList() is not { Count: 1 } fills
                || Receiver(owner.Holder, fills[0].Inserted) is not { Kind: RootKind.Created } made)
                return false;
            root = made;
            site = fills[0].Body;
        }

        return root.Kind is RootKind.Created or RootKind.Result && site.Member.Registers.Exists(register =>
            register.Sink == SinkKind.Eviction && register.Body == site && (site != use.Body || register.Order < use.Order) && Unconditional.Runs(register, site.Root)
            && Receiver(owner.Holder, register.Publisher) is { } registered && registered.Value == root.Value && EvictionCallback.Disposes(owner, register.Callback, type));
    }

    /// <summary>What a chain of calls that return their receiver starts from.</summary>
    private static Root? Receiver(Holder holder, Value? value)
    {
        for (var steps = 0; steps < 16; steps++)
        {
            if (Trace.Roots(holder, value) is not { Count: 1 } roots)
                return null;
            var root = roots[0];
            if (root.Kind != RootKind.Result || root.Value.Call is not { Target: { IsExtensionMethod: true, ContainingType.Name: "CacheEntryExtensions" or "MemoryCacheEntryExtensions" } } call || call.Arguments.Length == 0)
                return root;
            value = call.Arguments[0];
        }

        return null;
    }
}
