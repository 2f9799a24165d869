using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A gate that lets one run in and turns all others away at once: Monitor.TryEnter, Wait(0), a flag set by an interlocked operation.</summary>
internal static class Turnstile
{
    /// <summary>The member of the operation passes such a gate before it.</summary>
    public static bool Guards(Node operation, Holder? holder = null)
    {
        foreach (var call in operation.Body.Member.Calls)
        {
            if (call.Body == operation.Body && call.Order < operation.Order && !call.ResultDropped && IsTry(call))
                return true;
        }

        if (holder != null && TurnsAwayByHelper(holder, operation))
            return true;

        foreach (var access in operation.Body.Member.Accesses)
        {
            if (access.Body == operation.Body && access.Order < operation.Order && !access.ResultDropped && access.IsAtomic && access.Access is AccessKind.CompareExchange or AccessKind.Exchange && access.Collection == CollectionKind.None
                && access.Target.Type is { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Boolean })
                return true;
        }

        return false;
    }

    /// <summary>if (!TryEnter()) return; with bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0.</summary>
    private static bool TurnsAwayByHelper(Holder holder, Node operation) => Structure.Branches(operation.Body.Member).Any(b => b.Body == operation.Body && Structure.IsOnTheWay(b, operation) && Structure.Leaves(b.Then) && !Structure.Contains(b.Then, operation)
        && Implied.Any(b.Condition, false, (part, so) => so && part is { Kind: ValueKind.Result, Call.Target: { IsVirtual: false } target } && holder.OwnFactsOf(target) is { Returns: { Count: 1 } returns, Bodies.Count: 1 } gate && returns[0].Value is { } said
            && gate.Accesses.Exists(a => IsTaking(a, returns[0]) && (a.Access == AccessKind.Exchange || a.Comparand != null && Says(a.Comparand, false)) && WasFree(said, true, a)
                && !operation.Body.Member.Accesses.Exists(r => IsReset(r, a) && r.Order > b.Order && r.Order < operation.Order) && !operation.Body.Member.Calls.Exists(c => c.Order > b.Order && c.Order < operation.Order && c.Target is { } called && holder.OwnFactsOf(called) is { } helper && holder.Summaries.Reached(helper).Any(f => f.Accesses.Exists(r => IsReset(r, a)))))));

    private static bool IsReset(AccessNode access, AccessNode taken) => access != taken && access.Access is AccessKind.Overwrite or AccessKind.Exchange or AccessKind.CompareExchange or AccessKind.Increment && SymbolEqualityComparer.Default.Equals(access.Store, taken.Store);

    /// <summary>if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return; before the call: who finds it taken leaves.</summary>
    public static bool LetsOneIn(Node operation) => operation.Body.Member.Accesses.Exists(a => a.Body == operation.Body && a.Order < operation.Order && a.IsAtomic && a.Access is AccessKind.CompareExchange or AccessKind.Exchange && a.Inserted is { Kind: ValueKind.Constant, Data: 1 } or { IsTrue: true }
        && Structure.Branches(operation.Body.Member).Any(b => b.Body == operation.Body && b.Order < operation.Order && (Structure.Leaves(b.Then) || Structure.Leaves(b.Else)) && b.Syntax.Span.Contains(a.Syntax.Span)));

