using System.Collections.Generic;
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

    /// <summary>protected override IEnumerable&lt;IDisposable&gt; Parts => _parts: a closing member of the base type goes over what the override shows.</summary>
    private static bool IsShownToBase(Holder holder, Store store)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { IsOverride: true, ReturnsVoid: false, OverriddenMethod: { } asked } || !facts.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)) && !facts.Returns.Exists(r => r.Value != null && Trace.Roots(holder, r.Value).Exists(t => t.IsOf(store.Symbol) || t.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(t.Symbol, store.Symbol))))
                continue;
            if (asked.ContainingType.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && Closing.IsClosing(m) && holder.FactsOf(m) is { } closing && (closing.Disposals.Exists(d => IsOf(d.Operand, asked, 0)) || closing.Calls.Exists(c => c.Arguments.Where((a, i) => IsOf(a, asked, 0) && (holder.Fates.OfArgument(c, i) & Fate.Ended) != 0).Any()))))
                return true;
        }

        return false;
    }

    /// <summary>var all = _streams.Values.ToArray(); _streams.Clear(); return all: whoever asks for the end gets the entries, and has to end them.</summary>
    private static bool TakenAsAWhole(Holder holder, Store store) => holder.OwnMembers.Any(f => f.Method is { DeclaredAccessibility: not Accessibility.Private, ReturnsVoid: false }
        && f.Accesses.Exists(a => a.Body == f.Root && Structure.EnclosingLoop(a) == null && (a.Parent == f.Root.Root || a.Parent is { Role: BlockRole.LockBody or BlockRole.TryBody }) && a.Access is AccessKind.Clear or AccessKind.Replace or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
        && f.Returns.Exists(r => r.Body == f.Root && r.Value != null && AreAll(r.Value) && (Trace.Roots(holder, r.Value).Exists(t => t.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(t.Symbol, store.Symbol)) || Trace.ElementRoots(holder, r.Value).Exists(t => t.IsOf(store.Symbol)))));

    /// <summary>No Where, Take or First on the way.</summary>
    private static bool AreAll(Value value)
    {
        for (var depth = 0; depth < 6; depth++)
        {
            if (value.Narrowing != null || value.Kind == ValueKind.Local && value.Local.Assigned.Exists(v => v.Narrowing != null))
                return false;
            if ((value.Kind == ValueKind.Local ? value.Local.Single : value.A) is not { } inner)
                return true;
            value = inner;
        }

        return false;
    }

    /// <summary>SetUpstream(new CompositeDisposable(_subscriptions)): a disposable gets them all, to end them.</summary>
    private static bool IsGivenAsAWhole(Holder holder, Store store) => holder.OwnMembers.Any(f => f.Calls.Exists(c => c.IsCreation && c.Result.Type?.Name is "CompositeDisposable" or "StableCompositeDisposable" or "CompositeAsyncDisposable"
        && System.Array.Exists(c.Arguments, a => Trace.Roots(holder, a).Exists(r => r.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol)) || Trace.ElementRoots(holder, a).Exists(r => r.Kind == RootKind.Element && SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol)))));

    /// <summary>What the method or the getter gives, or an element of that.</summary>
    private static bool IsOf(Value value, IMethodSymbol asked, int depth) => depth < 6 && (value.Kind == ValueKind.Member && SymbolEqualityComparer.Default.Equals(value.Symbol, asked.AssociatedSymbol?.OriginalDefinition)
        || SymbolEqualityComparer.Default.Equals(value.Call?.Target?.OriginalDefinition, asked.OriginalDefinition) || value is { Kind: ValueKind.Local, Local.Single: { } single } && IsOf(single, asked, depth + 1) || value.A != null && IsOf(value.A, asked, depth + 1));

    /// <summary>Somebody calls it, or has it to call, and does not begin again after that.</summary>
    private static bool IsCalledToEnd(Holder holder, Store store, MemberFacts facts) => !holder.Callers.IsClosed(facts) || holder.Callers.Of(facts).Any(c => c.Body.Member.Method is { } caller && !Reruns.SaysAgain(caller.Name)
        && !c.Body.Member.Accesses.Exists(a => a.Inserts && a.Order > c.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && (c.Parent == a.Parent || c.Parent != null && Structure.Contains(c.Parent, a))));

    /// <summary>The closing member goes over all entries and cancels, stops or completes each: who made them ends them then. A file watcher that is switched off has let go of its handle.</summary>
    private static bool LetsGo(Holder holder, MemberFacts facts, Store store) => holder.Summaries.Reached(facts).Any(at => at.Assigns.Any(a => a.Value.IsFalse && a.Place is { Symbol: { Name: "EnableRaisingEvents", ContainingType.Name: "FileSystemWatcher" }, A: { } watcher } && Trace.Roots(holder, watcher).Exists(r => !r.IsPart && r.IsOf(store.Symbol)) && (!store.IsCollection || a.Body.RunsForEach || Structure.EnclosingLoop(a) != null))) || holder.Summaries.Reached(facts).Any(at => at.Calls.Any(call =>
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
