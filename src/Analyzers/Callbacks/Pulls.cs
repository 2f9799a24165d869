using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>
/// A method in source that is given a handler and does nothing but call it: queue.ConsumeAsync(Handle) fetches one message after the other and
/// passes it on. Who fetches waits for the handler, and what has not been fetched stays where it is.
/// </summary>
internal static class Pulls
{
    private const int MaxRelays = 3;

    public static bool Is(Holder holder, RegisterNode register) => register is { Sink: Catalog.SinkKind.Watch, Member: IMethodSymbol { MethodKind: MethodKind.Ordinary } method }
        && method.Parameters.Where(p => p.Type.TypeKind == TypeKind.Delegate).ToList() is { Count: > 0 } handlers && handlers.TrueForAll(p => IsOnlyCalled(holder, method, p, 0));

    private static bool IsOnlyCalled(Holder holder, IMethodSymbol method, IParameterSymbol handler, int relays)
    {
        if (relays > MaxRelays || holder.WrittenFactsOf(method) is not { IsTruncated: false } facts)
            return false;
        var isCalled = false;
        if (facts.Accesses.Exists(a => IsHandler(a.Inserted) || IsHandler(a.Factory) || IsHandler(a.Key)) || facts.Assigns.Exists(a => IsHandler(a.Value)) || facts.Registers.Exists(r => IsHandler(r.Callback)) || facts.Starts.Exists(s => IsHandler(s.Work)) || facts.Returns.Exists(r => IsHandler(r.Value)))
            return false;
        foreach (var call in facts.Calls)
        {
            if (call.IsDelegate && IsHandler(call.Receiver))
            {
                if (Structure.EnclosingLoop(call) == null || call.Body != facts.Root)
                    return false;
                isCalled = true;
                continue;
            }

            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (!IsHandler(call.Arguments[i]))
                    continue;
                if (call.Body != facts.Root || call.Target is not { } target || i >= target.Parameters.Length || !IsOnlyCalled(holder, target, target.Parameters[i], relays + 1))
                    return false;
                isCalled = true;
            }
        }

        return isCalled;

        bool IsHandler(Value? value) => value is { Kind: ValueKind.Parameter or ValueKind.Local, Symbol: { } symbol } && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, handler.OriginalDefinition)
            || value is { Kind: ValueKind.Created } && value.Items.Any(IsHandler);
    }
}
