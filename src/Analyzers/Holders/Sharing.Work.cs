using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Work that the type starts, or is called back with, on another thread.</content>
internal sealed partial class Sharing
{
    /// <summary>Code that the type runs on another thread, or is called back with from one, uses the store.</summary>
    private string? RunsElsewhere(Store store, INamedTypeSymbol type)
    {
        foreach (var facts in holder.Members)
        {
            if (!BelongsTo(facts, type))
                continue;
            foreach (var start in facts.Starts)
            {
                if (start.Start is StartKind.Task or StartKind.Thread or StartKind.Timer && Uses(start.Work, store) && !Starting.IsOnlyUser(holder, start, store) && !(IsAwaited(start) && IsOnlyUsedBy(start, store)) && !IsJoined(start) && !(IsBound(type) && !Changes(start.Work, store)))
                    return $"'{type.Name}' uses '{store.Name}' on another thread too, started in {Words.NameOf(facts)}";
            }

            foreach (var register in facts.Registers)
            {
                if (register.Sink is SinkKind.Timer or SinkKind.Token or SinkKind.Change && Uses(register.Callback, store) && !(register.Sink == SinkKind.Token && Tokens.IsCancelledHere(holder, register.Publisher)) && !(IsBound(type) && !Changes(register.Callback, store)))
                    return $"'{type.Name}' uses '{store.Name}' in a callback too, attached in {Words.NameOf(facts)}";
            }
        }

        return null;
    }

    /// <summary>await Task.Run(() => …): the member goes on when the work is done.</summary>
    private static bool IsAwaited(StartNode start) => start.Start == StartKind.Task && start.Body.Member.Awaits.Exists(a => a.Body == start.Body && a.Value == start.Result);

    /// <summary>Task.Factory.StartNew(…).Wait(): the work goes on in another thread, and this one stands still until it is done.</summary>
    private static bool IsJoined(StartNode start)
    {
        foreach (var call in start.Body.Member.Calls)
        {
            if (call.Block == BlockKind.Wait && call.Body == start.Body && call.Parent == start.Parent && call.Order > start.Order && call.Receiver is { } waited && ((waited.Kind == ValueKind.Local ? waited.Local.Single ?? waited : waited) == start.Result || call.Syntax.Contains(start.Syntax)))
                return true;
        }

        return false;
    }

    /// <summary>The work puts something in or takes something out; what a user interface is bound to is read elsewhere often enough.</summary>
    private bool Changes(Value work, Store store) => Uses(work, store, a => a.Mutates);

    /// <summary>No other member could come meanwhile.</summary>
    private bool IsOnlyUsedBy(StartNode start, Store store) => store.Accesses.TrueForAll(a => a.Member == "initializer" || Callers.IsConstruction(a.Body.Member) || a.Body.Member == start.Body.Member);

    private bool Uses(Value work, Store store) => Uses(work, store, _ => true);

    private bool Uses(Value work, Store store, System.Predicate<AccessNode> counts)
    {
        var known = work.Kind == ValueKind.Local ? work.Local.Single ?? work : work;
        if (known.Kind != ValueKind.Delegate)
            return false;
        if (known.Body is not { } body)
            return known.Symbol is IMethodSymbol method && holder.OwnFactsOf(method) is { } target && holder.Summaries.Accesses(target, store.Symbol).Any(counts.Invoke);
        foreach (var access in body.Member.Accesses)
        {
            if (Structure.IsWithin(access.Body, body) && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && counts(access))
                return true;
        }

        foreach (var call in body.Member.Calls)
        {
            if (Structure.IsWithin(call.Body, body) && call.Target is { } callee && holder.OwnFactsOf(callee) is { } facts && holder.Summaries.Accesses(facts, store.Symbol).Any(counts.Invoke))
                return true;
        }

        return false;
    }
}
