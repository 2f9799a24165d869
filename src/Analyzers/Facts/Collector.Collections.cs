using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    /// <summary>A call of an operation of the catalog's collections; null when it is none.</summary>
    private Value? VisitCollectionCall(IInvocationOperation call, IMethodSymbol method, IOperation receiverOperation, int skip)
    {
        var info = catalog.Of(receiverOperation.Type);
        if (info.Collection == CollectionKind.None)
            return method.Name == "CopyTo" && method.DeclaringSyntaxReferences.IsEmpty ? VisitCopy(call, Visit(receiverOperation)) : null;
        if (info.Container is { } container)
            return IsOwn(receiverOperation.Type!) || container.RowOf(method) is not { } does ? null : VisitRow(call, does, Visit(receiverOperation), info, skip);
        var roleCount = method.Parameters.Length - skip;
        var row = AccessTable.Find(info.Collection, method.Name, roleCount, roleCount == 1 && catalog.Of(method.Parameters[skip].Type).Has(TypeTraits.Pair));
        return row != null ? VisitRow(call, row, Visit(receiverOperation), info, skip) : method.Name == "CopyTo" && method.ContainingType?.SpecialType == SpecialType.System_Array ? VisitCopy(call, new Value(ValueKind.Elements, Visit(receiverOperation))) : null;
    }

    /// <summary>Inside of a container its methods are methods, and are followed as such.</summary>
    private bool IsOwn(ITypeSymbol container)
    {
        for (var at = member.Member.ContainingType; at != null; at = at.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, container.OriginalDefinition))
                return true;
        }

        return false;
    }

    private Value VisitRow(IInvocationOperation call, AccessTable.Row row, Value collection, KnownType info, int skip)
    {
        var isDropped = ReferenceEquals(dropped, call);
        var node = new AccessNode(call.Syntax, row.Kind, collection)
        {
            Collection = info.Collection,
            IsConcurrent = info.Has(TypeTraits.Concurrent) && !(row.Kind == AccessKind.GetOrAdd && info.Container is { RacesInFactory: false }),
            IsImmutable = info.Has(TypeTraits.Immutable),
            IsAtomic = call.TargetMethod.ContainingType?.Name == "ImmutableInterlocked",
            ResultDropped = isDropped,
            Member = call.TargetMethod.Name,
        };
        var element = new Value(ValueKind.Element, symbol: null, type: catalog.ElementsOf(call.Instance?.Type ?? call.TargetMethod.ContainingType!).Element, data: node);
        // Before the arguments: an updater is about the old value of this store.
        var isNamed = Names(collection, out var store, out var depth);
        (node.Store, node.Depth) = (store, depth);
        var outs = ReadArguments(call, row, node, collection, element, skip);
        if (!isNamed)
            return Unnamed(call, row, node, collection, element, outs);
        if (row.Result == 'd' || node.IsImmutable && !node.IsAtomic && node.Mutates)
            return new Value(ValueKind.Derived, collection, symbol: store, type: call.Type, data: node);
        Add(node);
        node.Element = element;
        AssignOuts(outs, element, node, call.Syntax);
        if (row.Result is 'S' or 'N')
            Add(new AccessNode(call.Syntax, AccessKind.Clear, collection) { Store = store, Depth = depth, Collection = info.Collection, IsConcurrent = node.IsConcurrent, ResultDropped = isDropped, Member = node.Member });
        return row.Result switch
        {
            'e' => element,
            's' or 'S' => new Value(ValueKind.Elements, collection, type: call.Type, data: PartOf(call, node)),
            'b' when node.Member == "TrueForAll" => call.Arguments.Any(a => Denies(StripDelegate(a.Value))) ? Value.Negate(new Value(ValueKind.Outcome, symbol: store, data: node)) : Value.Unknown,
            'b' => new Value(ValueKind.Outcome, symbol: store, data: node),
            'f' => Value.Negate(new Value(ValueKind.Outcome, symbol: store, data: node)),
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
            's' or 'S' => new Value(ValueKind.Elements, collection, type: call.Type),
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

    /// <summary>map = map.SetItem(k, v): the operation happens when the result is put back.</summary>
    private void AddDerived(Value value, Value store, SyntaxNode syntax, bool isDropped = true)
    {
        if (value.A is { Kind: ValueKind.Derived } first)
            AddDerived(first, store, syntax, isDropped);
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
            ResultDropped = isDropped,
        });
        node.Element = new Value(ValueKind.Element, symbol: store.Symbol, data: node);
    }
}
