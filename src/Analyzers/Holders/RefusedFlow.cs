using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether a newcomer that a container refused may reach the end of a body in nobody's hand.</summary>
internal sealed class RefusedFlow : Flow
{
    public const int Before = 1;
    public const int Refused = 2;
    public const int Done = 4;

    /// <summary>Nobody has it, and nobody will: it was refused, or the one local that had it got something else since.</summary>
    public const int Lost = Refused | Replaced;

    private const int Replaced = 8;

    private readonly Holder holder;
    private readonly Node asked;
    private readonly Func<Root, bool> isNewcomer;
    private readonly KnownFlags known;
    private bool? isHeld;

    /// <summary>Follows what becomes of a newcomer.</summary>
    /// <param name="holder">The holder whose members are followed.</param>
    /// <param name="asked">The access that may refuse, or the call of a helper that says whether it did.</param>
    /// <param name="isNewcomer">Whether a root is the newcomer.</param>
    public RefusedFlow(Holder holder, Node asked, Func<Root, bool> isNewcomer)
    {
        this.holder = holder;
        this.asked = asked;
        this.isNewcomer = isNewcomer;
        known = KnownFlags.At(asked);
    }

    protected override int Step(int state, Node node)
    {
        if (node == asked)
            return Refused;
        if ((state & Refused) == 0)
            return state;
        return Takes(node) ? (state & ~Refused) | Done : Replaces(node) ? (state & ~Refused) | Replaced : state;
    }

    /// <summary>if (!map.TryAdd(key, link)) link = map[key]: the only local that had the newcomer has the other one now.</summary>
    private bool Replaces(Node node) => node is AssignNode { Target: AssignTarget.Local, Place: { Kind: ValueKind.Local } place } write && !Is(write.Value)
        && place.Local.Assigned.Exists(Is) && write.Body.Member.Assigns.TrueForAll(a => a.Target != AssignTarget.Local || a.Place == place || !Is(a.Value))
        && !place.Local.Assigned.Exists(IsOfCaller) && !place.Local.Assigned.Exists(v => IsCold(v, write)) && !(isHeld ??= HeldBefore.Is(holder, asked, isNewcomer));

    /// <summary>The caller has it in hand as well.</summary>
    private bool IsOfCaller(Value value) => Trace.Roots(holder, value).Exists(r => r.Kind == RootKind.Parameter && isNewcomer(r));

    /// <summary>new Task(Open), which nobody has started on the way, has opened nothing.</summary>
    private bool IsCold(Value value, Node write) => value is { Kind: ValueKind.Created, Type: { } type } && holder.Catalog.Of(type).Has(TypeTraits.Task)
        && !write.Body.Member.Calls.Exists(c => c is { Target.Name: "Start" or "RunSynchronously", Receiver: { } started } && Is(started) && c.Order < write.Order && !Structure.Exclude(c, write));

    private bool Takes(Node node) => node switch
    {
        DisposeNode dispose => Is(dispose.Operand),
        ReturnNode { Value: { } value } => Is(value),
        AssignNode { Target: not AssignTarget.Local } assign => Is(assign.Value),
        AccessNode { Inserted: { } inserted } => Is(inserted),
        CallNode call => TakesArgument(call) || EndsReceiver(call) || call.Callee is { IsLocalFunction: true } function && function.Member.Disposals.Exists(d => d.Body == function && Is(d.Operand)),
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

    /// <summary>token.Clear(), which closes the socket of the token.</summary>
    private bool EndsReceiver(CallNode call) => call is { Target: { } method, IsDelegate: false, Receiver: { Kind: not (ValueKind.This or ValueKind.Unknown) } receiver } && Is(receiver) && (holder.Fates.OfReceiver(method) & Fate.Ended) != 0;

    private bool Is(Value value)
    {
        // accepted ? newcomer : other is the other one here.
        if (value.Kind == ValueKind.Either && value.Data is Value condition)
        {
            if (IsAnswer(condition))
                return Is(value.B!);
            if (condition.Kind == ValueKind.Not && IsAnswer(condition.A!))
                return Is(value.A!);
        }

        foreach (var root in Trace.Roots(holder, value))
        {
            if (isNewcomer(root))
                return true;
        }

        return false;
    }

    protected override int AssumeAtom(int state, Value atom, bool holds) =>
        (state & Refused) != 0 && (Excludes(atom, holds) || known.Contradict(atom, holds)) ? (state & ~Refused) | Done : state;

    /// <summary>After a refusal the atom cannot be so.</summary>
    private bool Excludes(Value atom, bool holds) => atom.Kind switch
    {
        // What was refused is still in its local.
        ValueKind.IsNull => holds && Is(atom.A!),
        ValueKind.Local => atom.Local.Assigned.Exists(IsAnswer) && atom.Local.Assigned.TrueForAll(v => v.IsFalse || IsAnswer(v)) || atom.Local.Assigned.Exists(NeedsAnswer) && atom.Local.Assigned.TrueForAll(v => v.IsFalse || NeedsAnswer(v)) ? holds
            : !holds && atom.Local.Assigned.Exists(IsRefusal) && atom.Local.Assigned.TrueForAll(v => v.IsTrue || IsRefusal(v)),
        _ => holds && IsAnswer(atom),
    };

    /// <summary>!_closed &amp;&amp; map.TryAdd(key, newcomer): true only if it was taken.</summary>
    private bool NeedsAnswer(Value value) => IsAnswer(value) || value.Kind == ValueKind.And && (NeedsAnswer(value.A!) || NeedsAnswer(value.B!));

    private bool IsRefusal(Value value) => value.Kind == ValueKind.Not && IsAnswer(value.A!);

    private bool IsAnswer(Value atom) => atom.Kind == ValueKind.Outcome && atom.Access == asked || atom.Kind == ValueKind.Result && atom.Call == asked && atom.Symbol is not Microsoft.CodeAnalysis.IParameterSymbol;
}
