using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Events that tell the end of what the program itself has begun.</summary>
internal static class Completions
{
    /// <summary>The end of one operation that the program started itself and starts again when it likes: nothing piles up behind it.</summary>
    public static bool Are(Holder holder, RegisterNode register) => register.Member is { Name: "Completed", ContainingType.Name: "SocketAsyncEventArgs" }
        || register.Member is IEventSymbol { Type: INamedTypeSymbol { DelegateInvokeMethod.Parameters: { Length: 2 } parameters } } && IsCompleted(parameters[1].Type)
            && (register.Member.Name.EndsWith("Completed", System.StringComparison.Ordinal) || BeginsIt(holder, register) && !System.Array.Exists(new[] { "Received", "Arrived", "Changed" }, w => register.Member.Name.EndsWith(w, System.StringComparison.Ordinal)));

    /// <summary>client.TextFetched += …; client.FetchAsync(address): the member that attaches the handler begins the operation, or another one begins what the event is named after.</summary>
    private static bool BeginsIt(Holder holder, RegisterNode register) => register is { Publisher.Symbol: { } publisher, Member.Name: var happening }
        && holder.OwnMembers.Exists(f => f.Calls.Exists(c => c.Target is { ReturnsVoid: true, Name: { Length: > 5 } name } && name.EndsWith("Async", System.StringComparison.Ordinal) && SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, publisher)
            && (f == register.Body.Member || IsNamedAfter(happening, name.Substring(0, name.Length - 5), () => IsOfOneCall(holder, register.Member, c.Target)))));

    /// <summary>TextFetched after Fetch, PageScanned after Scan, AddDone after Add; not AddressResolved after Add. LoadReady may tell of many things that come once it is begun.</summary>
    private static bool IsNamedAfter(string happening, string begun, System.Func<bool> isOfOneCall) => new[] { happening.IndexOf(begun, System.StringComparison.Ordinal), happening.LastIndexOf(begun, System.StringComparison.Ordinal) }.Any(at => at >= 0 && happening.Substring(at + begun.Length) is var rest
        && (rest is "" or "Done" or "Ended" or "Finished" or "Result" || NameWords.Begins(rest, "ed") || NameWords.Begins(rest, "d") || rest.Length > 2 && rest[0] == begun[begun.Length - 1] && NameWords.Begins(rest.Substring(1), "ed") || rest is "Ready" or "Failed" or "Complete" or "Stopped" && isOfOneCall()));

    /// <summary>LoadAsync(name) puts the name into a queue, and what goes over it raises the event; or no loop of the publisher does.</summary>
    private static bool IsOfOneCall(Holder holder, ISymbol happening, IMethodSymbol begin) => holder.WrittenFactsOf(begin)?.Accesses.Exists(a => a.Inserts && a.Collection != CollectionKind.None) == true || holder.Analysis.Raises.OnlyOnce(happening, holder.Cancellation);

    private static bool IsCompleted(ITypeSymbol? arguments)
    {
        for (var at = arguments; at != null; at = at.BaseType)
        {
            if (at.Name == "AsyncCompletedEventArgs")
                return true;
        }

        return false;
    }
}
