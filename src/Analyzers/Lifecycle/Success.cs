using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Whether a step stands on the branch that is taken when the work went well, as far as the names in the condition go.</summary>
internal static class Success
{
    private static readonly string[] Good =
    {
        "Ok", "Success", "Successful", "Succeeded", "SuccessStatusCode", "Accepted", "Completed", "Complete", "Done", "Approved", "Passed", "Delivered", "Confirmed", "Finished", "Sent", "RanToCompletion", "Acknowledged",
    };

    private static readonly string[] Bad = { "Failed", "Failure", "Fail", "Error", "Errors", "Faulted", "Rejected", "Exception", "Cancelled", "Canceled", "Denied", "Declined", "TimedOut" };

    /// <summary>Some branch between the step and its body is taken on success alone, by a test made after <paramref name="since"/>.</summary>
    public static Node? Needs(Node step, Node since)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is SwitchNode choice && choice.Order > since.Order && choice.Cases.Exists(c => c.Block == at && Says(c.Condition, 0) is true))
                return choice;
            if (at.Owner is IfNode branch && branch.Order > since.Order && at.Role is BlockRole.Then or BlockRole.Else && Says(branch.Condition, 0) == (at.Role == BlockRole.Then))
                return branch;
        }

        return null;
    }

    /// <summary>True where the condition holds on success, false where it holds on failure, null where it cannot be told.</summary>
    private static bool? Says(Value condition, int depth)
    {
        if (depth > 6)
            return null;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                return !Says(condition.A!, depth + 1);
            case ValueKind.And:
                return Says(condition.A!, depth + 1) ?? Says(condition.B!, depth + 1);
            case ValueKind.IsNull:
                return Named(condition.A!) is false ? true : null;
            case ValueKind.Same:
                return Named(condition.B!) ?? Named(condition.A!);
            case ValueKind.Awaited when condition.A is { } task:
                return Says(task, depth + 1);
            case ValueKind.Result when condition.Call is { Target: { } target }:
                return target.Name.StartsWith("Try", System.StringComparison.Ordinal) || Named(condition) is true ? true : null;
            case ValueKind.Local:
                return Named(condition) ?? (condition.Local.Single is { } single ? Says(single, depth + 1) : null);
            default:
                return Named(condition);
        }
    }

    private static bool? Named(Value value)
    {
        var name = (value.Call?.Target ?? value.Symbol)?.Name.TrimStart('_');
        if (name == null)
            return null;
        foreach (var prefix in new[] { "Is", "Was", "Has", "is", "was", "has", "get_" })
        {
            if (name.StartsWith(prefix, System.StringComparison.Ordinal) && name.Length > prefix.Length)
            {
                name = name.Substring(prefix.Length);
                break;
            }
        }

        return Is(name, Good) ? true : Is(name, Bad) ? false : null;
    }

    private static bool Is(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.Equals(word, System.StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
