using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>new Part(parent): a type in source that hands itself to what its constructor gets, here or in a base type, which may end it then.</summary>
internal static class SelfRegistered
{
    private static readonly string[] Words = { "Add", "Track", "Keep", "Own", "Adopt", "Attach" };

    public static bool Is(Holder holder, ITypeSymbol type)
    {
        for (var at = type as INamedTypeSymbol; at != null && StoreScope.IsInSource(at); at = at.BaseType)
        {
            foreach (var constructor in at.OriginalDefinition.InstanceConstructors)
            {
                if (holder.WrittenFactsOf(constructor) is { } facts && facts.Calls.Exists(c => HandsItself(holder, c)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>parent.Add(this), parent.Scope.Track(this), or whatever is asked of something that has an end itself; a bus that is subscribed to ends nobody.</summary>
    private static bool HandsItself(Holder holder, CallNode call) => call is { IsCreation: false, IsDelegate: false, Target: { } target, Receiver: { Kind: not ValueKind.This } keeper, Body.Enclosing: null } && call.Arguments.Any(a => a.Kind == ValueKind.This)
        && (holder.Catalog.IsResource(keeper.Type) || System.Array.Exists(Words, w => target.Name.StartsWith(w, System.StringComparison.Ordinal))) && Trace.Roots(holder, keeper).Exists(r => r.Kind == RootKind.Parameter);
}
