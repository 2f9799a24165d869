using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether an entry may still be held at the ends of a body, and where control leaves while it is.</summary>
internal sealed class HeldFlow : Flow
{
    public const int Idle = 1;
    public const int Held = 2;
    public const int Released = 4;

    private readonly Holder holder;
    private readonly Dictionary<Node, PairEvent> acquires = new();
    private readonly HashSet<Node> releases = new();
    private readonly KnownFlags known;

    public HeldFlow(Holder holder, IEnumerable<PairEvent> acquired, IEnumerable<PairEvent> released)
    {
        this.holder = holder;
        foreach (var one in acquired)
            acquires[one.Node] = one;
        foreach (var one in released)
            releases.Add(one.Node);
        known = acquires.Count == 1 ? KnownFlags.At(acquires.Keys.First()) : KnownFlags.None;
    }

    /// <summary>Returns, and ends of a turn of a loop, that are reached while the entry is held.</summary>
    public List<Node> HeldExits { get; } = new();

    /// <summary>The first step that may throw while the entry is held.</summary>
    public Node? FirstThrower { get; private set; }

    protected override int Step(int state, Node node)
    {
        if (releases.Contains(node))
            return Released;
        if (acquires.ContainsKey(node))
            return Held;
        if (node is ReturnNode)
            Leave(state, node);
        return state;
    }

    protected override void Jump(int state, JumpNode jump)
    {
        if (jump.Jump == JumpKind.Continue)
            Leave(state, jump);
    }

    private void Leave(int state, Node exit)
    {
        if ((state & Held) != 0 && !HeldExits.Contains(exit) && !IsReleasedByFinally(exit))
            HeldExits.Add(exit);
    }

