using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Whether the store can refuse what it is given.</content>
internal sealed partial class RejectedEntryDropped
{
    /// <summary>The key may be taken, or the container full or closed.</summary>
    private static bool MayRefuse(Holder holder, Store store, AccessNode access)
    {
        if (access.Access == AccessKind.Update)
            return true;
        if (store.Known.Collection == CollectionKind.Set)
            return ComparesByContent(store) && IsUnasked(holder, store, access);
        if (store.Known.Collection == CollectionKind.Keyed)
            return !FreshKeys.IsFresh(holder, store, access) && (Presence.Before(holder, store, access) & ~Presence.Gone) != 0 | IsRaced(holder, store, access);
        if (AsManyAsPlaces.Are(holder, store, access))
            return false;
        if (DropsByItself(holder, store) && IsOverBefore(holder, store, access))
            return false;
        return store.Accesses.Any(a => a.Access == AccessKind.Complete) || store.Accesses.Any(a => a.Inserted is { Kind: ValueKind.Created } c && c.Items.Any(i => i.Type?.SpecialType == SpecialType.System_Int32)
            || a.Inserted is { Kind: ValueKind.Result, Call.Target.Name: "CreateBounded" });
    }

    /// <summary>Channel.CreateBounded(options, dropped => dropped.Dispose()): a full one takes the newcomer and lets another go, so that only a completed one refuses.</summary>
    private static bool DropsByItself(Holder holder, Store store) => store.Accesses.Any(a => a.Inserted is { Kind: ValueKind.Result, Call: { Target.Name: "CreateBounded", Arguments: { Length: 2 } options } made } && options[1].Kind == ValueKind.Delegate
        && (Delegates.BodyOf(holder, options[1]) is not { } dropped || dropped.Member.Disposals.Exists(d => d.Body == dropped) || dropped.Member.Calls.Exists(c => c.Body == dropped && System.Array.Exists(c.Arguments, g => g.Kind == ValueKind.Parameter))) && (Drops(made) || options[0] is { Kind: ValueKind.Local, Local.Single: { } single } && a.Body.Member.Calls.Find(c => c.IsCreation && c.Result == single) is { } settings && Drops(settings)));

    private static bool Drops(CallNode made) => made.Syntax.ToString().IndexOf("BoundedChannelFullMode.Drop", System.StringComparison.Ordinal) > 0;

    /// <summary>_camera.Arrived -= OnArrived; _frames.Writer.Complete(): the handler that writes is taken off before the channel is completed.</summary>
    private static bool IsOverBefore(Holder holder, Store store, AccessNode access)
    {
        if (access.Body is not { Enclosing: null, Member: { Method: { DeclaredAccessibility: Accessibility.Private } handler } writing } || holder.Callers.Of(writing).Count > 0)
            return false;
        var attached = holder.OwnMembers.SelectMany(f => f.Registers).Where(r => !r.Detaches && IsIt(r)).ToList();
        return attached.Count == 1 && store.Accesses.Where(a => a.Access == AccessKind.Complete).All(a => a.Body.Member.Registers.Exists(r => r.Detaches && IsIt(r) && Structure.IsOnTheWay(r, a) && SymbolEqualityComparer.Default.Equals(r.Member, attached[0].Member) && Canon.Same(r.Publisher, attached[0].Publisher)));

        bool IsIt(RegisterNode register) => SymbolEqualityComparer.Default.Equals(register.Callback.Symbol?.OriginalDefinition, handler);
    }

    /// <summary>A set made with a comparer of its own finds a new object equal to one it has; by reference no newcomer is ever refused.</summary>
    private static bool ComparesByContent(Store store) => store.Accesses.Any(a => a.Inserted is { Kind: ValueKind.Created } made && made.Items.Any(i => IsComparer(i.Type)));

    /// <summary>
    /// The newcomer is offered on every way through a member that others call, and nothing there looks at the set before. What a condition, an
    /// earlier look or a caller has made sure of is not known to be about equality.
    /// </summary>
    private static bool IsUnasked(Holder holder, Store store, AccessNode access)
    {
        if (holder.Callers.OnlyWhileConstructed(access.Body) || Callers.IsConstruction(access.Body.Member) || access.Body.Member.Method is not { DeclaredAccessibility: not Accessibility.Private } || access.Body.Enclosing != null)
            return false;
        if (store.Accesses.Exists(a => a.Body == access.Body && a.Order < access.Order))
            return false;
        for (var at = access.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode or SwitchNode || at.Items.Exists(i => i.Order < access.Order && i is IfNode branch && (Structure.Leaves(branch.Then) || Structure.Leaves(branch.Else))))
                return false;
        }

        return true;
    }

    private static bool IsComparer(ITypeSymbol? type) => type != null && type.Name != "ReferenceEqualityComparer" && (type.Name is "IEqualityComparer" or "IComparer" or "EqualityComparer" or "Comparer" || type.AllInterfaces.Any(i => i.Name is "IEqualityComparer" or "IComparer"));
}
