using System;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether a newcomer that a container refused may reach the end of a body in nobody's hand.</summary>
internal sealed class RefusedFlow : Flow
{
    public const int Before = 1;
    public const int Refused = 2;
    public const int Done = 4;

    private readonly Holder holder;
    private readonly AccessNode access;
    private readonly Func<Root, bool> isNewcomer;

    public RefusedFlow(Holder holder, AccessNode access, Func<Root, bool> isNewcomer)
    {
        this.holder = holder;
        this.access = access;
        this.isNewcomer = isNewcomer;
    }

    protected override int Step(int state, Node node)
    {
        if (node == access)
            return Refused;
        return (state & Refused) != 0 && Takes(node) ? (state & ~Refused) | Done : state;
    }

    private bool Takes(Node node) => node switch
    {
        DisposeNode dispose => Is(dispose.Operand),
        ReturnNode { Value: { } value } => Is(value),
        AssignNode { Target: not AssignTarget.Local } assign => Is(assign.Value),
        AccessNode { Inserted: { } inserted } => Is(inserted),
        CallNode call => TakesArgument(call),
        _ => false,
    };

    private bool TakesArgument(CallNode call)
    {
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (call.Arguments[i].Kind is not (ValueKind.Unknown or ValueKind.Constant or ValueKind.Null) && Is(call.Arguments[i]) && (holder.Fates.OfArgument(call, i) & Fate.Discharged) != 0)
                return true;
        }

        return false;
    }

    private bool Is(Value value)
    {
        // accepted ? newcomer : other is the other one here.
        if (value.Kind == ValueKind.Either && value.Data is Value condition)
        {
            if (condition.Kind == ValueKind.Outcome && condition.Access == access)
                return Is(value.B!);
            if (condition.Kind == ValueKind.Not && condition.A!.Access == access)
                return Is(value.A!);
        }

        foreach (var root in Trace.Roots(holder, value))
        {
            if (isNewcomer(root))
                return true;
        }

        return false;
    }

    protected override int AssumeAtom(int state, Value atom, bool holds)
    {
        if (atom.Kind == ValueKind.Outcome && atom.Access == access && (state & Refused) != 0)
            return holds ? (state & ~Refused) | Done : state;
        return state;
    }
}
