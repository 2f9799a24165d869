using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Lifecycle;

/// <summary>An operation that runs until somebody ends its entry.</summary>
internal static class RunsTillEnded
{
    /// <summary>await run.FollowAsync(), which goes on while (!_stop.IsCancellationRequested): only the end of the entry lets the operation leave, and a late one has missed it.</summary>
    public static bool Is(Holder holder, AccessNode insertion) => insertion.Body.Member.Calls.Exists(c => c.Order > insertion.Order && c is { IsDelegate: false, Target: { } target, Receiver: { } receiver } && StoreScope.IsInSource(target) && Trace.Roots(holder, receiver) is var used && Trace.Roots(holder, insertion.Inserted).Exists(r => r.Kind is RootKind.Created or RootKind.Result && used.Exists(u => u.Value == r.Value))
        && holder.FactsOf(target) is { } work && (work.Calls.Exists(s => IsInOwnLoop(s)) || work.Awaits.Exists(IsInOwnLoop)));

    private static bool IsInOwnLoop(Node step)
    {
        return Structure.EnclosingLoop(step) is { Condition: { } goesOn } && IsOwn(goesOn, 0);

        static bool IsOwn(Value? value, int depth) => value != null && depth < 6 && (value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } || IsOwn(value.A, depth + 1) || IsOwn(value.B, depth + 1) || IsOwn(value.Owner, depth + 1));
    }
}
