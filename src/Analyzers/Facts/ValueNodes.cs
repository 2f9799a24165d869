using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

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
