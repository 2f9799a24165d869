using System;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>UiThread.VerifyAccess(), ThreadSafety.EnsureDrawThread(): members that fail on any thread but one.</summary>
internal static class OneThread
{
    private static readonly string[] Demands = { "Verify", "Check", "Ensure", "Assert", "ThrowIf", "Demand" };

    /// <summary>The body asks for it on the way to the node.</summary>
    public static bool IsDemanded(Holder holder, Node node) => node.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, node) && c.Target is { ReturnsVoid: true, Name: var name } && Array.Exists(Demands, w => name.StartsWith(w, StringComparison.Ordinal))
        && (name.EndsWith("Thread", StringComparison.Ordinal) || name is "VerifyAccess" || name.EndsWith("ThreadAccess", StringComparison.Ordinal)) && (holder.FactsOf(c.Target) is not { } demand || demand.Throws.Count > 0));
}
