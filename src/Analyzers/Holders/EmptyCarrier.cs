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
        return parts is { Length: > 1 } && access.Inserted?.Type is INamedTypeSymbol carrier && store.Payload.Resource is { } resource
            && Enumerable.Range(0, parts.Length).Any(i => parts[i].IsNull && IsPlaceOf(carrier, i, parts.Length, resource)) && !Array.Exists(parts, p => p.Type is { } type && Entries.Derives(type, resource));
    }

    /// <summary>The part is where the carrier keeps the resource: in a tuple or pair by its type, in a type of the program by what its constructor takes there.</summary>
    private static bool IsPlaceOf(INamedTypeSymbol carrier, int index, int count, ITypeSymbol resource)
    {
        if (carrier.IsTupleType || carrier.Name is "Tuple" or "KeyValuePair")
            return index < carrier.TypeArguments.Length && Entries.Derives(carrier.TypeArguments[index], resource);
        return StoreScope.IsInSource(carrier) && carrier.InstanceConstructors.Any(c => c.Parameters.Length == count && Entries.Derives(c.Parameters[index].Type, resource));
    }
}
