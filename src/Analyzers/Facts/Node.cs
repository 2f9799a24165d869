using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

internal enum NodeKind : byte
{
    Block,
    If,
    Loop,
    Switch,
    Try,
    Lock,
    Access,
    Call,
    Dispose,
    Assign,
    Return,
    Throw,
    Jump,
    Await,
    Start,
    Register,
}

/// <summary>One step of a body. Nodes form a tree in source order; they hold symbols, values and syntax, never operations.</summary>
internal abstract class Node
{
    protected Node(SyntaxNode syntax) => Syntax = syntax;

    public abstract NodeKind Kind { get; }

    public SyntaxNode Syntax { get; }

    /// <summary>The block that holds this node; null for the outermost block of a body.</summary>
    public BlockNode? Parent { get; set; }

    public BodyFacts Body { get; set; } = null!;

    /// <summary>Position in the body, in source order.</summary>
    public int Order { get; set; }

    public LockSet Locks { get; set; } = LockSet.Empty;
}
