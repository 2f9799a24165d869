using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1011: Dispose or Release of a shared holder behind a plain flag that is read and then set.</summary>
internal sealed partial class ReleaseNotIdempotent : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { IsStatic: false } method || !IsRelease(method))
                continue;
            foreach (var write in facts.Accesses)
            {
                if (write.Access != AccessKind.Overwrite || write.Inserted is not { IsTrue: true } || write.Store == null || write.Body.Enclosing != null || write.Target.A != null || IsBehindAtomic(write))
                    continue;
                if (GuardOf(facts, write) is not { } guard || !holder.Callers.LocksAt(write).IsEmpty || !holder.Callers.LocksAt(guard).IsEmpty)
                    continue;
                var type = method.ContainingType.OriginalDefinition;
                if (holder.Sharing.OfType(type) is not { } shared || !(IsUsedByThreads(holder, type) && EndsResource(holder, facts, guard)) && !IsContested(holder, facts, write))
                    continue;
                reporter.Add(new Finding(Descriptors.LEAK1011_ReleaseNotIdempotent, guard, write.Store.Name, Words.NameOf(facts), shared)
                    .At(write)
                    .At(write.Store)
                    .With(FixFacts.Flag, write.Store.Name));
            }
        }
    }

    /// <summary>Its own locks and interlocked operations say that threads meet in it; that it is a service, or one for all, says who disposes it: the host, once.</summary>
    private static bool IsUsedByThreads(Holder holder, INamedTypeSymbol type) => holder.Sharing.SignOf(type) is SharingSign.Lock or SharingSign.Atomic;

    /// <summary>Behind the flag something is disposed that frees something: to end it while another thread does is what the flag is to prevent.</summary>
    private static bool EndsResource(Holder holder, MemberFacts facts, AccessNode guard) => facts.Method is { DeclaredAccessibility: not Accessibility.Private } && facts.Disposals.Exists(d => d.Order > guard.Order && d.IsCertain && d.Operand.Type is { Name: not "CancellationTokenSource" } type && holder.Catalog.IsResource(type));

    /// <summary>
    /// A container or host disposes once, from one thread. So there has to be a sign that threads meet here: the flag or what is
    /// released is used under a lock elsewhere, the flag is volatile, the type calls it on its own as well (the last user, a timer), or
    /// running twice does what cannot be done twice.
    /// </summary>
    private static bool IsContested(Holder holder, MemberFacts facts, AccessNode write)
    {
        if (write.Store is IFieldSymbol { IsVolatile: true } || IsLockedElsewhere(holder, facts, write.Store!) || RunsByItself(holder, facts))
            return true;
        foreach (var access in facts.Accesses)
        {
            if (access.Order > write.Order && (access.Access == AccessKind.Increment || access.Store != null && !holder.Callers.LocksAt(access).IsEmpty && IsLockedElsewhere(holder, facts, access.Store)))
                return true;
        }

        foreach (var call in facts.Calls)
        {
            if (call.Order > write.Order && (call.IsDelegate || call.Target is { } target && (CountsRuns(target.Name) || CountsDown(holder, target))))
                return true;
        }

        foreach (var dispose in facts.Disposals)
        {
            foreach (var root in Trace.Roots(holder, dispose.Operand))
            {
                if (root.Kind == RootKind.Slot && CancelsFirst(holder, facts, write, root.Symbol))
                    return true;
                if (root.Kind == RootKind.Slot && root.Symbol != null && IsLockedElsewhere(holder, facts, root.Symbol))
                    return true;
            }
        }

        return GivesBack(holder, facts, write);
    }

    /// <summary>pool.Give(_reader): the second run puts it there again, and two users get it.</summary>
    private static bool GivesBack(Holder holder, MemberFacts facts, AccessNode write) =>
        (holder.Fates.Of(facts, root => root.Kind == RootKind.Slot && holder.Catalog.IsResource(root.Value.Type), node => node is CallNode && node.Order > write.Order) & Fate.Stored) != 0;

    /// <summary>A token source that is cancelled and then disposed: the second run cancels what the first has disposed, which throws.</summary>
    private static bool CancelsFirst(Holder holder, MemberFacts facts, AccessNode write, ISymbol? source) =>
        facts.Calls.Exists(c => c.Order > write.Order && c.Target is { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" } && Structure.EnclosingTry(c) is not { Catches.Count: > 0 }
            && Trace.Roots(holder, c.Receiver).Exists(r => r.Kind == RootKind.Slot && SymbolEqualityComparer.Default.Equals(r.Symbol, source)));

    /// <summary>if (Interlocked.Decrement(ref _users) == 0) Dispose(): whoever disposes it from outside may meet that.</summary>
    private static bool RunsByItself(Holder holder, MemberFacts facts) => facts.Method is { DeclaredAccessibility: not Accessibility.Private } && (holder.Roots.Reaching(facts.Root!, _ => true) != null
        || holder.Callers.Of(facts).Any(c => c.Body.Member != facts && !Closing.IsClosing(c.Body.Member.Method) && c.Body.Member.Accesses.Exists(a => a.Order < c.Order && a.Body == c.Body && a.Access == AccessKind.Increment && a.IsAtomic)));

    private static bool IsLockedElsewhere(Holder holder, MemberFacts facts, ISymbol symbol) => holder.StoreOf(symbol) is { } store
        && store.Accesses.Exists(a => a.Body.Member != facts && !Callers.IsConstruction(a.Body.Member) && !holder.Callers.LocksAt(a).IsEmpty);

    /// <summary>_port.Leave(): it counts one user less, each time.</summary>
    private static bool CountsDown(Holder holder, IMethodSymbol target) =>
        holder.FactsOf(target) is { } facts && facts.Accesses.Exists(a => a is { Access: AccessKind.Increment, IsAtomic: true } && a.Body == facts.Root && a.Member == "Decrement");

    private static bool CountsRuns(string name) => name is "Release" or "Return" or "Free" or "FreeHGlobal" or "FreeCoTaskMem" or "AlignedFree" or "CloseHandle" or "Decrement" or "Exit" or "SignalAndWait" or "Signal" or "AddRef" or "RemoveParticipant"
        || name.StartsWith("Returned", System.StringComparison.Ordinal) || name.StartsWith("Release", System.StringComparison.Ordinal) || name.StartsWith("Return", System.StringComparison.Ordinal);

    private static bool IsRelease(IMethodSymbol method) =>
        Closing.IsDispose(method) || method.Parameters.IsEmpty && method.Name is "Release" or "ReleaseAsync" or "Close" or "CloseAsync" or "Return" or "Free";
}
