using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What calls return.</content>
internal sealed partial class Trace
{
    /// <param name="value">The result.</param>
    /// <param name="isPart">Whether only a part of it is meant.</param>
    /// <param name="depth">The steps taken so far.</param>
    /// <param name="each">Whether the elements of the result are meant: Open(names) returns a list that it has filled.</param>
    private void FollowResult(Value value, bool isPart, int depth, bool each = false)
    {
        if (value.Call is { } call)
        {
            if (call.IsDelegate && call.Callee is { } lambda)
            {
                FollowReturns(lambda, isPart, depth, each);
                return;
            }

            if (call.Callee is { } function)
            {
                FollowReturns(function, isPart, depth, each);
                return;
            }

            if (call.Target is { } target && value.Symbol is not IParameterSymbol && (!call.IsVirtual || IsOwnLookup(call, target)) && FactsOf(target) is { } callee && callee != call.Body.Member && !IsStandIn(callee) && entered.Add(target))
            {
                var before = roots.Count;
                FollowReturns(callee.Root, isPart, depth + 4, each);
                Substitute(before, call, depth);
                entered.Remove(target);
                return;
            }
        }

        if (value.Data is StartNode { Work: { Body: { } work } })
        {
            FollowReturns(work, isPart, depth, each);
            return;
        }

        Add(RootKind.Result, value, value.Call?.Target, isPart);
    }

    /// <summary>public virtual Shader? GetCached(string name) => _cache.GetValueOrDefault(name), called on this: whatever else a derived type asks, it asks this as well.</summary>
    private bool IsOwnLookup(CallNode call, IMethodSymbol target) => call.Receiver is null or { Kind: ValueKind.This } && target is { IsAbstract: false, IsVirtual: true } && holder.OwnFactsOf(target) is { Returns: { Count: 1 } returns, Calls.Count: <= 1 } && returns[0].Value is { Access.Access: AccessKind.Lookup };

    /// <summary>throw new NotImplementedException(): what is returned instead is not known.</summary>
    private static bool IsStandIn(MemberFacts callee) =>
        callee.Throws.Count == 1 && callee.Throws[0].Parent == callee.Root.Root && callee.Returns.TrueForAll(r => r.Value is null or { Kind: ValueKind.Unknown or ValueKind.Null } && r.Parent == callee.Root.Root);

    private MemberFacts? FactsOf(IMethodSymbol target) => holder.OwnFactsOf(target) ?? (intoForeign || target.IsExtensionMethod && StoreScope.IsInSource(target) ? holder.FactsOf(target) : null);

    private void FollowReturns(BodyFacts callee, bool isPart, int depth, bool each)
    {
        var any = false;
        foreach (var node in callee.Member.Returns)
        {
            if (node.Body != callee || node.Value == null)
                continue;
            any = true;
            if (each && !node.IsYield)
                FollowEach(node.Value, isPart, depth + 1);
            else
                Follow(node.Value, isPart, depth + 1);
        }

        if (!any)
            Add(RootKind.Unknown, Value.Unknown, null, isPart);
    }

    /// <summary>What a callee returns of its parameters is what the call passes.</summary>
    private void Substitute(int from, CallNode call, int depth)
    {
        for (var i = roots.Count - 1; i >= from; i--)
        {
            var root = roots[i];
            if (root.Kind is not (RootKind.Parameter or RootKind.ParameterElement) || root.Symbol is not IParameterSymbol parameter
                || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, call.Target))
                continue;
            roots.RemoveAt(i);
            var argument = parameter.Ordinal < call.Arguments.Length ? call.Arguments[parameter.Ordinal] : Value.Unknown;
            if (root.Kind == RootKind.Parameter)
                Follow(argument, root.IsPart, depth + 1);
            else
                FollowEach(argument, root.IsPart, depth + 1);
        }
    }
}
