using System;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>What must be so where a condition holds, or does not: of a conjunction that holds each part, of a disjunction that does not hold none.</summary>
internal static class Implied
{
    private const int MaxDepth = 8;

    /// <summary>One of the parts that are decided by the condition meets a test.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="isMet">The test: a part that is no conjunction, disjunction or negation, and whether it holds.</param>
    public static bool Any(Value condition, bool holds, Func<Value, bool, bool> isMet) => Any(condition, holds, isMet, 0);

    private static bool Any(Value condition, bool holds, Func<Value, bool, bool> isMet, int depth)
    {
        if (depth > MaxDepth)
            return false;
        return condition.Kind switch
        {
            ValueKind.Not => Any(condition.A!, !holds, isMet, depth + 1),
            ValueKind.And or ValueKind.Or => (condition.Kind == ValueKind.And) == holds && (Any(condition.A!, holds, isMet, depth + 1) || Any(condition.B!, holds, isMet, depth + 1)),
            _ => isMet(condition, holds) || condition is { Kind: ValueKind.Local, Local.Single: { } single } && Any(single, holds, isMet, depth + 1),
        };
    }
}
