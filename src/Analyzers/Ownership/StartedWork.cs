using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Work that goes on for each value that a factory makes.</summary>
internal static class StartedWork
{
    /// <summary>The factory, or what it calls, starts a loop, thread or timer.</summary>
    public static string? By(Holder holder, Value factory)
    {
        if (Delegates.BodyOf(holder, factory) is not { } body)
            return null;
        return StartedIn(holder, body.Member, body, 0) is { } start ? $"the factory starts work ('{Short(start)}') that goes on for every loser" : null;
    }

    private static StartNode? StartedIn(Holder holder, MemberFacts facts, BodyFacts? only, int depth)
    {
        foreach (var start in facts.Starts)
        {
            if ((only == null || start.Body == only || start.Body.Enclosing == only) && start.Start is StartKind.Task or StartKind.Thread or StartKind.Timer && !start.IsDoneAtOnce && IsLasting(holder, start))
                return start;
        }

        if (depth > 2)
            return null;
        foreach (var call in facts.Calls)
        {
            if (only != null && call.Body != only || call.Target is not { } target || holder.FactsOf(target) is not { } callee || callee == facts)
                continue;
            if (StartedIn(holder, callee, null, depth + 1) is { } start)
                return start;
        }

        return null;
    }

    /// <summary>A thread or timer, or a task that loops.</summary>
    private static bool IsLasting(Holder holder, StartNode start)
    {
        if (start.Start is StartKind.Thread or StartKind.Timer || start.IsLongRunning)
            return true;
        var body = start.Work.Body ?? (start.Work.Symbol is IMethodSymbol method ? holder.FactsOf(method)?.Root : null);
        return body != null && HasLoop(body.Root);
    }

    private static bool HasLoop(BlockNode block)
    {
        foreach (var item in block.Items)
        {
            switch (item)
            {
                case LoopNode { Source: null } or LoopNode { IsAsync: true }:
                case IfNode branch when HasLoop(branch.Then) || HasLoop(branch.Else):
                case TryNode attempt when HasLoop(attempt.TryBody):
                case LockNode node when HasLoop(node.Block):
                    return true;
            }
        }

        return false;
    }

    private static string Short(Node node)
    {
        var text = node.Syntax.ToString();
        var end = text.IndexOfAny(new[] { '\r', '\n', '{' });
        text = end >= 0 ? text.Substring(0, end) : text;
        return text.Length > 60 ? text.Substring(0, 60) + "…" : text;
    }
}
