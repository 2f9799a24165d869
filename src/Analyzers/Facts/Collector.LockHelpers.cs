using System;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Methods that take a lock and leave it held, or give it back: await LockAsync(); … Unlock(); also a base type's, and those of a guard: _guard.Lock().</content>
internal sealed partial class Collector
{
    /// <summary>In characters. A helper that only takes a lock is short.</summary>
    private const int MaxHelperLength = 1_500;

    private static readonly string[] LockWords = { "Lock", "Enter", "Acquire", "Release", "Exit", "Leave", "Begin", "End" };
    private static readonly string[] Entering = { "Wait", "WaitAsync", "Enter", "EnterWriteLock", "WaitOne" };
    private static readonly string[] Leaving = { "Release", "Exit", "ExitWriteLock", "ReleaseMutex" };

    private void NoteLockHelper(IInvocationOperation call, Value result)
    {
        var method = call.TargetMethod;
        if (method.MethodKind != MethodKind.Ordinary || method.DeclaringSyntaxReferences.IsEmpty || !Array.Exists(LockWords, w => method.Name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0)
            || SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, member.Member) || IsUnasked(call))
            return;
        var isOwn = call.Instance is null or IInstanceReferenceOperation;
        var gates = method.ContainingType.OriginalDefinition.GetMembers().OfType<IFieldSymbol>().Where(f => f.Type.SpecialType == SpecialType.System_Object || catalog.Of(f.Type).Has(TypeTraits.AnyLock)).ToList();
        if (gates.Count == 0 || !isOwn && result.Call?.Receiver == null || method.DeclaringSyntaxReferences[0].GetSyntax() is not { } written || written.Span.Length > MaxHelperLength)
            return;
        var calls = written.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
        foreach (var field in gates)
        {
            var enters = calls.Exists(c => IsOn(c, field.Name, Entering));
            if (enters == calls.Exists(c => IsOn(c, field.Name, Leaving)))
                continue;
            var owner = isOwn ? string.Empty : Canon.Text(result.Call!.Receiver);
            var id = new LockId(owner == null ? null : StoreScope.Canonical(field), owner ?? "?", LockMode.Exclusive, isAsync: true);
            locks = enters ? locks.With(id) : locks.Without(id);
        }
    }

    /// <summary>TryLock(); where nobody asks whether it was taken.</summary>
    private static bool IsUnasked(IInvocationOperation call) =>
        call.Type?.SpecialType == SpecialType.System_Boolean && call.Parent is IExpressionStatementOperation;

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
