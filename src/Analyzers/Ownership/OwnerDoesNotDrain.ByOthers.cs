using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Entries that something else than the dispose of their owner ends.</content>
internal sealed partial class OwnerDoesNotDrain
{
    /// <summary>
    /// A member with another name ends all entries for good: CloseAll(options), Execute, Discard. Without a Dispose any such member
    /// counts; with one, only a member that is named like the end of something.
    /// </summary>
    private static bool IsEndedByAnother(Holder holder, Store store, bool hasClosing)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { } method || method.DeclaredAccessibility == Accessibility.Private && !(Closing.IsClosingName(method.Name) && IsCalledToEnd(holder, store, facts)) || Callers.IsConstruction(facts))
                continue;
            // CloseAndDispose(server): an end that needs something to end with.
            if (!hasClosing && Closing.IsClosingName(method.Name) && holder.Summaries.Reached(facts).Any(at => at.Accesses.Any(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Access is AccessKind.Enumerate or AccessKind.Take or AccessKind.Clear or AccessKind.Replace)))
                return true;
            if (!holder.Closing.DrainsAll(facts, store))
                continue;
            if (hasClosing ? Closing.IsClosingName(method.Name) || Closing.IsCleanupName(method.Name) : !Reruns.SaysAgain(method.Name))
                return true;
        }

        return false;
    }

    /// <summary>Somebody calls it, or has it to call, and does not begin again after that.</summary>
    private static bool IsCalledToEnd(Holder holder, Store store, MemberFacts facts) => !holder.Callers.IsClosed(facts) || holder.Callers.Of(facts).Any(c => c.Body.Member.Method is { } caller && !Reruns.SaysAgain(caller.Name)
        && !c.Body.Member.Accesses.Exists(a => a.Inserts && a.Order > c.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && (c.Parent == a.Parent || c.Parent != null && Structure.Contains(c.Parent, a))));

    /// <summary>The closing member goes over all entries and cancels, stops or completes each: who made them ends them then.</summary>
    private static bool LetsGo(Holder holder, MemberFacts facts, Store store) => holder.Summaries.Reached(facts).Any(at => at.Calls.Any(call =>
        call.Target is { } target && (Closing.IsEndingName(target.Name) || IsStop(target)) && call.Receiver is { Kind: not ValueKind.This } receiver && Trace.ComesFrom(holder, receiver, store.Symbol)));

    /// <summary>Stop() of anything, StopJob() of a JobRunner; not StopPreview() of a camera.</summary>
    private static bool IsStop(IMethodSymbol method)
    {
        var name = method.Name.EndsWith("Async", System.StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - 5) : method.Name;
        return name.StartsWith("Stop", System.StringComparison.Ordinal) && (name.Length == 4 || method.ContainingType.Name.IndexOf(name.Substring(4), System.StringComparison.Ordinal) >= 0);
    }

    /// <summary>class Clients : IHttpClientFactory: by its contract it is there as long as the program, and has no end.</summary>
    private static bool IsFactory(INamedTypeSymbol type) => type.AllInterfaces.Any(i => !StoreScope.IsInSource(i) && i.Name.EndsWith("Factory", System.StringComparison.Ordinal));

    /// <summary>The closing member hands the store, or itself, to code that cannot be seen.</summary>
    private static bool IsOpaque(Holder holder, MemberFacts facts, Store store) =>
        facts.IsTruncated || holder.Summaries.Reached(facts).Any(at => at.Calls.Any(c => c.Arguments.Any(a => a.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(a.Symbol, store.Symbol))));
}
