using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_parent._current = null, in the Dispose of what stands there: it ends itself, and takes itself out.</summary>
internal static class EndedByEntry
{
    public static bool Is(AccessNode access)
    {
        if (access.Target.A is not { Kind: not ValueKind.This } || access.Store is not { ContainingType: { } owner } || access.Body.Member.Member.ContainingType is not { } own || access.Target.Type is not { } kind)
            return false;
        return !SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, owner.OriginalDefinition)
            && (Entries.Derives(own, kind) || own.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, kind.OriginalDefinition)));
    }
}
