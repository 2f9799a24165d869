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
        switch (operation)
        {
            case IInvocationOperation call:
                return VisitInvocation(call);
            case IObjectCreationOperation creation:
                return VisitCreation(creation);
            case ISimpleAssignmentOperation assignment:
                return VisitAssignment(assignment);
            case ICompoundAssignmentOperation compound:
                return VisitCompound(compound);
            case IIncrementOrDecrementOperation increment:
                return VisitIncrement(increment);
            case ICoalesceAssignmentOperation coalesce:
                return VisitCoalesceAssignment(coalesce);
            case IDeconstructionAssignmentOperation deconstruction:
                return VisitDeconstruction(deconstruction);
            case IEventAssignmentOperation attach:
                return VisitEvent(attach);
            case IAwaitOperation wait:
                return VisitAwait(wait);
            case IConditionalOperation conditional:
                return VisitConditional(conditional);
            case ICoalesceOperation coalesce:
                return VisitCoalesce(coalesce);
            case IConditionalAccessOperation access:
                return VisitConditionalAccess(access);
            case IConditionalAccessInstanceOperation:
                return conditionalReceivers.Count > 0 ? conditionalReceivers.Peek() : Value.Unknown;
            case IBinaryOperation or IUnaryOperation or IIsTypeOperation or IIsPatternOperation:
                return VisitLogic(operation);
            case IAnonymousFunctionOperation lambda:
                return VisitLambda(lambda, inlineOf: null, inline: false);
            case IDelegateCreationOperation creation:
                return VisitDelegate(creation.Target);
            case IMethodReferenceOperation method:
                return VisitDelegate(method);
            case IArrayElementReferenceOperation element:
                return VisitArrayElement(element);
            case IImplicitIndexerReferenceOperation indexer:
                return VisitImplicitIndexer(indexer);
            case IArrayCreationOperation array:
                return VisitArray(array);
            case ITupleOperation tuple:
                return new Value(ValueKind.Created, type: tuple.Type, items: VisitAll(tuple.Elements));
            case IInterpolatedStringOperation text:
                return VisitInterpolation(text);
            case ISwitchExpressionOperation choice:
                return VisitSwitchExpression(choice);
            case ITranslatedQueryOperation query:
                return Visit(query.Operation);
            case IThrowOperation failure:
                VisitThrow(failure);
                return Value.Null;
            case IDefaultValueOperation value:
                return value.Type is { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } || value.Type is { IsValueType: true } emptied && catalog.IsResource(emptied) ? Value.Null
                    : value.Type?.SpecialType == SpecialType.System_Boolean ? Value.False : new Value(ValueKind.Constant, type: value.Type, data: "default");
            case IWithOperation with:
                return VisitWith(with);
            case IEventReferenceOperation reference:
                return VisitEventReference(reference);
            case ITypeParameterObjectCreationOperation created:
                return new Value(ValueKind.Created, type: created.Type);
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation:
                return new Value(ValueKind.Constant, data: operation.Syntax.ToString());
            case IDeclarationExpressionOperation declaration:
                return Visit(declaration.Expression);
            case IDynamicInvocationOperation or IDynamicObjectCreationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation:
                return VisitOpaque(operation);
            case IInterpolatedStringAdditionOperation or IInterpolatedStringHandlerCreationOperation:
                return VisitChildren(operation);
            default:
                return operation.Kind == CollectionExpression ? VisitCollectionExpression(operation) : operation.Kind == OperationKind.Invalid ? VisitInvalid(operation) : VisitChildren(operation);
        }
    }

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
