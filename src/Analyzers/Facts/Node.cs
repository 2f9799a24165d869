using System.Collections.Generic;
using LeakGuard.Catalog;
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

/// <summary>One operation on a store, or on a collection that is a parameter or a local.</summary>
internal sealed class AccessNode : Node
{
    public AccessNode(SyntaxNode syntax, AccessKind access, Value target)
        : base(syntax)
    {
        Access = access;
        Target = target;
    }

    public override NodeKind Kind => NodeKind.Access;

    public AccessKind Access { get; }

    /// <summary>What is accessed: a store, an entry of a store that is itself a collection, a parameter or a local.</summary>
    public Value Target { get; }

    /// <summary>The field or property, when <see cref="Target"/> leads to one.</summary>
    public ISymbol? Store { get; set; }

    /// <summary>0 for the store itself, 1 for a collection that is an entry of it.</summary>
    public int Depth { get; set; }

    public CollectionKind Collection { get; set; }

    public Value? Key { get; set; }

    /// <summary>The value written, added or compared in.</summary>
    public Value? Inserted { get; set; }

    /// <summary>A delegate that makes the value when needed.</summary>
    public Value? Factory { get; set; }

    /// <summary>A delegate that makes the new value from the old one.</summary>
    public Value? Updater { get; set; }

    public Value? Comparand { get; set; }

    /// <summary>Arguments without a role of their own: options of a cache entry, tokens, comparers.</summary>
    public List<Value> Extra { get; } = new();

    /// <summary>The local (or other place) that receives the entry through an out argument.</summary>
    public Value? Out { get; set; }

    /// <summary>The out argument is a discard.</summary>
    public bool OutDiscarded { get; set; }

    /// <summary>The value of the operation itself is thrown away.</summary>
    public bool ResultDropped { get; set; }

    /// <summary>The entry, as a value.</summary>
    public Value Element { get; set; } = Value.Unknown;

    public bool IsConcurrent { get; set; }

    public bool IsImmutable { get; set; }

    public bool IsAtomic { get; set; }

    /// <summary>For an immutable collection: the operation whose result is put back here.</summary>
    public AccessNode? Made { get; set; }

    public string Member { get; set; } = string.Empty;

    /// <summary>Writes, removes or adds.</summary>
    public bool Mutates => Access is not (AccessKind.None or AccessKind.Read or AccessKind.Lookup or AccessKind.Exists or AccessKind.Enumerate or AccessKind.Escape);

    public bool Inserts => Access is AccessKind.Overwrite or AccessKind.Add or AccessKind.TryAdd or AccessKind.GetOrAdd or AccessKind.AddOrUpdate
        or AccessKind.Update || Access is AccessKind.Exchange or AccessKind.CompareExchange && Collection == CollectionKind.None;

    public bool Removes => Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact or AccessKind.RemoveWhere or AccessKind.Take or AccessKind.Clear or AccessKind.Replace;
}

/// <summary>A call of a method, constructor, accessor or delegate.</summary>
internal sealed class CallNode : Node
{
    public CallNode(SyntaxNode syntax, IMethodSymbol? target, Value? receiver, Value[] arguments)
        : base(syntax)
    {
        Target = target;
        Receiver = receiver;
        Arguments = arguments;
    }

    public override NodeKind Kind => NodeKind.Call;

    /// <summary>The definition called; null for a delegate.</summary>
    public IMethodSymbol? Target { get; }

    public Value? Receiver { get; }

    /// <summary>By ordinal of the parameter; for an extension method the first is the receiver.</summary>
    public Value[] Arguments { get; }

    public KnownMethod? Info { get; set; }

    public BlockKind Block { get; set; }

    public Value Result { get; set; } = Value.Unknown;

    public bool ResultDropped { get; set; }

    public bool IsCreation { get; set; }

    /// <summary>The call of a delegate value: an event raised, a callback invoked.</summary>
    public bool IsDelegate { get; set; }

    /// <summary>The local function or lambda called, when it is known.</summary>
    public BodyFacts? Callee { get; set; }

    public bool IsVirtual { get; set; }

    public bool IsAwaited { get; set; }
}

/// <summary>A value is disposed, or released as far as the name of the method goes.</summary>
internal sealed class DisposeNode : Node
{
    public DisposeNode(SyntaxNode syntax, Value operand, IMethodSymbol? method, bool isCertain)
        : base(syntax)
    {
        Operand = operand;
        Method = method;
        IsCertain = isCertain;
    }

    public override NodeKind Kind => NodeKind.Dispose;

    public Value Operand { get; }

    public IMethodSymbol? Method { get; }

    /// <summary>Dispose, DisposeAsync or using; not merely Close or Stop.</summary>
    public bool IsCertain { get; }

    public bool IsUsing { get; set; }
}

internal enum AssignTarget : byte
{
    Local,
    Out,
    Foreign,
    Element,
}

/// <summary>A value is put somewhere that is no store: a local, an out or ref argument, a field of another object.</summary>
internal sealed class AssignNode : Node
{
    public AssignNode(SyntaxNode syntax, AssignTarget target, Value place, Value value)
        : base(syntax)
    {
        Target = target;
        Place = place;
        Value = value;
    }

    public override NodeKind Kind => NodeKind.Assign;

    public AssignTarget Target { get; }

    public Value Place { get; }

    public Value Value { get; }
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

internal enum StartKind : byte
{
    Task,
    Thread,
    Timer,
    Continuation,
    Discarded,
}

/// <summary>Work is started that goes on by itself.</summary>
internal sealed class StartNode : Node
{
    public StartNode(SyntaxNode syntax, StartKind start, Value work)
        : base(syntax)
    {
        Start = start;
        Work = work;
    }

    public override NodeKind Kind => NodeKind.Start;

    public StartKind Start { get; }

    /// <summary>The delegate that runs.</summary>
    public Value Work { get; }

    public Value Result { get; set; } = Value.Unknown;

    public bool ResultDropped { get; set; }

    public bool IsLongRunning { get; set; }

    /// <summary>What the work continues: the task of ContinueWith.</summary>
    public Value? Antecedent { get; set; }
}

/// <summary>A callback is attached to, or detached from, somebody who calls it when events arrive.</summary>
internal sealed class RegisterNode : Node
{
    public RegisterNode(SyntaxNode syntax, SinkKind sink, Value callback, Value? publisher, ISymbol? member)
        : base(syntax)
    {
        Sink = sink;
        Callback = callback;
        Publisher = publisher;
        Member = member;
    }

    public override NodeKind Kind => NodeKind.Register;

    public SinkKind Sink { get; }

    public Value Callback { get; }

    public Value? Publisher { get; }

    /// <summary>The event, or the method the callback is passed to.</summary>
    public ISymbol? Member { get; }

    public bool Detaches { get; set; }

    public bool ResultDropped { get; set; }

    public Value Result { get; set; } = Value.Unknown;
}
