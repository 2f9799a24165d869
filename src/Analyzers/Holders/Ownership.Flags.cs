using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

internal sealed partial class Ownership
{
    /// <summary>if (_ownsClient) _client.Dispose(); if (!leaveOpen) …: whose it is depends.</summary>
    private bool IsBehindOwnershipFlag(DisposeNode node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && NamesOwnership(branch.Condition, 0))
                return true;
        }

        return false;
    }

    /// <summary>if (State == State.Carrying) _load.Dispose(): what was brought is this one's at one stage only.</summary>
    private static bool IsBehindState(Node? node)
    {
        for (var at = node?.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode { Condition: { Kind: ValueKind.Same, A: { Kind: ValueKind.Store, A: null, Type.TypeKind: TypeKind.Enum }, B.Kind: ValueKind.Constant } } branch && at == branch.Then)
                return true;
        }

        return false;
    }

    private static bool NamesOwnership(Value condition, int depth)
    {
        if (depth > 6)
            return false;
        if (condition.Kind is ValueKind.Store or ValueKind.Parameter or ValueKind.Member or ValueKind.Local && condition.Symbol?.Name is { } name
            && (Contains(name, "own") && !Contains(name, "down") || Contains(name, "leaveOpen") || Contains(name, "keepOpen") || Contains(name, "shouldDispose")
                || Contains(name, "disposeInner") || Contains(name, "external") || Contains(name, "isLocal") || Contains(name, "shared") || IsOrder(name, "close") || IsOrder(name, "dispose")))
            return true;
        return condition.A != null && NamesOwnership(condition.A, depth + 1) || condition.B != null && NamesOwnership(condition.B, depth + 1);
    }

    /// <summary>_closeStream, DisposeHandler: a flag by which somebody asks for the end; not _closed or IsDisposed, which tell of it.</summary>
    private static bool IsOrder(string name, string verb)
    {
        var bare = name.TrimStart('_').StartsWith("m_", System.StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');
        if (bare.Length > verb.Length && bare.StartsWith(verb, System.StringComparison.OrdinalIgnoreCase) && char.IsUpper(bare[verb.Length]))
            return true;
        // AutoDisposeStream, _mustClose: told to, whatever follows; IsSafeToDisposeInner, CanClose: allowed to.
        var start = bare.IndexOf(char.ToUpperInvariant(verb[0]) + verb.Substring(1), System.StringComparison.Ordinal);
        if (start > 0 && (start + verb.Length == bare.Length || char.IsUpper(bare[start + verb.Length])) && System.Array.Exists(Leaves, w => start >= w.Length && string.Compare(bare, start - w.Length, w, 0, w.Length, System.StringComparison.OrdinalIgnoreCase) == 0))
            return true;
        foreach (var word in Commands)
        {
            if (bare.StartsWith(word, System.StringComparison.OrdinalIgnoreCase) && string.Compare(bare, word.Length, verb, 0, verb.Length, System.StringComparison.OrdinalIgnoreCase) == 0 && char.IsUpper(bare[word.Length])
                && (bare.Length == word.Length + verb.Length || char.IsUpper(bare[word.Length + verb.Length])))
                return true;
        }

        return false;
    }

    private static readonly string[] Leaves = { "SafeTo", "Can", "May", "Allow" };

    private static readonly string[] Commands = { "Auto", "Should", "Must", "Need", "Needs", "Will", "Also", "Do", "To" };

    private static bool Contains(string text, string part) => text.IndexOf(part, System.StringComparison.OrdinalIgnoreCase) >= 0;
}
