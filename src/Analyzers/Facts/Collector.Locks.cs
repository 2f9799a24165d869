using System.Collections.Generic;
using System.Reflection;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    /// <summary>A wait this short is a question.</summary>
    private const int MomentMilliseconds = 100;

    private void VisitLock(ILockOperation node)
    {
        var locked = Visit(node.LockedValue);
        // A lock on what was made here keeps nobody out.
        if (locked is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created, Type.SpecialType: SpecialType.System_Object } })
        {
            VisitStatement(node.Body);
            return;
        }

        var id = LockOf(locked, LockMode.Exclusive, isAsync: false);
        UnderLock(node.Syntax, id, () => VisitStatement(node.Body));
    }

    /// <summary>[MethodImpl(MethodImplOptions.Synchronized)]: the whole body is under the lock of its object, or of its type.</summary>
    private static LockSet LockOfMember(ISymbol owner) =>
        owner is IMethodSymbol { IsAsync: false } method && (method.MethodImplementationFlags & MethodImplAttributes.Synchronized) != 0 && !method.DeclaringSyntaxReferences.Any(r => r.GetSyntax().DescendantNodes(n => n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).Any(n => n is YieldStatementSyntax))
            ? LockSet.Empty.With(new LockId(method.ContainingType?.OriginalDefinition, method.IsStatic ? "typeof(" + method.ContainingType?.Name + ")" : "this", LockMode.Exclusive, isAsync: false))
            : LockSet.Empty;

    private void UnderLock(SyntaxNode syntax, LockId id, System.Action inner)
    {
        var block = NewBlock(syntax, BlockRole.LockBody);
        var node = new LockNode(syntax, id, block);
        block.Owner = node;
        Add<LockNode>(node);
        var before = locks;
        locks = locks.With(id);
        Within(block, inner);
        locks = before;
    }

    /// <summary>The identity of a lock object; unknown when it cannot be named for certain.</summary>
    private LockId LockOf(Value value, LockMode mode, bool isAsync)
    {
        var at = value;
        for (var steps = 0; steps < 6 && at.Kind == ValueKind.Local; steps++)
        {
            if (at.Local.Single is not { } single)
                break;
            at = single;
        }

        switch (at.Kind)
        {
            case ValueKind.This:
                return new LockId(member.Member.ContainingType?.OriginalDefinition, "this", mode, isAsync);
            case ValueKind.Store:
                return at.A == null
                    ? new LockId(at.Symbol, string.Empty, mode, isAsync)
                    : new LockId(Canon.Text(at.A) == null ? null : at.Symbol, Canon.Text(at.A) ?? "?", mode, isAsync);
            case ValueKind.Constant when at.Data is string text:
                return new LockId(member.Member.ContainingType?.OriginalDefinition, text, mode, isAsync);
            case ValueKind.Local or ValueKind.Parameter:
                return new LockId(at.Symbol, string.Empty, mode, isAsync);
            case ValueKind.Member when at.Symbol != null && at.A == null:
                return new LockId(at.Symbol, string.Empty, mode, isAsync);
            default:
                var name = Canon.Text(at);
                return new LockId(name == null ? null : at.Symbol ?? at.Access?.Store, name ?? "?", mode, isAsync);
        }
    }

    private LockId? LockOfResources(List<Value> resources) => resources.Count == 1 ? LockOfScope(resources[0]) : null;

    /// <summary>using (x.EnterScope()), using (await mutex.LockAsync()), using (Lock(key)): a lock by the name of what returns the scope.</summary>
    private LockId? LockOfScope(Value resource)
    {
        var at = resource;
        for (var steps = 0; steps < 6; steps++)
        {
            switch (at.Kind)
            {
                case ValueKind.Local when at.Local.Single is { } single:
                    at = single;
                    continue;
                case ValueKind.Awaited:
                    at = at.A!;
                    continue;
            }

            break;
        }

        if (at.Kind != ValueKind.Result || at.Call is not { Target: { } target } call || !NamesLock(target))
            return null;
        var isRead = target.Name.StartsWith("Read", System.StringComparison.Ordinal) || target.Name.IndexOf("ReadLock", System.StringComparison.Ordinal) >= 0;
        var mode = isRead ? LockMode.Read : LockMode.Exclusive;
        var isAsync = resource.Kind == ValueKind.Awaited || target.Name != "EnterScope";
        if (call.Receiver is { Kind: not ValueKind.This } receiver && !HasKey(call))
            return LockOf(receiver, mode, isAsync);
        if (call.Arguments.Length > 0 && call.Receiver == null && target.IsExtensionMethod)
            return LockOf(call.Arguments[0], mode, isAsync);
        var text = new System.Text.StringBuilder(Canon.Text(call.Receiver) ?? string.Empty);
        foreach (var argument in call.Arguments)
        {
            if (argument.Type is { Name: "CancellationToken" or "TimeSpan" })
                continue;
            if (Canon.Text(argument) is not { } key)
                return new LockId(null, "?", mode, isAsync);
            text.Append('|').Append(key);
        }

        return new LockId(target, text.ToString(), mode, isAsync);
    }

    private static bool HasKey(CallNode call)
    {
        foreach (var parameter in call.Target!.Parameters)
        {
            if (parameter.Type.Name is not ("CancellationToken" or "TimeSpan" or "Int32" or "Boolean"))
                return true;
        }

        return false;
    }

    private bool NamesLock(IMethodSymbol method)
    {
        var name = method.Name;
        return name is "EnterScope" or "EnterAsync" or "Enter" or "Lock" or "LockAsync" or "AcquireReadLock" or "AcquireWriteLock"
            || name.EndsWith("Lock", System.StringComparison.Ordinal) || name.EndsWith("LockAsync", System.StringComparison.Ordinal)
            || name is "UseOnceAsync" or "UseWaitAsync" or "WaitScopeAsync" or "ReadAsync" && method.ContainingType?.Name.Contains("Lock") == true
            || method is { IsExtensionMethod: true, Parameters: { Length: > 0 } taken, ReturnType: var scope } && taken[0].Type is { Name: "ReaderWriterLockSlim" or "ReaderWriterLock" or "Mutex", ContainingNamespace.Name: "Threading" } && catalog.Of(scope).Has(TypeTraits.AnyDisposable);
    }

    /// <summary>Enter and leave of locks that are calls; null when the call is none.</summary>
    private bool VisitLockCall(IInvocationOperation call, KnownMethod info)
    {
        LockMode mode;
        bool enters;
        switch (info.Role)
        {
            case MethodRole.MonitorEnter or MethodRole.SemaphoreWait or MethodRole.WriteEnter:
                (mode, enters) = (LockMode.Exclusive, true);
                break;
            case MethodRole.ReadEnter:
                (mode, enters) = (LockMode.Read, true);
                break;
            case MethodRole.MonitorExit or MethodRole.SemaphoreRelease or MethodRole.WriteExit or MethodRole.MutexRelease:
                (mode, enters) = (LockMode.Exclusive, false);
                break;
            case MethodRole.ReadExit:
                (mode, enters) = (LockMode.Read, false);
                break;
            default:
                if (info.Block == BlockKind.Wait && call.TargetMethod.Name == "WaitOne" && catalog.Of(call.Instance?.Type).Has(TypeTraits.Mutex))
                {
                    (mode, enters) = (LockMode.Exclusive, true);
                    break;
                }

                return false;
        }

        var target = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        var value = Visit(target);
        foreach (var argument in call.Arguments)
        {
            if (argument.Value != target)
                Visit(argument.Value);
        }

        var id = LockOf(value, mode, isAsync: info.Role is MethodRole.SemaphoreWait or MethodRole.SemaphoreRelease);
        var node = Add(new CallNode(call.Syntax, call.TargetMethod.OriginalDefinition, value, System.Array.Empty<Value>())
        {
            Info = info,
            Block = IsMoment(call, ReferenceEquals(dropped, call)) ? BlockKind.None : info.Block,
            ResultDropped = ReferenceEquals(dropped, call),
            IsAwaited = ReferenceEquals(awaited, call),
        });
        node.Result = new Value(ValueKind.Result, type: call.Type, data: node);
        locks = enters ? locks.With(id) : locks.Without(id);
        return true;
    }

    /// <summary>Wait(0), Join(TimeSpan.Zero): asks, does not wait; nor does what gives up after a moment, says so, and is not asked over and over.</summary>
    private static bool IsMoment(IInvocationOperation call, bool isDropped)
    {
        var longest = !isDropped && call.Type?.SpecialType == SpecialType.System_Boolean && !IsInLoop(call.Syntax) ? MomentMilliseconds : 0;
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value;
            while (value is IConversionOperation conversion)
                value = conversion.Operand;
            if (argument.Parameter?.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && IsWithin(value, longest))
                return true;
            if (value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } or IDefaultValueOperation { Type.Name: "TimeSpan" }
                || value is IInvocationOperation { TargetMethod: { Name: "FromMilliseconds", ContainingType.Name: "TimeSpan" }, Arguments: { Length: > 0 } parts } && IsWithin(parts[0].Value, longest))
                return true;
        }

        return false;
    }

    private static bool IsWithin(IOperation time, int longest) => time.ConstantValue is { HasValue: true, Value: { } constant } && constant switch
    {
        int whole => whole >= 0 && whole <= longest,
        long whole => whole >= 0 && whole <= longest,
        double part => part >= 0 && part <= longest,
        _ => false,
    };

    private static bool IsInLoop(SyntaxNode syntax)
    {
        for (var at = syntax.Parent; at is not (null or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); at = at.Parent)
        {
            if (at is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return true;
        }

        return false;
    }
}
