using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Reading the elements of collections.</content>
internal sealed partial class Collector
{
    private Value VisitIndexer(IPropertyReferenceOperation reference)
    {
        if (reference.Instance == null)
            return VisitChildren(reference);
        var collection = Visit(reference.Instance);
        Value? key = null;
        foreach (var argument in reference.Arguments)
            key = Visit(argument.Value);
        var kind = catalog.Of(reference.Instance.Type).Collection;
        if (reference.Instance.Type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace.Name: "System" })
            return new Value(ValueKind.EachElement, collection, type: reference.Type);
        if (kind == CollectionKind.None)
            return new Value(ValueKind.Pure, symbol: reference.Property.OriginalDefinition, type: reference.Type, items: key == null ? new[] { collection } : new[] { collection, key });
        return ReadElement(collection, key, kind, reference.Syntax, reference.Type);
    }

    private Value ReadElement(Value collection, Value? key, CollectionKind kind, SyntaxNode syntax, ITypeSymbol? type)
    {
        if (!Names(collection, out var store, out var depth))
            return new Value(ValueKind.EachElement, collection, type: type);
        var node = Add(new AccessNode(syntax, AccessKind.Lookup, collection) { Store = store, Depth = depth, Collection = kind, Key = key, Member = "[]", IsConcurrent = catalog.Of(collection.Type).Has(TypeTraits.Concurrent) });
        return node.Element = new Value(ValueKind.Element, symbol: store, type: type, data: node);
    }

    private Value VisitArrayElement(IArrayElementReferenceOperation element)
    {
        var array = Visit(element.ArrayReference);
        Value? key = null;
        foreach (var index in element.Indices)
            key = Visit(index);
        return ReadElement(array, key, CollectionKind.Array, element.Syntax, element.Type);
    }

    private Value VisitImplicitIndexer(IImplicitIndexerReferenceOperation indexer)
    {
        var collection = Visit(indexer.Instance);
        var key = Visit(indexer.Argument);
        var kind = catalog.Of(indexer.Instance.Type).Collection;
        return kind == CollectionKind.None ? Value.Unknown : ReadElement(collection, key, kind, indexer.Syntax, indexer.Type);
    }

    /// <summary>Count, IsEmpty, Keys, Values, Reader, Writer … of a collection; null when the property is none of them.</summary>
    private Value? CollectionProperty(IPropertyReferenceOperation reference, Value receiver)
    {
        var type = reference.Instance!.Type;
        var info = catalog.Of(type);
        if (info.Collection == CollectionKind.None)
            return null;
        var name = reference.Property.Name;
        if (info.Container is { } container)
        {
            if (IsOwn(type!) || name is not ("Count" or "Length" or "IsEmpty" or "Keys"))
                return !IsOwn(type!) && reference.Property.GetMethod is { } getter && container.RowOf(getter) is { Result: 's' } ? Enumerated(receiver, reference.Syntax) : null;
        }

        if (info.Collection == CollectionKind.Channel && name is "Writer" or "Reader")
            return receiver;
        switch (name)
        {
            case "Values":
                return Enumerated(receiver, reference.Syntax);
            case "Keys":
                AddEnumeration(receiver, reference.Syntax, "Keys");
                return new Value(ValueKind.Member, receiver, symbol: reference.Property, type: reference.Type, data: "keys");
            case "Count" or "Length" or "IsEmpty" or "LongLength":
                if (!Names(receiver, out var store, out var depth))
                    return Value.Unknown;
                var node = Add(new AccessNode(reference.Syntax, AccessKind.Exists, receiver) { Store = store, Depth = depth, Collection = info.Collection, Member = name, IsConcurrent = info.Has(TypeTraits.Concurrent) });
                return name == "IsEmpty" ? Value.Negate(new Value(ValueKind.Outcome, symbol: store, data: node)) : new Value(ValueKind.Member, receiver, symbol: reference.Property.OriginalDefinition, type: reference.Type, data: node);
            case "First" or "Last" or "Min" or "Max":
                return ReadElement(receiver, null, info.Collection, reference.Syntax, reference.Type);
            default:
                return null;
        }
    }

    private void AddEnumeration(Value collection, SyntaxNode syntax, string name)
    {
        if (Names(collection, out var store, out var depth))
            Add(new AccessNode(syntax, AccessKind.Enumerate, collection) { Store = store, Depth = depth, Member = name, IsConcurrent = catalog.Of(collection.Type).Has(TypeTraits.Concurrent) });
    }

    /// <summary>All entries of a value that is gone over; a fact is added when it is a store.</summary>
    private Value Enumerated(Value source, SyntaxNode syntax)
    {
        if (source.Kind is ValueKind.Store or ValueKind.Element or ValueKind.Parameter || source.Kind == ValueKind.Local && catalog.Of(source.Type).Collection != CollectionKind.None)
            AddEnumeration(source, syntax, "foreach");
        return source.Kind == ValueKind.Elements ? source : new Value(ValueKind.Elements, source);
    }
}
