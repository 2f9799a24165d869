using System.Collections.Generic;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>if (!stopped) { here }: what the branches around a node say about locals that are not written again after the test.</summary>
internal sealed class KnownFlags
{
    private readonly Dictionary<LocalFacts, bool> known = new();

    /// <summary>Nothing is known.</summary>
    public static readonly KnownFlags None = new();

    /// <summary>Something is known of the local.</summary>
    public bool Speak(Value local) => local.Kind == ValueKind.Local && known.ContainsKey(local.Local);

    public static KnownFlags At(Node node)
    {
        var flags = new KnownFlags();
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at.Role is BlockRole.Then or BlockRole.Else)
                flags.Assume(branch.Condition, at.Role == BlockRole.Then, branch, 0);
        }

        return flags;
    }

    /// <summary>The local is known to be otherwise.</summary>
    public bool Contradict(Value atom, bool holds) => atom.Kind == ValueKind.Local && known.TryGetValue(atom.Local, out var value) && value != holds;

    private void Assume(Value condition, bool holds, IfNode branch, int depth)
    {
        if (depth > 8)
            return;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                Assume(condition.A!, !holds, branch, depth + 1);
                break;
            case ValueKind.And when holds:
            case ValueKind.Or when !holds:
                Assume(condition.A!, holds, branch, depth + 1);
                Assume(condition.B!, holds, branch, depth + 1);
                break;
            case ValueKind.Local when condition.Local.Writes.TrueForAll(w => w.Body == branch.Body && w.Order < branch.Order) && Structure.EnclosingLoop(branch) == null:
                known[condition.Local] = holds;
                break;
        }
    }
}
