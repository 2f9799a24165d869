using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Ways out on which the entry is still there, and rightly so.</summary>
internal sealed class HeldExit
{
    private readonly Holder holder;
    private readonly MemberFacts facts;
    private readonly PairEvent acquire;
    private readonly List<PairEvent> acquires;
    private readonly List<PairEvent> releases;

    public HeldExit(Holder holder, MemberFacts facts, PairEvent acquire, List<PairEvent> acquires, List<PairEvent> releases)
    {
        this.acquires = acquires;
        this.holder = holder;
        this.facts = facts;
        this.acquire = acquire;
        this.releases = releases;
    }

    /// <summary>It was there before, the caller goes on with it, or the caller is told that it stays.</summary>
    public bool IsMeant(Node exit) => IsConditional(exit) || ReturnsEntry(exit) || IsTaken(exit) || IsAnswer(exit);

    /// <summary>The entry itself is returned, and no copy of it (a with expression): the caller goes on with it.</summary>
    public bool ReturnsEntry(Node exit) =>
        exit is ReturnNode { Value: { } returned } && returned is not { Kind: ValueKind.Created, A: not null } && Trace.Roots(holder, returned).Any(r => r.IsOf(acquire.Store) || r.Kind == RootKind.Result && r.Value.Call == acquire.Node || acquire.Access.Inserted != null && Trace.Roots(holder, acquire.Access.Inserted).Any(i => i.Value == r.Value && i.Kind == RootKind.Created));

    /// <summary>_claims.Release(key); return _claims.TryClaim(key): whoever asked is told whether it was taken anew, and goes on with it.</summary>
    private bool IsAnswer(Node exit) => exit is ReturnNode { Value: { Kind: ValueKind.Result or ValueKind.Outcome } said } && acquires.Exists(a => a.Node == said.Call || a.Node == said.Access);

    /// <summary>A return that only a test of the entry itself leads to: it was there before.</summary>
    private bool IsConditional(Node exit)
    {
        for (var at = exit.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && MentionsStore(branch.Condition, 0))
                return true;
        }

        return false;
    }

    private bool MentionsStore(Value condition, int depth)
    {
        if (depth > 8)
            return false;
        if (condition.Kind == ValueKind.Result && condition.Call == acquire.Node || condition.Access is { } access && SymbolEqualityComparer.Default.Equals(access.Store, acquire.Store))
            return true;
        if (condition.Kind == ValueKind.Local && condition.Local.Single is { } single && MentionsStore(single, depth + 1))
            return true;
        return condition.A != null && MentionsStore(condition.A, depth + 1) || condition.B != null && MentionsStore(condition.B, depth + 1) || condition.Items.Any(i => MentionsStore(i, depth + 1));
    }

    /// <summary>True says that the entry was taken and stays, false, behind the release, that it was not.</summary>
    private bool IsTaken(Node exit) =>
        exit is ReturnNode { Value.IsTrue: true } && facts.Returns.Exists(r => r.Body == exit.Body && r.Value is { IsFalse: true } && releases.TrueForAll(release => release.Node.Order < r.Order || Structure.IsIn(release.Node, BlockRole.Catch)) && !Structure.Exclude(releases[0].Node, r));
}