    /// <summary>The flag is one of the object itself, it was found free where the operation comes, and nobody else comes before it is set back.</summary>
    public static bool KeepsOthersOut(Store store, AccessNode operation) => operation.Body.Member.Accesses.Exists(a => IsTaking(a, operation) && !IsGivenBack(a, operation) && IsFoundFree(a, operation))
        && store.Accesses.TrueForAll(a => !a.Inserts || a.Depth != 0 || a.Body == operation.Body || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member));

    private static bool IsTaking(AccessNode access, Node operation) => access.Body == operation.Body && access.Order < operation.Order && access.IsAtomic && access.Access is AccessKind.CompareExchange or AccessKind.Exchange
        && access.Target.A is null or { Kind: ValueKind.This } && access.Inserted is { Kind: ValueKind.Constant, Data: 1 } or { IsTrue: true };

    private static bool IsGivenBack(AccessNode taken, Node operation) => operation.Body.Member.Accesses.Exists(a => a.Order > taken.Order && a.Order < operation.Order && a.Access is AccessKind.Overwrite or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(a.Store, taken.Store));

    private static bool IsFoundFree(AccessNode taken, Node operation) => Structure.Branches(operation.Body.Member).Any(b => b.Order > taken.Order && b.Body == operation.Body
        && (Structure.Contains(b.Then, operation) ? WasFree(b.Condition, true, taken) : Structure.Contains(b.Else, operation) ? WasFree(b.Condition, false, taken) : Structure.IsOnTheWay(b, operation) && Structure.Leaves(b.Then) && WasFree(b.Condition, false, taken)));

    /// <summary>CompareExchange(ref _busy, 1, 0) == 0 holds; or Exchange(ref _busy, 1) == 1, or Exchange(ref _busy, true), does not.</summary>
    private static bool WasFree(Value condition, bool holds, AccessNode taken) => Implied.Any(condition, holds, (part, so) => !so && IsOf(part, taken)
        || part is { Kind: ValueKind.Same, A: { } one, B: { } other } && (IsOf(one, taken) && Says(other, !so) || IsOf(other, taken) && Says(one, !so)));

    private static bool IsOf(Value value, AccessNode taken) => value.Data == taken || value is { Kind: ValueKind.Local, Local.Single: { } single } && single.Data == taken;

    /// <summary>The value of a flag that is taken, or of one that is free.</summary>
    private static bool Says(Value value, bool taken) => taken ? value is { Kind: ValueKind.Constant, Data: 1 or 1L } or { IsTrue: true } : value is { Kind: ValueKind.Constant, Data: 0 or 0L } or { IsFalse: true };

    /// <summary>if (_running) return; _running = true; before the operation: a tick that comes meanwhile leaves at once.</summary>
    public static bool TurnsAway(Node operation)
    {
        var body = operation.Body.Outermost;
        foreach (var set in body.Member.Accesses)
        {
            if (set.Body == body && set.Order < operation.Order && set is { Access: AccessKind.Overwrite, Inserted.IsTrue: true, Target.Type.SpecialType: SpecialType.System_Boolean, Store: { } flag }
                && Structure.Branches(body.Member).Any(b => b.Body == body && b.Order < set.Order && Structure.Leaves(b.Then) && Implied.Any(b.Condition, false, (part, so) => !so && part is { Kind: ValueKind.Store } && SymbolEqualityComparer.Default.Equals(part.Symbol, flag)))
                && body.Member.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.IsFalse: true } && a.Order > operation.Order && SymbolEqualityComparer.Default.Equals(a.Store, flag)))
                return true;
        }

        return TurnsAwayByLocal(operation);
    }

    /// <summary>The same with a local that the handler shares with the member it stands in.</summary>
    private static bool TurnsAwayByLocal(Node operation)
    {
        var body = operation.Body;
        return body.Enclosing != null && body.Member.Assigns.Exists(set => set is { Target: AssignTarget.Local, Value.IsTrue: true, Place: { Kind: ValueKind.Local, Local.Writes: { Count: > 0 } writes } flag } && writes[0].Body != body && set.Body == body && set.Order < operation.Order
            && Structure.Branches(body.Member).Any(b => b.Body == body && b.Order < set.Order && Structure.Leaves(b.Then) && Implied.Any(b.Condition, false, (part, so) => !so && part == flag))
            && body.Member.Assigns.Exists(a => a is { Target: AssignTarget.Local, Value.IsFalse: true } && a.Place == flag && a.Body == body && a.Order > operation.Order));
    }

    private static bool IsTry(CallNode call) => call.Target switch
    {
        { Name: "TryEnter", ContainingType.Name: "Monitor" or "Lock" } target => !HasTimeout(target),
        { Name: "Wait" or "WaitOne", ContainingType.Name: "SemaphoreSlim" or "WaitHandle", Parameters.Length: > 0 } => call.Block == BlockKind.None,
        _ => false,
    };

    private static bool HasTimeout(IMethodSymbol target)
    {
        foreach (var parameter in target.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Name == "TimeSpan")
                return true;
        }

        return false;
    }
}
