using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Other stores and other caches that keep what a store holds.</summary>
internal static class Keepers
{
    /// <summary>
    /// Another store of the holder gets the same values wherever this one does: an index over entries that the other one keeps.
    /// </summary>
    public static Store? Of(Holder holder, Store store)
    {
        foreach (var keeper in All(holder, store))
            return keeper;
        return null;
    }

    /// <summary>All such stores, those too that keep the part of an entry that is to be disposed.</summary>
    public static IEnumerable<Store> All(Holder holder, Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Inserted == null)
                continue;
            foreach (var second in OfCallers(holder, store, access).Concat(OfGivers(holder, store, access)).Concat(OfMaker(holder, store, access)))
                yield return second;
            foreach (var other in access.Body.Member.Accesses)
            {
                if (other is { Access: AccessKind.Replace, Inserted: { Kind: not ValueKind.Null } all, Store: { } list } && !SymbolEqualityComparer.Default.Equals(list, store.Symbol) && holder.StoreOf(list) is { IsCollection: true } copy && holder.Closing.DrainersOf(copy).Count > 0 && copy.Accesses.TrueForAll(a => a.Access != AccessKind.Replace || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member)) && store.OnlyGets(a => HasAll(holder, a.Inserted!, all)))
                    yield return copy;
                if (other.Store == null || !other.Inserts || other.Inserted == null || SymbolEqualityComparer.Default.Equals(other.Store, store.Symbol))
                    continue;
                if (holder.StoreOf(other.Store) is { } second && (SameValue(access.Inserted, other.Inserted) || store.Payload.HasEntry && IsPart(holder, access.Inserted, other.Inserted)))
                    yield return second;
            }
        }
    }

    /// <summary>_byPath.Add(path, made[at]); … _all = [.. made.Values]: another collection gets all of a local one, of which this one gets some.</summary>
    private static bool HasAll(Holder holder, Value inserted, Value all)
    {
        var made = Trace.ElementRoots(holder, all).FindAll(r => r is { Kind: RootKind.Created or RootKind.Result, IsPart: false }).ConvertAll(r => r.Value);
        return made.Count > 0 && Trace.Roots(holder, inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r.Kind == RootKind.Null || made.Contains(r.Value)) && roots.Exists(r => made.Contains(r.Value));
    }

    /// <summary>T Make() { var part = new T(); _bySize.Add(size, part); return part; } … _parts.Add(name, Make()): who calls the helper keeps what it notes.</summary>
    private static IEnumerable<Store> OfCallers(Holder holder, Store store, AccessNode access)
    {
        var body = access.Body;
        if (!body.Member.Returns.Exists(r => r.Body == body && r.Value != null && SameValue(access.Inserted!, r.Value)) || !body.IsLocalFunction && (body.Enclosing != null || !holder.Callers.IsClosed(body.Member)))
            yield break;
        var calls = body.IsLocalFunction ? body.CallsTo : holder.Callers.Of(body.Member);
        foreach (var call in calls)
        {
            if (KeeperOf(call) is { } second && calls.All(c => KeeperOf(c) != null))
                yield return second;
        }

        Store? KeeperOf(CallNode call)
        {
            foreach (var other in call.Body.Member.Accesses)
            {
                if (other is { Inserts: true, Inserted: { } kept, Store: { } symbol } && !SymbolEqualityComparer.Default.Equals(symbol, store.Symbol) && (kept.Kind == ValueKind.Local ? kept.Local.Single : kept)?.Call == call)
                    return holder.StoreOf(symbol);
            }

            return null;
        }
    }

    /// <summary>_byId.Add(mount.Id, mount); Remember(mount): whoever calls the helper keeps what it notes.</summary>
    private static IEnumerable<Store> OfGivers(Holder holder, Store store, AccessNode access)
    {
        if (access.Body.Enclosing != null || access.Inserted is not { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } given } || !holder.Callers.IsClosed(access.Body.Member))
            yield break;
        var calls = holder.Callers.Of(access.Body.Member);
        foreach (var second in holder.Stores)
        {
            if (second != store && second.IsCollection && holder.Closing.DrainersOf(second).Count > 0 && calls.Count > 0 && calls.All(c => given.Ordinal < c.Arguments.Length && c.Body.Member.Accesses.Exists(a => a is { Inserts: true, Inserted: { } kept } && a.Body == c.Body && Structure.IsInNoBranch(a, Structure.LevelOf(a, c)) && SymbolEqualityComparer.Default.Equals(a.Store, second.Symbol) && SameValue(c.Arguments[given.Ordinal], kept))))
                yield return second;
        }
    }

    /// <summary>var page = Load(number); _dirty.Add(number, page), where Load finds it in _pages, or makes it and puts it there.</summary>
    private static IEnumerable<Store> OfMaker(Holder holder, Store store, AccessNode access)
    {
        var value = access.Inserted is { Kind: ValueKind.Local, Local.Single: { } single } ? single : access.Inserted;
        if (value is not { Kind: ValueKind.Result, Call: { IsVirtual: false, Target: { } target } } || holder.OwnFactsOf(target) is not { IsTruncated: false } maker)
            yield break;
        var roots = Trace.Roots(holder, value).FindAll(r => r.Kind != RootKind.Null);
        foreach (var second in holder.Stores)
        {
            if (second != store && second.IsCollection && roots.Exists(r => r.Kind == RootKind.Created) && roots.TrueForAll(r => !r.IsPart && (r.Kind == RootKind.Element ? r.IsOf(second.Symbol) && r.Access is not { Removes: true }
                : r.Kind == RootKind.Created && maker.Accesses.Exists(a => a is { Inserts: true, Inserted: { } kept } && SymbolEqualityComparer.Default.Equals(a.Store, second.Symbol) && Trace.Roots(holder, kept).Exists(k => k.Value == r.Value) && maker.Returns.TrueForAll(g => g.Value == null || maker.Calls.Exists(c => c.Result == r.Value && c.Order > g.Order) || !Trace.Roots(holder, g.Value).Exists(k => k.Value == r.Value) || Structure.IsOnTheWay(a, g))))))
                yield return second;
        }
    }

    /// <summary>The entry is made around the value: new Entry(item, connection), where the connection is kept too.</summary>
    private static bool IsPart(Holder holder, Value entry, Value part)
    {
        while (entry.Kind == ValueKind.Local && entry.Local.Single is { } single)
            entry = single;
        return entry.Kind == ValueKind.Created && Array.Exists(entry.Items, i => SameValue(i, part) && holder.Catalog.PayloadOf(i.Type).IsResource);
    }

    /// <summary>What goes into the store is also what a delegate returns to code that cannot be seen: another cache keeps it.</summary>
    public static bool AreOthers(Holder holder, Store store)
    {
        HashSet<Value>? made = null;
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var call in facts.Calls)
            {
                if (call.IsCreation || call.Info is { Role: not MethodRole.None } || !Array.Exists(call.Arguments, a => a.Kind == ValueKind.Delegate && a.Body != null)
                    || call.Target is { } target && ForeignBodies.HasBody(target.OriginalDefinition, holder.Cancellation))
                    continue;
                foreach (var argument in call.Arguments)
                {
                    if (argument.Kind != ValueKind.Delegate || argument.Body is not { } body || body.Method is { ReturnsVoid: true })
                        continue;
                    if (made == null)
                    {
                        made = new HashSet<Value>();
                        foreach (var access in store.Accesses)
                        {
                            if (access.Inserts && access.Inserted != null)
                                holder.Ownership.Origins.AddCreated(access.Inserted, made);
                        }
                    }

                    foreach (var node in facts.Returns)
                    {
                        if (node.Body == body && node.Value != null && Trace.Roots(holder, node.Value).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value)))
                            return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool SameValue(Value a, Value b)
    {
        if (a == b)
            return a.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant);
        return a.Kind == ValueKind.Local && a.Local.Assigned.Contains(b) && b.Kind == ValueKind.Created || b.Kind == ValueKind.Local && b.Local.Assigned.Contains(a) && a.Kind == ValueKind.Created;
    }
}
