using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <content>Stores that no second thread gets to while something is put in.</content>
internal sealed partial class CheckThenCreate
{
    /// <summary>All that says that threads meet here is a lock which guards something else: this plain collection is never used under one, so it is of one thread as likely as not.</summary>
    private static bool IsLockedElsewhereOnly(Holder holder, Store store) => !store.IsStatic && !store.IsConcurrent && !store.Known.Has(TypeTraits.Immutable)
        && holder.Sharing.IsByLockOnly(store) && LockOfOther.AreAll(holder, store);

    /// <summary>Filled for elements of a user interface, on their thread; or for something whose type is not known.</summary>
    private static bool IsOfUi(Holder holder, Store store)
    {
        // What a user interface shows changes on its thread alone.
        if (store.Type is { Name: "ObservableCollection", ContainingNamespace.Name: "ObjectModel" } && store.Accesses.TrueForAll(a => holder.Callers.LocksAt(a).IsEmpty) && !holder.Members.Any(f => f.Registers.Exists(r => r.Sink == SinkKind.Timer)))
            return true;
        if (store.Type is not INamedTypeSymbol { TypeArguments: { Length: > 1 } arguments })
            return false;
        return arguments[0] is IErrorTypeSymbol || arguments[0] is INamedTypeSymbol key && holder.Catalog.Of(key).Has(TypeTraits.Ui);
    }

    /// <summary>if (InvokeRequired) { Invoke(…); return; }: on another thread than its own the member only hands itself over, or throws.</summary>
    private static bool IsHandedToThread(AccessNode act) => act.Body.Root.Items.Exists(i => i is IfNode branch && branch.Order < act.Order
        && (Structure.Leaves(branch.Then) && SaysOther(branch.Condition, true) || Structure.Leaves(branch.Else) && SaysOther(branch.Condition, false)));

    /// <summary>Where the condition holds (or does not), this is another thread than the one of the object.</summary>
    private static bool SaysOther(Value condition, bool holds)
    {
        if (condition.Kind == ValueKind.Not)
            return SaysOther(condition.A!, !holds);
        if (condition.Call is { Arguments.Length: > 0 } || condition.Call?.Target is { Name: "CheckAccess", ContainingType.Name: var asked } && asked.IndexOf("Dispatcher", System.StringComparison.Ordinal) < 0)
            return false;
        return (condition.Call?.Target ?? condition.Symbol)?.Name switch
        {
            "InvokeRequired" or "get_InvokeRequired" => holds,
            "CheckAccess" or "IsMainThread" or "get_IsMainThread" or "IsUiThread" or "get_IsUiThread" or "HasThreadAccess" or "get_HasThreadAccess" => !holds,
            _ => false,
        };
    }

    /// <summary>protected static AddDecoder(…): derived types register with it when they are loaded, before anybody reads.</summary>
    private static bool IsOfDerived(Holder holder, AccessNode act) => act.Body.Enclosing == null && act.Store is { IsStatic: true } && act.Body.Member.Method is { IsStatic: true, DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal }
        && holder.Callers.Of(act.Body.Member).Count == 0;

    /// <summary>The object that holds the store was made in this member: nobody else sees it yet.</summary>
    private static bool IsUnpublished(Holder holder, AccessNode act)
    {
        if (act.Target.A == null)
            return false;
        foreach (var root in Trace.Roots(holder, act.Target.A))
        {
            if (root.Kind == RootKind.Created)
                return true;
        }

        return false;
    }
}
