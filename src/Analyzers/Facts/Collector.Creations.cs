using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>What is made on the spot: objects, arrays, collections, copies.</content>
internal sealed partial class Collector
{
    private Value VisitCreation(IObjectCreationOperation creation)
    {
        if (creation.Constructor == null)
            return VisitChildren(creation);
        var arguments = ReadArguments(creation.Constructor, creation.Arguments, out var writes);
        var values = new List<Value>(arguments);
        var created = new Value(ValueKind.Created, type: creation.Type, symbol: creation.Constructor.OriginalDefinition, items: null, data: null);
        if (creation.Initializer != null)
            values.AddRange(InitializerValues(creation.Initializer, created));
        created = new Value(ValueKind.Created, type: creation.Type, symbol: creation.Constructor.OriginalDefinition, items: values.ToArray(), data: IsTimed(creation) ? "timed" : null);
        var info = catalog.Of(creation.Type);
        if (info.Has(TypeTraits.Timer) && FirstDelegate(arguments) is { } tick)
        {
            Add(new RegisterNode(creation.Syntax, SinkKind.Timer, tick, created, creation.Constructor) { Result = created });
            Add(new StartNode(creation.Syntax, StartKind.Timer, tick) { Result = created });
        }

        if (info.Has(TypeTraits.Thread) && FirstDelegate(arguments) is { } run)
            Add(new StartNode(creation.Syntax, StartKind.Thread, run) { Result = created });
        if (info.Collection == CollectionKind.None && (arguments.Length > 0 || info.IsResource || StoreScope.IsInSource(creation.Constructor)) && !info.Has(TypeTraits.Value | TypeTraits.Lazy | TypeTraits.Task))
        {
            var call = Add(new CallNode(creation.Syntax, creation.Constructor.OriginalDefinition, null, arguments)
            {
                IsCreation = true,
                Info = catalog.Methods.Of(creation.Constructor),
                Result = created,
                ResultDropped = ReferenceEquals(dropped, creation),
            });
            AssignWrites(writes, call);
        }

        return created;
    }

    /// <summary>A CancellationTokenSource with a timer.</summary>
    private static bool IsTimed(IObjectCreationOperation creation) =>
        creation.Type is { Name: "CancellationTokenSource" } && creation.Arguments.Length > 0;

    private static Value? FirstDelegate(Value[] values)
    {
        foreach (var value in values)
        {
            var known = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
            if (known.Kind == ValueKind.Delegate)
                return known;
        }

        return null;
    }

    /// <summary>What an initializer puts into the new object; elements of collection initializers included.</summary>
    private Value[] InitializerValues(IObjectOrCollectionInitializerOperation initializer, Value created)
    {
        var values = new List<Value>();
        initializerReceivers.Push(created);
        foreach (var item in initializer.Initializers)
        {
            switch (item)
            {
                case ISimpleAssignmentOperation assignment:
                    var value = Visit(assignment.Value);
                    if (value.Kind == ValueKind.Delegate && assignment.Target is IMemberReferenceOperation { Member: { } target } && NamesCallback(target.Name))
                        Add(new RegisterNode(assignment.Syntax, SinkKind.Watch, value, created, target));
                    else
                        values.Add(value);
                    break;
                case IInvocationOperation add:
                    foreach (var argument in add.Arguments)
                        values.Add(Visit(argument.Value));
                    break;
                case IMemberInitializerOperation nested:
                    values.AddRange(InitializerValues(nested.Initializer, created));
                    break;
                default:
                    values.Add(Visit(item));
                    break;
            }
        }

        initializerReceivers.Pop();
        return values.ToArray();
    }

    /// <summary>[a, b, ..c]: the operation has no type of its own in the oldest compiler supported.</summary>
    private Value VisitCollectionExpression(IOperation operation)
    {
        var items = new List<Value>();
        foreach (var child in operation.ChildOperations)
        {
            if (child.Kind != Spread)
            {
                items.Add(Visit(child));
                continue;
            }

            foreach (var operand in child.ChildOperations)
                items.Add(new Value(ValueKind.EachElement, Enumerated(Visit(Strip(operand)), operand.Syntax)));
        }

        return new Value(ValueKind.Created, type: operation.Type, items: items.ToArray());
    }

    private Value VisitArray(IArrayCreationOperation array)
    {
        foreach (var size in array.DimensionSizes)
            Visit(size);
        return new Value(ValueKind.Created, type: array.Type, items: array.Initializer == null ? null : VisitAll(array.Initializer.ElementValues));
    }

    private Value VisitWith(IWithOperation with)
    {
        var operand = Visit(with.Operand);
        var result = new Value(ValueKind.Created, operand, type: with.Type, data: "with", items: InitializerValues(with.Initializer, Value.Unknown));
        return result;
    }
}
