using LeakGuard.Facts;

namespace LeakGuard.Holders;

internal enum OwnershipKind : byte
{
    Unknown,
    Borrowed,
    Owned,
}

/// <summary>Whether a store owns what it holds, and how that is known.</summary>
internal sealed class OwnershipVerdict
{
    public static readonly OwnershipVerdict Unknown = new(OwnershipKind.Unknown, null, string.Empty, false);

    public OwnershipVerdict(OwnershipKind kind, Node? evidence, string words, bool isDecisive)
    {
        Kind = kind;
        Evidence = evidence;
        Words = words;
        IsDecisive = isDecisive;
    }

    public OwnershipKind Kind { get; }

    /// <summary>The place that shows it: a dispose of an entry, or the creation of one.</summary>
    public Node? Evidence { get; }

    /// <summary>The evidence in words, ready for a message.</summary>
    public string Words { get; }

    /// <summary>Known because the holder itself disposes entries, not merely because it makes them.</summary>
    public bool IsDecisive { get; }

    public bool IsOwned => Kind == OwnershipKind.Owned;
}
