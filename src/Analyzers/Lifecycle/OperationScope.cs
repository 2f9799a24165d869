using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>One acquisition in one member, with everything that releases the same entry: which ways out are missed?</summary>
internal sealed class OperationScope
{
    private readonly Holder holder;
    private readonly Pairs pairs;
    private readonly MemberFacts facts;
    private readonly PairEvent acquire;
    private readonly List<PairEvent> acquires = new();
    private readonly List<PairEvent> releases = new();
    private readonly OtherReleases others;
    private readonly HeldExit exits;

    public OperationScope(Holder holder, Pairs pairs, MemberFacts facts, PairEvent acquire)
    {
        this.holder = holder;
        this.pairs = pairs;
        this.facts = facts;
        this.acquire = acquire;
        others = new OtherReleases(holder, pairs, facts, acquire);
        exits = new HeldExit(holder, facts, acquire, acquires, releases);
        foreach (var other in pairs.Of(facts))
        {
            if (other.Matches(acquire))
                (other.IsAcquire ? acquires : releases).Add(other);
        }
    }

    /// <summary>Where the same member releases what it acquires.</summary>
    public IReadOnlyList<PairEvent> Releases => releases;

    public OneSidedCleanup? Judge()
    {
        var body = acquire.Node.Body;
        if (holder.Callers.OnlyWhileConstructed(body) || OutlivesCall.IsEntryPoint(facts, acquire) || OutlivesCall.IsTally(facts, acquire) || OutlivesCall.IsLocalHolder(holder, acquire) || releases.Any(r => r.IsStateful) || Structure.IsIn(acquire.Node, BlockRole.Catch) || OutlivesCall.IsHandedOut(facts, acquire))
            return null;
        // A release in a lambda or local function belongs to a callback or a returned handle: the entry outlives the call by design.
        if (releases.Any(r => r.Node.Body != body && !IsStartedWork(body)))
            return null;
        if (releases.Count == 0)
            return IsWorked() ? RemovedByKillOnly() : null;
        if (releases.All(r => Structure.IsIn(r.Node, BlockRole.Catch)))
            return InCatchOnly();
        return MissedExits(body);
    }

    /// <summary>The acquisition stands in a task that the member starts and awaits; the releases are around it.</summary>
    private bool IsStartedWork(BodyFacts body) => body.Enclosing != null && facts.Starts.Any(s => s.Work.Body == body && !s.ResultDropped);

    private OneSidedCleanup? MissedExits(BodyFacts body)
    {
        var flow = new HeldFlow(holder, acquires.Where(a => a.Node.Body == body), releases.Where(r => r.Node.Body == body));
        var outcome = flow.Run(body, HeldFlow.Idle);
        if (!outcome.IsCertain)
            return null;
        var release = releases[0].Node;
        if (!releases.Any(r => Follows(r, flow.KnowsOutcome)))
            return null;
        var last = releases.Where(r => !Structure.IsIn(r.Node, BlockRole.Catch)).Select(r => r.Node.Order).DefaultIfEmpty(-1).Max();
        var early = flow.HeldExits.FirstOrDefault(r => (r is ReturnNode || Structure.EnclosingLoop(r) == Structure.EnclosingLoop(acquire.Node)) && r.Order > acquire.Node.Order && r.Order < last && !exits.IsMeant(r) && Success.Needs(r, acquire.Node) == null);
        // _open.Add(x); if (!_closed) return; _open.Remove(x); throw …: who comes to the end has failed, and takes back what was to stay.
        if (early != null && body.Root.Items.Count > 0 && body.Root.Items[body.Root.Items.Count - 1] is ThrowNode end && releases.TrueForAll(r => r.Node.Order < end.Order))
            early = null;
        // var added = TryAdd(…); … if (added) Remove(…): where others remove as well, what is known of it is for a rollback.
        if (early != null && flow.KnowsOutcome && others.AreNormal())
            early = null;
        if (early != null && (IsScoped(body) || releases.Any(r => Structure.IsIn(r.Node, BlockRole.Finally))))
            return new OneSidedCleanup(OneSidedCleanup.EarlyExit, "only when the operation runs to its end", early is ReturnNode ? "it returns early" : "a turn of the loop ends early", release, early);
        if ((outcome.Normal & HeldFlow.Held) != 0)
            return OtherRegistry.Behind(releases, acquire) is { } test && IsScoped(body) && !IsWaitedFor()
                ? new OneSidedCleanup(OneSidedCleanup.OtherRegistry, $"only if '{test.Store!.Name}' agrees", $"'{test.Store!.Name}' says otherwise", release, test)
                : OnSuccessOnly(body) ?? NotForEachOutcome(body, flow);
        if ((outcome.Thrown & HeldFlow.Held) == 0 || flow.FirstThrower == null || OutlivesCall.IsThread(holder, facts) || !IsScoped(body) || OutlivesCall.KeepsWhatFailed(acquire) || !releases.Any(r => Structure.IsIn(r.Node, BlockRole.Finally)) && others.AreNormal())
            return null;
        return new OneSidedCleanup(OneSidedCleanup.OnSuccess, "only on success", "a step in between throws", release, flow.FirstThrower);
    }

