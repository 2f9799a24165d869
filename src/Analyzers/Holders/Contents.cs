using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Types in source whose dispose goes over their own collections and deals with what is in there: a fresh one has nothing to end.</summary>
internal static class Contents
{
    public static bool AreAllThatEnds(Holder holder, INamedTypeSymbol type)
    {
        var goesOver = false;
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Destructor })
                return false;
            if (member is not IMethodSymbol { IsAbstract: false } method || !Closing.IsClosing(method) || !Closing.IsDispose(method))
                continue;
            if (holder.WrittenFactsOf(method) is not { IsTruncated: false } facts || facts.Starts.Count > 0 || facts.Registers.Count > 0
                || !facts.Disposals.TrueForAll(d => IsContent(holder, d.Operand)) || !facts.Calls.TrueForAll(c => IsHarmless(holder, c)))
                return false;
            goesOver |= facts.Accesses.Exists(a => a.Access is AccessKind.Enumerate or AccessKind.Clear or AccessKind.Take && a.Store is { IsStatic: false } store && SymbolEqualityComparer.Default.Equals(store.ContainingType.OriginalDefinition, type.OriginalDefinition));
        }

        return goesOver;
    }

    private static bool IsHarmless(Holder holder, CallNode call) => call.Target is { Name: "SuppressFinalize" } || call is { Receiver: null or { Kind: ValueKind.This }, Target: { } own } && Closing.IsDispose(own)
        || call.Receiver is { } receiver && IsContent(holder, receiver);

    private static bool IsContent(Holder holder, Value value) => Trace.Roots(holder, value).All(r => r.Kind == RootKind.Element && r.Symbol is { IsStatic: false });
}
