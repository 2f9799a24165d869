using System;
using System.Collections.Generic;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>Where an assignment writes, with receiver and key already evaluated.</summary>
    private readonly struct Target
    {
        public Target(Value? store, Value? collection, Value? key, CollectionKind kind, ISymbol? member, IOperation operation, Value? receiver = null)
        {
            Store = store;
            Collection = collection;
            Key = key;
            Kind = kind;
            Member = member;
            Operation = operation;
            Receiver = receiver;
        }

        /// <summary>A slot or collection field as such.</summary>
        public Value? Store { get; }

        /// <summary>The collection whose element is written.</summary>
        public Value? Collection { get; }

        public Value? Key { get; }

        public CollectionKind Kind { get; }

        public ISymbol? Member { get; }

        public IOperation Operation { get; }

        public Value? Receiver { get; }
    }

    private Target Place(IOperation operation)
    {
        switch (operation)
        {
            case IFieldReferenceOperation field:
                return FieldStore(field) is { } store
                    ? new Target(store, null, null, CollectionKind.None, null, operation)
                    : new Target(null, null, null, CollectionKind.None, field.Field, operation, Visit(field.Instance));
            case IPropertyReferenceOperation { Property.IsIndexer: true } indexer when indexer.Instance != null:
                var kind = catalog.Of(indexer.Instance.Type).Collection;
                var collection = Visit(indexer.Instance);
                Value? key = null;
                foreach (var argument in indexer.Arguments)
                    key = Visit(argument.Value);
                return kind == CollectionKind.None
                    ? new Target(null, null, null, CollectionKind.None, indexer.Property, operation, collection)
                    : new Target(null, collection, key, kind, null, operation);
            case IPropertyReferenceOperation property:
                return !HasOwnSetter(property.Property) && PropertyStore(property) is { } auto
                    ? new Target(auto, null, null, CollectionKind.None, null, operation)
                    : new Target(null, null, null, CollectionKind.None, property.Property, operation, property.Instance == null ? null : Visit(property.Instance));
            case IArrayElementReferenceOperation element:
                var array = Visit(element.ArrayReference);
                Value? index = null;
                foreach (var at in element.Indices)
                    index = Visit(at);
                return new Target(null, array, index, CollectionKind.Array, null, operation);
            case IImplicitIndexerReferenceOperation indexer:
                var list = Visit(indexer.Instance);
                return new Target(null, list, Visit(indexer.Argument), catalog.Of(indexer.Instance.Type).Collection, null, operation);
            case ILocalReferenceOperation local when aliases.TryGetValue(local.Local, out var alias):
                return alias;
            case IParameterReferenceOperation parameter when IsCapturedPrimary(parameter.Parameter):
                return new Target(new Value(ValueKind.Store, symbol: parameter.Parameter.OriginalDefinition, type: parameter.Parameter.Type), null, null, CollectionKind.None, null, operation);
            case IConditionalAccessOperation access:
                var receiver = Visit(access.Operation);
                conditionalReceivers.Push(receiver);
                var inner = Place(access.WhenNotNull);
                conditionalReceivers.Pop();
                return inner;
            case IConversionOperation conversion:
                return Place(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return Place(parenthesized.Operand);
            default:
                return new Target(null, null, null, CollectionKind.None, null, operation);
        }
    }

    /// <summary>The setter has code of its own, beside the field keyword perhaps: an assignment is a call of it.</summary>
    private static bool HasOwnSetter(IPropertySymbol property) =>
        property.SetMethod is { DeclaringSyntaxReferences: { Length: 1 } references } && references[0].GetSyntax() is AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null };

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

    private LocalFacts ParameterLocal(IParameterSymbol parameter)
    {
        if (!parameters.ContainsKey(parameter))
            parameters.Add(parameter, new Value(ValueKind.Parameter, symbol: parameter, type: parameter.Type));
        return Local(parameter, parameter.Type);
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

    /// <summary>What is in the place before it is written.</summary>
    private Value Present(Target target, IOperation operation)
    {
        if (target.Store != null)
            return ReadStore(target.Store, operation.Syntax);
        if (target.Collection != null)
            return ReadElement(target.Collection, target.Key, target.Kind, operation.Syntax, operation.Type);
        return operation switch
        {
            ILocalReferenceOperation local => Local(local.Local, local.Local.Type).Value,
            IParameterReferenceOperation parameter => VisitParameter(parameter.Parameter, operation.Syntax),
            _ => new Value(ValueKind.Member, target.Receiver, symbol: target.Member?.OriginalDefinition, type: operation.Type),
        };
    }

    private Value VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        var right = deconstruction.Value is IConversionOperation { Operand: ITupleOperation converted } ? converted : deconstruction.Value as ITupleOperation;
        if (target is ITupleOperation left && right != null && left.Elements.Length == right.Elements.Length)
        {
            var places = new List<Target>();
            foreach (var element in left.Elements)
                places.Add(Place(element));
            var values = VisitAll(right.Elements);
            for (var i = 0; i < places.Count; i++)
            {
                var value = values[i];
                Write(places[i], () => value, left.Elements[i].Syntax);
            }

            return Value.Unknown;
        }

        AssignPattern(target, Visit(deconstruction.Value), deconstruction.Syntax);
        return Value.Unknown;
    }

    /// <summary>Assigns a value, or the parts of it, to a declaration or a tuple of places.</summary>
    private void AssignPattern(IOperation target, Value value, SyntaxNode syntax)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                AssignPattern(declaration.Expression, value, syntax);
                break;
            case ITupleOperation tuple:
                for (var i = 0; i < tuple.Elements.Length; i++)
                {
                    var part = value.Kind == ValueKind.Created && value.Items.Length > i
                        ? value.Items[i]
                        : new Value(ValueKind.Member, value, type: tuple.Elements[i].Type, data: i);
                    AssignPattern(tuple.Elements[i], part, tuple.Elements[i].Syntax);
                }

                break;
            case ILocalReferenceOperation local:
                AssignLocal(Local(local.Local, local.Local.Type), value, syntax);
                break;
            case IDiscardOperation:
                break;
            default:
                Write(Place(target), () => value, syntax);
                break;
        }
    }
}
