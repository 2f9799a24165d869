using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whether the new value is in nobody's hand when control leaves.</summary>
internal sealed class LostFlow : Flow
{
    public const int None = 1;
    public const int InHand = 2;
    public const int Safe = 4;

    private readonly Holder holder;
    private readonly Node leaving;
    private readonly Node made;
    private readonly Value local;

    public LostFlow(Holder holder, Node leaving, Node made, Value local)
    {
        this.holder = holder;
        this.leaving = leaving;
        this.made = made;
        this.local = local;
    }

    public Node? Thrower { get; private set; }

    public ReturnNode? EarlyReturn { get; private set; }

    protected override int Step(int state, Node node)
    {
        if (node == made)
            return InHand;
        if (node is ReturnNode { IsYield: false } early && state == InHand && !Is(early.Value) && (early.Order < leaving.Order || Structure.Exclude(leaving, early)) && !DisposedByFinally(early))
            EarlyReturn ??= early;
        if (node is ThrowNode && state == InHand && node.Order < leaving.Order && !SaysClosed(node))
            Thrower ??= node;
        return TakesIt(node) ? Safe : state;
    }

    /// <summary>throw new ObjectDisposedException(…), or ThrowIf: the holder has ended, and hardly anything comes that late.</summary>
    private static bool SaysClosed(Node node) => node.Syntax.ToString().IndexOf("ObjectDisposedException", System.StringComparison.Ordinal) >= 0;

    private bool DisposedByFinally(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is TryNode { Finally: { } cleanup } && leaving.Body.Member.Disposals.Any(d => Structure.Contains(cleanup, d) && Is(d.Operand)))
                return true;
        }

        return false;
    }

    /// <summary>Stored, disposed, returned, or given to somebody who may do so.</summary>
    private bool TakesIt(Node node)
    {
        switch (node)
        {
            case AccessNode { Inserted: { } inserted } when Is(inserted):
            case DisposeNode dispose when Is(dispose.Operand):
            case ReturnNode { Value: { } returned } when Is(returned):
            case AssignNode { Target: not AssignTarget.Local } assign when Is(assign.Value):
                return true;
            case CallNode { Receiver: { } receiver, Target: { } target } when Is(receiver) && (holder.Fates.OfReceiver(target) & Fate.Ended) != 0:
                return true;
            case CallNode call:
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    if (call.Arguments[i] is { Kind: ValueKind.Delegate, A: { } target1 } && Is(target1) || Is(call.Arguments[i]) && (holder.Fates.OfArgument(call, i) & Fate.Discharged) != 0)
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    private bool Is(Value? value)
    {
        if (value == null || value.Kind == ValueKind.Unknown)
            return false;
        return value == local || Trace.Roots(holder, value).Exists(r => local.Local.Assigned.Contains(r.Value) || r.Kind == RootKind.Created && r.Value.Items.Contains(local));
    }

    /// <summary>owned?.Dispose(): what is in hand is not null.</summary>
    protected override int AssumeAtom(int state, Value atom, bool holds) =>
        atom.Kind == ValueKind.IsNull && holds && Is(atom.A) ? state & ~InHand : state;

    protected override bool MayThrow(Node node)
    {
        if (TakesIt(node) || node.Order < made.Order || IsDispose(node) || Throwing.Words(holder, node) == null || node is CallNode { Result: { } result } && local.Local.Assigned.Contains(result))
            return false;
        if (node.Order > made.Order && node.Order < leaving.Order && !DisposedByFinally(node))
            Thrower ??= node;
        return true;
    }

    /// <summary>A dispose of something else could throw, but nobody guards against that.</summary>
    private static bool IsDispose(Node node) =>
        (node as CallNode ?? (node as AwaitNode)?.Value.Call) is { Target.Name: "Dispose" or "DisposeAsync" };
}
