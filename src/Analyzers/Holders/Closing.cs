using System;
using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Which members end the life of the holder, what they drain and which flags they set.</summary>
internal sealed partial class Closing
{
    private static readonly string[] Prefixes = { "Close", "Stop", "Shutdown", "ShutDown", "Terminate", "OnDeactivate", "TearDown", "Teardown" };

    private readonly Holder holder;
    private readonly Dictionary<ISymbol, List<MemberFacts>> drainers = new(SymbolEqualityComparer.Default);

    public Closing(Holder holder) => this.holder = holder;

    /// <summary>Dispose, DisposeAsync, Close*, Stop*, Shutdown*, Terminate*, OnDeactivate*, a finalizer: and it takes no key.</summary>
    public static bool IsClosing(IMethodSymbol? method)
    {
        if (method == null || method.IsStatic && method.MethodKind != MethodKind.Ordinary)
            return false;
        if (method.MethodKind == MethodKind.Destructor)
            return true;
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
            return false;
        var name = method.Name;
        var dot = name.LastIndexOf('.');
        if (dot >= 0)
            name = name.Substring(dot + 1);
        return IsClosingName(name) && TakesNoKey(method);
    }

    /// <summary>A closing member by name, or the method of a container that the closing member of an owner calls.</summary>
    public bool IsClosingMember(MemberFacts facts) => IsClosing(facts.Method) || facts.Method is { IsOverride: true } own && IsCalledByBase(own)
        || facts.Method is { IsStatic: false, DeclaredAccessibility: not Accessibility.Private, MethodKind: MethodKind.Ordinary } method && TakesNoKey(method)
            && holder.Analysis.Owners.CallsOnClose(method.ContainingType, method.Name, holder.Cancellation);

