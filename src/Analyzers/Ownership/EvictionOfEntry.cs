using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1010 for an entry that is made first and gets its value after: entry.Value = …, entry.SetValue(…).</summary>
internal static class EvictionOfEntry
{
    public static void Find(Holder holder, MemberFacts facts, Reporter reporter)
    {
        foreach (var assign in facts.Assigns)
        {
            if (assign.Place.Symbol is not { Name: "Value", ContainingType.Name: "ICacheEntry" } || (holder.Ownership.Origins.Of(assign.Value) & (Origin.Created | Origin.Borrowed)) != Origin.Created || EvictionDoesNotDispose.RegistersCallback(holder, facts))
                continue;
            if (TypeOf(holder, assign.Value) is { } type && holder.Catalog.IsResource(type) && !Inert.IsInert(holder, type))
                reporter.Add(new Finding(Descriptors.LEAK1010_EvictionDoesNotDispose, assign, "CreateEntry", type.Name).With(FixFacts.Operation, "Entry").With(FixFacts.Form, EvictionDoesNotDispose.Form(holder, type)));
        }

        foreach (var call in facts.Calls)
        {
            if (call is not { Target: { Name: "SetValue" } target } || !IsOfEntry(target) || call.Arguments.Length == 0 || EvictionDoesNotDispose.RegistersCallback(holder, facts) || EvictionDoesNotDispose.InitializesCallbacks(facts))
                continue;
            var value = call.Arguments[call.Arguments.Length - 1];
            if ((holder.Ownership.Origins.Of(value) & (Origin.Created | Origin.Borrowed)) == Origin.Created && TypeOf(holder, value) is { } type && holder.Catalog.IsResource(type) && !Inert.IsInert(holder, type))
                reporter.Add(new Finding(Descriptors.LEAK1010_EvictionDoesNotDispose, call, "SetValue", type.Name).With(FixFacts.Operation, "Entry").With(FixFacts.Form, EvictionDoesNotDispose.Form(holder, type)));
        }
    }

    /// <summary>The type of a value, or of what is made for it on one of several ways.</summary>
    private static ITypeSymbol? TypeOf(Holder holder, Value value) =>
        value.Type ?? Trace.Roots(holder, value).Select(r => r.Value.Type).FirstOrDefault(t => t != null);

    /// <summary>entry.SetValue(value), of the caching package.</summary>
    private static bool IsOfEntry(IMethodSymbol target) => target.ContainingType?.Name is "CacheEntryExtensions" or "ICacheEntry";
}
