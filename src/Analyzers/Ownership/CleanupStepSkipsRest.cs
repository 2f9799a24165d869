using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1013: in a closing member, a dispose that throws, or an early return, leaves the remaining entries undisposed.</summary>
internal sealed class CleanupStepSkipsRest : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        if (!holder.Members.Exists(facts => Closing.IsClosing(facts.Method)))
            return;
        var closing = holder.OwnMembers.Where(facts => RunsOnClose(holder, facts, 0)).ToList();
        foreach (var facts in closing)
            SkippedSteps.Find(holder, facts, reporter);

        foreach (var store in holder.Stores)
        {
            if (!store.IsCollection || !store.Payload.IsResource || store.IsInherited || !holder.Ownership.Of(store).IsOwned)
                continue;
            foreach (var facts in closing)
            {
                foreach (var exit in facts.Returns)
                {
                    if (LeavesRest(holder, store, facts, exit) is { } left)
                        reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, exit, Words.NameOf(facts), store.Name, "it ends the loop early", "it returns here").At(store.Symbol).At(left).With(FixFacts.Store, store.Name));
                }

                foreach (var dispose in facts.Disposals)
                {
                    var loop = Structure.EnclosingLoop(dispose);
                    if (dispose.IsUsing || Throwing.IsQuiet(dispose) || (loop == null ? !dispose.Body.RunsForEach || Structure.EnclosingTry(dispose) != null : IsIsolated(dispose, loop)) || !Trace.ComesFrom(holder, dispose.Operand, store.Symbol) || FailingDispose.Why(holder, store, dispose) is not { } why)
                        continue;
                    reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, dispose, Words.NameOf(facts), store.Name, why, "this step throws").At(store.Symbol).At(loop)
                        .With(FixFacts.Store, store.Name));
                }

                foreach (var call in facts.Calls)
                {
                    if (FailsBefore(holder, store, facts, call) is { } around)
                        reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, call, Words.NameOf(facts), store.Name, $"'{call.Target!.Name}' can fail", "this step throws").At(store.Symbol).At(around).With(FixFacts.Store, store.Name));
                }
            }
        }
    }

    /// <summary>A closing member, or a private helper that one calls.</summary>
    private static bool RunsOnClose(Holder holder, MemberFacts facts, int depth) => Closing.IsClosing(facts.Method)
        || depth < 3 && facts.Method is { DeclaredAccessibility: Accessibility.Private } && holder.Callers.Of(facts).Any(call => call.Body.Member != facts && RunsOnClose(holder, call.Body.Member, depth + 1));

    /// <summary>await session.LogoutAsync() in the loop that disposes the sessions: it can fail before the dispose of this one and of those behind it.</summary>
    private static LoopNode? FailsBefore(Holder holder, Store store, MemberFacts facts, CallNode call) =>
        call is { IsAwaited: true, IsCreation: false, Receiver: { } receiver, Target: { } target } && !facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) || call.Syntax.Contains(d.Syntax))
        && Structure.EnclosingLoop(call) is { } loop && !IsIsolated(call, loop) && Trace.ComesFrom(holder, receiver, store.Symbol)
        && facts.Disposals.Exists(d => d.Body == call.Body && Structure.EnclosingLoop(d) == loop && Trace.ComesFrom(holder, d.Operand, store.Symbol)) && !StartsWith(target.Name, "Dispose") && Throwing.Words(holder, call) != null ? loop : null;

    private static bool StartsWith(string name, string word) => name.StartsWith(word, System.StringComparison.Ordinal);

    /// <summary>A return in the loop over all entries that disposes them.</summary>
    private static LoopNode? LeavesRest(Holder holder, Store store, MemberFacts facts, ReturnNode exit) =>
        Structure.EnclosingLoop(exit) is { Source: not null } loop && exit.Parent != loop.BodyBlock
            && (facts.Disposals.Exists(d => d.Body == exit.Body && Structure.EnclosingLoop(d) == loop && Trace.ComesFrom(holder, d.Operand, store.Symbol))
                || facts.Calls.Exists(c => c.Body == exit.Body && Structure.EnclosingLoop(c) == loop && EndsOne(holder, store, c))) ? loop : null;

    /// <summary>CloseReader(reader): the helper disposes what it is given.</summary>
    private static bool EndsOne(Holder holder, Store store, CallNode call)
    {
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (Trace.ComesFrom(holder, call.Arguments[i], store.Symbol) && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                return true;
        }

        return false;
    }

    /// <summary>A catch, whatever it catches, or a finally that goes on, stands between the step and its loop.</summary>
    private static bool IsIsolated(Node step, LoopNode loop)
    {
        for (var at = step.Parent; at != null && at != loop.BodyBlock.Parent; at = at.Parent)
        {
            if (at.Role == BlockRole.TryBody && at.Owner is TryNode { IsUsing: false } attempt && (attempt.Catches.Count > 0 || attempt.Finally != null))
                return true;
            if (at.Role == BlockRole.LoopBody && at.Owner == loop)
                return false;
        }

        return false;
    }
}
