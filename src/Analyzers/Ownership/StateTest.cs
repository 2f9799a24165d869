using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Ownership;

/// <summary>A field of the holder was seen to be, or not to be, a constant; or an operation on it that succeeds once has succeeded.</summary>
internal sealed class StateTest
{
    private readonly Value? constant;
    private readonly bool equals;

    private StateTest(ISymbol state, Value? constant, bool equals, AccessNode? step)
    {
        State = state;
        this.constant = constant;
        this.equals = equals;
        Step = step;
    }

    public ISymbol State { get; }

    /// <summary>The constant that the state was seen to be; null when it was seen not to be one.</summary>
    public Value? Asked => equals && constant is { IsNull: false } ? constant : null;

    /// <summary>The interlocked operation that saw the state, and left it in the same step.</summary>
    public AccessNode? Step { get; }

    /// <summary>By itself the test is passed once: the first number counted, a completion that was not set before.</summary>
    public bool IsOnce => constant == null;

    /// <summary>With this value, the test may be passed.</summary>
    public bool MayBe(Value given)
    {
        if (constant == null)
            return true;
        if (constant.IsNull)
            return given.IsNull ? equals : !equals || !IsSomething(given);
        return !IsConstant(given) || Canon.Same(given, constant) == equals;
    }

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
                tests.Add(state.Step is { Access: AccessKind.Increment } ? new StateTest(state.Symbol, holds ? null : condition.B, holds, state.Step) : new StateTest(state.Symbol, condition.B!, holds, state.Step));
                break;
            case ValueKind.Same when IsConstant(condition.A!) && Of(condition.B!) is { } state:
                tests.Add(new StateTest(state.Symbol, condition.A!, holds, state.Step));
                break;
            // Interlocked.Increment(ref _count) > 1
            case ValueKind.Pure when !holds && condition.Data is BinaryOperatorKind.GreaterThan && condition.Items.Length == 2 && condition.Items[1] is { Kind: ValueKind.Constant, Data: 1 } && Of(condition.Items[0]) is { Step.Access: AccessKind.Increment } first:
                tests.Add(new StateTest(first.Symbol, null, true, first.Step));
                break;
            case ValueKind.Result or ValueKind.Pure when holds && (condition.Call?.Target ?? condition.Symbol) is IMethodSymbol { ContainingType.Name: "TaskCompletionSource" } target && target.Name.StartsWith("TrySet", System.StringComparison.Ordinal)
                && (condition.Call?.Receiver ?? condition.A ?? (condition.Items.Length > 0 ? condition.Items[0] : null)) is { } completion && Of(completion) is { } once:
                tests.Add(new StateTest(once.Symbol, null, true, null));
                break;
            case ValueKind.IsNull when Of(condition.A!) is { Step: null } slot:
                tests.Add(new StateTest(slot.Symbol, Value.Null, holds, null));
                break;
            case ValueKind.Member when condition is { Symbol: { Name: "HasValue", ContainingType.SpecialType: SpecialType.System_Nullable_T }, A: { } optional } && Of(optional) is { Step: null } value:
                tests.Add(new StateTest(value.Symbol, Value.Null, !holds, null));
                break;
            case ValueKind.Store or ValueKind.Element when condition.Type?.SpecialType == SpecialType.System_Boolean && Of(condition) is { } flag:
                tests.Add(new StateTest(flag.Symbol, Value.True, holds, flag.Step));
                break;
        }
    }

    private static bool IsConstant(Value value) => value.Kind == ValueKind.Constant || value is { Kind: ValueKind.Member or ValueKind.Store, Symbol: IFieldSymbol { IsConst: true } };

    private static bool IsSomething(Value value) => value.Kind is ValueKind.Created or ValueKind.Constant or ValueKind.Delegate or ValueKind.This || value.Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T };

    private static (ISymbol Symbol, AccessNode? Step)? Of(Value value) => value switch
    {
        { Access: { Access: AccessKind.Exchange or AccessKind.CompareExchange or AccessKind.Increment, Target.A: null or { Kind: ValueKind.This }, Store: { } stepped } step } => (stepped, step),
        { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } state } => (state, null),
        _ => null,
    };
}
