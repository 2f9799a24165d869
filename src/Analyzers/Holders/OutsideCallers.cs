using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Members of other types that call one of the holder, and end the objects in question themselves.</summary>
internal static class OutsideCallers
{
    /// <summary>protected override void OnEventSourceCreated(EventSource source) => _source = source, of a base type of the platform: what that brings it keeps.</summary>
    public static bool IsBroughtByPlatform(AccessNode access) => access.Inserted is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { OverriddenMethod: { } asked } } } && asked.Name is not ("InsertItem" or "SetItem") && asked.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>A caller in another type of this compilation ends an object of the kind around its call.</summary>
    /// <param name="leaves">The removal, if it is one; then what leaves may be the caller itself.</param>
    public static bool End(Holder holder, MemberFacts facts, Store store, AccessNode? leaves = null)
    {
        if (facts.Method is not { DeclaredAccessibility: not Accessibility.Private } method)
            return false;
        foreach (var caller in holder.Analysis.Foreign.CallersOf(method, holder.Cancellation))
        {
            if (EndsAround(holder, caller, method, store) || leaves != null && EndsItself(holder, caller, method, store, leaves) && holder.Callers.Of(facts).Count == 0 && holder.Analysis.Foreign.CallersOf(method, holder.Cancellation).All(c => EndsItself(holder, c, method, store, leaves)))
                return true;
        }

        return false;
    }

    /// <summary>finally { _table.Forget(Id); Dispose(); }: an entry that has come to its end leaves the table and disposes itself.</summary>
    private static bool EndsItself(Holder holder, MemberFacts caller, IMethodSymbol method, Store store, AccessNode removal) => caller.Member is { IsStatic: false, ContainingType: { } type } && store.Payload is { HasEntry: false, Resource: { } entry } && Entries.Derives(type, entry)
        && caller.Calls.Exists(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, method.OriginalDefinition) && c.Arguments.Length > 0 && c.Arguments.Where((a, i) => IsOwnKey(a) && Trace.Roots(holder, removal.Key ?? removal.Comparand).Exists(r => r is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol taken } && taken.Ordinal == i)).Any()
            && (caller.Method is { } own && Closing.IsClosing(own) && Closing.IsDispose(own) || caller.Calls.Exists(end => end.Body == c.Body && end.Parent == c.Parent && !caller.Returns.Exists(r => r.Order > c.Order && r.Order < end.Order) && !caller.Throws.Exists(t => t.Order > c.Order && t.Order < end.Order) && end.Receiver is null or { Kind: ValueKind.This } && end.Target is { IsStatic: false } dispose && Closing.IsClosing(dispose) && Closing.IsDispose(dispose))));

    private static readonly string[] KeyWords = { "Id", "Key", "Name", "Number", "Handle", "Path", "Port", "Address", "EndPoint", "Index", "Slot", "Tag" };

    /// <summary>The object itself, or what it is known by.</summary>
    private static bool IsOwnKey(Value value) => value is { Kind: ValueKind.This } || value is { Kind: ValueKind.Store or ValueKind.Member, A: null or { Kind: ValueKind.This }, Symbol.Name: var name }
        && System.Array.Exists(KeyWords, w => string.Equals(name.TrimStart('_'), w, System.StringComparison.OrdinalIgnoreCase));

    /// <summary>Other types alone call the member, all of them under one lock, which whoever has the same object has too.</summary>
    public static bool Lock(Holder holder, MemberFacts facts)
    {
        if (facts.Method is not { DeclaredAccessibility: not Accessibility.Private, IsVirtual: false, IsOverride: false } method || holder.Callers.Of(facts).Count > 0 || !IsInternal(method))
            return false;
        if (holder.Analysis.Foreign.HasOtherUses(method, holder.Cancellation) || IsOfInterface(method))
            return false;
        var calls = new List<CallNode>();
        foreach (var caller in holder.Analysis.Foreign.CallersOf(method, holder.Cancellation))
            calls.AddRange(caller.Calls.FindAll(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, method.OriginalDefinition)));
        return calls.Count > 0 && calls[0].Locks.Ids.Any(id => id is { IsKnown: true, Mode: LockMode.Exclusive } && calls.TrueForAll(c => c.Locks.Ids.Any(other => other.Mode == LockMode.Exclusive && SymbolEqualityComparer.Default.Equals(other.Symbol, id.Symbol) && IsOfSameObject(holder, c, other))));
    }

    /// <summary>The lock is everybody's, the object itself or a part of it; or it lies beside the object, which its owner has made.</summary>
    private static bool IsOfSameObject(Holder holder, CallNode call, LockId held)
    {
        if (held.Symbol is IFieldSymbol { IsStatic: true } || call.Receiver?.Symbol is { } asked && SymbolEqualityComparer.Default.Equals(held.Symbol, asked) || held.Receiver.Length > 0 && call.Receiver != null && held.Receiver == Canon.Text(call.Receiver))
            return true;
        return held.Receiver.Length == 0 && call.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { IsStatic: false, ContainingType: { } owner } kept }
            && owner.OriginalDefinition.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol or IMethodSymbol).Select(holder.WrittenFactsOf).Where(f => f != null).SelectMany(f => f!.Accesses).Where(a => a.Inserts && SymbolEqualityComparer.Default.Equals(a.Store, kept.OriginalDefinition)).ToList() is { Count: > 0 } given
            && given.TrueForAll(a => a.Inserted is { Kind: ValueKind.Created });
    }

    /// <summary>CreateLogger of an ILoggerProvider: the logger factory calls it under its own lock, and no more once it is disposed.</summary>
    public static bool AreLoggerFactory(BodyFacts body) => body.Outermost.Member.Method is { Name: "CreateLogger", Parameters.Length: 1 } create && create.ContainingType.AllInterfaces.Any(i => i is { Name: "ILoggerProvider", ContainingNamespace: { Name: "Logging", ContainingNamespace: { Name: "Extensions", ContainingNamespace.Name: "Microsoft" } } });

    /// <summary>It can be called by the interface that it implements.</summary>
    public static bool IsOfInterface(IMethodSymbol method) => !method.ExplicitInterfaceImplementations.IsEmpty || method.ContainingType.AllInterfaces.Any(i => i.GetMembers(method.Name).Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method)));

    /// <summary>The owner makes what it keeps there, in its initializer or its constructors: nobody brings it.</summary>
    public static bool IsMadeByOwner(Holder holder, ISymbol kept)
    {
        var gets = kept.ContainingType.OriginalDefinition.GetMembers().Where(m => m is IMethodSymbol { IsAbstract: false } or IFieldSymbol or IPropertySymbol).Select(holder.WrittenFactsOf).SelectMany(f => f?.Accesses ?? new List<AccessNode>()).Where(a => a.Inserted != null && a.Depth == 0 && SymbolEqualityComparer.Default.Equals(a.Store, kept is IFieldSymbol field ? StoreScope.Canonical(field) : kept) && a.Access is AccessKind.Overwrite or AccessKind.Replace).ToList();
        return gets.Count > 0 && gets.TrueForAll(a => a.Inserted!.Kind == ValueKind.Created || a.Inserted is { Kind: ValueKind.Result, Call.Target: { IsStatic: true } maker } && holder.WrittenFactsOf(maker) is { Returns: { Count: > 0 } made } && made.TrueForAll(r => r.Value is { Kind: ValueKind.Created }));
    }

    /// <summary>Everybody who can call it, or have it, is in this compilation.</summary>
    public static bool IsInternal(ISymbol member)
    {
        for (ISymbol? at = member; at is not (null or INamespaceSymbol); at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal)
                return true;
        }

        return false;
    }

    /// <summary>The caller ends something else than what it passes, and does so itself, not in a callback that it passes.</summary>
    private static bool EndsAround(Holder holder, MemberFacts caller, IMethodSymbol method, Store store)
    {
        if (!Entries.EndsAnother(holder, caller, store))
            return false;
        var passed = new List<Value>();
        foreach (var call in caller.Calls)
        {
            if (call.Target is { } target && (SymbolEqualityComparer.Default.Equals(target, method.OriginalDefinition) || ForeignBodies.StandsFor(target, method.OriginalDefinition)))
                passed.AddRange(call.Arguments);
        }

        foreach (var node in caller.Disposals)
        {
            if (Entries.IsCompatible(holder, node.Operand, store) && !passed.Exists(v => v.Body != null && v.Body == node.Body || v.Kind is ValueKind.Local or ValueKind.Parameter && v == node.Operand))
                return true;
        }

        return caller.Disposals.Count == 0 || EndsByHelper(holder, caller, store, passed);
    }

    /// <summary>guest.CloseQuietly(): what an extension or another helper ends, and was not made here for the call.</summary>
    private static bool EndsByHelper(Holder holder, MemberFacts caller, Store store, List<Value> passed)
    {
        foreach (var call in caller.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i] is { Kind: ValueKind.Local or ValueKind.Parameter, Type: not null } ended && Entries.IsCompatible(holder, ended, store) && !passed.Exists(v => v.Kind == ValueKind.Local && v == ended || v.Body != null && v.Body == call.Body)
                    && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                    return true;
            }
        }

        return false;
    }
}
