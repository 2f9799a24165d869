using System.Linq;
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
            if (!RunsAtStart(holder, caller, 0))
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>The hook itself, or a private helper of it in the derived type.</summary>
    private static bool RunsAtStart(Holder holder, MemberFacts caller, int depth)
    {
        if (Callers.IsConstruction(caller) || Starting.IsStart(caller) || caller.Method is { IsOverride: true } hook && IsStartHook(holder, hook))
            return true;
        if (depth > 1 || caller.Method is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } helper)
            return false;
        var callers = holder.Analysis.Foreign.CallersOf(helper, holder.Cancellation).Where(c => !SymbolEqualityComparer.Default.Equals(c.Member, caller.Member)).ToList();
        return callers.Count > 0 && callers.TrueForAll(c => RunsAtStart(holder, c, depth + 1));
    }

    /// <summary>The virtual member is called by the base only while it starts.</summary>
    private static bool IsStartHook(Holder holder, IMethodSymbol hook)
    {
        if (holder.OwnFactsOf(Overriding.Declared(hook)) is not { } facts)
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
