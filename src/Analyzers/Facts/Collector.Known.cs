using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    /// <summary>Members whose meaning is a row of the catalog; null for all others.</summary>
    private Value? VisitKnown(IInvocationOperation call, KnownMethod info)
    {
        switch (info.Role)
        {
            case MethodRole.PassThrough:
                return VisitPassThrough(call);
            case MethodRole.FromResult:
                return First(call);
            case MethodRole.Exchange or MethodRole.CompareExchange or MethodRole.InterlockedChange or MethodRole.VolatileRead or MethodRole.VolatileWrite or MethodRole.LazyInitialize:
                return VisitInterlocked(call, info.Role);
            case MethodRole.ImmutableInterlocked:
                return VisitImmutable(call);
            case MethodRole.ImmutableUpdate:
                return VisitImmutableUpdate(call);
            case MethodRole.ReferenceEquals:
                return Equality(Visit(Argument(call, 0)), Visit(Argument(call, 1)));
            case MethodRole.LinqSequence or MethodRole.LinqElement or MethodRole.LinqExists or MethodRole.LinqSelect or MethodRole.ForEach:
                return VisitLinq(call, info.Role);
            case MethodRole.StartTask or MethodRole.Continue:
                return VisitStart(call, info.Role);
            case MethodRole.ThrowIf:
                return VisitThrowIf(call);
            case MethodRole.CancelAfter:
                return VisitCancelAfter(call);
            case MethodRole.ClearArray:
                var array = Visit(Argument(call, 0));
                if (Names(array, out var store, out var depth) && store != null)
                    Add(new AccessNode(call.Syntax, AccessKind.Clear, array) { Store = store, Depth = depth, Collection = CollectionKind.Array, Member = "Clear" });
                return Value.Unknown;
            case MethodRole.LinkTokens:
                var tokens = new List<Value>();
                foreach (var argument in call.Arguments)
                    tokens.Add(Visit(argument.Value));
                return new Value(ValueKind.Created, symbol: call.TargetMethod.OriginalDefinition, type: call.Type, data: "linked", items: tokens.ToArray());
            default:
                return null;
        }
    }

    private Value First(IInvocationOperation call) => call.Arguments.Length > 0 ? Visit(call.Arguments[0].Value) : Value.Unknown;

    private Value VisitPassThrough(IInvocationOperation call)
    {
        var isAwaited = ReferenceEquals(awaited, call);
        if (isAwaited)
            awaited = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        Value? result = null;
        if (call.Instance != null)
            result = Visit(call.Instance);
        foreach (var argument in call.Arguments)
        {
            var value = Visit(argument.Value);
            result ??= value;
        }

        return result ?? Value.Unknown;
    }

    private Value VisitInterlocked(IInvocationOperation call, MethodRole role)
    {
        var first = Argument(call, 0);
        if (first == null)
            return Value.Unknown;
        var target = Place(first);
        var values = new List<Value>();
        Value? factory = null;
        for (var i = 1; i < call.TargetMethod.Parameters.Length; i++)
        {
            if (Argument(call, i) is not { } argument)
                continue;
            if (role == MethodRole.LazyInitialize && call.TargetMethod.Parameters[i].Type.TypeKind == TypeKind.Delegate)
                factory = VisitInline(argument, null, null);
            else if (call.TargetMethod.Parameters[i].RefKind == RefKind.None)
                values.Add(Visit(argument));
        }

        var inserted = values.Count > 0 ? values[0] : null;
        var store = target.Store;
        if (store == null)
        {
            // Interlocked.Exchange(ref _shards[i], null): takes what is at that place.
            if (role == MethodRole.Exchange && inserted is { IsNull: true } && target.Collection is { } table && Names(table, out var named, out var depth))
            {
                var taken = Add(new AccessNode(call.Syntax, AccessKind.Take, table) { Store = named, Depth = depth, Collection = target.Kind, Key = target.Key, Member = call.TargetMethod.Name, IsAtomic = true, ResultDropped = ReferenceEquals(dropped, call) });
                return taken.Element = new Value(ValueKind.Element, symbol: named, type: first.Type, data: taken);
            }

            if (inserted != null && role != MethodRole.InterlockedChange)
                Add(new AssignNode(call.Syntax, AssignTarget.Element, target.Collection ?? Value.Unknown, inserted));
            return Value.Unknown;
        }

        var info = catalog.Of(store.Type);
        switch (role)
        {
            case MethodRole.VolatileRead:
                return ReadStore(store, call.Syntax);
            case MethodRole.VolatileWrite:
                WriteStore(store, store.Type!, inserted ?? Value.Unknown, call.Syntax);
                return Value.Unknown;
        }

        var node = Add(new AccessNode(call.Syntax, role switch
        {
            MethodRole.Exchange => AccessKind.Exchange,
            MethodRole.InterlockedChange => AccessKind.Increment,
            _ => AccessKind.CompareExchange,
        }, store)
        {
            Store = store.Symbol,
            Collection = info.Collection,
            IsAtomic = true,
            Inserted = inserted,
            Factory = factory,
            Comparand = role == MethodRole.CompareExchange && values.Count > 1 ? values[1] : null,
            ResultDropped = ReferenceEquals(dropped, call),
            Member = call.TargetMethod.Name,
        });
        if (role == MethodRole.LazyInitialize)
            return node.Element = new Value(ValueKind.Store, store.A, symbol: store.Symbol, type: store.Type, data: node);
        node.Element = new Value(ValueKind.Element, symbol: store.Symbol, type: store.Type, data: node);
        return info.Collection == CollectionKind.None || info.Has(TypeTraits.Immutable) && role == MethodRole.CompareExchange
            ? node.Element
            : new Value(ValueKind.Elements, store, type: store.Type, data: node);
    }

    private Value VisitImmutable(IInvocationOperation call)
    {
        var first = Argument(call, 0);
        var row = AccessTable.FindInterlocked(call.TargetMethod.Name);
        if (first == null || row == null || Place(first).Store is not { } store)
            return VisitChildren(call);
        return VisitRow(call, row, store, catalog.Of(store.Type), 1);
    }

    /// <summary>ImmutableInterlocked.Update(ref map, m => m.SetItem(k, v)).</summary>
    private Value VisitImmutableUpdate(IInvocationOperation call)
    {
        var first = Argument(call, 0);
        if (first == null || Place(first).Store is not { } store)
            return VisitChildren(call);
        var isDropped = ReferenceEquals(dropped, call);
        var bindings = call.TargetMethod.Parameters.Length > 2 && Argument(call, 2) is { } passed ? new[] { store, Visit(passed) } : new[] { store };
        if (Argument(call, 1) is { } argument)
        {
            var transformer = VisitInline(argument, null, bindings);
            if (transformer.Body is not { } lambda)
                return Value.Unknown;
            foreach (var result in member.Returns)
            {
                var value = result.Value?.Kind == ValueKind.Local ? result.Value.Local.Single ?? result.Value : result.Value;
                if (result.Body == lambda && value is { Kind: ValueKind.Derived } derived)
                    AddDerived(derived, store, call.Syntax, isDropped);
            }
        }

        return Value.Unknown;
    }

    private Value VisitStart(IInvocationOperation call, MethodRole role)
    {
        var isDropped = ReferenceEquals(dropped, call);
        var isAwaited = ReferenceEquals(awaited, call);
        var antecedent = call.Instance == null || role == MethodRole.StartTask ? null : Visit(call.Instance);
        if (role == MethodRole.StartTask && call.Instance != null)
            Visit(call.Instance);
        Value? work = null;
        var isLong = false;
        var arguments = new List<Value>();
        foreach (var argument in call.Arguments)
        {
            var target = StripDelegate(argument.Value);
            if (role == MethodRole.Continue && target is IAnonymousFunctionOperation lambda && antecedent != null)
            {
                work ??= VisitLambda(lambda, null, inline: false, new[] { new Value(ValueKind.Awaited, antecedent, data: "completed") });
                continue;
            }

            isLong |= argument.Value.Syntax.ToString().Contains("LongRunning");
            var value = Visit(argument.Value);
            arguments.Add(value);
            var known = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
            if (argument.Parameter?.Type is { TypeKind: TypeKind.Delegate } or IArrayTypeSymbol)
                work ??= known;
        }

        var node = new StartNode(call.Syntax, role == MethodRole.Continue ? StartKind.Continuation : StartKind.Task, work ?? Value.Unknown)
        {
            ResultDropped = isDropped && !isAwaited,
            IsLongRunning = isLong,
            IsDoneAtOnce = call.TargetMethod.ContainingType?.Name == "Parallel",
            Antecedent = antecedent,
        };
        Add(node);
        foreach (var argument in arguments)
        {
            if (argument != work && argument.Kind is ValueKind.Local or ValueKind.Parameter or ValueKind.Element)
                Add(new AssignNode(call.Syntax, AssignTarget.Element, Value.Unknown, argument));
        }

        return node.Result = new Value(ValueKind.Result, work, symbol: call.TargetMethod.OriginalDefinition, type: call.Type, data: node);
    }

    private Value VisitThrowIf(IInvocationOperation call)
    {
        var condition = Value.Unknown;
        foreach (var argument in call.Arguments)
        {
            var value = Visit(argument.Value);
            if (argument.Parameter?.Ordinal == 0)
                condition = argument.Parameter.Type.SpecialType == SpecialType.System_Boolean ? value : NullTest(value);
        }

        Branch(call.Syntax, condition, () => member.Throws.Add(Add<ThrowNode>(new ThrowNode(call.Syntax, null))), null);
        return Value.Unknown;
    }

    private Value VisitCancelAfter(IInvocationOperation call)
    {
        var receiver = call.Instance == null ? Value.Unknown : Visit(call.Instance);
        foreach (var argument in call.Arguments)
            Visit(argument.Value);
        Add(new CallNode(call.Syntax, call.TargetMethod.OriginalDefinition, receiver, Array.Empty<Value>()) { Info = catalog.Methods.Of(call.TargetMethod) });
        return Value.Unknown;
    }
}
