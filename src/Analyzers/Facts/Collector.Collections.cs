using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    /// <summary>Whether a value names a collection worth facts: a store, an entry of a store, a parameter or a local.</summary>
    private static bool Names(Value collection, out ISymbol? store, out int depth)
    {
        store = null;
        depth = 0;
        var at = collection;
        for (var steps = 0; steps < 8; steps++)
        {
            switch (at.Kind)
            {
                case ValueKind.Store:
                    store = at.Symbol;
                    return true;
                case ValueKind.Element:
                    store = at.Access?.Store;
                    depth++;
                    return store != null;
                case ValueKind.EachElement:
                    depth++;
                    at = at.A!;
                    continue;
                case ValueKind.Elements:
                    at = at.A!;
                    continue;
                case ValueKind.Member when at is { A: { } pair, Symbol: { Name: "Value", ContainingType.Name: "KeyValuePair" } }:
                    at = pair;
                    continue;
                case ValueKind.Member when IsSecondOfPair(at):
                    at = at.A!;
                    continue;
                case ValueKind.Parameter:
                    return true;
                case ValueKind.Local:
                    if (at.Local.Single is { } single && (single.Kind is ValueKind.Store or ValueKind.Element or ValueKind.EachElement or ValueKind.Elements or ValueKind.Local or ValueKind.Either || IsSecondOfPair(single)))
                    {
                        at = single;
                        continue;
                    }

                    return LocalNames(at.Local, ref store, ref depth);
                case ValueKind.Either:
                    if (Names(at.A!, out store, out depth) && store != null)
                        return true;
                    at = at.B!;
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>foreach (var (key, inner) in _groups); var (key, inner) = pair.</summary>
    private static bool IsSecondOfPair(Value value) => value is { Kind: ValueKind.Member, Data: 1, A: { } pair } && (pair.Kind == ValueKind.EachElement || pair is { Kind: ValueKind.Local, Local.Single.Kind: ValueKind.EachElement });

    /// <summary>A local assigned more than once (out of a lookup, or fresh) still names the store's entry.</summary>
    private static bool LocalNames(LocalFacts local, ref ISymbol? store, ref int depth)
    {
        foreach (var value in local.Assigned)
        {
            if (value.Kind == ValueKind.Element && value.Access?.Store is { } named)
            {
                store = named;
                depth = 1;
                return true;
            }
        }

        return true;
    }

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

    /// <summary>A call of an operation of the catalog's collections; null when it is none.</summary>
    private Value? VisitCollectionCall(IInvocationOperation call, IMethodSymbol method, IOperation receiverOperation, int skip)
    {
        var info = catalog.Of(receiverOperation.Type);
        if (info.Collection == CollectionKind.None)
            return method.Name == "CopyTo" && method.DeclaringSyntaxReferences.IsEmpty ? VisitCopy(call, Visit(receiverOperation)) : null;
        var roleCount = method.Parameters.Length - skip;
        var row = AccessTable.Find(info.Collection, method.Name, roleCount, roleCount == 1 && catalog.Of(method.Parameters[skip].Type).Has(TypeTraits.Pair));
        return row == null ? null : VisitRow(call, row, Visit(receiverOperation), info, skip);
    }

    private Value VisitRow(IInvocationOperation call, AccessTable.Row row, Value collection, KnownType info, int skip)
    {
        var isDropped = ReferenceEquals(dropped, call);
        var node = new AccessNode(call.Syntax, row.Kind, collection)
        {
            Collection = info.Collection,
            IsConcurrent = info.Has(TypeTraits.Concurrent),
            IsImmutable = info.Has(TypeTraits.Immutable),
            IsAtomic = call.TargetMethod.ContainingType?.Name == "ImmutableInterlocked",
            ResultDropped = isDropped,
            Member = call.TargetMethod.Name,
        };
        var element = new Value(ValueKind.Element, symbol: null, type: catalog.ElementsOf(call.Instance?.Type ?? call.TargetMethod.ContainingType!).Element, data: node);
        var outs = ReadArguments(call, row, node, collection, element, skip);
        if (!Names(collection, out var store, out var depth))
            return Unnamed(call, row, node, collection, element, outs);
        node.Store = store;
        node.Depth = depth;
        if (row.Result == 'd' || node.IsImmutable && !node.IsAtomic && node.Mutates)
            return new Value(ValueKind.Derived, collection, symbol: store, type: call.Type, data: node);
        Add(node);
        node.Element = element;
        AssignOuts(outs, element, node, call.Syntax);
        return row.Result switch
        {
            'e' => element,
            's' => new Value(ValueKind.Elements, collection, type: call.Type, data: PartOf(call, node)),
            'b' when node.Member == "TrueForAll" => call.Arguments.Any(a => Denies(StripDelegate(a.Value))) ? Value.Negate(new Value(ValueKind.Outcome, symbol: store, data: node)) : Value.Unknown,
            'b' => new Value(ValueKind.Outcome, symbol: store, data: node),
            _ => node.Access == AccessKind.Exists ? Found(call, node) : Value.Unknown,
        };
    }

    /// <summary>FindAll and GetRange yield some of the elements.</summary>
    private Narrowing? PartOf(IInvocationOperation call, AccessNode node)
    {
        if (node.Member is not ("FindAll" or "GetRange"))
            return null;
        var narrowing = new Narrowing(call.Syntax, node.Member) { Predicate = member.Bodies.Find(b => b.InlineOf == node) };
        member.Narrowings.Add(narrowing);
        return narrowing;
    }

    /// <summary>The collection is neither store nor parameter nor local: only what goes in and comes out matters.</summary>
    private Value Unnamed(IInvocationOperation call, AccessTable.Row row, AccessNode node, Value collection, Value element, List<IOperation> outs)
    {
        if (collection is { Kind: ValueKind.Member, Data: "keys", A: { } table } && row.Kind == AccessKind.Exists && Names(table, out var store, out var depth))
        {
            var test = Add(new AccessNode(call.Syntax, AccessKind.Exists, table) { Store = store, Depth = depth, Collection = CollectionKind.Keyed, Key = node.Comparand, Member = node.Member, IsConcurrent = catalog.Of(table.Type).Has(TypeTraits.Concurrent) });
            return new Value(ValueKind.Outcome, symbol: store, data: test);
        }

        if (node.Inserted != null)
            Add(new AssignNode(call.Syntax, AssignTarget.Element, collection, node.Inserted));
        var each = new Value(ValueKind.EachElement, collection, type: element.Type);
        AssignOuts(outs, each, null, call.Syntax);
        return row.Result switch
        {
            'e' => each,
            's' => new Value(ValueKind.Elements, collection, type: call.Type),
            _ => Value.Unknown,
        };
    }

    private List<IOperation> ReadArguments(IInvocationOperation call, AccessTable.Row row, AccessNode node, Value collection, Value element, int skip)
    {
        var outs = new List<IOperation>();
        foreach (var argument in call.Arguments)
        {
            var index = (argument.Parameter?.Ordinal ?? skip) - skip;
            if (index < 0)
                continue;
            var role = index < row.Roles.Length ? row.Roles[index] : '_';
            var value = argument.Value;
            switch (role)
            {
                case 'o' when argument.Parameter is { RefKind: RefKind.Out }:
                    outs.Add(value);
                    continue;
                case 'x' when argument.Parameter?.Type is { TypeKind: TypeKind.Delegate }:
                    node.Factory = Written(VisitInline(value, node, null));
                    continue;
                case 'u':
                    node.Updater = Written(VisitInline(value, node, new[] { node.Key ?? Value.Unknown, element }));
                    continue;
                case 'p' when argument.Parameter?.Type is { TypeKind: TypeKind.Delegate }:
                    VisitInline(value, node, new[] { new Value(ValueKind.EachElement, new Value(ValueKind.Elements, collection), type: element.Type) });
                    continue;
            }

            var visited = Visit(value);
            switch (role)
            {
                case 'k':
                    node.Key = visited;
                    break;
                case 'v' or 'x':
                    node.Inserted = visited;
                    break;
                case 'm':
                    node.Inserted = new Value(ValueKind.EachElement, visited);
                    break;
                case 'i':
                    node.Key = visited;
                    node.Comparand = visited;
                    break;
                case 'c':
                    node.Comparand = visited;
                    break;
                case 'a':
                    CopyInto(value, collection, call.Syntax);
                    break;
                default:
                    node.Extra.Add(visited);
                    break;
            }
        }

        return outs;
    }

    /// <summary>A delegate that stands in a local: the lambda it is.</summary>
    private static Value Written(Value function) => function.Kind == ValueKind.Local && function.Local.Single is { Kind: ValueKind.Delegate } lambda ? lambda : function;

    private void AssignOuts(List<IOperation> outs, Value value, AccessNode? node, SyntaxNode syntax)
    {
        foreach (var target in outs)
        {
            if (target is IDiscardOperation || target is IDeclarationExpressionOperation { Expression: IDiscardOperation })
            {
                if (node != null)
                    node.OutDiscarded = true;
                continue;
            }

            AssignPattern(target, value, target.Syntax);
            if (node == null)
                continue;
            node.Out = target switch
            {
                IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => Local(local.Local, local.Local.Type).Value,
                ILocalReferenceOperation local => Local(local.Local, local.Local.Type).Value,
                IParameterReferenceOperation parameter => VisitParameter(parameter.Parameter, syntax),
                _ => Value.Unknown,
            };
        }
    }

    /// <summary>Whether an immutable collection was made from what the store holds now.</summary>
    private static bool DerivesFrom(Value value, Value store)
    {
        for (var at = value; ;)
        {
            switch (at.Kind)
            {
                case ValueKind.Derived:
                    at = at.A!;
                    continue;
                case ValueKind.Local when at.Local.Single is { } single:
                    at = single;
                    continue;
                case ValueKind.Store:
                    return SymbolEqualityComparer.Default.Equals(at.Symbol, store.Symbol);
                default:
                    return false;
            }
        }
    }

    /// <summary>map = map.SetItem(k, v): the operation happens when the result is put back.</summary>
    private void AddDerived(Value value, Value store, SyntaxNode syntax)
    {
        if (value.A is { Kind: ValueKind.Derived } first)
            AddDerived(first, store, syntax);
        var made = value.Access!;
        var node = Add(new AccessNode(syntax, made.Access, store)
        {
            Store = store.Symbol,
            Collection = made.Collection,
            IsImmutable = true,
            Key = made.Key,
            Inserted = made.Inserted,
            Comparand = made.Comparand,
            Member = made.Member,
            Made = made,
            ResultDropped = true,
        });
        node.Element = new Value(ValueKind.Element, symbol: store.Symbol, data: node);
    }
}