    /// <summary>An override that the closing member of a base type calls: Clear, DisposeCore, OnClosed.</summary>
    private bool IsCalledByBase(IMethodSymbol method)
    {
        if (!method.IsOverride || !TakesNoKey(method))
            return false;
        for (var at = method.ContainingType.BaseType; at != null && !at.DeclaringSyntaxReferences.IsEmpty; at = at.BaseType)
        {
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is IMethodSymbol closing && IsClosing(closing) && holder.FactsOf(closing) is { } facts
                    && facts.Calls.Exists(c => c.Target?.Name == method.Name || c.Target is { } inner && IsClosing(inner) && holder.FactsOf(inner) is { } next && next.Calls.Exists(n => n.Target?.Name == method.Name)))
                    return true;
            }
        }

        return false;
    }

    public static bool IsDispose(IMethodSymbol method)
    {
        var name = method.Name;
        var dot = name.LastIndexOf('.');
        if (dot >= 0)
            name = name.Substring(dot + 1);
        return name is "Dispose" or "DisposeAsync" or "DisposeCore" or "DisposeAsyncCore" or "DisposeManaged" or "DisposeInternal" or "OnDispose" or "OnDisposing"
            || name.StartsWith("Dispose", StringComparison.Ordinal) && TakesNoKey(method);
    }

    public static bool IsClosingName(string name)
    {
        // DisposeExpiredSessions, CloseIdle: a sweep over some of the entries, while the holder goes on.
        return !Array.Exists(Sweeps, sweep => name.IndexOf(sweep, StringComparison.Ordinal) > 0) && BeginsAsClosing(name);
    }

    /// <summary>The same by the first word alone.</summary>
    public static bool BeginsAsClosing(string name)
    {
        if (name.StartsWith("Dispose", StringComparison.Ordinal) || name is "OnDispose" or "OnDisposing" or "OnStop" or "OnClose" or "OnClosing" or "OnShutdown" or "OnStopping" or "OnDestroy")
            return true;
        foreach (var prefix in Prefixes)
        {
            if (NameWords.Begins(name, prefix))
                return true;
        }

        return false;
    }

    private static readonly string[] Sweeps = { "Expired", "Idle", "Stale", "Unused", "Inactive", "Outdated", "Obsolete" };

    /// <summary>CloseAllChannels, DisposeIncompleteUploads: the name says that many things end, which are not the holder. What a holder has itself are its resources.</summary>
    public static bool NamesEntries(string name)
    {
        // CloseValues_OnDebugThread
        if (name.IndexOf('_') is > 0 and var end)
            name = name.Substring(0, end);
        foreach (var prefix in Prefixes.Append("Dispose"))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length + 3)
            {
                var rest = name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(prefix.Length, name.Length - prefix.Length - 5) : name.Substring(prefix.Length);
                return rest.Length > 3 && rest[rest.Length - 1] == 's' && rest[rest.Length - 2] != 's' && char.IsUpper(rest[0]) && !rest.EndsWith("Resources", StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>Cleanup, ClearAll, ReleaseAll: the end of what it cleans, though not always of the holder.</summary>
    public static bool IsCleanupName(string name)
    {
        foreach (var word in new[] { "Cleanup", "CleanUp", "Release", "Finish", "End", "Destroy", "Unload", "Uninitialize", "Deinit", "Disconnect", "Detach", "Complete" })
        {
            if (name.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>A method of an entry by whose name the entry ends, though it may still have to be disposed by its maker.</summary>
    public static bool IsEndingName(string name)
    {
        foreach (var word in new[] { "Cancel", "TryCancel", "Abort", "Kill", "Complete", "TryComplete", "Fail", "TrySet", "SetException", "SetCanceled", "Retire", "Return", "Unsubscribe", "Unregister", "Deregister", "Disconnect" })
        {
            if (name.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>The member disposes every entry of the store: in a loop over all, or in one that takes them out.</summary>
    public bool DrainsAll(MemberFacts facts, Store store)
    {
        foreach (var node in facts.Disposals)
        {
            if (Structure.EnclosingLoop(node) == null && node.Body.Enclosing == null)
                continue;
            foreach (var root in Trace.Roots(holder, node.Operand))
            {
                if (root.IsOf(store.Symbol) && root.Kind == RootKind.Element && (root.Access is not { } access || access.Access is AccessKind.Take or AccessKind.Enumerate))
                    return true;
            }
        }

        return holder.Summaries.PassesToDisposer(facts, store.Symbol) && facts.Accesses.Exists(a => a.Access is AccessKind.Enumerate or AccessKind.Clear or AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol));
    }

    private static bool TakesNoKey(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32
                || parameter.Type.Name is "CancellationToken" or "TimeSpan" or "EventArgs" || parameter.Type.TypeKind == TypeKind.Enum
                || parameter.Type.SpecialType == SpecialType.System_Object && parameter.Name is "sender" or "state"
                || parameter.Name is "reason" or "exception" or "ex" or "error" or "timeout")
                continue;
            return false;
        }

        return true;
    }

    /// <summary>The closing members (of the type that declares the store, or one that encloses or derives from it) that drain the store, helpers included.</summary>
    public IReadOnlyList<MemberFacts> DrainersOf(Store store)
    {
        if (drainers.TryGetValue(store.Symbol, out var known))
            return known;
        var found = new List<MemberFacts>();
        foreach (var facts in holder.Members)
        {
            if (IsClosingMember(facts) && Drains(facts, store))
                found.Add(facts);
        }

        foreach (var facts in holder.Members)
        {
            if (!IsClosingMember(facts) && DrainsInFinally(facts, store))
                found.Add(facts);
        }

        drainers[store.Symbol] = found;
        return found;
    }

    private bool Drains(MemberFacts facts, Store store)
    {
        if (holder.Summaries.Disposes(facts, store.Symbol) is { } node && (IsGeneral(node, store.Symbol) || IsCalledForEach(facts, node.Body.Member, store.Symbol)))
            return true;
        if (holder.Summaries.PassesToDisposer(facts, store.Symbol))
            return true;
        foreach (var access in holder.Summaries.Accesses(facts, store.Symbol))
        {
            if (access.Depth == 0 && (access.Access is AccessKind.Clear || access.Access is AccessKind.Replace or AccessKind.Exchange && !IsOpening(access))
                && access.Body.Member.Method is { } method && !Callers.IsConstruction(access.Body.Member))
                return true;
        }

        return false;
    }

    private static bool IsOpening(AccessNode access) => access.Member == "initializer";

    /// <summary>foreach (var key in _map.Keys) Release(key): a dispose of one entry, called for every one.</summary>
    private bool IsCalledForEach(MemberFacts facts, MemberFacts helper, ISymbol store)
    {
        foreach (var at in holder.Summaries.Reached(facts))
        {
            foreach (var call in at.Calls)
            {
                if (call.Target is { } target && holder.OwnFactsOf(target) == helper && Structure.EnclosingLoop(call) is { Source: { } source } && GoesOver(source, store, 0))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The sequence is the store, its keys, or a copy of one of them.</summary>
    public static bool GoesOver(Value sequence, ISymbol store, int depth)
    {
        if (depth > 8)
            return false;
        if (sequence.Kind == ValueKind.Local)
            return sequence.Local.Single is { } single && GoesOver(single, store, depth + 1);
        return sequence.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(sequence.Symbol, store) || sequence.A != null && GoesOver(sequence.A, store, depth + 1)
            || sequence is { Kind: ValueKind.Created, Items.Length: 1 } && GoesOver(sequence.Items[0], store, depth + 1);
    }

    /// <summary>A dispose of one entry found by a key the caller gives is no drain.</summary>
    private bool IsGeneral(DisposeNode node, ISymbol store)
    {
        foreach (var root in Trace.Roots(holder, node.Operand))
        {
            if (!root.IsOf(store))
                continue;
            if (root.Kind == RootKind.Slot || root.Access is not { } access || access.Access is AccessKind.Take or AccessKind.Enumerate or AccessKind.Exchange)
                return true;
            foreach (var key in Trace.Roots(holder, access.Key))
            {
                if (key.Kind == RootKind.Parameter)
                    return false;
            }

            return true;
        }

        return false;
    }
}
