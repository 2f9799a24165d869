using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>What a block is to the node that owns it.</summary>
internal enum BlockRole : byte
{
    Body,
    Then,
    Else,
    LoopHead,
    LoopBody,
    Case,
    TryBody,
    Catch,
    Finally,
    LockBody,
}

internal sealed class BlockNode : Node
{
    public BlockNode(SyntaxNode syntax, BlockRole role)
        : base(syntax) => Role = role;

    public override NodeKind Kind => NodeKind.Block;

    public BlockRole Role { get; }

    public List<Node> Items { get; } = new();

    /// <summary>The If, Loop, Switch, Try or Lock this block belongs to.</summary>
    public Node? Owner { get; set; }
}

internal sealed class IfNode : Node
{
    public IfNode(SyntaxNode syntax, Value condition, BlockNode then, BlockNode otherwise)
        : base(syntax)
    {
        Condition = condition;
        Then = then;
        Else = otherwise;
    }

    public override NodeKind Kind => NodeKind.If;

    public Value Condition { get; }

    public BlockNode Then { get; }

    public BlockNode Else { get; }
}

internal sealed class LoopNode : Node
{
    public LoopNode(SyntaxNode syntax, BlockNode head, BlockNode body)
        : base(syntax)
    {
        Head = head;
        BodyBlock = body;
    }

    public override NodeKind Kind => NodeKind.Loop;

    /// <summary>What runs before each test: the condition, or the sequence of a foreach.</summary>
    public BlockNode Head { get; }

    public BlockNode BodyBlock { get; }

    /// <summary>Null where the loop has none (foreach, for(;;)).</summary>
    public Value? Condition { get; set; }

    /// <summary>What a foreach goes over.</summary>
    public Value? Source { get; set; }

    public bool IsDoWhile { get; set; }

    public bool IsEndless { get; set; }

    public bool IsAsync { get; set; }
}

internal sealed class SwitchNode : Node
{
    public SwitchNode(SyntaxNode syntax, List<(Value Condition, BlockNode Block)> cases, bool isExhaustive)
        : base(syntax)
    {
        Cases = cases;
        IsExhaustive = isExhaustive;
    }

    public override NodeKind Kind => NodeKind.Switch;

    public List<(Value Condition, BlockNode Block)> Cases { get; }

    public bool IsExhaustive { get; }
}

internal sealed class CatchClause
{
    public CatchClause(ITypeSymbol? type, bool hasFilter, BlockNode block)
    {
        Type = type;
        HasFilter = hasFilter;
        Block = block;
    }

    public ITypeSymbol? Type { get; }

    public bool HasFilter { get; }

    public BlockNode Block { get; }

    /// <summary>catch, catch (Exception), or either of them with a filter that lets cancellation through.</summary>
    public bool IsGeneral => Type == null || Type.Name == "Exception" && Type.ContainingNamespace is { Name: "System" };
}

internal sealed class TryNode : Node
{
    public TryNode(SyntaxNode syntax, BlockNode tryBody, List<CatchClause> catches, BlockNode? finallyBlock)
        : base(syntax)
    {
        TryBody = tryBody;
        Catches = catches;
        Finally = finallyBlock;
    }

    public override NodeKind Kind => NodeKind.Try;

    public BlockNode TryBody { get; }

    public List<CatchClause> Catches { get; }

    public BlockNode? Finally { get; }

    public bool IsUsing { get; set; }
}

internal sealed class LockNode : Node
{
    public LockNode(SyntaxNode syntax, LockId id, BlockNode block)
        : base(syntax)
    {
        Id = id;
        Block = block;
    }

    public override NodeKind Kind => NodeKind.Lock;

    public LockId Id { get; }

    public BlockNode Block { get; }
}

internal sealed class ReturnNode : Node
{
    public ReturnNode(SyntaxNode syntax, Value? value, bool isYield)
        : base(syntax)
    {
        Value = value;
        IsYield = isYield;
    }

    public override NodeKind Kind => NodeKind.Return;

    public Value? Value { get; }

    public bool IsYield { get; }
}

internal sealed class ThrowNode : Node
{
    public ThrowNode(SyntaxNode syntax, Value? value)
        : base(syntax) => Value = value;

    public override NodeKind Kind => NodeKind.Throw;

    public Value? Value { get; }
}

internal enum JumpKind : byte
{
    Break,
    Continue,
    Goto,
    Stop,
}

internal sealed class JumpNode : Node
{
    public JumpNode(SyntaxNode syntax, JumpKind jump)
        : base(syntax) => Jump = jump;

    public override NodeKind Kind => NodeKind.Jump;

    public JumpKind Jump { get; }
}

internal sealed class AwaitNode : Node
{
    public AwaitNode(SyntaxNode syntax, Value value)
        : base(syntax) => Value = value;

    public override NodeKind Kind => NodeKind.Await;

    public Value Value { get; }
}