    /// <summary>The entry is what the member then waits for: whoever completes it takes it out.</summary>
    private bool IsWaitedFor() => acquire.Access.Inserted is { } inserted && holder.Catalog.PayloadOf(inserted.Type!) is { IsResource: false } && others.AreNormal()
        && facts.Awaits.Any(a => a.Order > acquire.Node.Order && a.Body == acquire.Node.Body && Trace.Roots(holder, inserted).Exists(r => r.Kind == RootKind.Created && Trace.Roots(holder, a.Value).Exists(t => t.Value == r.Value)));

    /// <summary>Every release waits for good news, and nothing else removes what bad news leaves.</summary>
    private OneSidedCleanup? OnSuccessOnly(BodyFacts body)
    {
        Node? test = null;
        foreach (var release in releases)
        {
            test = Success.Needs(release.Node, acquire.Node);
            if (test == null)
                return null;
        }

        return test != null && IsScoped(body) && !others.AreNormal()
            ? new OneSidedCleanup(OneSidedCleanup.OnSuccess, "only on success", "the operation says that it failed", releases[0].Node, test)
            : null;
    }

    /// <summary>Several outcomes release, each for itself and good news among them, and another one leaves without.</summary>
    private OneSidedCleanup? NotForEachOutcome(BodyFacts body, HeldFlow flow)
    {
        if (releases.Count < 2 || !IsScoped(body) || others.AreNormal() || !releases.Exists(r => Success.Needs(r.Node, acquire.Node) != null) || releases.Exists(r => releases.Exists(o => o != r && !Structure.Exclude(o.Node, r.Node))))
            return null;
        var exit = flow.HeldExits.Find(e => e.Order > acquire.Node.Order && !exits.IsMeant(e));
        return exit == null ? null : new OneSidedCleanup(OneSidedCleanup.OnSuccess, "only for some outcomes", "the operation ends otherwise", releases[0].Node, exit);
    }

    /// <summary>The release comes after the acquisition on its own level: the normal way passes it.</summary>
    /// <param name="isTried">Whether a test says afterwards that there was one.</param>
    private bool Follows(PairEvent release, bool isTried)
    {
        if (release.Node.Order < acquire.Node.Order || Structure.IsIn(release.Node, BlockRole.Catch))
            return false;
        var level = acquire.Node.Parent!;
        while ((level.Role is BlockRole.LockBody or BlockRole.TryBody || isTried && level is { Role: BlockRole.Then, Owner: IfNode { Condition: { } flag } branch } && (branch.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax || Implied.Any(flag, true, (part, _) => part.Kind == ValueKind.Local && KnownFlags.At(acquire.Node).Speak(part)))) && level.Parent != null)
            level = level.Parent;
        return level == release.Node.Parent || Structure.Contains(level, release.Node);
    }

    /// <summary>The entry is meant to live as long as the operation, and the holder lives longer than that.</summary>
    private bool IsScoped(BodyFacts body)
    {
        if (acquire.Access.Access == AccessKind.GetOrAdd && !releases.Any(r => Structure.IsIn(r.Node, BlockRole.Finally) || r.Node.Parent == body.Root || r.Node.Parent == acquire.Node.Parent))
            return false;
        if (acquire.Receiver.Length > 0 || acquire.Access.IsConcurrent || acquire.Store.IsStatic || body.IsAsync)
            return true;
        return holder.StoreOf(acquire.Store) is { } store && (holder.Sharing.Of(store) != null || holder.Ownership.Of(store).IsOwned);
    }

