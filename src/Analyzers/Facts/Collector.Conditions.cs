using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    /// <summary>A condition as a value: tests of presence and of null keep what they test.</summary>
    private Value VisitCondition(IOperation operation) => Visit(operation);

    private Value VisitLogic(IOperation operation)
    {
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Value.Negate(VisitCondition(not.Operand));
            case IUnaryOperation { ConstantValue.HasValue: true }:
                return VisitLiteral(operation);
            case IUnaryOperation unary:
                return new Value(ValueKind.Pure, type: unary.Type, data: unary.OperatorKind, items: new[] { Visit(unary.Operand) });
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and:
                return VisitShortCircuit(and, isAnd: true);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or:
                return VisitShortCircuit(or, isAnd: false);
            case IBinaryOperation binary:
                return VisitBinary(binary);
            case IIsTypeOperation test:
                return VisitIsType(test);
            case IIsPatternOperation test:
                return VisitPattern(test.Pattern, Visit(test.Value));
            default:
                return Value.Unknown;
        }
    }

    private Value VisitShortCircuit(IBinaryOperation binary, bool isAnd)
    {
        var left = VisitCondition(binary.LeftOperand);
        var right = Value.Unknown;
        Branch(binary.Syntax, isAnd ? left : Value.Negate(left), () => right = VisitCondition(binary.RightOperand), null);
        return new Value(isAnd ? ValueKind.And : ValueKind.Or, left, right);
    }

    private Value VisitBinary(IBinaryOperation binary)
    {
        // Left-nested chains of + can be thousands deep: walk down in a loop.
        if (binary.LeftOperand is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } && binary.OperatorKind == BinaryOperatorKind.Add)
            return VisitSum(binary);
        var left = Visit(binary.LeftOperand);
        var right = Visit(binary.RightOperand);
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals => Equality(left, right),
            BinaryOperatorKind.NotEquals => Value.Negate(Equality(left, right)),
            BinaryOperatorKind.And when binary.Type?.SpecialType == SpecialType.System_Boolean => new Value(ValueKind.And, left, right),
            BinaryOperatorKind.Or when binary.Type?.SpecialType == SpecialType.System_Boolean => new Value(ValueKind.Or, left, right),
            _ => new Value(ValueKind.Pure, type: binary.Type, data: binary.OperatorKind, items: new[] { left, right }),
        };
    }

    private Value VisitSum(IBinaryOperation binary)
    {
        var operands = new System.Collections.Generic.Stack<IOperation>();
        IOperation at = binary;
        while (at is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum)
        {
            operands.Push(sum.RightOperand);
            at = sum.LeftOperand;
        }

        operands.Push(at);
        var items = new System.Collections.Generic.List<Value>(operands.Count);
        while (operands.Count > 0)
            items.Add(Visit(operands.Pop()));
        return new Value(ValueKind.Pure, type: binary.Type, data: BinaryOperatorKind.Add, items: items.ToArray());
    }

    private static Value NullTest(Value value) => value.IsNull ? Value.True : new Value(ValueKind.IsNull, value);

    private static Value NoteTest(Value value)
    {
        if (value is { Kind: ValueKind.Store, Access: { Access: AccessKind.Read } read })
            read.AsksForNull = true;
        return NullTest(value);
    }

    private static Value Equality(Value a, Value b)
    {
        if (b.IsNull)
            return NoteTest(a);
        if (a.IsNull)
            return NoteTest(b);
        if (b.IsTrue)
            return a;
        if (b.IsFalse)
            return Value.Negate(a);
        if (a.IsTrue)
            return b;
        return a.IsFalse ? Value.Negate(b) : new Value(ValueKind.Same, a, b);
    }

    private Value VisitIsType(IIsTypeOperation test)
    {
        var value = Visit(test.ValueOperand);
        var notNull = new Value(ValueKind.And, Value.Negate(NullTest(value)), Value.OfType(test.TypeOperand));
        return test.IsNegated ? Value.Negate(notNull) : notNull;
    }

    /// <summary>The condition that <paramref name="value"/> matches; variables of the pattern get the value.</summary>
    private Value VisitPattern(IPatternOperation pattern, Value value)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Equality(value, Visit(constant.Value));
            case INegatedPatternOperation negated:
                return Value.Negate(VisitPattern(negated.Pattern, value));
            case IDeclarationPatternOperation declaration:
                if (!declaration.MatchesNull && IsNever(declaration.InputType, declaration.MatchedType))
                {
                    Declare(declaration.DeclaredSymbol, Value.Null, declaration.Syntax);
                    return Value.False;
                }

                Declare(declaration.DeclaredSymbol, value, declaration.Syntax);
                return declaration.MatchesNull ? Value.True : new Value(ValueKind.And, Value.Negate(NullTest(value)), Narrows(declaration) ? Value.OfType(declaration.MatchedType) : Value.True);
            case IRecursivePatternOperation recursive:
                return VisitRecursive(recursive, value);
            case ITypePatternOperation ofType:
                return new Value(ValueKind.And, Value.Negate(NullTest(value)), Value.OfType(ofType.MatchedType));
            case IDiscardPatternOperation:
                return Value.True;
            case IBinaryPatternOperation binary:
                var left = VisitPattern(binary.LeftPattern, value);
                var right = VisitPattern(binary.RightPattern, value);
                return new Value(binary.OperatorKind == BinaryOperatorKind.And ? ValueKind.And : ValueKind.Or, left, right);
            case IListPatternOperation list:
                return VisitList(list, value);
            case ISlicePatternOperation { Pattern: { } slice }:
                return VisitPattern(slice, new Value(ValueKind.Elements, value));
            case IRelationalPatternOperation relational:
                return new Value(ValueKind.Pure, data: relational.OperatorKind, items: new[] { value, Visit(relational.Value) });
            default:
                VisitChildren(pattern);
                return Value.Unknown;
        }
    }

    /// <summary>list is [var first, .., var last]: the parts are entries of the list.</summary>
    private Value VisitList(IListPatternOperation list, Value value)
    {
        Declare(list.DeclaredSymbol, value, list.Syntax);
        var kind = catalog.Of(list.InputType).Collection;
        foreach (var part in list.Patterns)
        {
            if (part is ISlicePatternOperation slice)
                VisitPattern(slice, value);
            else if (part is not IDiscardPatternOperation)
                VisitPattern(part, kind == CollectionKind.None ? new Value(ValueKind.EachElement, value, type: part.InputType) : ReadElement(value, null, kind, part.Syntax, part.InputType));
        }

        return new Value(ValueKind.And, Value.Negate(NullTest(value)), Value.Unknown);
    }

    private static bool Narrows(IDeclarationPatternOperation declaration) =>
        declaration.MatchedType != null && !SymbolEqualityComparer.Default.Equals(declaration.MatchedType, declaration.InputType);

    private Value VisitRecursive(IRecursivePatternOperation recursive, Value value)
    {
        Declare(recursive.DeclaredSymbol, value, recursive.Syntax);
        var result = Value.Negate(NullTest(value));
        foreach (var sub in recursive.PropertySubpatterns)
        {
            var part = sub.Member switch
            {
                IFieldReferenceOperation field => new Value(ValueKind.Member, value, symbol: field.Field, type: field.Field.Type),
                IPropertyReferenceOperation { Property: { Name: "Count" or "Length", ContainingType: { } type } property } when catalog.Of(type).Collection != CollectionKind.None && Names(value, out var store, out var depth) && store != null =>
                    new Value(ValueKind.Member, value, symbol: property.OriginalDefinition, type: property.Type,
                        data: Add(new AccessNode(sub.Syntax, AccessKind.Exists, value) { Store = store, Depth = depth, Collection = catalog.Of(type).Collection, Member = property.Name, IsConcurrent = catalog.Of(type).Has(TypeTraits.Concurrent) })),
                IPropertyReferenceOperation property => new Value(ValueKind.Member, value, symbol: property.Property.OriginalDefinition, type: property.Property.Type),
                _ => Value.Unknown,
            };
            result = new Value(ValueKind.And, result, VisitPattern(sub.Pattern, part));
        }

        for (var i = 0; i < recursive.DeconstructionSubpatterns.Length; i++)
        {
            var part = value.Kind == ValueKind.Created && value.Items.Length > i ? value.Items[i] : new Value(ValueKind.Member, value, data: i);
            result = new Value(ValueKind.And, result, VisitPattern(recursive.DeconstructionSubpatterns[i], part));
        }

        return result;
    }

    private void Declare(ISymbol? symbol, Value value, SyntaxNode syntax)
    {
        if (symbol is ILocalSymbol local)
            AssignLocal(Local(local, local.Type), value, syntax);
    }
}