    private bool IsReleasedByFinally(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role is not (BlockRole.TryBody or BlockRole.Catch) || at.Owner is not TryNode { Finally: { } cleanup })
                continue;
            foreach (var release in releases)
            {
                if (Structure.Contains(cleanup, release))
                    return true;
            }
        }

        return false;
    }

    protected override bool MayThrow(Node node)
    {
        if (releases.Contains(node) || acquires.ContainsKey(node) || IsOnTheWay(node))
            return false;
        return node switch
        {
            AwaitNode => Note(node),
            CallNode { IsCreation: false } call => !IsReport(call) && MayFail(call) && Note(node),
            ThrowNode => Note(node),
            _ => false,
        };
    }

    /// <summary>catch (Exception e) { Failed(e); }: it tells of what went wrong. Or, once the work is over, a sibling of the release: RemoveThread(worker).</summary>
    private bool IsReport(CallNode call) => call.Target is { } target && (Structure.Enclosing(call, BlockRole.Catch) is { } clause ? TellsOfFailure(call, clause) : IsSibling(call, target))
        && holder.FactsOf(target) is { Throws.Count: 0, Awaits.Count: 0 } facts && facts.Calls.TrueForAll(IsHarmless);

    private static bool TellsOfFailure(CallNode call, BlockNode clause) => !clause.Items.Exists(i => i is ThrowNode)
        && System.Array.Exists(call.Arguments, a => a.Kind == ValueKind.Caught || a is { Kind: ValueKind.Local, Local.Assigned: var caught } && caught.Exists(v => v.Kind == ValueKind.Caught));

    private static bool IsSibling(CallNode call, Microsoft.CodeAnalysis.IMethodSymbol target) => target.ReturnsVoid && (NameWords.Begins(target.Name, "Remove") || NameWords.Begins(target.Name, "Unregister"))
        && call.Parent is { } level && level.Items.Exists(i => i is TryNode { Catches.Count: > 0 } && i.Order < call.Order);

    private bool IsHarmless(CallNode call) => call.IsDelegate || call.Target is { } target && (Throwing.IsLogging(target) || target.Name.StartsWith("Log", System.StringComparison.Ordinal)) || Throwing.Words(holder, call) == null;

    /// <summary>A step of the very finally that releases.</summary>
    private bool IsOnTheWay(Node node)
    {
        if (Structure.Enclosing(node, BlockRole.Finally) is not { } cleanup)
            return false;
        foreach (var release in releases)
        {
            if (Structure.Contains(cleanup, release))
                return true;
        }

        return false;
    }

    /// <summary>Code of the program is foreign work, whatever it does now; of the rest what fails in practice.</summary>
    private bool MayFail(CallNode call) => call is { Info: null or { Role: MethodRole.None }, Target: { IsExtern: false, MethodKind: not (Microsoft.CodeAnalysis.MethodKind.PropertyGet or Microsoft.CodeAnalysis.MethodKind.PropertySet) } target } && StoreScope.IsInSource(target) && !Throwing.IsLogging(target) && !Throwing.FailsInItsTask(call) && !IsNoteOnEntry(call, target)
        || Throwing.Words(holder, call) != null;

    /// <summary>session.Attach(socket), of what was acquired: it writes something down there, and calls nothing.</summary>
    private bool IsNoteOnEntry(CallNode call, Microsoft.CodeAnalysis.IMethodSymbol target) => call.Receiver is { Kind: ValueKind.Local, Local.Single: { Call: { } acquiring } } && acquires.ContainsKey(acquiring) && target is { IsVirtual: false, IsOverride: false, IsAbstract: false }
        && holder.FactsOf(target) is { IsTruncated: false, Throws.Count: 0, Awaits.Count: 0, Calls.Count: 0, Disposals.Count: 0, Starts.Count: 0 } facts && facts.Accesses.Exists(a => a.Inserts) && facts.Accesses.TrueForAll(a => !a.Inserts || a.Key == null || a is { Access: AccessKind.Overwrite, Collection: CollectionKind.Keyed });

    private bool Note(Node node)
    {
        FirstThrower = FirstThrower == null || node.Order < FirstThrower.Order ? node : FirstThrower;
        return true;
    }

    /// <summary>A local that is true only if the entry was taken is asked on the way.</summary>
    public bool KnowsOutcome { get; private set; }

    protected override bool IsFollowed(Value local) => known.Speak(local) || SaysTaken(local) || SaysRefused(local);

    private bool SaysTaken(Value local) => local.Kind == ValueKind.Local && local.Local.Assigned.Exists(NeedsOutcome) && local.Local.Assigned.TrueForAll(v => v.IsFalse || NeedsOutcome(v));

    protected override int AssumeAtom(int state, Value atom, bool holds)
    {
        // if (!_busy.Enter(id)) return: the method of a container says whether it took the entry.
        if (atom is { Kind: ValueKind.Result, Call: { } call })
            return acquires.TryGetValue(call, out var taken) && taken.Access.Access == AccessKind.TryAdd && RefusalTold.By(taken.Access.Body.Member, taken.Access) ? holds ? Held : Idle : state;
        // var accepted = !_closed && _running.TryAdd(id, worker): true only if it was taken.
        if ((state & Held) != 0 && SaysTaken(atom))
        {
            KnowsOutcome = true;
            return holds ? Held : Idle;
        }

        if ((state & Held) != 0 && SaysRefused(atom))
        {
            KnowsOutcome = true;
            return holds ? Idle : Held;
        }

        // if (accepted) _running.Add(id, worker); … if (!accepted) return;
        if ((state & Held) != 0 && known.Contradict(atom, holds))
        {
            KnowsOutcome = true;
            return state & ~Held;
        }

        if (atom.Kind != ValueKind.Outcome || atom.Access is not { } access)
            return state;
        if (acquires.ContainsKey(access) && access.Access == AccessKind.TryAdd)
            return holds ? Held : Idle;
        return releases.Contains(access) && !holds ? Released : state;
    }

    /// <summary>var refused = _closed || !_running.TryAdd(id, worker): false only if it was taken.</summary>
    private bool SaysRefused(Value local) => local.Kind == ValueKind.Local && local.Local.Assigned.Count > 0 && local.Local.Assigned.TrueForAll(IsRefusal);

    private bool IsRefusal(Value value) => value.Kind == ValueKind.Or ? IsRefusal(value.A!) || IsRefusal(value.B!) : value is { Kind: ValueKind.Not, A: { } taken } && NeedsOutcome(taken);

    private bool NeedsOutcome(Value value) => value.Kind == ValueKind.And ? NeedsOutcome(value.A!) || NeedsOutcome(value.B!)
        : value is { Kind: ValueKind.Outcome, Access: { Access: AccessKind.TryAdd } taken } && acquires.ContainsKey(taken);
}
