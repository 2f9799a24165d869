using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

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
