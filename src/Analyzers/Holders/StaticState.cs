using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whether static state is used by whoever comes, or in turns by one thread.</summary>
internal static class StaticState
{
    /// <summary>
    /// A table that a later phase of the program sets to null without any lock, while its users do not ask whether it is there: they are on the
    /// same thread, or they would fail.
    /// </summary>
    public static bool IsTakenAway(Holder holder, Store store)
    {
        if (!store.IsCollection || store.Symbol is not IFieldSymbol { IsReadOnly: false })
            return false;
        var taken = false;
        foreach (var access in store.Accesses)
        {
            if (access.Access == AccessKind.Replace && access.Inserted is { IsNull: true } && access.Member != "initializer" && !Callers.IsConstruction(access.Body.Member))
                taken |= holder.Callers.LocksAt(access).IsEmpty;
        }

        return taken && !holder.Members.Any(f => Structure.Branches(f).Any(b => f.Accesses.Exists(a => a.Inserts && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)) && AsksFor(b.Condition, store, 0)));
    }

    /// <summary>Whoever puts something in brings an element of a user interface with it: they are all on its thread.</summary>
    public static bool IsOfUi(Holder holder, Store store)
    {
        var found = false;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Member == "initializer" || Callers.IsConstruction(access.Body.Member))
                continue;
            if (access.Body.Outermost.Member.Method is not { } method || !method.Parameters.Any(p => IsUi(holder, p.Type)))
                return false;
            found = true;
        }

        return found;
    }

    /// <summary>By its type, or by the name of one that cannot be found.</summary>
    private static bool IsUi(Holder holder, ITypeSymbol type) => type is IErrorTypeSymbol ? new[] { "Window", "View", "Control", "Form", "Element", "Widget", "Page", "Canvas", "Menu" }.Any(w => type.Name.EndsWith(w, System.StringComparison.Ordinal))
        : type is INamedTypeSymbol named && holder.Catalog.Of(named).Has(TypeTraits.Ui);

    private static bool AsksFor(Value condition, Store store, int depth) => depth < 6 && (condition.Kind == ValueKind.IsNull && condition.A is { Kind: ValueKind.Store } tested && SymbolEqualityComparer.Default.Equals(tested.Symbol, store.Symbol)
        || condition.A != null && AsksFor(condition.A, store, depth + 1) || condition.B != null && AsksFor(condition.B, store, depth + 1));

    /// <summary>Static state that a member others can call reaches. The program calls Main once, whatever its accessibility.</summary>
    public static bool IsReachable(Holder holder, Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Body.Member.Method is { } method && method.DeclaredAccessibility is not Accessibility.Private && !Callers.IsConstruction(access.Body.Member) && !IsEntryPoint(method))
                return true;
        }

        var isOfMain = false;
        foreach (var facts in holder.Members)
        {
            if (facts.Method is not { DeclaredAccessibility: not Accessibility.Private } method || Callers.IsConstruction(facts) || !holder.Summaries.Accesses(facts, store.Symbol).Any())
                continue;
            if (!IsEntryPoint(method))
                return true;
            isOfMain = true;
        }

        return isOfMain && holder.Members.Exists(f => LeavesThread(holder, store, f));
    }

    /// <summary>A method that uses the store is passed on, or is called and not waited for; or a lambda in it uses it later.</summary>
    private static bool LeavesThread(Holder holder, Store store, MemberFacts facts) => facts.Method is { } method && (holder.Callers.IsDelegate(method) || method.IsAsync && holder.Callers.Of(facts).Any(c => !c.IsAwaited)) && holder.Summaries.Accesses(facts, store.Symbol).Any()
        || store.Accesses.Exists(a => a.Body.Member == facts && a.Body is { Enclosing: not null, RunsInline: false });

    private static bool IsEntryPoint(IMethodSymbol method) => method is { IsStatic: true, Name: "Main", IsGenericMethod: false } && (method.Parameters.IsEmpty || method.Parameters.Length == 1 && method.Parameters[0].Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String })
        && (method.ReturnsVoid || method.ReturnType.SpecialType == SpecialType.System_Int32 || method.ReturnType is INamedTypeSymbol { Name: "Task" });
}
