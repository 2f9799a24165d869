using System;
using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>sockets[i] = Tuple.Create((Socket?)null, endpoint): an entry with a place for a resource, and nothing in it.</summary>
internal static class EmptyCarrier
{
    public static bool Is(Store store, AccessNode access)
    {
        var parts = access.Inserted switch
        {
            { Kind: ValueKind.Created } made => made.Items,
            { Kind: ValueKind.Result, Call: { Target.Name: "Create" } call } => call.Arguments,
            { Kind: ValueKind.Pure, Symbol.Name: "Create" } pure => pure.Items,
            _ => null,
        };
        return parts is { Length: > 1 } && access.Inserted?.Type is { } carrier && IsCarrier(carrier) && store.Payload.Resource is { } resource && Array.Exists(parts, p => p.IsNull)
            && !Array.Exists(parts, p => p.Type is { } type && Entries.Derives(type, resource));
    }

    private static bool IsCarrier(ITypeSymbol type) => type.IsTupleType || type.Name is "Tuple" or "ValueTuple" or "KeyValuePair" || StoreScope.IsInSource(type) && !type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable");
}
