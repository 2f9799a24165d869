using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Whether a slot may hold a live value where it gets another one.</content>
internal sealed partial class EntryOverwritten
{
    private static string? SlotIsLost(Holder holder, Store store, OwnershipVerdict verdict, AccessNode access, int state)
    {
        if (ComesWithEvents(holder, store, access) || OutsideCallers.IsBroughtByPlatform(access) || EndedByEntry.HasLeft(holder, store, access) || LastTurn.IsOfEndedSequence(holder, access) || EndsEachOperation(holder, store, access) || WrappedAnew.Is(holder, store, access))
            return null;
        if (access.Access == AccessKind.Exchange)
            return access.Inserted is { IsNull: true } && Reruns.OfLeaving(access.Body) != null && StillInHand.IsBrought(holder, store) ? null : string.Empty;
        if (access.Inserted is { IsNull: true } && (!verdict.IsDecisive && holder.Roots.Reaching(access.Body, _ => true) == null || Closing.IsClosing(access.Body.Member.Method)))
            return null;
        if (EndedByOwnEvent.Is(holder, store, access) || EndedInTry.Is(holder, store, access) || StageOfLife.Holds(holder, access) || EndedOnTheWay.WithSibling(holder, store, access) || EndedOnTheWay.IsPartOfSibling(holder, store, access) || LastTurn.Is(access) && Reruns.Of(holder, access.Body, access) == null)
            return null;
        if (IsChain(holder, store, access) || SpentValue.IsIn(holder, store, access) || SetTogether.IsFirst(holder, store, access) || SlotOfAnother.Is(holder, store) || FreshKeys.IsOnFreshElement(holder, access) || StillInHand.IsBrief(holder, store, access) || StillInHand.IsOfClient(holder, store) || GivenEachTurn.Is(holder, store, access) || access.Inserted is not { IsNull: true } && StillInHand.IsEndedEachTime(holder, store))
            return null;
        if ((state & Presence.Live) != 0 && !FirstHoldsNothing(holder, store, access))
            return string.Empty;
        if (EndedOnTheWay.ByCallers(holder, store, access.Body.Member) || EndedByBase.Before(holder, store, access.Body.Member) || EndedOnTheWay.ByOtherBranch(holder, store, access.Body.Member) || EndedByHandler.Is(holder, store, access) || HasCounterpart(holder, store, access) || (StillInHand.IsBrought(holder, store) || access.Inserted is { IsNull: true } && StillInHand.IsPartlyBrought(holder, store) || holder.Callers.OnlyConstructorsCall(access.Body)) && holder.Roots.Reaching(access.Body, _ => true) == null)
            return null;
        return Reruns.Of(holder, access.Body, access) ?? (access.Inserted is { IsNull: true } ? Reruns.OfLeaving(access.Body) ?? IsThereFromStart(store, verdict, access) : null);
    }

    /// <summary>_device = e.Device: what an event brings, its publisher made, and goes on to use and end.</summary>
    private static bool ComesWithEvents(Holder holder, Store store, AccessNode access) => IsOfEvent(access) || access.Inserted is { IsNull: true } && holder.Roots.Reaching(access.Body, _ => true) != null && store.Accesses.Exists(IsOfEvent);

    private static bool IsOfEvent(AccessNode access) => access.Inserted is { Kind: ValueKind.Member or ValueKind.Store, A: { Kind: ValueKind.Parameter, Type: { } brought } } && IsEventArgs(brought);

