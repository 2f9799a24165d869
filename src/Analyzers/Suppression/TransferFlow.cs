using System;
using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Suppression;

/// <summary>
/// Follows one object through a body: on every way it must end in a store that takes it over, or be disposed, and never both.
/// </summary>
internal sealed class TransferFlow : Flow
{
    /// <summary>Not made yet.</summary>
    public const int Absent = 1;

    /// <summary>In nobody's hand but the body's.</summary>
    public const int Open = 2;

    /// <summary>Offered to a store that may have refused it.</summary>
    public const int Offered = 4;
    public const int Stored = 8;
    public const int Disposed = 16;

    /// <summary>Null: there is nothing to hand over.</summary>
    public const int Nothing = 32;

    /// <summary>Lost, disposed while it is stored, or gone where the engine does not see.</summary>
    public const int Wrong = 64;

    private readonly Holder holder;
    private readonly Func<Root, bool> isObject;
    private readonly ICollection<AccessNode> insertions;
    private readonly Node? creation;

    public TransferFlow(Holder holder, Func<Root, bool> isObject, ICollection<AccessNode> insertions, Node? creation)
    {
        this.holder = holder;
        this.isObject = isObject;
        this.insertions = insertions;
        this.creation = creation;
    }

    public static bool MayRefuse(AccessNode access) => access.Access is AccessKind.TryAdd or AccessKind.Update or AccessKind.GetOrAdd or AccessKind.CompareExchange;

    protected override int Step(int state, Node node)
    {
        if (node == creation)
            return (state & Absent) != 0 && (state & ~Absent) == 0 || (state & (Open | Offered | Wrong)) == 0 ? Open : Wrong;
        switch (node)
        {
            case AccessNode { Inserted: { } inserted } access when Names(inserted):
                if (!insertions.Contains(access) || !IsOnly(inserted))
                    return Wrong;
                return Move(state, Open, MayRefuse(access) ? Offered : Stored, Offered | Stored | Disposed);
            case DisposeNode dispose when Names(dispose.Operand):
                return IsOnly(dispose.Operand) && dispose.IsCertain ? Move(state, Open, Disposed, Offered | Stored | Disposed) : Wrong;
            case ReturnNode { Value: { } value } when Names(value):
                return Move(state, 0, 0, Open | Offered | Disposed);
            case AssignNode { Target: not AssignTarget.Local } assign when Names(assign.Value):
                return Move(state, 0, 0, Open | Offered | Disposed);
            case StartNode { Work: { Kind: ValueKind.Delegate, A: { } bound } } when Names(bound):
                return Wrong;
            case CallNode call:
                return Move(state, 0, 0, Taken(call));
            default:
                return state;
        }
    }

    /// <summary>The states in which the call would take or end the object.</summary>
    private int Taken(CallNode call)
    {
        var fate = Fate.None;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            // A delegate bound to the object: Register(link.Dispose).
            if (call.Arguments[i] is { Kind: ValueKind.Delegate, A: { } bound } && Names(bound))
                fate |= Fate.Ended;
            else if (call.Arguments[i].Kind is not (ValueKind.Unknown or ValueKind.Constant or ValueKind.Null) && Names(call.Arguments[i]))
                fate |= call.Callee != null ? Fate.Discharged : holder.Fates.OfArgument(call, i);
        }

        if (call.Receiver is { Kind: not (ValueKind.This or ValueKind.Unknown) } receiver && call.Target is { } method && Names(receiver))
            fate |= holder.Fates.OfReceiver(method) & Fate.Disposed;
        return (fate & Fate.Ended) != 0 ? Open | Offered | Stored | Disposed : (fate & Fate.Discharged) != 0 ? Open | Offered : 0;
    }

    private static int Move(int state, int from, int to, int wrong)
    {
        var next = state & ~(from | wrong);
        if ((state & from) != 0)
            next |= to;
        return (state & wrong) != 0 ? next | Wrong : next;
    }

    protected override int AssumeAtom(int state, Value atom, bool holds)
    {
        switch (atom.Kind)
        {
            case ValueKind.Outcome when atom.Access is { Access: AccessKind.TryAdd or AccessKind.Update } access && insertions.Contains(access):
                return Move(state, Offered, holds ? Stored : Open, 0);
            case ValueKind.IsNull when IsOnly(atom.A!):
                return holds ? Move(state, Open, creation == null ? Nothing : 0, 0) : state & ~Nothing;
            case ValueKind.IsNull when IsYieldOf(atom.A!, AccessKind.CompareExchange):
                return Move(state, Offered, holds ? Stored : Open, 0);
            case ValueKind.Same when IsOnly(atom.A!) && IsYieldOf(atom.B!, AccessKind.GetOrAdd) || IsOnly(atom.B!) && IsYieldOf(atom.A!, AccessKind.GetOrAdd):
                return Move(state, Offered, holds ? Stored : Open, 0);
            default:
                return state;
        }
    }

    private bool Names(Value value) => Trace.Roots(holder, value).Exists(r => isObject(r));

    private bool IsOnly(Value value)
    {
        var roots = Trace.Roots(holder, value);
        return roots.Count > 0 && roots.TrueForAll(r => isObject(r) && !r.IsPart);
    }

    /// <summary>What one of the insertions itself gave back.</summary>
    private bool IsYieldOf(Value value, AccessKind kind)
    {
        var roots = Trace.Roots(holder, value);
        return roots.Count > 0 && roots.TrueForAll(r => r.Access is { } access && access.Access == kind && insertions.Contains(access));
    }
}
