using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>The loser is an entry whose only resource is a token source without timer or link, on which nothing hangs yet.</summary>
internal static class FreshTokens
{
    public static bool AreAll(Holder holder, Store store, AccessNode access)
    {
        if (!store.Payload.HasEntry || !holder.Catalog.Of(store.Payload.Resource).Has(TypeTraits.ConditionalResource) || access.Factory == null || Delegates.BodyOf(holder, access.Factory) is not { } body)
            return false;
        var made = body.Member.Returns.Where(r => r.Body == body && r.Value != null).SelectMany(r => Trace.Roots(holder, r.Value)).ToList();
        return made.Count > 0 && made.TrueForAll(r => r is { Kind: RootKind.Created, Value.Type: { } type } && Inert.AcquiresNothing(holder, type) && !MakesOthers(holder, type));
    }

    /// <summary>A source with a timer or a link, which holds on to something from the start.</summary>
    private static bool MakesOthers(Holder holder, ITypeSymbol type) => type.OriginalDefinition.GetMembers().Any(m => m is IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }
        && holder.WrittenFactsOf(m) is { } facts && facts.Accesses.Exists(a => a.Inserted is { Kind: ValueKind.Created, Data: "timed" or "linked" }));
}
