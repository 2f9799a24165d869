using System;
using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>UiThread.VerifyAccess(), ThreadSafety.EnsureDrawThread(): members that fail on any thread but one.</summary>
internal static class OneThread
{
    private static readonly string[] Demands = { "Verify", "Check", "Ensure", "Assert", "ThrowIf", "Demand" };

    /// <summary>Any thread but that one.</summary>
    private static readonly string[] Others = { "IfOn", "NotOn", "Background", "Worker", "Pool" };

    /// <summary>The body asks for it on the way to the node.</summary>
    public static bool IsDemanded(Holder holder, Node node) => node.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, node) && c.Target is { ReturnsVoid: true, Name: var name } && Array.Exists(Demands, w => name.StartsWith(w, StringComparison.Ordinal))
        && (name.EndsWith("Thread", StringComparison.Ordinal) || name is "VerifyAccess" || name.EndsWith("ThreadAccess", StringComparison.Ordinal)) && !Array.Exists(Others, w => name.IndexOf(w, StringComparison.Ordinal) > 0) && (holder.FactsOf(c.Target) is not { } demand || demand is { Throws.Count: > 0, Starts.Count: 0 } && LooksAtThread(holder, demand, 0)));

    /// <summary>By its number, by a mark that each thread has, or by asking the one that owns it; in a getter or a helper perhaps.</summary>
    private static bool LooksAtThread(Holder holder, MemberFacts demand, int depth) => NamesThread(demand) || demand.Accesses.Exists(a => a.Store is IFieldSymbol { IsStatic: true } mark && mark.GetAttributes().Any(m => m.AttributeClass?.Name == "ThreadStaticAttribute"))
        || depth < 2 && demand.Calls.Exists(c => c.Target is { } asked && StoreScope.IsInSource(asked) && holder.FactsOf(asked) is { } helper && LooksAtThread(holder, helper, depth + 1));

    private static bool NamesThread(MemberFacts demand) => demand.Syntax.DescendantNodes().Any(n => n is IdentifierNameSyntax { Identifier.ValueText: "CurrentThread" or "CurrentManagedThreadId" or "CheckAccess" or "HasThreadAccess" or "InvokeRequired" or "SynchronizationContext" or "IsInEventLoop" or "GetCurrentThreadId" } or IdentifierNameSyntax { Identifier.ValueText: "IsMainThread" or "IsUiThread" or "IsUIThread" or "IsDrawThread" or "IsUpdateThread" });
}
