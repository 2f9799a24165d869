using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private void AssignLocal(LocalFacts local, Value value, SyntaxNode syntax)
    {
        if (value == local.Value)
            return;
        if (local.Assigned.Count == 0 && local.Symbol is IParameterSymbol parameter && parameters.TryGetValue(parameter, out var original))
            local.Assigned.Add(original);
        local.Assigned.Add(value);
        local.Writes.Add(Add(new AssignNode(syntax, AssignTarget.Local, local.Value, value)));
    }

    private Value VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        var target = assignment.Target;
        switch (target)
        {
            case IDiscardOperation:
                VisitDropped(assignment.Value);
                return Value.Unknown;
            case ILocalReferenceOperation local when assignment.IsRef || !aliases.ContainsKey(local.Local):
                aliases.Remove(local.Local);
                var value = Visit(assignment.Value);
                AssignLocal(Local(local.Local, local.Local.Type), value, assignment.Syntax);
                return value;
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }:
                value = Visit(assignment.Value);
                AssignLocal(Local(declared.Local, declared.Local.Type), value, assignment.Syntax);
                return value;
        }

        return Write(Place(target), () => Visit(assignment.Value), assignment.Syntax, assignment);
    }

    private Value Write(Target target, Func<Value> compute, SyntaxNode syntax, IOperation? whole = null)
    {
        if (target.Store != null)
        {
            var value = compute();
            WriteStore(target.Store, target.Store.Type!, value, syntax);
            return value;
        }

        if (target.Collection != null)
        {
            var value = compute();
            WriteElement(target.Collection, target.Key, target.Kind, value, syntax);
            return value;
        }

        var result = compute();
        switch (target.Operation)
        {
            case ILocalReferenceOperation local:
                AssignLocal(Local(local.Local, local.Local.Type), result, syntax);
                break;
            case IDeclarationExpressionOperation declaration:
                AssignPattern(declaration, result, syntax);
                break;
            case IDiscardOperation:
                break;
            case IParameterReferenceOperation { Parameter: { } parameter }:
                if (parameter.RefKind is RefKind.Out or RefKind.Ref)
                    member.Assigns.Add(Add<AssignNode>(new AssignNode(syntax, AssignTarget.Out, VisitParameter(parameter, syntax), result)));
                else
                    AssignLocal(ParameterLocal(parameter), result, syntax);
                break;
            default:
                var place = target.Operation is IInstanceReferenceOperation instance ? VisitInstance(instance) : target.Member == null ? Value.Unknown : new Value(ValueKind.Member, target.Receiver, symbol: target.Member.OriginalDefinition);
                if (result.Kind == ValueKind.Delegate && target.Member != null && NamesCallback(target.Member.Name))
                    Add(new RegisterNode(syntax, SinkKind.Watch, result, target.Receiver, target.Member));
                else if (target.Member is IPropertySymbol { IsIndexer: false, SetMethod: { } setter } property && IsOwnCode(property))
                    AddCall(setter, target.Receiver, new[] { result }, syntax, property.IsVirtual);
                else
                    Add(new AssignNode(syntax, AssignTarget.Foreign, place, result));
                break;
        }

        return result;
    }

    /// <summary>A field or auto-property gets a value: a slot is overwritten, a collection is replaced or stepped to a derived one.</summary>
    private void WriteStore(Value store, ITypeSymbol type, Value value, SyntaxNode syntax, bool isInitializer = false)
    {
        if (store.A is { Kind: ValueKind.Created })
        {
            Add(new AssignNode(syntax, AssignTarget.Foreign, store, value));
            return;
        }

        var info = catalog.Of(type);
        var derived = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
        if (derived.Kind == ValueKind.Derived && DerivesFrom(derived, store))
        {
            AddDerived(derived, store, syntax);
            return;
        }

        var kind = info.Collection == CollectionKind.None ? AccessKind.Overwrite : AccessKind.Replace;
        Add(new AccessNode(syntax, kind, store)
        {
            Store = store.Symbol,
            Collection = info.Collection,
            IsConcurrent = info.Has(TypeTraits.Concurrent),
            IsImmutable = info.Has(TypeTraits.Immutable),
            Inserted = value,
            Contents = kind == AccessKind.Replace && MayBeFilled(value) ? new Value(ValueKind.EachElement, value) : null,
            Member = isInitializer ? "initializer" : "=",
        });
    }

    private static bool MayBeFilled(Value collection) => collection.Kind is ValueKind.Elements or ValueKind.Local || collection is { Kind: ValueKind.Created, Items.Length: > 0 };

    private void WriteElement(Value collection, Value? key, CollectionKind kind, Value value, SyntaxNode syntax)
    {
        if (!Names(collection, out var store, out var depth))
        {
            Add(new AssignNode(syntax, AssignTarget.Element, collection, value));
            return;
        }

        var info = catalog.Of(collection.Type);
        Add(new AccessNode(syntax, AccessKind.Overwrite, collection)
        {
            Store = store,
            Depth = depth,
            Collection = kind,
            IsConcurrent = info.Has(TypeTraits.Concurrent),
            Key = key,
            Inserted = value,
            Member = "[]",
        });
    }

    private Value VisitCompound(ICompoundAssignmentOperation compound)
    {
        var target = Place(compound.Target);
        if (target.Store == null)
        {
            if (compound.Target is ILocalReferenceOperation local)
            {
                var added = Visit(compound.Value);
                var result = new Value(ValueKind.Pure, type: compound.Type, data: compound.OperatorKind, items: new[] { Local(local.Local, local.Local.Type).Value, added });
                AssignLocal(Local(local.Local, local.Local.Type), result, compound.Syntax);
                return result;
            }

            return Write(target, () =>
            {
                Visit(compound.Value);
                return Value.Unknown;
            }, compound.Syntax);
        }

        var value = Visit(compound.Value);
        if (target.Store.Type is { TypeKind: TypeKind.Delegate })
            return AttachToField(compound, target.Store, value);
        var node = Add(new AccessNode(compound.Syntax, AccessKind.Increment, target.Store) { Store = target.Store.Symbol, Inserted = value, Member = compound.OperatorKind.ToString() });
        return node.Element = new Value(ValueKind.Element, symbol: target.Store.Symbol, type: compound.Type, data: node);
    }

    private Value VisitIncrement(IIncrementOrDecrementOperation increment)
    {
        var target = Place(increment.Target);
        if (target.Store == null)
        {
            if (increment.Target is ILocalReferenceOperation local)
                AssignLocal(Local(local.Local, local.Local.Type), Value.Unknown, increment.Syntax);
            else if (increment.Target is IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter)
                AssignLocal(ParameterLocal(parameter.Parameter), Value.Unknown, increment.Syntax);
            return Value.Unknown;
        }

        var node = Add(new AccessNode(increment.Syntax, AccessKind.Increment, target.Store)
        {
            Store = target.Store.Symbol,
            Member = increment.Kind == OperationKind.Increment ? "++" : "--",
            ResultDropped = ReferenceEquals(dropped, increment),
        });
        return node.Element = new Value(ValueKind.Element, symbol: target.Store.Symbol, type: increment.Type, data: node);
    }

    private Value VisitCoalesceAssignment(ICoalesceAssignmentOperation coalesce)
    {
        var target = Place(coalesce.Target);
        var present = Present(target, coalesce.Target);
        var value = Value.Unknown;
        Branch(coalesce.Syntax, NullTest(present), () => value = Write(target, () => Visit(coalesce.Value), coalesce.Syntax), null);
        return Value.Either(present, value);
    }
}
