using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// A disposable that an entry makes for itself and keeps private, with no member that ends it: that the holder made the entry says nothing
/// about that part, which is not known to hold anything either. An asynchronous lock with its ready-made releaser is such an entry.
/// </summary>
internal static class HiddenPart
{
    public static bool IsIn(Holder holder, Store store)
    {
        if (!store.Payload.HasEntry || store.Payload.Resource is not { } resource || store.Payload.Members[store.Payload.Members.Length - 1] is not { DeclaredAccessibility: Accessibility.Private } part
            || holder.Analysis.Strength.WordsFor(resource, holder) != null)
            return false;
        foreach (var member in part.ContainingType.OriginalDefinition.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(p => holder.Catalog.PayloadOf(p.Type) is { IsResource: true } or { MaybeResource: true }))
                return false;
            if (member is IMethodSymbol { IsAbstract: false } method && holder.WrittenFactsOf(method) is { } facts && (facts.IsTruncated || facts.Disposals.Exists(d => Trace.ComesFrom(holder, d.Operand, part.OriginalDefinition))))
                return false;
        }

        return true;
    }
}
