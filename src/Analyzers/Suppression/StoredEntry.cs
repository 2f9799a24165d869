using System.Collections.Generic;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

internal enum StoredOutcome : byte
{
    Unknown,
    Kept,
    KeptOrDisposed,
}

/// <summary>A created object that goes into a store of the holder, which disposes it in the end; or is disposed where the store refuses it.</summary>
internal static class StoredEntry
{
    public static StoredOutcome Find(OwnerModel owner, Diagnostic diagnostic)
    {
        if (owner.CallAt(diagnostic) is not { } call || owner.IsFaulted(call))
            return StoredOutcome.Unknown;
        var made = MadeBy(owner.Holder, call);
        if (made.Count == 0 || IsAmbiguous(owner.Holder, call, made))
            return StoredOutcome.Unknown;
        var transfer = new Transfer(owner, call.Body, root => made.Contains(root.Value));
        if (!transfer.IsComplete(call, owner.FollowsExceptions(call.Syntax.SyntaxTree)))
            return StoredOutcome.Unknown;
        return transfer.Insertions.Exists(TransferFlow.MayRefuse) ? StoredOutcome.KeptOrDisposed : StoredOutcome.Kept;
    }

    private static HashSet<Value> MadeBy(Holder holder, CallNode call)
    {
        var made = new HashSet<Value>();
        foreach (var root in Trace.Roots(holder, call.Result))
        {
            if (root.IsPart || root.Kind is not (RootKind.Created or RootKind.Result))
                return new HashSet<Value>();
            made.Add(root.Value);
        }

        return made;
    }

    /// <summary>Another call of the member yields, as far as can be told, the same object.</summary>
    private static bool IsAmbiguous(Holder holder, CallNode call, HashSet<Value> made) =>
        call.Body.Member.Calls.Exists(other => other != call && Trace.Roots(holder, other.Result).Exists(r => made.Contains(r.Value)));
}
