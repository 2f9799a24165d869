using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>A field of the holder was seen to be, or not to be, a constant.</summary>
internal sealed class StateTest
{
    private readonly Value constant;
    private readonly bool equals;

    private StateTest(ISymbol state, Value constant, bool equals, AccessNode? exchange)
    {
        State = state;
        this.constant = constant;
        this.equals = equals;
        Exchange = exchange;
    }

    public ISymbol State { get; }

    /// <summary>The interlocked operation that saw it, and wrote another value in the same step.</summary>
    public AccessNode? Exchange { get; }

    /// <summary>With this value, the test may be passed.</summary>
    public bool MayBe(Value given) => !IsConstant(given) || Canon.Same(given, constant) == equals;

    /// <summary>Adds what a condition says of fields, when it holds or when it does not.</summary>
    public static void Collect(Value condition, bool holds, List<StateTest> tests, int depth)
    {
        if (depth > 6)
            return;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                Collect(condition.A!, !holds, tests, depth + 1);
                break;
            case ValueKind.And when holds:
            case ValueKind.Or when !holds:
                Collect(condition.A!, holds, tests, depth + 1);
                Collect(condition.B!, holds, tests, depth + 1);
                break;
            case ValueKind.Same when IsConstant(condition.B!) && Of(condition.A!) is { } state:
                tests.Add(new StateTest(state.Symbol, condition.B!, holds, state.Exchange));
                break;
            case ValueKind.Same when IsConstant(condition.A!) && Of(condition.B!) is { } state:
                tests.Add(new StateTest(state.Symbol, condition.A!, holds, state.Exchange));
                break;
            case ValueKind.Store or ValueKind.Element when condition.Type?.SpecialType == SpecialType.System_Boolean && Of(condition) is { } flag:
                tests.Add(new StateTest(flag.Symbol, Value.True, holds, flag.Exchange));
                break;
        }
    }

    private static bool IsConstant(Value value) => value.Kind == ValueKind.Constant || value is { Kind: ValueKind.Member or ValueKind.Store, Symbol: IFieldSymbol { IsConst: true } };

    private static (ISymbol Symbol, AccessNode? Exchange)? Of(Value value) => value switch
    {
        { Access: { Access: AccessKind.Exchange or AccessKind.CompareExchange, Target.A: null or { Kind: ValueKind.This }, Store: { } exchanged } exchange } => (exchanged, exchange),
        { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } state } => (state, null),
        _ => null,
    };
}
