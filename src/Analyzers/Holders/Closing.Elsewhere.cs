using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <content>Entries that something else than a closing member ends, when all is over: the loop that works on them, its thread, what was given out.</content>
internal sealed partial class Closing
{
    /// <summary>One of these ends the entries of the store.</summary>
    public bool DrainsElsewhere(MemberFacts facts, Store store) => DrainsInFinally(facts, store) || DrainsAfterLoop(facts, store) || DrainsInGivenLambda(facts, store);

    /// <summary>The finally of the loop that owns the store.</summary>
    private bool DrainsInFinally(MemberFacts facts, Store store)
    {
        foreach (var node in facts.Disposals)
        {
            if (!node.IsUsing && Structure.Enclosing(node, BlockRole.Finally) is { Owner: TryNode attempt } && HasLoop(attempt.TryBody) && Trace.ComesFrom(holder, node.Operand, store.Symbol)
                && IsGeneral(node, store.Symbol))
                return true;
        }

        return false;
    }

    /// <summary>new Thread(() => { while (_running) { … } Clear(); }): the work that was started ends the entries when its loop is over.</summary>
    private bool DrainsAfterLoop(MemberFacts facts, Store store)
    {
        foreach (var start in facts.Starts)
        {
            if (start.Start is not (StartKind.Thread or StartKind.Task) || Delegates.BodyOf(holder, start.Work) is not { } work || work.Root.Items.FindLast(i => i is LoopNode { Source: null } or LoopNode { IsAsync: true }) is not { } loop)
                continue;
            if (work.Member.Calls.Exists(c => c.Body == work && c.Parent == work.Root && c.Order > loop.Order && !Structure.Contains(((LoopNode)loop).BodyBlock, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && DrainsAll(helper, store))
                || work.Member.Disposals.Exists(d => d.Body == work && d.Order > loop.Order && !Structure.Contains(((LoopNode)loop).BodyBlock, d) && Structure.EnclosingLoop(d) != null && Trace.ComesFrom(holder, d.Operand, store.Symbol)))
                return true;
        }

        return false;
    }

    /// <summary>return Disposable.Create(() => { foreach (…) … }): what a resource that is given out was made with ends all entries.</summary>
    private bool DrainsInGivenLambda(MemberFacts facts, Store store)
    {
        foreach (var call in facts.Calls)
        {
            if (call.Info is { Sink: not SinkKind.None } || !holder.Catalog.IsResource(call.Result.Type))
                continue;
            foreach (var argument in call.Arguments)
            {
                if (argument is { Kind: ValueKind.Delegate, Body: { RunsInline: false } body } && facts.Disposals.Exists(d => Structure.IsWithin(d.Body, body) && Structure.EnclosingLoop(d) != null && Trace.ComesFrom(holder, d.Operand, store.Symbol)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A loop that waits for something, not one that only goes over a collection.</summary>
    private static bool HasLoop(BlockNode block)
    {
        foreach (var item in block.Items)
        {
            if (item is LoopNode { Source: null } or LoopNode { IsAsync: true })
                return true;
        }

        return false;
    }
}
