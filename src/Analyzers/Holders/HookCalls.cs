using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>protected void Subscribe(): derived types call it from the hook that the base runs when it starts, or while they are constructed.</summary>
internal static class HookCalls
{
    public static bool OnlyAtStart(Holder holder, MemberFacts facts)
    {
        if (facts.Method is not { DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal, IsVirtual: false, IsAbstract: false, IsOverride: false, MethodKind: MethodKind.Ordinary } method)
            return false;
        var any = false;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (!Callers.IsConstruction(call.Body.Member) && !Starting.IsStart(call.Body.Member))
                return false;
        }

        foreach (var caller in holder.Analysis.Foreign.CallersOf(method, holder.Cancellation))
        {
            if (holder.OwnFactsOf(caller.Member) != null)
                continue;
            if (!Callers.IsConstruction(caller) && !Starting.IsStart(caller) && !(caller.Method is { IsOverride: true } hook && IsStartHook(holder, hook)))
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>The virtual member is called by the base only while it starts.</summary>
    private static bool IsStartHook(Holder holder, IMethodSymbol hook)
    {
        var declared = hook;
        while (declared.OverriddenMethod is { } overridden)
            declared = overridden;
        if (holder.OwnFactsOf(declared) is not { } facts)
            return false;
        var any = false;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (!Starting.IsStart(call.Body.Member) && !Callers.IsConstruction(call.Body.Member))
                return false;
            any = true;
        }

        return any;
    }
}
