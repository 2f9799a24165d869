using System;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>LINQ, and what goes over a collection like it.</content>
internal sealed partial class Collector
{
    private static bool LeavesOut(string name) =>
        name is "Where" or "OfType" or "GroupBy" or "Chunk" or "Zip" || name.StartsWith("Skip", StringComparison.Ordinal) || name.StartsWith("Take", StringComparison.Ordinal)
        || name.StartsWith("Distinct", StringComparison.Ordinal) || name.StartsWith("Except", StringComparison.Ordinal) || name.StartsWith("Intersect", StringComparison.Ordinal);

    private Value VisitLinq(IInvocationOperation call, MethodRole role)
    {
        var sourceOperation = call.Instance ?? Argument(call, 0);
        var source = sourceOperation == null ? Value.Unknown : Visit(Strip(sourceOperation));
        var sequence = role is MethodRole.LinqExists or MethodRole.LinqElement ? Present(call, source, role) : Enumerated(source, call.Syntax);
        var narrowing = role == MethodRole.LinqSequence && LeavesOut(call.TargetMethod.Name) ? new Narrowing(call.Syntax, call.TargetMethod.Name) : null;
        if (narrowing != null)
            member.Narrowings.Add(narrowing);
        var each = new Value(ValueKind.EachElement, sequence);
        Value? returned = null;
        Value? selected = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value == sourceOperation)
                continue;
            if (argument.Parameter?.Type is { TypeKind: TypeKind.Delegate })
            {
                var before = member.Calls.Count;
                var lambda = VisitInline(argument.Value, null, new[] { each, each, each });
                if (role == MethodRole.ForEach && call.TargetMethod.ContainingType.Name.StartsWith("Parallel", StringComparison.Ordinal))
                    Add(new StartNode(call.Syntax, StartKind.Task, lambda) { IsDoneAtOnce = !call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) });
                // Of a method or local function that is named, the result is that of the call that stands for it.
                Take(argument, lambda.Body is { IsLocalFunction: false } written ? ReturnOf(written) : lambda.Kind == ValueKind.Delegate && member.Calls.Count > before ? member.Calls[member.Calls.Count - 1].Result : null);
                if (lambda.Body is not { } inner)
                    continue;
                if (narrowing != null)
                    narrowing.Predicate = inner;
                inner.RunsForEach = role == MethodRole.ForEach && call.TargetMethod.Name == "ForEach" && call.TargetMethod.ContainingType.Name != "Parallel";
            }
            else
            {
                var other = Visit(argument.Value);
                if (role == MethodRole.LinqSequence && call.TargetMethod.Name is "Concat" or "Union" or "Append" or "Prepend")
                    sequence = new Value(ValueKind.Elements, Value.Either(sequence, other), type: call.Type);
            }
        }

        void Take(IArgumentOperation argument, Value? result)
        {
            returned ??= result;
            if (argument.Parameter?.Name == "elementSelector")
                selected = result;
        }

        return role switch
        {
            MethodRole.LinqElement => new Value(ValueKind.EachElement, sequence, type: call.Type),
            MethodRole.LinqSelect when returned != null && call.TargetMethod.Name == "Select" => new Value(ValueKind.Elements, sequence, returned, type: call.Type),
            MethodRole.LinqSelect when returned != null => new Value(ValueKind.Elements, returned, type: call.Type),
            MethodRole.LinqSelect => new Value(ValueKind.Elements, Value.Unknown, type: call.Type),
            MethodRole.LinqExists when source is { Kind: ValueKind.Member, Data: "keys", A: { } table } && returned != null => AsksKey(call, table, returned),
            MethodRole.LinqExists when call.TargetMethod.Name == "All" => NoneMatches(call, sequence),
            MethodRole.LinqExists or MethodRole.ForEach => Exists(call, sequence),
            _ => new Value(ValueKind.Elements, sequence.Kind == ValueKind.Elements ? sequence.A : sequence, selected ?? sequence.B, type: call.Type, data: narrowing ?? sequence.Data as Narrowing),
        };
    }

    /// <summary>Any, Count, Contains, First over a store, or over a part of one: only presence is asked.</summary>
    private Value Present(IInvocationOperation call, Value source, MethodRole role)
    {
        var isPart = source.Kind == ValueKind.Elements;
        var whole = source;
        while (whole is { Kind: ValueKind.Elements, A: { } inner })
            whole = inner;
        if (whole.Kind is ValueKind.Store or ValueKind.Element && !(isPart && catalog.Of(whole.Type).Collection is CollectionKind.Keyed or CollectionKind.None) && Names(whole, out var store, out var depth))
        {
            var node = Add(new AccessNode(call.Syntax, role == MethodRole.LinqElement ? AccessKind.Lookup : AccessKind.Exists, whole) { Store = store, Depth = depth, Member = call.TargetMethod.Name });
            return new Value(ValueKind.Elements, isPart ? source.A : source, isPart ? source.B : null, type: source.Type, data: node);
        }

        return isPart ? source : new Value(ValueKind.Elements, source);
    }

    /// <summary>items.GetEnumerator(): what goes over them by hand. Null for other calls.</summary>
    private Value? VisitEnumerator(IInvocationOperation call)
    {
        if (call is not { TargetMethod: { Name: "GetEnumerator", Parameters.Length: 0 }, Instance: { } instance } || call.TargetMethod.DeclaringSyntaxReferences.Length > 0 || Strip(instance) is not (IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation))
            return null;
        return new Value(ValueKind.Member, Enumerated(Visit(Strip(instance)), call.Syntax), symbol: call.TargetMethod.OriginalDefinition, type: call.Type);
    }

    /// <summary>enumerator.Current: the entry of this turn. Null when the value is no enumerator.</summary>
    private static Value? CurrentOf(Value receiver, IPropertyReferenceOperation reference)
    {
        var enumerator = receiver.Kind == ValueKind.Local ? receiver.Local.Single ?? receiver : receiver;
        return enumerator is { Kind: ValueKind.Member, Symbol.Name: "GetEnumerator", A: { } elements } && reference.Property.Name == "Current" ? new Value(ValueKind.EachElement, elements, type: reference.Type) : null;
    }

    /// <summary>What the call says about the access it is: whether it found something, or how much.</summary>
    private static Value Exists(IInvocationOperation call, Value sequence) => sequence.Access is not { } node ? Value.Unknown
        : call.Type?.SpecialType == SpecialType.System_Boolean ? new Value(ValueKind.Outcome, symbol: node.Store, data: node)
        : call.TargetMethod.Name is "Count" or "LongCount" ? Found(call, node)
        : Value.Unknown;

    /// <summary>The number of what was found, or its place.</summary>
    private static Value Found(IInvocationOperation call, AccessNode node) =>
        new(ValueKind.Member, node.Target, symbol: call.TargetMethod.OriginalDefinition, type: call.Type, data: node);

    /// <summary>items.All(x => x.Name != name): there is none of that name. Other predicates of All ask for no presence.</summary>
    private static Value NoneMatches(IInvocationOperation call, Value sequence) =>
        call.Arguments.Any(a => Denies(StripDelegate(a.Value))) ? Value.Negate(Exists(call, sequence)) : Value.Unknown;

    /// <summary>table.Keys.Any(k => k == key), table.Keys.All(k => k != key): presence of that key.</summary>
    private Value AsksKey(IInvocationOperation call, Value table, Value predicate)
    {
        var isDenied = predicate.Kind == ValueKind.Not;
        var test = isDenied ? predicate.A! : predicate;
        if (call.TargetMethod.Name != (isDenied ? "All" : "Any") || test.Kind != ValueKind.Same || IsEach(test.A!) == IsEach(test.B!) || !Names(table, out var store, out var depth))
            return Value.Unknown;
        var node = Add(new AccessNode(call.Syntax, AccessKind.Exists, table)
        {
            Store = store,
            Depth = depth,
            Collection = CollectionKind.Keyed,
            Key = IsEach(test.A!) ? test.B : test.A,
            Member = call.TargetMethod.Name,
            IsConcurrent = catalog.Of(table.Type).Has(TypeTraits.Concurrent),
        });
        var found = new Value(ValueKind.Outcome, symbol: store, data: node);
        return isDenied ? Value.Negate(found) : found;

        static bool IsEach(Value value) => value.Kind == ValueKind.EachElement || value is { Kind: ValueKind.Local, Local.Single.Kind: ValueKind.EachElement };
    }

    /// <summary>A lambda that says that something is not so.</summary>
    private static bool Denies(IOperation predicate)
    {
        if (predicate is not IAnonymousFunctionOperation { Body.Operations: { Length: 1 } operations } || operations[0] is not IReturnOperation { ReturnedValue: { } value })
            return false;
        return Strip(value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IIsPatternOperation { Pattern: INegatedPatternOperation };
    }

    private Value? ReturnOf(BodyFacts inner)
    {
        Value? result = null;
        foreach (var node in member.Returns)
        {
            if (node.Body == inner && node.Value != null)
                result = result == null ? node.Value : Value.Either(result, node.Value);
        }

        return result;
    }
}
