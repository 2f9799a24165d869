using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <summary>Code that only one queue runs, item after item, so that it never meets itself; or of which nobody in sight says who runs it.</summary>
internal static class WorkOfQueue
{
    private static readonly string[] Names = { "Queue", "Dequeue", "Serial", "Mailbox", "Actor" };

    /// <summary>The body, or every caller of it, is the one delegate that some queue was made with: StartQueue(Handle).</summary>
    public static bool Is(Holder holder, BodyFacts body, int depth)
    {
        if (body.Enclosing != null || depth > 3 || body.Member.Method is not { DeclaredAccessibility: Accessibility.Private } method)
            return false;
        var calls = holder.Callers.Of(body.Member);
        if (calls.Count > 0)
        {
            if (!holder.Callers.IsClosed(body.Member))
                return false;
            foreach (var call in calls)
            {
                if (!Is(holder, call.Body, depth + 1))
                    return false;
            }

            return true;
        }

        var uses = 0;
        var (isQueued, isSeen) = (false, false);
        foreach (var facts in holder.Members)
        {
            foreach (var group in facts.MethodGroups)
                uses += SymbolEqualityComparer.Default.Equals(group.OriginalDefinition, method) ? 1 : 0;
            foreach (var call in facts.Calls)
            {
                var isGiven = Array.Exists(call.Arguments, IsIt);
                isQueued |= isGiven && IsQueue(call.Target);
                isSeen |= isGiven;
            }

            isSeen |= facts.Registers.Exists(r => IsIt(r.Callback)) || facts.Starts.Exists(s => IsIt(s.Work)) || facts.Assigns.Exists(a => IsIt(a.Value)) || facts.Accesses.Exists(a => a.Inserted != null && IsIt(a.Inserted));
        }

        // Given to code that is not understood: who runs it, and how often at once, nobody knows.
        return uses < 2 && (isQueued || !isSeen);

        bool IsIt(Value value) => value.Kind == ValueKind.Delegate && SymbolEqualityComparer.Default.Equals(value.Symbol?.OriginalDefinition, method);
    }

    /// <summary>
    /// _commands.Add(() => Upsert(name)): whatever changes the store is work in one queue of the holder, which one thread that its constructor starts takes out
    /// and does. What the end takes out makes nobody create a second one.
    /// </summary>
    public static bool ChangesAlone(Holder holder, Store store)
    {
        foreach (var queue in holder.Stores)
        {
            if (queue.IsCollection && queue.IsStatic == store.IsStatic && queue != store && TakerOf(queue) is { } taker && DoesItself(holder, queue, taker) && holder.Members.SelectMany(f => f.Starts).Where(s => IsWork(s, taker)).ToList() is { Count: 1 } starts
                && starts[0] is { Body.Enclosing: null } start && Callers.IsConstruction(start.Body.Member) && start.Body.Member.Member.IsStatic == store.IsStatic && Structure.EnclosingLoop(start) == null
                && store.Accesses.TrueForAll(a => !a.Mutates || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member) || a.Removes && holder.Closing.IsClosingMember(a.Body.Member) || IsOf(a.Body, queue, taker, 0)))
                return true;
        }

        return false;

        bool IsWork(StartNode start, MemberFacts taker) => start.Work.Body is { } work ? work.Member == taker || work.Member.Calls.Exists(c => c.Body == work && c.Target is { } run && holder.OwnFactsOf(run) == taker) : start.Work.Symbol is IMethodSymbol method && holder.OwnFactsOf(method) == taker;

        bool IsOf(BodyFacts body, Store queue, MemberFacts taker, int depth) => body.Member == taker
            || depth < 3 && (body.Enclosing != null ? body.Method is not { IsAsync: true } && holder.Members.Exists(f => f.Accesses.Exists(a => a.Inserts && a.Inserted?.Body == body && SymbolEqualityComparer.Default.Equals(a.Store, queue.Symbol)))
                : holder.Callers.IsClosed(body.Member) && body.Member.Method is not { IsAsync: true } && holder.Callers.Of(body.Member) is { Count: > 0 } calls && calls.All(c => IsOf(c.Body, queue, taker, depth + 1)));
    }

    /// <summary>The one private member that takes out of the queue.</summary>
    private static MemberFacts? TakerOf(Store queue) => queue.Accesses.FindAll(a => a.Access is AccessKind.Take or AccessKind.Enumerate) is { Count: > 0 } taken && taken.TrueForAll(a => a.Body.Member == taken[0].Body.Member) && taken[0].Body.Member.Method is { DeclaredAccessibility: Accessibility.Private } ? taken[0].Body.Member : null;

    /// <summary>foreach (var command in …) command(); where each is done before the next is taken: not Task.Run(command).</summary>
    private static bool DoesItself(Holder holder, Store queue, MemberFacts taker) => !taker.Starts.Exists(s => Trace.ComesFrom(holder, s.Work, queue.Symbol) || s.Work.Body is { } work && taker.Calls.Exists(c => c.Body == work && (c.Receiver != null && Trace.ComesFrom(holder, c.Receiver, queue.Symbol) || Array.Exists(c.Arguments, a => Trace.ComesFrom(holder, a, queue.Symbol)))));

    /// <summary>Something that is made once and named a queue; one that takes work items, Queue(work), may run them side by side.</summary>
    private static bool IsQueue(IMethodSymbol? target)
    {
        if (target == null)
            return false;
        var name = target.MethodKind == MethodKind.Constructor ? target.ContainingType.Name : target.Name;
        if (target.MethodKind != MethodKind.Constructor && !name.StartsWith("Create", StringComparison.Ordinal) && !name.StartsWith("Start", StringComparison.Ordinal))
            return false;
        return Array.Exists(Names, word => name.IndexOf(word, StringComparison.Ordinal) >= 0);
    }
}
