using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What a method does with the object it is called on.</content>
internal sealed partial class Fates
{
    /// <summary>What a method does with its receiver, beyond using it: an entry's own Shutdown that disposes what it holds.</summary>
    public Fate OfReceiver(IMethodSymbol method)
    {
        if (receivers.TryGetValue(method, out var known))
            return known;
        receivers[method] = Fate.None;
        var fate = Fate.None;
        if (holder.FactsOf(method) is { } facts)
        {
            var endsPart = facts.Disposals.Count > 0 && EndsPartOnly(method, facts);
            foreach (var node in facts.Disposals)
            {
                if (IsExtensionBlock(method.ContainingType) || !IsWhereItFails(method, node) && Trace.Roots(holder, node.Operand).Exists(r => (r.Kind == RootKind.This || !endsPart && r.Kind is RootKind.Slot or RootKind.Element) && !IsFilledAgain(method, facts, node, r)))
                    fate |= Fate.Released;
            }

            foreach (var call in facts.Calls)
            {
                if ((call.Receiver is { Kind: ValueKind.This } || call.Receiver != null && IsExtensionBlock(method.ContainingType)) && call.Target is { } target && !IsOpenedAgain(method, facts, call) && !IsWhereItFails(method, call))
                    fate |= target.Name is "Dispose" or "DisposeAsync" ? Fate.Disposed : OfReceiver(target);
            }

            if (EndsByHelpers(method, facts))
                fate |= Fate.Released;
            if (fate == Fate.None && facts.Disposals.Count == 0 && facts.Calls.Count > 1 && EndsAllParts(method, facts))
                fate = Fate.Released;
        }

        if (fate == Fate.None && IsAllOfDispose(method))
            fate = Fate.Released;
        receivers[method] = fate;
        return fate;
    }

    /// <summary>SendLast(data) { try { … } catch { Dispose(); throw; } }: where all goes well, the object goes on.</summary>
    private static bool IsWhereItFails(IMethodSymbol method, Node end) => !IsEnd(method) && Structure.IsIn(end, BlockRole.Catch);

    /// <summary>Restart() { old = _client; _client = new …; old.Dispose(); }, Renew() { _client.Dispose(); Connect(); }: the object goes on with another one.</summary>
    private bool IsFilledAgain(IMethodSymbol method, MemberFacts facts, DisposeNode end, Root ended)
    {
        return !IsEnd(method) && ended.Kind is RootKind.Slot or RootKind.Element && (facts.Accesses.Exists(a => Fills(a) && (ended.Kind == RootKind.Slot || a.Order > end.Order))
            || facts.Calls.Exists(c => c.Order > end.Order && c is { Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && StoreScope.IsInSource(target) && holder.FactsOf(target) is { } opening && opening.Accesses.Exists(Fills)));

        bool Fills(AccessNode access) => access.Inserts && access.Inserted is { IsNull: false } && SymbolEqualityComparer.Default.Equals(access.Store, ended.Symbol);
    }

    /// <summary>Restart() { Stop(); Start(); }</summary>
    private bool IsOpenedAgain(IMethodSymbol method, MemberFacts facts, CallNode end) => !IsEnd(method) && facts.Calls.Exists(c => c.Order > end.Order && c is { Receiver.Kind: ValueKind.This, Target: { } target } && StoreScope.IsInSource(target) && holder.FactsOf(target) is { } opening
        && opening.Accesses.Exists(a => a.Inserts && a.Inserted is { IsNull: false } && a.Store is IFieldSymbol { Type: var kept } && holder.Catalog.IsResource(kept)));

    private static bool IsEnd(IMethodSymbol method) => Closing.IsClosingName(method.Name) || Closing.IsEndingName(method.Name);

    /// <summary>_socket?.SafeClose(): an extension or another helper ends what the object has, all of it, or what a method named like an end finds worth it.</summary>
    private bool EndsByHelpers(IMethodSymbol method, MemberFacts facts)
    {
        var ended = new HashSet<ISymbol>(EndedByHelpers(facts), SymbolEqualityComparer.Default);
        if (ended.Count == 0 || IsEndOfAll(method))
            return ended.Count > 0;
        ended.UnionWith(EndedDirectly(facts));
        return method.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && holder.Catalog.IsResource(f.Type)).Select(StoreScope.Canonical).All(f => ended.Contains(f) || IsBorrowed(method.ContainingType, f))
            && !facts.Accesses.Exists(a => a.Inserts && a.Inserted is { IsNull: false } && a.Store != null && ended.Contains(a.Store));
    }