    private static bool IsEventArgs(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (at is { Name: "EventArgs", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }

    /// <summary>_top = _top.Spawn(); … _top = _top.Parent: the slot is the end of a chain, and each link has the one before.</summary>
    private static bool IsChain(Holder holder, Store store, AccessNode access) => access.Inserted != null
        && Trace.Roots(holder, access.Inserted) is { Count: > 0 } links && links.TrueForAll(l => l.Kind == RootKind.Result && l.Value.Call?.Receiver is { } maker && Trace.ComesFrom(holder, maker, store.Symbol)
            || l.Kind == RootKind.Created && System.Array.Exists(l.Value.Items, i => Trace.ComesFrom(holder, i, store.Symbol)))
        && store.Accesses.Exists(a => a.Access == AccessKind.Overwrite && a.Inserted is { } inserted && WholeOf(inserted) is { } link && Trace.Roots(holder, link) is { Count: > 0 } roots && roots.TrueForAll(r => !r.IsPart && r.IsOf(store.Symbol)));

    /// <summary>The link that the value is the neighbour of: of _top.Parent, and of _top.Parent.Value, _top.</summary>
    private static Value? WholeOf(Value value)
    {
        Value? whole = null;
        if (value is { Kind: ValueKind.Local, Local.Single: { } single })
            value = single;
        while ((value.Kind == ValueKind.Member ? value.A : value.Call is { Target.MethodKind: MethodKind.PropertyGet } getter ? getter.Receiver : null) is { } outer)
            value = whole = outer;
        return whole;
    }

    /// <summary>Made in the constructor, ended in Dispose, and set to null by one other member: what that member finds is alive.</summary>
    private static string? IsThereFromStart(Store store, OwnershipVerdict verdict, AccessNode access) => verdict.IsDecisive && access.Body.Enclosing == null && access.Body.Member.Method is { DeclaredAccessibility: not Accessibility.Private, Parameters.Length: 0, MethodKind: MethodKind.Ordinary }
        && store.Accesses.Exists(a => a.Inserts && a.Inserted is { Kind: ValueKind.Created } && a.Body.Enclosing == null && (a.Member == "initializer" || Callers.IsConstruction(a.Body.Member)))
        && store.Accesses.TrueForAll(a => a == access || a.Inserted is not { IsNull: true } || Closing.IsClosing(a.Body.Member.Method)) ? $"'{store.Name}' is there from the beginning" : null;

    /// <summary>What the slot was made with needs no dispose, and nothing else is ever put there than here: what was seen to be there is that.</summary>
    private static bool FirstHoldsNothing(Holder holder, Store store, AccessNode access) =>
        Structure.EnclosingLoop(access) == null && store.Accesses.Exists(a => a != access && a.Inserts && a.Inserted is { IsNull: false }) && store.Accesses.TrueForAll(a => a == access || !a.Inserts || a.Inserted is null or { IsNull: true }
            || (a.Member == "initializer" || Callers.IsConstruction(a.Body.Member)) && holder.Ownership.Origins.OfInsertion(a) == Origin.Inert);

    /// <summary>OnReconnecting makes what OnReconnected ends: two notifications that take turns. ConnectAsync makes what the callback OnConnectCompleted ends.</summary>
    private static bool HasCounterpart(Holder holder, Store store, AccessNode access) =>
        holder.OwnMembers.Any(f => f.Method is { Name: var name } && f != access.Body.Member && name.EndsWith("Completed", System.StringComparison.Ordinal) && holder.Summaries.DisposesDirectly(f, store.Symbol) != null
            && f.Accesses.Exists(a => a.Access == AccessKind.Overwrite && a.Inserted is { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))) ||
        access.Body.Member.Method is { } method && IsNotification(method) && holder.OwnMembers.Any(f => f.Method is { } other && f != access.Body.Member && IsNotification(other) && !System.Array.Exists(Interruptions, w => other.Name.IndexOf(w, System.StringComparison.Ordinal) >= 0)
            && !Closing.IsClosing(other) && holder.Summaries.DisposesDirectly(f, store.Symbol) != null);

    private static bool IsNotification(IMethodSymbol method)
    {
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        return name.Length > 2 && name.StartsWith("On", System.StringComparison.Ordinal) && char.IsUpper(name[2]);
    }

    /// <summary>GetResult() => _registration.Dispose(): the end of each operation, after which the registration is there as before, and holds nothing.</summary>
    private static bool EndsEachOperation(Holder holder, Store store, AccessNode access) => IsRegistration(store.Type) && Structure.EnclosingLoop(access) == null && holder.Roots.Reaching(access.Body, _ => true) == null
        && !store.Accesses.Exists(a => a != access && a.Inserts && a.Body.Member == access.Body.Member && !Structure.Exclude(a, access) && a.Inserted is { IsNull: false })
        && holder.OwnMembers.Exists(f => f != access.Body.Member && f.Method is { } method && !Closing.IsClosing(method) && !Closing.IsClosingName(method.Name) && !Callers.IsConstruction(f)
            && (method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty || holder.Callers.Of(f).Count > 0) && !System.Array.Exists(Interruptions, w => method.Name.IndexOf(w, System.StringComparison.Ordinal) >= 0)
            && holder.Summaries.DisposesDirectly(f, store.Symbol) is { Parent: { } block } && (block == f.Root.Root || block.Parent == f.Root.Root && block.Owner is IfNode { Condition: { Kind: ValueKind.Not, A.Kind: ValueKind.IsNull } }));

    /// <summary>Ends that an operation need not come to.</summary>
    private static readonly string[] Interruptions = { "Pause", "Suspend", "Fail", "Error", "Abort", "Cancel", "Hold", "Mute" };

    private static bool IsRegistration(ITypeSymbol type) => (type is INamedTypeSymbol { Name: "Nullable", TypeArguments: { Length: 1 } inner } ? inner[0] : type).Name == "CancellationTokenRegistration";
}
