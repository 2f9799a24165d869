using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1010: a resource is stored in a memory cache, and no eviction callback disposes it.</summary>
internal sealed class EvictionDoesNotDispose : IHolderRule
{
    private const int MaxDepth = 6;

    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var access in facts.Accesses)
            {
                if (access.Collection != CollectionKind.Cache || access.Access is not (AccessKind.Overwrite or AccessKind.GetOrAdd or AccessKind.TryAdd))
                    continue;
                if ((holder.Ownership.Origins.OfInsertion(access) & (Origin.Created | Origin.Borrowed)) != Origin.Created)
                    continue;
                // What a private helper is given is made by its callers.
                var type = holder.Ownership.Origins.CreatedTypes(access).FirstOrDefault() ?? (access.Inserted is { Kind: ValueKind.Parameter, Type: { } given } && holder.Catalog.IsResource(given) ? given : null);
                if (type == null || Inert.IsInert(holder, type) || HasCallback(holder, access) || OwnedAlready.Is(holder, access))
                    continue;
                var finding = new Finding(Descriptors.LEAK1010_EvictionDoesNotDispose, access, access.Member, type.Name)
                    .At(access.Store)
                    .With(FixFacts.Operation, access.Access.ToString())
                    .With(FixFacts.Form, Form(holder, type));
                reporter.Add(finding);
            }

            EvictionOfEntry.Find(holder, facts, reporter);
        }
    }

    public static string Form(Holder holder, ITypeSymbol type)
    {
        var known = holder.Catalog.Of(type);
        return known.Has(TypeTraits.Disposable) ? known.Has(TypeTraits.AsyncDisposable) ? "Both" : "Dispose" : "DisposeAsync";
    }

    /// <summary>A callback is registered on the entry or on options made here; options from elsewhere may have one.</summary>
    public static bool HasCallback(Holder holder, AccessNode access)
    {
        // Set(key, value, time) has no place for one, whatever the next entry gets.
        if (access.Member == "Set" && access.Extra.TrueForAll(extra => extra.Type is { Name: "TimeSpan" or "DateTimeOffset" }))
            return false;
        if (RegistersCallback(holder, access.Body.Member) || InitializesCallbacks(access.Body.Member))
            return true;
        // An argument that is neither key, value, time nor token may carry callbacks the engine cannot see.
        return access.Extra.Any(value => MayCarryCallback(holder, value) || CallbackHelpers.Registers(holder, access.Body.Member, value, helper => RegistersCallback(holder, helper)));
    }

    /// <summary>new MemoryCacheEntryOptions { PostEvictionCallbacks = { … } }.</summary>
    public static bool InitializesCallbacks(MemberFacts facts) => facts.Syntax.ToString().IndexOf("PostEvictionCallbacks", System.StringComparison.Ordinal) >= 0;

    /// <param name="options">The options that count; when null, any.</param>
    public static bool RegistersCallback(Holder holder, MemberFacts facts, ISymbol? options = null) =>
        facts.Registers.Any(r => (r.Sink == SinkKind.Eviction || r.Member?.Name is "RemovedCallback" or "UpdateCallback") && !IsOther(r.Publisher, options) && MayDispose(holder, r.Callback))
        || facts.Calls.Any(c => (NamesCallback(c.Target?.Name) || NamesCallback(c.Receiver?.Symbol?.Name)) && !IsOther(c.Receiver ?? c.Arguments.FirstOrDefault(), options) && !facts.Registers.Any(r => r.Sink == SinkKind.Eviction && c.Syntax.Span.Contains(r.Syntax.Span))) || facts.Assigns.Any(a => NamesCallback(a.Place.Symbol?.Name)) || facts.Accesses.Any(a => a.Inserts && NamesCallback(a.Store?.Name));

    /// <summary>Other options of the same type, in a field of their own.</summary>
    private static bool IsOther(Value? receiver, ISymbol? options) => options != null && receiver is { Kind: ValueKind.Store, Symbol: { } symbol } && !SymbolEqualityComparer.Default.Equals(symbol, options);

    /// <summary>The callback does something with the value: its second parameter. One that only logs does not.</summary>
    private static bool MayDispose(Holder holder, Value callback)
    {
        if (callback.Kind != ValueKind.Delegate || callback.Symbol is not IMethodSymbol { Parameters.Length: > 1 } method)
            return true;
        if (callback.Body is not { } body)
            return holder.FactsOf(method) == null || holder.Fates.OfParameter(method, 1) != Fate.None;
        var facts = body.Member;
        return facts.Disposals.Any(d => d.Body == body) || facts.Assigns.Any(a => a.Body == body) || facts.Accesses.Any(a => a.Body == body && a.Inserted != null)
            || facts.Calls.Any(c => c.Body == body && c.Arguments.Any(a => Trace.Roots(holder, a).Exists(r => SymbolEqualityComparer.Default.Equals(r.Symbol, method.Parameters[1]))));
    }

    /// <summary>Options that are made once in a private field or property of the type, without a callback, which nobody adds to later.</summary>
    private static bool IsPlainField(Holder holder, Root root, int depth)
    {
        if (root is not { Kind: RootKind.Slot, IsPart: false, Symbol: { DeclaredAccessibility: Accessibility.Private } options })
            return false;
        var any = false;
        foreach (var facts in holder.OwnMembers)
        {
            if (RegistersCallback(holder, facts, options))
                return false;
            foreach (var access in facts.Accesses)
            {
                if (!SymbolEqualityComparer.Default.Equals(access.Store, options) || access.Access == AccessKind.Read)
                    continue;
                if (access.Inserted == null || InitializesCallbacks(access.Body.Member) || MayCarryCallback(holder, access.Inserted, depth + 1))
                    return false;
                any = true;
            }
        }

        return any;
    }

    private static bool NamesCallback(string? name) =>
        name is "RegisterPostEvictionCallback" or "AddExpirationToken" or "RemovedCallback" or "UpdateCallback" or "PostEvictionCallbacks" or "SetOptions" or "AddPostEvictionCallback";

    private static bool MayCarryCallback(Holder holder, Value value, int depth = 0)
    {
        if (depth > MaxDepth)
            return true;
        if (value.Type is not { } type || type.Name is "TimeSpan" or "DateTimeOffset" or "DateTime" or "String" or "CancellationToken" or "IChangeToken" || ApiCatalog.IsPlain(type))
            return false;
        foreach (var root in Trace.Roots(holder, value))
        {
            if (IsPlainField(holder, root, depth))
                continue;
            if (root.Kind != RootKind.Created && !(root.Value.Call is { Target: { } fluent } call && SymbolEqualityComparer.Default.Equals(fluent.ReturnType, type) && (call.Receiver ?? (call.Arguments.Length > 0 ? call.Arguments[0] : null)) is { } inner && inner != value && !MayCarryCallback(holder, inner, depth + 1)))
                return true;
        }

        return false;
    }
}
