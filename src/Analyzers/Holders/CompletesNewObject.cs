using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// var sink = new Sink(…); sink.Run(); return sink: a member of a nested type that is only called on an object just made, once, is
/// the second half of its construction.
/// </summary>
internal static class CompletesNewObject
{
    public static bool Is(Callers callers, MemberFacts facts)
    {
        if (facts.Method is not { IsStatic: false, IsVirtual: false, IsOverride: false, IsAbstract: false, MethodKind: MethodKind.Ordinary } method
            || method.ContainingType is not { ContainingType: not null, DeclaredAccessibility: not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal) } || callers.IsDelegate(method))
            return false;
        var calls = callers.Of(facts);
        foreach (var call in calls)
        {
            if (call.Body.Member == facts || !IsOnNewObject(call))
                return false;
        }

        return calls.Count > 0 && facts.Accesses.TrueForAll(a => IsOfObject(a, method.ContainingType)) && !Implements(method);
    }

    /// <summary>A local, or a store of the new object itself: what it does to others is no part of its construction.</summary>
    private static bool IsOfObject(AccessNode access, INamedTypeSymbol type) => access.Store == null
        || access.Target.A is null or { Kind: ValueKind.This } && !access.Store.IsStatic && SymbolEqualityComparer.Default.Equals(access.Store.ContainingType?.OriginalDefinition, type.OriginalDefinition) || !access.Mutates;

    private static bool Implements(IMethodSymbol method)
    {
        foreach (var face in method.ContainingType.AllInterfaces)
        {
            foreach (var member in face.GetMembers(method.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The receiver is made in the same body and the same turn of a loop, and is called so once.</summary>
    private static bool IsOnNewObject(CallNode call)
    {
        var receiver = call.Receiver;
        var made = receiver is { Kind: ValueKind.Local } ? receiver.Local.Single : receiver;
        if (made is not { Kind: ValueKind.Created })
            return false;
        var isMadeHere = false;
        foreach (var other in call.Body.Member.Calls)
        {
            if (other != call && SymbolEqualityComparer.Default.Equals(other.Target, call.Target) && receiver!.Kind == ValueKind.Local && other.Receiver == receiver)
                return false;
            isMadeHere |= other.IsCreation && other.Result == made && other.Body == call.Body && Structure.EnclosingLoop(other) == Structure.EnclosingLoop(call);
        }

        return isMadeHere;
    }
}
