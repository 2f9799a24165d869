using System;
using System.Collections.Generic;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Suppression;

/// <summary>The hand-over of one object to stores that take it over, in one body.</summary>
internal sealed class Transfer
{
    private readonly OwnerModel owner;
    private readonly BodyFacts body;
    private readonly Func<Root, bool> isObject;

    public Transfer(OwnerModel owner, BodyFacts body, Func<Root, bool> isObject)
    {
        this.owner = owner;
        this.body = body;
        this.isObject = isObject;
        foreach (var access in body.Member.Accesses)
        {
            if (access.Body == body && access.Inserts && access.Inserted is { } inserted && Names(inserted) && owner.Keeping.TakesOver(access) && !owner.IsFaulted(access))
                Insertions.Add(access);
        }
    }

    /// <summary>The insertions of the object that are known to be right.</summary>
    public List<AccessNode> Insertions { get; } = new();

    /// <summary>On every way on which the object exists it ends stored or disposed.</summary>
    public bool IsComplete(Node? creation, bool throughExceptions)
    {
        if (Insertions.Count == 0 || IsUsedElsewhere())
            return false;
        var flow = new TransferFlow(owner.Holder, isObject, Insertions, creation);
        var outcome = flow.Run(body, creation == null ? TransferFlow.Open : TransferFlow.Absent);
        const int Right = TransferFlow.Absent | TransferFlow.Stored | TransferFlow.Disposed | TransferFlow.Nothing;
        return outcome.IsCertain && (outcome.Normal & ~Right) == 0 && (outcome.Normal & ~(TransferFlow.Absent | TransferFlow.Nothing)) != 0
            && (outcome.Thrown & (throughExceptions ? ~Right : TransferFlow.Wrong)) == 0;
    }

    /// <summary>A lambda or local function ends, keeps or returns the object: its turn does not show in the flow.</summary>
    private bool IsUsedElsewhere()
    {
        var facts = body.Member;
        return facts.Disposals.Exists(d => d.Body != body && Names(d.Operand))
            || facts.Accesses.Exists(a => a.Body != body && a.Inserted is { } inserted && Names(inserted))
            || facts.Assigns.Exists(a => a.Body != body && a.Target != AssignTarget.Local && Names(a.Value))
            || facts.Returns.Exists(r => r.Body != body && r.Value is { } value && Names(value))
            || facts.Calls.Exists(c => c.Body != body && Array.Exists(c.Arguments, Names));
    }

    private bool Names(Value value) => Trace.Roots(owner.Holder, value).Exists(r => isObject(r));
}
