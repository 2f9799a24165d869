using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>An entry is put into a store, or taken out of it, by an access or by a call whose summary says so.</summary>
internal sealed class PairEvent
{
    public PairEvent(Node node, AccessNode access, string receiver, string key, bool isAcquire, bool isKill)
    {
        Node = node;
        Access = access;
        Receiver = receiver;
        Key = key;
        IsAcquire = isAcquire;
        IsKill = isKill;
    }

    /// <summary>Where it happens in the body asked about.</summary>
    public Node Node { get; }

    /// <summary>The access itself, perhaps in another method or type.</summary>
    public AccessNode Access { get; }

    public ISymbol Store => Access.Store!;

    /// <summary>Canonical text of the object that holds the store; empty for this.</summary>
    public string Receiver { get; }

    /// <summary>Canonical text of the key, as the body writes it.</summary>
    public string Key { get; }

    public bool IsAcquire { get; }

    /// <summary>Reached through a member that kills, cancels or aborts: no normal path.</summary>
    public bool IsKill { get; }

    /// <summary>A helper releases it, but only in a certain state of the holder: when all is over, not when the member ends.</summary>
    public bool IsStateful { get; set; }

    public bool Matches(PairEvent other) =>
        SymbolEqualityComparer.Default.Equals(Store, other.Store) && Receiver == other.Receiver && Key == other.Key;
}

/// <summary>Finds insertions and removals of keyed entries: own accesses, helpers of the type, and methods of other source types by summary.</summary>
internal sealed class Pairs
{
    private const int MaxDepth = 4;
    private static readonly string[] KillWords = { "Kill", "Cancel", "Abort", "Terminate", "Reject", "OnError", "OnFail", "HandleError", "HandleFail", "Fail" };

    private readonly Holder holder;
    private readonly Dictionary<MemberFacts, List<PairEvent>> events = new();
    private readonly Dictionary<MemberFacts, List<PairEvent>> summaries = new();
    private readonly HashSet<MemberFacts> open = new();
    private Dictionary<INamedTypeSymbol, HashSet<IMethodSymbol>>? containers;

    public Pairs(Holder holder) => this.holder = holder;

    /// <summary>The nest takes something out of a collection, or calls two methods of a container. Else there is nothing to pair.</summary>
    public bool MayExist() =>
        holder.Members.Exists(f => f.Accesses.Exists(IsRelease)) || Containers().Any(c => c.Value.Count > 1 && holder.Analysis.Gate.IsContainer(c.Key));

