using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Code behind a condition that no path makes true: a local that only ever gets false.</summary>
internal static class DeadCode
{
    public static bool IsDead(Node node)
    {
        var at = node.Parent;
        var body = node.Body;
        while (true)
        {
            for (; at != null; at = at.Parent)
            {
                if (at.Owner is IfNode branch && (at == branch.Then && Is(branch.Condition, false, 0) || at == branch.Else && Is(branch.Condition, true, 0)))
                    return true;
            }

            if (body.Enclosing == null || body.Site == null)
                return false;
            at = body.Site;
            body = body.Enclosing;
        }
    }

    /// <summary>The condition certainly has that value.</summary>
    public static bool Is(Value condition, bool value, int depth)
    {
        if (depth > 8)
            return false;
        switch (condition.Kind)
        {
            case ValueKind.Constant:
                return condition.Data is bool constant && constant == value;
            case ValueKind.Not:
                return Is(condition.A!, !value, depth + 1);
            case ValueKind.And:
                return value ? Is(condition.A!, true, depth + 1) && Is(condition.B!, true, depth + 1) : Is(condition.A!, false, depth + 1) || Is(condition.B!, false, depth + 1);
            case ValueKind.Or:
                return value ? Is(condition.A!, true, depth + 1) || Is(condition.B!, true, depth + 1) : Is(condition.A!, false, depth + 1) && Is(condition.B!, false, depth + 1);
            case ValueKind.Local when condition.Local.Assigned.Count > 0 && condition.Local.Symbol is Microsoft.CodeAnalysis.ILocalSymbol:
                foreach (var assigned in condition.Local.Assigned)
                {
                    if (assigned.Kind != ValueKind.Constant || !Is(assigned, value, depth + 1))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }
}
