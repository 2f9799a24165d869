using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private Value VisitInvocation(IInvocationOperation call)
    {
        var value = VisitCall(call);
        NoteLockHelper(call, value);
        return value;
    }

    private Value VisitCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return VisitDelegateCall(call);
        if (method.MethodKind == MethodKind.LocalFunction)
            return VisitLocalCall(call);
        var info = catalog.Methods.Of(method);
        if (VisitLockCall(call, info))
            return Value.Unknown;
        if (VisitKnown(call, info) is { } known)
            return known;
        if (call.Instance != null)
        {
            if (VisitCollectionCall(call, method, Strip(call.Instance), 0) is { } operation)
            {
                if (info.Block != BlockKind.None)
                    AddWait(call, info);
                return operation;
            }
        }
        else if (method.IsExtensionMethod && method.Parameters.Length > 0 && (!StoreScope.IsInSource(method) || catalog.Of(method.Parameters[0].Type).Collection == CollectionKind.Cache) && call.Arguments.Length > 0)
        {
            if (VisitCollectionCall(call, method, Strip(Argument(call, 0)!), 1) is { } operation)
                return operation;
        }

        return VisitEnumerator(call) ?? VisitGeneral(call, info);
    }

    /// <summary>An operation of a collection that can also wait: for an item, or for room.</summary>
    private void AddWait(IInvocationOperation call, KnownMethod info)
    {
        for (var i = block.Items.Count - 1; i >= 0; i--)
        {
            if (block.Items[i] is AccessNode access && access.Syntax == call.Syntax)
            {
                Add(new CallNode(call.Syntax, call.TargetMethod.OriginalDefinition, access.Target, Array.Empty<Value>()) { Info = info, Block = info.Block });
                return;
            }
        }
    }

    private static IOperation Strip(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }

    private static IOperation? Argument(IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return argument.Value;
        }

        return null;
    }

    private Value VisitDelegateCall(IInvocationOperation call)
    {
        var receiver = call.Instance == null ? Value.Unknown : Visit(call.Instance);
        var arguments = ReadArguments(call.TargetMethod, call.Arguments, out var writes);
        var node = Add(new CallNode(call.Syntax, null, receiver, arguments)
        {
            IsDelegate = true,
            ResultDropped = ReferenceEquals(dropped, call),
            IsAwaited = ReferenceEquals(awaited, call),
        });
        var known = receiver.Kind == ValueKind.Local ? receiver.Local.Single ?? receiver : receiver;
        if (known.Kind == ValueKind.Delegate && known.Body is { } callee)
            node.Callee = callee;
        AssignWrites(writes, node);
        return node.Result = new Value(ValueKind.Result, receiver, type: call.Type, data: node);
    }

    private Value VisitLocalCall(IInvocationOperation call)
    {
        var callee = LocalFunction(call.TargetMethod, call.Syntax);
        var arguments = ReadArguments(call.TargetMethod, call.Arguments, out var writes);
        var node = AddCallTo(callee, call.TargetMethod, arguments, call.Syntax);
        node.ResultDropped = ReferenceEquals(dropped, call);
        node.IsAwaited = ReferenceEquals(awaited, call);
        AssignWrites(writes, node);
        return node.Result;
    }

    private Value VisitGeneral(IInvocationOperation call, KnownMethod info)
    {
        var method = call.TargetMethod;
        var receiver = call.Instance == null ? null : Visit(call.Instance);
        var arguments = ReadArguments(method, call.Arguments, out var writes);
        if (receiver != null && receiver.Kind != ValueKind.This && IsRelease(method, info))
            Add(new DisposeNode(call.Syntax, receiver, method.OriginalDefinition, info.Disposes));
        else if (receiver == null && method.IsExtensionMethod && !StoreScope.IsInSource(method) && arguments.Length > 0 && method.Name.Contains("Dispos"))
            Add(new DisposeNode(call.Syntax, arguments[0], method.OriginalDefinition, isCertain: true));
        if (info.Role == MethodRole.Inert && !IsTold(method, ReferenceEquals(dropped, call)) && info.Block == BlockKind.None && writes.Count == 0 && receiver?.Kind != ValueKind.This)
            return PureCall(call, receiver, arguments);
        var node = AddCall(method, receiver, arguments, call.Syntax, call.IsVirtual);
        node.Block = info.Block != BlockKind.None && IsMoment(call, ReferenceEquals(dropped, call)) ? BlockKind.None : info.Block;
        node.ResultDropped = ReferenceEquals(dropped, call);
        node.IsAwaited = ReferenceEquals(awaited, call);
        AssignWrites(writes, node);
        AddCallbacks(call, node, info);
        if (NeverReturns.Is(method))
            member.Throws.Add(Add<ThrowNode>(new ThrowNode(call.Syntax, null)));
        if (node.Block == BlockKind.Wait && method.Name == "GetResult" && receiver != null)
            node.Result = new Value(ValueKind.Awaited, receiver, type: call.Type);
        return node.Result;
    }

    /// <summary>Harmless, but what it says counts: an assertion, when a timer ticks next, that a gate is open, that all is written, or that what others wait for is there.</summary>
    private static bool IsTold(IMethodSymbol method, bool isDropped) => isDropped && method.ContainingType.Name == "TaskCompletionSource" || method.Name == "Assert" || method.Name == "Flush" && method.ContainingType.Name.EndsWith("Writer", StringComparison.Ordinal) || method.ContainingType.Name == "Timer" && method.Name is "Change" or "Start"
        || method.ContainingType.Name is "ManualResetEventSlim" or "EventWaitHandle";

    private static Value PureCall(IInvocationOperation call, Value? receiver, Value[] arguments)
    {
        var items = new List<Value>();
        if (receiver != null)
            items.Add(receiver);
        items.AddRange(arguments);
        return new Value(ValueKind.Pure, symbol: call.TargetMethod.OriginalDefinition, type: call.Type, items: items.ToArray());
    }

    /// <summary>Dispose, or a name that ends the life of its receiver; not with a key, which only ends an entry.</summary>
    private static bool IsRelease(IMethodSymbol method, KnownMethod info)
    {
        if (!info.ReleasesByName)
            return false;
        foreach (var parameter in method.Parameters)
        {
            if (NamesKey(parameter))
                return false;
        }

        return true;
    }

    /// <summary>A parameter that picks one entry: text, number or Guid that is neither optional nor a reason or timeout.</summary>
    private static bool NamesKey(IParameterSymbol parameter)
    {
        if (parameter.IsOptional || parameter.Name is "reason" or "message" or "description" or "timeout" or "statusDescription" || parameter.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0)
            return false;
        return parameter.Type.SpecialType is SpecialType.System_String or SpecialType.System_Int64 or SpecialType.System_Object
            || parameter.Type.SpecialType == SpecialType.System_Int32 && parameter.Name is "id" or "key" or "index"
            || parameter.Type.Name is "Guid" || parameter.Type.TypeKind is TypeKind.Delegate or TypeKind.TypeParameter;
    }

    private CallNode AddCall(IMethodSymbol method, Value? receiver, Value[] arguments, SyntaxNode syntax, bool isVirtual)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        var node = Add(new CallNode(syntax, definition, receiver, arguments) { Info = catalog.Methods.Of(definition), IsVirtual = isVirtual });
        node.Result = new Value(ValueKind.Result, receiver, type: method.ReturnType, data: node);
        return node;
    }

    private Value Call(IOperation operation, IMethodSymbol method, Value? receiver, Value[] arguments) =>
        AddCall(method, receiver, arguments, operation.Syntax, method.IsVirtual || method.IsAbstract).Result;

    /// <summary>Arguments by ordinal of the parameter; out and ref places come back in <paramref name="writes"/>.</summary>
    private Value[] ReadArguments(IMethodSymbol method, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, out List<(IOperation Place, IParameterSymbol Parameter)> writes)
    {
        writes = new List<(IOperation, IParameterSymbol)>();
        var values = new Value[Math.Max(method.Parameters.Length, arguments.Length)];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value.Unknown;
        foreach (var argument in arguments)
        {
            var parameter = argument.Parameter;
            if (parameter is { RefKind: RefKind.Out })
            {
                writes.Add((argument.Value, parameter));
                continue;
            }

            if (parameter is { RefKind: RefKind.Ref })
            {
                writes.Add((argument.Value, parameter));
                var target = Place(argument.Value);
                values[parameter.Ordinal] = target.Store ?? (argument.Value is ILocalReferenceOperation local ? Local(local.Local, local.Local.Type).Value : Value.Unknown);
                continue;
            }

            var value = Visit(argument.Value);
            if (parameter != null)
                values[parameter.Ordinal] = value;
        }

        return values;
    }

    private void AssignWrites(List<(IOperation Place, IParameterSymbol Parameter)> writes, CallNode call)
    {
        foreach (var (place, parameter) in writes)
        {
            var value = new Value(ValueKind.Result, symbol: parameter.OriginalDefinition, type: parameter.Type, data: call);
            if (parameter.RefKind == RefKind.Ref && Place(place).Store is { } store)
                Add(new AccessNode(place.Syntax, AccessKind.Escape, store) { Store = store.Symbol, Member = "ref" });
            else
                AssignPattern(place, value, place.Syntax);
        }
    }
}
