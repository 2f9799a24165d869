using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>What other members do to end what one operation acquires.</summary>
internal sealed class OtherReleases
{
    private readonly Holder holder;
    private readonly Pairs pairs;
    private readonly MemberFacts facts;
    private readonly PairEvent acquire;

    public OtherReleases(Holder holder, Pairs pairs, MemberFacts facts, PairEvent acquire)
    {
        this.holder = holder;
        this.pairs = pairs;
        this.facts = facts;
        this.acquire = acquire;
    }

    /// <summary>Another member that no failure calls removes entries too: that is the normal way out.</summary>
    public bool AreNormal(bool killsCount = false)
    {
        foreach (var other in holder.Members)
        {
            if (other == facts || other.Method is not { } method || !killsCount && Pairs.IsKillName(method.Name) || Closing.IsClosing(method))
                continue;
            if (RemovesForCallers(other) || OnlyKillsCall(other))
                continue;
            // What a member adds itself, it removes for itself.
            var events = pairs.Of(other);
            if (acquire.Receiver.Length == 0 && events.Any(e => !e.IsAcquire && e.Node is CallNode { Target: var called } && !SymbolEqualityComparer.Default.Equals(called?.OriginalDefinition, facts.Member) && SymbolEqualityComparer.Default.Equals(e.Store, acquire.Store) && (!Structure.IsIn(e.Node, BlockRole.Catch) || IsOfWhatIsThere((CallNode)e.Node)) && !events.Any(a => a.IsAcquire && a.Matches(e))))
                return true;
            foreach (var access in other.Accesses)
            {
                if (access.Removes && access.Access != AccessKind.Clear && SymbolEqualityComparer.Default.Equals(access.Store, acquire.Store)
                    && !events.Any(e => e.Access == access && events.Any(a => a.IsAcquire && a.Matches(e))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>foreach (var client in _clients.ToList()) { try { … } catch { Remove(client); } }: whoever goes over the entries takes out those that are done.</summary>
    private bool IsOfWhatIsThere(CallNode removal) => System.Array.Exists(removal.Arguments, a => Trace.ComesFrom(holder, a, acquire.Store));

    /// <summary>A member that kills ends the entry too: it lasts as long as the operation, whoever asks for it first.</summary>
    public bool IncludeKill() => holder.Members.Any(f => f != facts && f.Method is { } method && Pairs.IsKillName(method.Name)
        && pairs.Of(f).Any(e => !e.IsAcquire && SymbolEqualityComparer.Default.Equals(e.Store, acquire.Store) && e.Receiver == acquire.Receiver));

    /// <summary>A removal that only failing and killing members call.</summary>
    public bool OnlyKillsCall(MemberFacts helper, int depth = 0)
    {
        if (depth > 3 || !holder.Callers.IsClosed(helper))
            return false;
        var calls = holder.Callers.Of(helper);
        return calls.Count > 0 && calls.All(c => Structure.IsIn(c, BlockRole.Catch) || c.Body.Member.Method is { } m && (Pairs.IsKillName(m.Name) || OnlyKillsCall(c.Body.Member, depth + 1)));
    }

    /// <summary>A private helper by which this member, and others like it, take out what they have put in themselves.</summary>
    private bool RemovesForCallers(MemberFacts helper) =>
        holder.Callers.IsClosed(helper) && holder.Callers.Of(helper).Count > 0 && holder.Callers.Of(helper).All(c => c.Body.Member == facts || TakesBack(c));

    private bool TakesBack(CallNode call)
    {
        var events = pairs.Of(call.Body.Member);
        return events.Any(e => e.Node == call && !e.IsAcquire && events.Any(a => a.IsAcquire && a.Node.Order < call.Order && a.Matches(e)));
    }
}
