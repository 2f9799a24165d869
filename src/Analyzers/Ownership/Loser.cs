using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>What becomes of the value that a store has no use for, because another one is there.</summary>
internal static class Loser
{
    /// <summary>The value was made before the call, compared with what the call returned, and disposed when it lost.</summary>
    public static bool IsEnded(Holder holder, AccessNode access)
    {
        var fate = holder.Fates.Of(access.Body.Member, root => root.Kind is RootKind.Created or RootKind.Result && access.Inserted != null && Trace.Roots(holder, access.Inserted).Any(r => r.Value == root.Value)
            || root.Kind is RootKind.Created or RootKind.Result && CapturedByFactory(access, root.Value), node => node is DisposeNode or CallNode);
        return (fate & Fate.Ended) != 0;
    }

    /// <summary>AddOrUpdate whose delegates both return a local that was made before the call: that one is kept whatever happens.</summary>
    public static bool IsNone(AccessNode access)
    {
        if (access.Access != AccessKind.AddOrUpdate || access.Updater?.Body is not { } updater)
            return false;
        Value? kept = access.Inserted;
        var returns = 0;
        foreach (var node in access.Body.Member.Returns)
        {
            if (node.Value == null || node.Body != updater && node.Body != access.Factory?.Body)
                continue;
            // The caller brought it: no run of a delegate makes another.
            if (node.Value.Symbol is IParameterSymbol brought && !SymbolEqualityComparer.Default.Equals(brought.ContainingSymbol, node.Body.Method))
            {
                kept = node.Value;
                returns += node.Body == updater ? 1 : 0;
                continue;
            }

            if (node.Value.Kind != ValueKind.Local || node.Value.Local.Writes.Count == 0 || kept != null && kept != node.Value || !node.Value.Local.Writes.TrueForAll(w => w.Body == access.Body))
                return false;
            kept = node.Value;
            returns += node.Body == updater ? 1 : 0;
        }

        return returns > 0;
    }

    /// <summary>_ => [file], (_, old) => [.. old, file], of a file that was opened before the call: whichever runs keeps it, and none opens another.</summary>
    public static bool KeepsBrought(Holder holder, AccessNode access) => access is { Access: AccessKind.AddOrUpdate, Factory.Body: { } factory, Updater.Body: { } updater }
        && access.Body.Member.Returns.FindAll(r => r.Body == factory || r.Body == updater) is { Count: > 1 } returns && returns.TrueForAll(r => r.Value != null && HasBrought(holder, r.Value, r.Body, 0));

    private static bool HasBrought(Holder holder, Value value, BodyFacts body, int depth) => depth < 6 && value switch
    {
        { Kind: ValueKind.Either } => HasBrought(holder, value.A!, body, depth + 1) && HasBrought(holder, value.B!, body, depth + 1),
        { Kind: ValueKind.Local, Local.Single: { } single } => HasBrought(holder, single, body, depth + 1),
        { Kind: ValueKind.Created } when holder.Catalog.Of(value.Type).Collection != CollectionKind.None => System.Array.Exists(value.Items, i => HasBrought(holder, i, body, depth + 1)),
        { Kind: ValueKind.Created } => body.Member.Calls.Find(c => c.Result == value) is { } made && !Structure.IsWithin(made.Body, body),
        { Kind: ValueKind.Result, Call: { } call } => call.Body.Member == body.Member && !Structure.IsWithin(call.Body, body),
        _ => false,
    };

    /// <summary>The factory also stores what it makes in a local, so that the caller can tell and dispose a loser.</summary>
    private static bool CapturedByFactory(AccessNode access, Value created)
    {
        if (access.Factory?.Body is not { } body)
            return false;
        foreach (var assign in access.Body.Member.Assigns)
        {
            if (assign.Body == body && assign.Target == AssignTarget.Local && assign.Value == created)
                return true;
        }

        return false;
    }
}
