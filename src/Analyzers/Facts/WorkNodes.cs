using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

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

    /// <summary>Parallel.For(…): all of it is done when the call comes back.</summary>
    public bool IsDoneAtOnce { get; set; }

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
