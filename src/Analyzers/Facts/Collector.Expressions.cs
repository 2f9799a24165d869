using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private const OperationKind CollectionExpression = (OperationKind)0x7f;
    private const OperationKind Spread = (OperationKind)0x80;

    /// <summary>Visits an expression whose value nobody uses.</summary>
    private void VisitDropped(IOperation operation)
    {
        var at = operation;
        while (true)
        {
            switch (at)
            {
                case IAwaitOperation wait:
                    at = wait.Operation;
                    awaited = at;
                    continue;
                case IConversionOperation conversion:
                    at = conversion.Operand;
                    continue;
                case IParenthesizedOperation inner:
                    at = inner.Operand;
                    continue;
                case IConditionalAccessOperation access:
                    at = access.WhenNotNull;
                    continue;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Unwrap", Instance: { } receiver }:
                    at = receiver;
                    continue;
                case IInvocationOperation { TargetMethod: { } target } call when MethodCatalog.ConfiguresAwait(target):
                    at = call.Arguments[0].Value;
                    continue;
            }

            break;
        }

        dropped = at;
        Visit(operation);
    }

    private Value Visit(IOperation? operation)
    {
        if (operation == null)
            return Value.Unknown;
        switch (operation.Kind)
        {
            case OperationKind.Literal:
                return VisitLiteral(operation);
            case OperationKind.LocalReference:
                return VisitLocal(((ILocalReferenceOperation)operation).Local);
            case OperationKind.ParameterReference:
                return VisitParameter(((IParameterReferenceOperation)operation).Parameter, operation.Syntax);
            case OperationKind.InstanceReference:
                return VisitInstance((IInstanceReferenceOperation)operation);
            case OperationKind.Conversion:
                return VisitConversion((IConversionOperation)operation);
            case OperationKind.Parenthesized:
                return Visit(((IParenthesizedOperation)operation).Operand);
            case OperationKind.FieldReference:
                return VisitField((IFieldReferenceOperation)operation);
            case OperationKind.PropertyReference:
                return VisitProperty((IPropertyReferenceOperation)operation);
        }

        Guard();
        switch (operation.Kind)
        {
            case OperationKind.Invocation:
                return VisitInvocation((IInvocationOperation)operation);
            case OperationKind.ObjectCreation:
                return VisitCreation((IObjectCreationOperation)operation);
            case OperationKind.SimpleAssignment:
                return VisitAssignment((ISimpleAssignmentOperation)operation);
            case OperationKind.CompoundAssignment:
                return VisitCompound((ICompoundAssignmentOperation)operation);
            case OperationKind.Increment or OperationKind.Decrement:
                return VisitIncrement((IIncrementOrDecrementOperation)operation);
            case OperationKind.CoalesceAssignment:
                return VisitCoalesceAssignment((ICoalesceAssignmentOperation)operation);
            case OperationKind.DeconstructionAssignment:
                return VisitDeconstruction((IDeconstructionAssignmentOperation)operation);
            case OperationKind.EventAssignment:
                return VisitEvent((IEventAssignmentOperation)operation);
            case OperationKind.Await:
                return VisitAwait((IAwaitOperation)operation);
            case OperationKind.Conditional:
                return VisitConditional((IConditionalOperation)operation);
            case OperationKind.Coalesce:
                return VisitCoalesce((ICoalesceOperation)operation);
            case OperationKind.ConditionalAccess:
                return VisitConditionalAccess((IConditionalAccessOperation)operation);
            case OperationKind.ConditionalAccessInstance:
                return conditionalReceivers.Count > 0 ? conditionalReceivers.Peek() : Value.Unknown;
            case OperationKind.Binary or OperationKind.Unary or OperationKind.IsType or OperationKind.IsPattern:
                return VisitLogic(operation);
            case OperationKind.AnonymousFunction:
                return VisitLambda((IAnonymousFunctionOperation)operation, inlineOf: null, inline: false);
            case OperationKind.DelegateCreation:
                return VisitDelegate(((IDelegateCreationOperation)operation).Target);
            case OperationKind.MethodReference:
                return VisitDelegate(operation);
            case OperationKind.ArrayElementReference:
                return VisitArrayElement((IArrayElementReferenceOperation)operation);
            case OperationKind.ImplicitIndexerReference:
                return VisitImplicitIndexer((IImplicitIndexerReferenceOperation)operation);
            case OperationKind.ArrayCreation:
                return VisitArray((IArrayCreationOperation)operation);
            case OperationKind.Tuple:
                return new Value(ValueKind.Created, type: operation.Type, items: VisitAll(((ITupleOperation)operation).Elements));
            case OperationKind.InterpolatedString:
                return VisitInterpolation((IInterpolatedStringOperation)operation);
            case OperationKind.SwitchExpression:
                return VisitSwitchExpression((ISwitchExpressionOperation)operation);
            case OperationKind.TranslatedQuery:
                return Visit(((ITranslatedQueryOperation)operation).Operation);
            case OperationKind.Throw:
                VisitThrow((IThrowOperation)operation);
                return Value.Null;
            case OperationKind.DefaultValue:
                return VisitDefault(operation);
            case OperationKind.With:
                return VisitWith((IWithOperation)operation);
            case OperationKind.EventReference:
                return VisitEventReference((IEventReferenceOperation)operation);
            case OperationKind.TypeParameterObjectCreation:
                return new Value(ValueKind.Created, type: operation.Type);
            case OperationKind.NameOf or OperationKind.TypeOf or OperationKind.SizeOf:
                return new Value(ValueKind.Constant, data: operation.Syntax.ToString());
            case OperationKind.DeclarationExpression:
                return Visit(((IDeclarationExpressionOperation)operation).Expression);
            case OperationKind.DynamicInvocation or OperationKind.DynamicObjectCreation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess:
                return VisitOpaque(operation);
            case OperationKind.Invalid:
                return VisitInvalid(operation);
            case CollectionExpression:
                return VisitCollectionExpression(operation);
            default:
                return VisitChildren(operation);
        }
    }

    private Value VisitDefault(IOperation value) =>
        value.Type is { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } || value.Type is { IsValueType: true } emptied && catalog.IsResource(emptied) ? Value.Null
        : value.Type?.SpecialType == SpecialType.System_Boolean ? Value.False : new Value(ValueKind.Constant, type: value.Type, data: "default");

    private Value VisitChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
        {
            if (child is IBlockOperation)
                VisitStatement(child);
            else
                Visit(child);
        }

        return Value.Unknown;
    }

    /// <summary>A dynamic operation: whatever goes in may be kept.</summary>
    private Value VisitOpaque(IOperation operation)
    {
        var arguments = new List<Value>();
        foreach (var child in operation.ChildOperations)
            arguments.Add(Visit(child));
        var call = Add(new CallNode(operation.Syntax, null, null, arguments.ToArray()));
        return call.Result = new Value(ValueKind.Result, type: operation.Type, data: call);
    }

    private static Value VisitLiteral(IOperation operation)
    {
        var constant = operation.ConstantValue;
        return !constant.HasValue ? Value.Unknown
            : constant.Value switch
            {
                null => Value.Null,
                true => Value.True,
                false => Value.False,
                var value => new Value(ValueKind.Constant, type: operation.Type, data: value),
            };
    }

    private Value VisitAwait(IAwaitOperation wait)
    {
        awaited = wait.Operation;
        var value = Visit(wait.Operation);
        member.Awaits.Add(Add<AwaitNode>(new AwaitNode(wait.Syntax, value)));
        if (value.Call is { } call && value.Kind == ValueKind.Result)
            call.IsAwaited = true;
        return new Value(ValueKind.Awaited, value, type: wait.Type);
    }

    private Value[] VisitAll(System.Collections.Immutable.ImmutableArray<IOperation> operations)
    {
        var values = new Value[operations.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Visit(operations[i]);
        return values;
    }

    private Value VisitInterpolation(IInterpolatedStringOperation text)
    {
        var items = new List<Value>();
        foreach (var part in text.Parts)
        {
            switch (part)
            {
                case IInterpolationOperation hole:
                    items.Add(Visit(hole.Expression));
                    if (hole.FormatString != null)
                        items.Add(Visit(hole.FormatString));
                    break;
                case IInterpolatedStringTextOperation literal:
                    items.Add(Visit(literal.Text));
                    break;
                default:
                    VisitChildren(part);
                    items.Add(Value.Unknown);
                    break;
            }
        }

        return new Value(ValueKind.Pure, type: text.Type, data: "$", items: items.ToArray());
    }
}
