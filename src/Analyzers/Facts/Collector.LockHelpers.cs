using System;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <content>Methods of the type itself that take a lock and leave it held, or give it back: await LockAsync(); … Unlock();</content>
internal sealed partial class Collector
{
    /// <summary>In characters. A helper that only takes a lock is short.</summary>
    private const int MaxHelperLength = 1_500;

    private static readonly string[] LockWords = { "Lock", "Enter", "Acquire", "Release", "Exit", "Leave" };
    private static readonly string[] Entering = { "Wait", "WaitAsync", "Enter", "EnterWriteLock", "WaitOne" };
    private static readonly string[] Leaving = { "Release", "Exit", "ExitWriteLock", "ReleaseMutex" };

    private void NoteLockHelper(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.DeclaringSyntaxReferences.IsEmpty || !Array.Exists(LockWords, w => method.Name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0)
            || !SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, member.Member.ContainingType?.OriginalDefinition) || SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, member.Member))
            return;
        var gates = method.ContainingType.OriginalDefinition.GetMembers().OfType<IFieldSymbol>().Where(f => f.Type.SpecialType == SpecialType.System_Object || catalog.Of(f.Type).Has(TypeTraits.AnyLock)).ToList();
        if (gates.Count == 0 || method.DeclaringSyntaxReferences[0].GetSyntax() is not { } written || written.Span.Length > MaxHelperLength)
            return;
        var calls = written.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
        foreach (var field in gates)
        {
            var enters = calls.Exists(c => IsOn(c, field.Name, Entering));
            if (enters == calls.Exists(c => IsOn(c, field.Name, Leaving)))
                continue;
            var id = new LockId(StoreScope.Canonical(field), string.Empty, LockMode.Exclusive, isAsync: true);
            locks = enters ? locks.With(id) : locks.Without(id);
        }
    }

    /// <summary>_gate.WaitAsync(), _gate?.Release(), Monitor.Enter(_gate).</summary>
    private static bool IsOn(InvocationExpressionSyntax call, string field, string[] names) => call.Expression switch
    {
        MemberAccessExpressionSyntax access when Array.IndexOf(names, access.Name.Identifier.ValueText) >= 0 => Names(access.Expression, field) || access.Expression.ToString().EndsWith("Monitor", StringComparison.Ordinal) && call.ArgumentList.Arguments.Count > 0 && Names(call.ArgumentList.Arguments[0].Expression, field),
        MemberBindingExpressionSyntax binding when Array.IndexOf(names, binding.Name.Identifier.ValueText) >= 0 => call.Parent is ConditionalAccessExpressionSyntax { Expression: { } asked } && Names(asked, field),
        _ => false,
    };

    private static bool Names(ExpressionSyntax value, string field) => value switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == field,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText == field,
        _ => false,
    };
}
