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
                flags.Assume(branch, at.Role == BlockRole.Then);
        }

        return flags;
    }

    /// <summary>The local is known to be otherwise.</summary>
    public bool Contradict(Value atom, bool holds) => atom.Kind == ValueKind.Local && known.TryGetValue(atom.Local, out var value) && value != holds;

    /// <summary>The node stands behind a test that says otherwise.</summary>
    public bool RuleOut(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at.Role is BlockRole.Then or BlockRole.Else && Implied.Any(branch.Condition, at.Role == BlockRole.Then, Contradict))
                return true;
        }

        return false;
    }

    private void Assume(IfNode branch, bool holds) => Implied.Any(branch.Condition, holds, (part, so) =>
    {
        if (part.Kind == ValueKind.Local && part.Local.Writes.TrueForAll(w => w.Body == branch.Body && w.Order < branch.Order && Structure.EnclosingLoop(w) == Structure.EnclosingLoop(branch)) && (part.Local.Writes.Count > 0 || Structure.EnclosingLoop(branch) == null))
            known[part.Local] = so;
        return false;
    });
}
