using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Where an assignment writes.</content>
internal sealed partial class Collector
{
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

    private LocalFacts ParameterLocal(IParameterSymbol parameter)
    {
        if (!parameters.ContainsKey(parameter))
            parameters.Add(parameter, new Value(ValueKind.Parameter, symbol: parameter, type: parameter.Type));
        return Local(parameter, parameter.Type);
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
}