    public static bool IsKillName(string name)
    {
        foreach (var word in KillWords)
        {
            var at = name.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && (at + word.Length == name.Length || !char.IsLower(name[at + word.Length]) || word.EndsWith("Fail", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    /// <summary>All events of a member, in every body of it, keys and receivers as the member writes them.</summary>
    public List<PairEvent> Of(MemberFacts facts)
    {
        if (events.TryGetValue(facts, out var known))
            return known;
        var found = new List<PairEvent>();
        foreach (var access in facts.Accesses)
        {
            if (Direct(access) is { } direct && !IsCalledInPlace(access.Body))
                found.Add(direct);
        }

        foreach (var call in facts.Calls)
        {
            if (call.Callee is { } function && IsCalledInPlace(function) && call.Body != function)
                AddFunction(facts, call, function, found);
            if (call.Target is { } target && !call.IsCreation && !(call.IsVirtual && target.IsAbstract))
                AddCall(facts, call, target, found);
        }

        found.Sort((a, b) => a.Node.Order.CompareTo(b.Node.Order));
        return events[facts] = found;
    }

    /// <summary>A local function that is only ever called: what it does happens where it is called.</summary>
    public static bool IsCalledInPlace(BodyFacts body) => body is { IsLocalFunction: true, EscapesAsDelegate: false, IsAsync: false } && body.CallsTo.Count > 0;

    private static void AddFunction(MemberFacts facts, CallNode call, BodyFacts function, List<PairEvent> found)
    {
        foreach (var access in facts.Accesses)
        {
            if (access.Body == function && Direct(access) is { } inner && !function.Method!.Parameters.Any(p => inner.Key.IndexOf("p:" + p.Name + "@", StringComparison.Ordinal) >= 0))
                found.Add(new PairEvent(call, access, inner.Receiver, inner.Key, inner.IsAcquire, IsKillName(function.Method.Name)));
        }
    }

    private static bool IsRelease(AccessNode access) => access.Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact;

    private static PairEvent? Direct(AccessNode access)
    {
        if (access.Store == null || access.Depth != 0 || ChangedEntry.Is(access))
            return null;
        var isAcquire = access.Access is AccessKind.Overwrite or AccessKind.Add or AccessKind.TryAdd or AccessKind.GetOrAdd;
        var isRelease = IsRelease(access);
        if (!isAcquire && !isRelease || access.Collection is not (CollectionKind.Keyed or CollectionKind.Set or CollectionKind.List) || access.Inserted is { IsNull: true })
            return null;
        var keyValue = access.Collection == CollectionKind.Keyed ? access.Key ?? access.Comparand : isAcquire ? access.Inserted : access.Comparand;
        var key = access.Access == AccessKind.RemoveExact || access.Collection == CollectionKind.Keyed && access.Key == null ? PairKey(keyValue) : Canon.Text(keyValue);
        var receiver = access.Target.A == null ? string.Empty : Canon.Text(access.Target.A);
        return key == null || receiver == null ? null : new PairEvent(access, access, receiver, key, isAcquire, isKill: false);
    }

    /// <summary>new KeyValuePair(key, value): the key of it.</summary>
    private static string? PairKey(Value? pair) =>
        pair is { Kind: ValueKind.Created, Items: { Length: > 0 } items } ? Canon.Text(items[0]) : pair?.Call is { Target.Name: "Create", Arguments: { Length: > 0 } arguments } ? Canon.Text(arguments[0]) : null;

    private void AddCall(MemberFacts caller, CallNode call, IMethodSymbol target, List<PairEvent> found)
    {
        var isOwn = call.Receiver is null or { Kind: ValueKind.This };
        var callee = holder.OwnFactsOf(target) ?? (isOwn && IsHelper(caller, target) || IsPaired(target) ? holder.FactsOf(target) : null);
        if (callee == null || callee.Method is { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet })
            return;
        var receiver = isOwn ? string.Empty : Canon.Text(call.Receiver);
        if (receiver == null)
            return;
        var isKill = IsKillName(target.Name);
        foreach (var inner in Summary(callee))
        {
            if (inner.Receiver.Length > 0 && !(isOwn && inner.Receiver[0] == '.') || Translate(inner.Key, call, isOwn) is not { } key)
                continue;
            found.Add(new PairEvent(call, inner.Access, inner.Receiver.Length > 0 ? inner.Receiver : receiver, key, inner.IsAcquire, isKill || inner.IsKill) { IsStateful = inner.IsStateful || IsBehindState(inner.Node) });
        }
    }

    private static bool IsBehindState(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.Then && at.Owner is IfNode { Condition: { Kind: ValueKind.Store, Type.SpecialType: SpecialType.System_Boolean, A: null or { Kind: ValueKind.This } } })
                return true;
        }

        return false;
    }

    /// <summary>A method of the container that the caller itself belongs to.</summary>
    private bool IsHelper(MemberFacts caller, IMethodSymbol target) =>
        holder.OwnFactsOf(caller.Member) == null && SymbolEqualityComparer.Default.Equals(caller.Member.ContainingType.OriginalDefinition, target.ContainingType?.OriginalDefinition);

    /// <summary>A method of a container of which the nest calls at least two: one may take what another one gives back.</summary>
    private bool IsPaired(IMethodSymbol target)
    {
        if (target.ContainingType?.OriginalDefinition is not { TypeKind: TypeKind.Class } container || target.Parameters.IsEmpty)
            return false;
        return Containers().TryGetValue(container, out var used) && used.Count > 1 && holder.Analysis.Gate.IsContainer(container);
    }

    /// <summary>The methods that the nest calls of each source type.</summary>
    private Dictionary<INamedTypeSymbol, HashSet<IMethodSymbol>> Containers()
    {
        if (containers != null)
            return containers;
        containers = new Dictionary<INamedTypeSymbol, HashSet<IMethodSymbol>>(SymbolEqualityComparer.Default);
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var call in facts.Calls)
            {
                if (call.IsCreation || call.Target is not { MethodKind: MethodKind.Ordinary, ContainingType: { } type } method || type.DeclaringSyntaxReferences.IsEmpty)
                    continue;
                if (!containers.TryGetValue(type.OriginalDefinition, out var methods))
                    containers.Add(type.OriginalDefinition, methods = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default));
                methods.Add(method.OriginalDefinition);
            }
        }

        return containers;
    }

    /// <summary>The net effect of a method on each entry: what it adds and removes then counts as removed; what it removes to add it anew stays.</summary>
    private List<PairEvent> Summary(MemberFacts facts)
    {
        if (summaries.TryGetValue(facts, out var known))
            return known;
        var result = new List<PairEvent>();
        if (open.Count >= MaxDepth || !open.Add(facts))
            return result;
        foreach (var one in Of(facts))
        {
            if (one.Node.Body.Enclosing != null && !one.Node.Body.RunsInline)
                continue;
            if (one.IsAcquire && Of(facts).Exists(other => !other.IsAcquire && other.Matches(one)) || !one.IsAcquire && Of(facts).Exists(other => other.IsAcquire && other.Matches(one) && other.Node.Order > one.Node.Order && other.Node.Parent is { } level && (level == one.Node.Parent || Structure.Contains(level, one.Node))))
                continue;
            result.Add(one);
        }

        open.Remove(facts);
        return summaries[facts] = result;
    }

    /// <summary>Names and dots alone from there.</summary>
    private static bool IsPath(string key, int from)
    {
        for (var at = from; at < key.Length; at++)
        {
            if (key[at] is not ('.' or '_' or '@') && !char.IsLetterOrDigit(key[at]))
                return false;
        }

        return true;
    }

    /// <summary>A key of the callee in the caller's terms: a parameter becomes its argument; a field stays only within the type.</summary>
    private static string? Translate(string key, CallNode call, bool isOwn)
    {
        if (!key.StartsWith("p:", StringComparison.Ordinal))
            return isOwn && key.StartsWith(".", StringComparison.Ordinal) ? key : null;
        foreach (var parameter in call.Target!.Parameters)
        {
            if (!key.StartsWith("p:" + parameter.Name + "@", StringComparison.Ordinal) || parameter.Ordinal >= call.Arguments.Length || Canon.Text(call.Arguments[parameter.Ordinal]) is not { } argument)
                continue;
            // A part of what is passed stays that part of the argument.
            var part = key.IndexOf('.');
            return part < 0 ? argument : IsPath(key, part) ? argument + key.Substring(part) : null;
        }

        return null;
    }
}
