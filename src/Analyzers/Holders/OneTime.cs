using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Steps that run once although their member runs again: behind a flag that only goes one way, or for the one source of that name.</summary>
internal static class OneTime
{
    public static bool Is(Holder holder, Node step) => IsBehindFlag(holder, step) || IsForNamedSource(step);

    /// <summary>if (_first) { _first = false; SetUp(); }, where nothing sets the flag back.</summary>
    private static bool IsBehindFlag(Holder holder, Node step)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Implied.Any(branch.Condition, at == branch.Then, (part, so) => part is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: Accessibility.Private } flag } && IsTurned(holder, step, at, flag, so)))
                return true;
        }

        return false;
    }

    /// <summary>On that very branch, before the step; and everywhere else it gets nothing but that.</summary>
    private static bool IsTurned(Holder holder, Node step, BlockNode branch, IFieldSymbol flag, bool so)
    {
        var isTurned = false;
        foreach (var facts in holder.Members)
        {
            if (facts.Calls.Exists(c => c.Target is { } target && target.Parameters.Any(p => p.RefKind != RefKind.None && p.Ordinal < c.Arguments.Length && SymbolEqualityComparer.Default.Equals(c.Arguments[p.Ordinal].Symbol, flag))))
                return false;
            foreach (var write in facts.Accesses)
            {
                if (!(write.Inserts || write.Mutates) || !SymbolEqualityComparer.Default.Equals(write.Store, flag) || write.Member == "initializer")
                    continue;
                if (so ? write.Inserted is not { IsFalse: true } : write.Inserted is not { IsTrue: true })
                    return false;
                isTurned |= write.Parent == branch && write.Order < step.Order && write.Target.A is null or { Kind: ValueKind.This };
            }
        }

        return isTurned;
    }

    /// <summary>void OnNext(DiagnosticListener source) { if (source.Name == "Host") …: each source is told of once, and there is one of that name.</summary>
    private static bool IsForNamedSource(Node step)
    {
        if (step.Body.Member.Method is not { Name: "OnNext", Parameters: { Length: 1 } told } || told[0].Type.Name != "DiagnosticListener" || !IsOnly(step))
            return false;
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Implied.Any(branch.Condition, at == branch.Then, IsName) || at.Owner is SwitchNode choice && choice.Cases.Exists(c => c.Block == at && Implied.Any(c.Condition, true, IsName)))
                return true;
        }

        // if (source.Name != "Host") return;
        return Structure.Branches(step.Body.Member).Any(b => Structure.IsOnTheWay(b, step) && (Structure.EndsTurn(b.Then) && Implied.Any(b.Condition, false, IsName) || Structure.EndsTurn(b.Else) && Implied.Any(b.Condition, true, IsName)));
    }

    /// <summary>A second name may fill the same slot.</summary>
    private static bool IsOnly(Node step) => step switch
    {
        AccessNode access => !step.Body.Member.Accesses.Exists(a => a != access && a.Inserts && a.Inserted is { IsNull: false } && SymbolEqualityComparer.Default.Equals(a.Store, access.Store)),
        CallNode call => !step.Body.Member.Calls.Exists(c => c != call && SymbolEqualityComparer.Default.Equals(c.Target, call.Target)),
        _ => false,
    };

    private static bool IsName(Value part, bool so) => so && part switch
    {
        { Kind: ValueKind.Same, A: { } one, B: { } other } => IsNameOfSource(one) && IsFixed(other) || IsNameOfSource(other) && IsFixed(one),
        { Call: { Target.Name: "Equals", Arguments: { Length: > 0 } arguments } call } => IsEqual(call.Receiver is null ? arguments : arguments.Prepend(call.Receiver).ToArray()),
        { Kind: ValueKind.Pure, Symbol.Name: "Equals", Items: { Length: > 1 } parts } => IsEqual(parts),
        _ => false,
    };

    private static bool IsEqual(Value[] compared) => compared.Any(IsNameOfSource) && compared.Any(IsFixed);

    private static bool IsNameOfSource(Value value) => value.Asked is { Name: "Name", ContainingType.Name: "DiagnosticListener" };

    /// <summary>A constant, or a field that has it.</summary>
    private static bool IsFixed(Value value) => value is { Kind: ValueKind.Constant, Data: string } or { Symbol: IFieldSymbol { IsConst: true } or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } } && !IsNameOfSource(value);
}