    private IEnumerable<ISymbol> EndedByHelpers(MemberFacts facts)
    {
        foreach (var call in facts.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i] is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } part } && call.Target is { } helper && StoreScope.IsInSource(helper) && (OfArgument(call, i) & Fate.Ended) != 0 && EndsOnEachWay(helper, i, 0))
                    yield return part;
            }
        }
    }

    private IEnumerable<ISymbol> EndedDirectly(MemberFacts facts) => facts.Disposals.SelectMany(d => Trace.Roots(holder, d.Operand)).Where(r => r is { Kind: RootKind.Slot, Symbol: not null }).Select(r => r.Symbol!);

    /// <summary>_http = http, which no member ends: it is somebody else's.</summary>
    private bool IsBorrowed(INamedTypeSymbol type, ISymbol part)
    {
        var members = type.GetMembers().Where(m => m is IMethodSymbol or IFieldSymbol or IPropertySymbol).Select(holder.WrittenFactsOf).Where(f => f != null).ToList();
        var given = members.SelectMany(f => f!.Accesses).Where(a => a.Inserts && SymbolEqualityComparer.Default.Equals(a.Store, part)).ToList();
        return given.Count > 0 && given.TrueForAll(a => Trace.Roots(holder, a.Inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false } || r.Kind == RootKind.Null)) && !members.Exists(f => EndedDirectly(f!).Concat(EndedByHelpers(f!)).Contains(part, SymbolEqualityComparer.Default));
    }

    /// <summary>The helper ends what it is given behind no test but one for null, and wherever it leaves before: if (!client.Connected) { client.Close(); return; }</summary>
    private bool EndsOnEachWay(IMethodSymbol helper, int index, int depth)
    {
        return holder.FactsOf(helper) is { } facts && (facts.Disposals.Exists(d => IsGiven(d.Operand) && IsAlways(d))
            || depth < 2 && facts.Calls.Exists(c => c.Target is { } next && StoreScope.IsInSource(next) && System.Array.FindIndex(c.Arguments, IsGiven) is >= 0 and var at && IsAlways(c) && EndsOnEachWay(next, at, depth + 1)));

        bool IsGiven(Value value) => Trace.Roots(holder, value).Exists(r => r is { Kind: RootKind.Parameter, Symbol: IParameterSymbol { Ordinal: var ordinal } } && ordinal == index);

        bool IsAlways(Node node) => Structure.IsInNoBranch(node, null, Structure.IsWhenNotNull)
            && !Structure.Branches(node.Body.Member).Any(b => Structure.IsOnTheWay(b, node) && (Leaves(b.Then) || Leaves(b.Else)) && (b.Condition.Kind == ValueKind.Not ? b.Condition.A! : b.Condition).Kind != ValueKind.IsNull);

        bool Leaves(BlockNode block) => Structure.Leaves(block) && !block.Items.Exists(i => i is DisposeNode end && IsGiven(end.Operand));
    }

    /// <summary>void Dispose() => DestroyPool(): the dispose by another name, whatever it does.</summary>
    private bool IsAllOfDispose(IMethodSymbol method) => method.Parameters.IsEmpty && StoreScope.IsInSource(method) && method.ContainingType.GetMembers().Any(m =>
        m is IMethodSymbol { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true } dispose && !SymbolEqualityComparer.Default.Equals(dispose, method) && holder.WrittenFactsOf(dispose) is { Disposals.Count: 0, Bodies.Count: 1 } facts
        && facts.Calls.FindAll(c => c.Target?.Name is not ("SuppressFinalize" or "ConfigureAwait")) is { Count: 1 } calls && calls[0].Receiver is null or { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(calls[0].Target?.OriginalDefinition, method.OriginalDefinition));
}
