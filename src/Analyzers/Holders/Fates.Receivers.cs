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
            foreach (var node in facts.Disposals)
            {
                if (IsExtensionBlock(method.ContainingType) || Trace.Roots(holder, node.Operand).Exists(r => r.Kind is RootKind.This or RootKind.Slot or RootKind.Element))
                    fate |= Fate.Released;
            }

            foreach (var call in facts.Calls)
            {
                if ((call.Receiver is { Kind: ValueKind.This } || call.Receiver != null && IsExtensionBlock(method.ContainingType)) && call.Target is { } target)
                    fate |= target.Name is "Dispose" or "DisposeAsync" ? Fate.Disposed : OfReceiver(target);
                // _socket?.SafeClose(): an extension or another helper ends what the object has.
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    if (call.Arguments[i] is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } && call.Target is { } helper && StoreScope.IsInSource(helper) && (OfArgument(call, i) & Fate.Ended) != 0)
                        fate |= Fate.Released;
                }
            }
        }

        if (fate == Fate.None && IsAllOfDispose(method))
            fate = Fate.Released;
        receivers[method] = fate;
        return fate;
    }

    /// <summary>void Dispose() => DestroyPool(): the dispose by another name, whatever it does.</summary>
    private bool IsAllOfDispose(IMethodSymbol method) => method.Parameters.IsEmpty && StoreScope.IsInSource(method) && method.ContainingType.GetMembers().Any(m =>
        m is IMethodSymbol { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true } dispose && !SymbolEqualityComparer.Default.Equals(dispose, method) && holder.WrittenFactsOf(dispose) is { Disposals.Count: 0, Bodies.Count: 1 } facts
        && facts.Calls.FindAll(c => c.Target?.Name is not ("SuppressFinalize" or "ConfigureAwait")) is { Count: 1 } calls && calls[0].Receiver is null or { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(calls[0].Target?.OriginalDefinition, method.OriginalDefinition));
}
