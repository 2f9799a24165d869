using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Finds the code behind a delegate value: a lambda, a method group, or a field that only ever gets one of them.</summary>
internal static class Delegates
{
    /// <summary>The delegate as such, or the value itself where it cannot be told.</summary>
    public static Value Resolve(Holder holder, Value value)
    {
        var at = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
        if (at.Kind != ValueKind.Store || holder.StoreOf(at.Symbol) is not { } store)
            return at;
        Value? only = null;
        foreach (var access in store.Accesses)
        {
            if (access.Access != AccessKind.Overwrite)
                continue;
            if (only != null || access.Inserted is not { Kind: ValueKind.Delegate } inserted)
                return at;
            only = inserted;
        }

        return only ?? at;
    }

    /// <summary>The body that runs; null for code of other assemblies.</summary>
    public static BodyFacts? BodyOf(Holder holder, Value value)
    {
        var known = Resolve(holder, value);
        return known.Kind != ValueKind.Delegate ? null : known.Body ?? (known.Symbol is IMethodSymbol method ? holder.FactsOf(method)?.Root : null);
    }
}