    private OneSidedCleanup? InCatchOnly()
    {
        if (releases.All(StopsForAll) || OutlivesCall.IsSeenOutside(acquire) || others.AreNormal(killsCount: !releases.All(OnCancellation) && (!IsOperation() || releases.All(RollsBack))) || GivesEntryBack())
            return null;
        if ((acquire.Access.Access == AccessKind.GetOrAdd || (OutlivesCall.IsConnection(acquire) || OutlivesCall.WrapsConnection(acquire) && releases.All(RollsBack) || releases.TrueForAll(r => !EndsEntry(r)) && !(holder.StoreOf(acquire.Store) is { Payload: { IsResource: true } payload } && payload.Steps.All(s => s == PayloadStep.Element))) && IsMadeOnDemand()) && !IsOperationKey() && !releases.Any(r => r.IsKill) && !(IsOperation() && others.IncludeKill()))
            return null;
        // Register(source): put in to stay, and taken back when a step that belongs to it fails.
        if (!IsWorked() || HandsEntryOut() || !IsOperation() && releases.All(RollsBack) && (!acquire.Node.Body.IsAsync || IsIndex()))
            return null;
        return new OneSidedCleanup(OneSidedCleanup.OnFailure, "only when the operation fails", "it succeeds", releases[0].Node);
    }

    /// <summary>catch { Stop(plugin); }: others stop it when it has run, so it was put in to stay till then.</summary>
    private bool StopsForAll(PairEvent release) => release.Node is CallNode { Receiver: null or { Kind: ValueKind.This }, Target: { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } target }
        && holder.OwnFactsOf(target) != null && Closing.IsClosingName(target.Name) && !Pairs.IsKillName(target.Name);

