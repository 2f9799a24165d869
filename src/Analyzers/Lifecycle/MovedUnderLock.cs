using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>
/// lock (_gate) { var first = _busy[0]; _busy.RemoveAt(0); _free.Enqueue(first); }: from one store of the holder to another without letting go of
/// the lock. When the holder is closed there is none to move.
/// </summary>
internal static class MovedUnderLock
{
    public static bool Is(Holder holder, AccessNode access) => EntryOf(holder, access) is { } entry && (IsTakenHere(holder, access, entry) || IsOfSlot(holder, access, entry) || IsBroughtByAll(holder, access, entry));

    /// <summary>What is put in, or the resource in the pair that is put in.</summary>
    private static Value? EntryOf(Holder holder, AccessNode access) => access.Inserted is { Kind: ValueKind.Created, Type.IsTupleType: true } pair ? pair.Items.FirstOrDefault(i => holder.Catalog.IsResource(i.Type)) : access.Inserted;

    private static bool IsTakenHere(Holder holder, AccessNode access, Value entry)
    {
        return !access.Locks.IsEmpty && Trace.Roots(holder, entry) is var roots && roots.TrueForAll(r => r.Kind is RootKind.Element or RootKind.Unknown or RootKind.Null || r is { Kind: RootKind.Result, Value.Symbol: IParameterSymbol { RefKind: RefKind.Ref } })
            && roots.Exists(r => r is { Kind: RootKind.Element, IsPart: false } && holder.StoreOf(r.Symbol) is { IsCollection: true } from && IsDrainedFirst(holder, from, access) && from.Accesses.Exists(IsTake));

        bool IsTake(AccessNode taken) => taken.Body == access.Body && taken.Order < access.Order && taken.Locks.Ids.Any(access.Locks.Ids.Contains) && IsHeldOn(taken, access);
    }

    /// <summary>lock (_gate) { _retired.Add(_current); … }, where the end empties both in one section: nothing is in the slot afterwards.</summary>
    private static bool IsOfSlot(Holder holder, AccessNode access, Value entry) => !access.Locks.IsEmpty && Trace.Roots(holder, entry) is { Count: > 0 } roots
        && roots.TrueForAll(r => r.Kind == RootKind.Null || r.Kind == RootKind.Slot && holder.StoreOf(r.Symbol) is { IsCollection: false } slot && holder.Closing.DrainersOf(holder.StoreOf(access.Store)!) is { Count: > 0 } drainers
            && drainers.All(d => d.Accesses.Exists(a => IsOf(a, slot.Symbol) && a is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && d.Accesses.Exists(t => IsOf(t, access.Store!) && InOneSection(a, t)))));

    /// <summary>Retire(old), a helper: whoever calls it has found the entry in another store, in the section in which he still is.</summary>
    private static bool IsBroughtByAll(Holder holder, AccessNode access, Value entry) => access.Body.Enclosing == null && Trace.Roots(holder, entry) is { Count: 1 } roots
        && roots[0] is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter } && holder.Callers.IsClosed(access.Body.Member) && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls
        && calls.All(c => parameter.Ordinal < c.Arguments.Length && IsFoundInSection(holder, access, c, c.Arguments[parameter.Ordinal]));

    private static bool IsFoundInSection(Holder holder, AccessNode access, CallNode call, Value argument) => !call.Locks.IsEmpty && Trace.Roots(holder, argument) is { Count: > 0 } roots
        && roots.TrueForAll(r => r is { Kind: RootKind.Element, IsPart: false } && (r.Access is { } found ? found.Body == call.Body && found.Order < call.Order && found.Locks.Ids.Any(call.Locks.Ids.Contains) && IsHeldOn(found, call) : GoesOverInSection(call))
            && holder.StoreOf(r.Symbol) is { IsCollection: true } from && IsDrainedFirst(holder, from, access));

    /// <summary>lock (_gate) foreach (var old in _current.Values) Retire(old);</summary>
    private static bool GoesOverInSection(CallNode call) => Structure.EnclosingLoop(call) is { } loop && Structure.Enclosing(call, BlockRole.LockBody) is { } section && Structure.Contains(section, loop);

    /// <summary>What is drained last gets nothing of what was drained before; what is drained first would be filled again.</summary>
    private static bool IsDrainedFirst(Holder holder, Store from, AccessNode access) => holder.Closing.DrainersOf(from) is { Count: > 0 } drainers
        && drainers.Any(d => Last(d, from.Symbol) is >= 0 and var first && first <= Last(d, access.Store!) || d.Accesses.Exists(a => IsOf(a, from.Symbol) && d.Accesses.Exists(t => IsOf(t, access.Store!) && InOneSection(a, t))));

    private static bool IsOf(AccessNode access, ISymbol store) => SymbolEqualityComparer.Default.Equals(access.Store, store);

    private static int Last(MemberFacts drainer, ISymbol store) => drainer.Accesses.Where(a => IsOf(a, store)).Select(a => a.Order).DefaultIfEmpty(-1).Max();

    private static bool InOneSection(Node one, Node other) => Structure.Enclosing(one, BlockRole.LockBody) is { } section && Structure.Contains(section, other);

    /// <summary>One lock statement, or one enter without an exit between: the lock is not let go of and taken again.</summary>
    private static bool IsHeldOn(AccessNode taken, Node access)
    {
        for (var at = taken.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is LockNode && !Structure.Contains(at, access))
                return false;
        }

        return !access.Body.Member.Awaits.Exists(a => a.Order > taken.Order && a.Order < access.Order)
            && !access.Body.Member.Calls.Exists(c => c.Order > taken.Order && c.Order < access.Order && c.Target is { Name: "Exit" or "Release" or "ReleaseMutex" or "ExitWriteLock" });
    }
}
