using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Whether it is the same place, and the same case: if (count == 1) _it = A(); if (count == 2) _it = B(): only one of the two runs.</content>
internal sealed partial class Presence
{
    /// <summary>What is asked about.</summary>
    private Node? target;

    /// <summary>The step stands behind another value of something than what is asked about.</summary>
    private bool IsOtherCase(Node step)
    {
        if (target == null || step == target || step.Body != target.Body || Structure.ShareLoop(step, target))
            return false;
        for (var block = step.Parent; block != null; block = block.Parent)
        {
            if (Case(block) is not { } one)
                continue;
            for (var other = target.Parent; other != null; other = other.Parent)
            {
                if (other != block && Case(other) is { } another && one.Subject == another.Subject && !Equals(one.Constant, another.Constant) && IsSteadyLocal(one.Subject, step, target))
                    return true;
            }
        }

        return false;
    }

    private static (Value Subject, object Constant)? Case(BlockNode block)
    {
        if (block.Owner is not IfNode branch || block.Role is not (BlockRole.Then or BlockRole.Else))
            return null;
        if (block == branch.Then && branch.Condition is { Kind: ValueKind.Same, A: { Kind: ValueKind.Local or ValueKind.Parameter } subject, B: { Kind: ValueKind.Constant, Data: { } constant } })
            return (subject, constant);
        // if (isWindows) … else …, asked twice.
        var (flag, holds) = branch.Condition is { Kind: ValueKind.Not, A: { } denied } ? (denied, block != branch.Then) : (branch.Condition, block == branch.Then);
        return flag is { Kind: ValueKind.Local or ValueKind.Parameter, Type.SpecialType: SpecialType.System_Boolean } ? (flag, holds) : null;
    }

    /// <summary>What is asked about stands behind a condition that says otherwise: var found = Find(); if (found != null) { … found == null … }.</summary>
    private bool IsRuledOut(Value atom, bool holds)
    {
        if (target == null || atom.A is not { Kind: ValueKind.Local } subject || subject.Local.Single == null || Structure.EnclosingLoop(target) != null)
            return false;
        for (var block = target.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is IfNode branch && block.Role is BlockRole.Then or BlockRole.Else && Implied.Any(branch.Condition, block == branch.Then, (part, so) => part.Kind == ValueKind.IsNull && part.A == subject && so == !holds))
                return true;
        }

        return false;
    }

    /// <summary>It has its last value before both.</summary>
    private static bool IsSteadyLocal(Value subject, Node first, Node second)
    {
        var order = System.Math.Min(first.Order, second.Order);
        if (subject.Kind == ValueKind.Local)
            return subject.Local.Writes.TrueForAll(w => w.Body == first.Body && w.Order < order);
        return subject.Symbol is IParameterSymbol { RefKind: RefKind.None } parameter && !first.Body.Member.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter));
    }

    /// <summary>A private member that nobody calls any more.</summary>
    private static bool IsUncalled(Holder holder, MemberFacts facts) =>
        facts.Method is { MethodKind: MethodKind.Ordinary } method && holder.Callers.IsClosed(facts) && holder.Callers.Of(facts).Count == 0 && method.GetAttributes().IsEmpty;

    /// <summary>this.x says nothing of other.x.</summary>
    private bool IsSameObject(Value? other) => other is null or { Kind: ValueKind.This } ? receiver == null : receiver != null && Canon.Same(receiver, other);
}