    /// <summary>What is put in is asked for by others, holds nothing, and nobody else takes it out: an index that grows, taken back when its entry could not be made.</summary>
    private bool IsIndex() => acquire.Access.Access is AccessKind.Overwrite or AccessKind.Add && !releases.Exists(OnCancellation) && acquire.Access.Inserted?.Type is { } line && (line.IsValueType || line.SpecialType == SpecialType.System_String) && holder.StoreOf(acquire.Store) is { Payload.IsResource: false } store && store.Accesses.Exists(a => a.Body.Member != facts && a.Access is AccessKind.Lookup or AccessKind.Enumerate)
        && store.Accesses.TrueForAll(a => a.Body.Member == facts || !a.Removes && a.Access is not (AccessKind.Clear or AccessKind.Replace) || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member));

    /// <summary>In a catch clause for cancellation alone: no rollback of what went wrong.</summary>
    private static bool OnCancellation(PairEvent release)
    {
        var block = Structure.Enclosing(release.Node, BlockRole.Catch);
        return block?.Owner is TryNode attempt && attempt.Catches.Exists(c => c.Block == block && c.Type is { Name: "OperationCanceledException" or "TaskCanceledException" });
    }

    /// <summary>if (!_map.TryGetValue(key, out var slot)) _map[key] = slot = …: whoever asks for the key uses what is there. An open lock file is no such thing.</summary>
    private bool IsMadeOnDemand()
    {
        for (var at = acquire.Node.Parent; at != null; at = at.Parent)
        {
            if (at is { Role: BlockRole.Then, Owner: IfNode { Condition: var asked } branch } && Implied.Any(asked, true, (part, holds) => !holds && part is { Kind: ValueKind.Outcome, Access: { Access: AccessKind.Lookup } lookup } && SymbolEqualityComparer.Default.Equals(lookup.Store, acquire.Store) && lookup.Key != null && Canon.Same(lookup.Key, acquire.Access.Key)
                && facts.Locals.Values.Any(l => l.Assigned.Exists(v => v.Access == lookup || v == lookup.Element) && l.Assigned.Exists(v => v.Access != lookup && v != lookup.Element && acquire.Access.Inserted != null && (v == acquire.Access.Inserted || Trace.Roots(holder, acquire.Access.Inserted).Exists(r => r.Value == v || v.Kind == ValueKind.Awaited && r.Value == v.A))))) && branch.Else.Items.Count == 0)
                return true;
        }

        return false;
    }

    /// <summary>catch { End(key); }, where End disposes what it takes out: it was there, and was for the operation; a slot in which nothing came to be is only forgotten.</summary>
    private bool EndsEntry(PairEvent release) => release.Node is CallNode { Target: { } target } ? holder.OwnFactsOf(target) is not { } helper || holder.Summaries.Disposes(helper, acquire.Store) != null
        : Structure.Enclosing(release.Node, BlockRole.Catch) is not { } failed || facts.Disposals.Exists(d => Structure.Contains(failed, d)) || facts.Calls.Exists(c => Structure.Contains(failed, c) && c.Target is { } ended && Closing.IsClosingName(ended.Name));

    /// <summary>Taken back and thrown on: the entry is meant to stay when all goes well.</summary>
    private static bool RollsBack(PairEvent release) => Structure.Enclosing(release.Node, BlockRole.Catch)?.Items.Any(i => i is ThrowNode && i.Order > release.Node.Order) == true;

    private bool GivesEntryBack() => facts.Returns.Any(r => r.Body == acquire.Node.Body && exits.ReturnsEntry(r));

    /// <summary>The entry leaves through an out parameter or is awaited as the result itself: a cache that forgets failures.</summary>
    private bool HandsEntryOut() => facts.Assigns.Any(a => a.Target == AssignTarget.Out && Trace.Roots(holder, a.Value).Any(r => r.IsOf(acquire.Store)));

    /// <summary>The key was made for this operation alone.</summary>
    private bool IsOperationKey() => acquire.Key.StartsWith("l:", System.StringComparison.Ordinal);

    /// <summary>The operation does its work after the acquisition and then ends.</summary>
    private bool IsWorked()
    {
        var body = acquire.Node.Body;
        return facts.Awaits.Any(a => a.Order > acquire.Node.Order && (a.Body == body || a.Body == body.Outermost))
            || facts.Calls.Any(c => c.Order > acquire.Node.Order && c.Body == body && c.Target is { MethodKind: MethodKind.Ordinary } && !c.IsCreation && !releases.Any(r => r.Node == c));
    }

    /// <summary>Nothing in this member releases the entry; elsewhere only members that kill or cancel do, with the same key.</summary>
    private OneSidedCleanup? RemovedByKillOnly()
    {
        if (!IsOperation() || GivesEntryBack())
            return null;
        Node? kill = null;
        foreach (var other in holder.Members)
        {
            if (other == facts)
                continue;
            foreach (var release in pairs.Of(other))
            {
                if (release.IsAcquire || !SymbolEqualityComparer.Default.Equals(release.Store, acquire.Store) || release.Receiver != acquire.Receiver)
                    continue;
                var isKill = release.IsKill || other.Method is { } method && Pairs.IsKillName(method.Name) || Structure.IsIn(release.Node, BlockRole.Catch) || others.OnlyKillsCall(other);
                if (!isKill)
                    return null;
                if (SameKey(release.Key))
                    kill = release.Node;
            }
        }

        // Whatever else empties the store counts as a normal way out.
        if (kill == null || acquire.Receiver.Length == 0 && others.AreNormal())
            return null;
        return new OneSidedCleanup(OneSidedCleanup.OnKill, $"only in {Words.NameOf(kill.Body.Member)}", "the operation ends by itself", kill);
    }

    private bool SameKey(string key)
    {
        if (key == acquire.Key)
            return true;
        // Two members that call their parameter by the same name mean the same key.
        return key.StartsWith("p:", System.StringComparison.Ordinal) && acquire.Key.StartsWith("p:", System.StringComparison.Ordinal)
            && key.Split('@')[0] == acquire.Key.Split('@')[0];
    }

    /// <summary>Run, Execute, Process, Handle …, or an async member that returns when the work is done.</summary>
    private bool IsOperation()
    {
        var name = facts.Method?.Name ?? string.Empty;
        foreach (var word in new[] { "Run", "Execute", "Process", "Handle", "Perform", "Do", "Submit", "Invoke", "Work" })
        {
            if (NameWords.Begins(name, word))
                return true;
        }

        return false;
    }
}
