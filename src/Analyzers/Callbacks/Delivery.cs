using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Whether a callback is run by somebody else's event delivery, which it can stall.</summary>
internal static class Delivery
{
    public static bool IsForeign(Holder holder, CallbackRoot root)
    {
        if (root.Sink == SinkKind.ProcessExit)
            return false;
        if (IsUi(holder, root.Body.Member.Member.ContainingType))
            return false;
        if (root.Registration is not RegisterNode register)
            return true;
        if (register.Member?.ContainingType is { } publisher && IsUi(holder, publisher))
            return false;
        return !IsOwnEvent(holder, register) && !IsCompletion(register);
    }

    /// <summary>The end of one operation that the program started itself and starts again when it likes: nothing piles up behind it.</summary>
    private static bool IsCompletion(RegisterNode register) => register.Member is { Name: "Completed", ContainingType.Name: "SocketAsyncEventArgs" };

    private static bool IsUi(Holder holder, INamedTypeSymbol? type)
    {
        for (var at = type; at != null; at = at.ContainingType)
        {
            if (holder.Catalog.Of(at).Has(TypeTraits.Ui))
                return true;
        }

        return false;
    }

    /// <summary>An event that the type itself declares and raises on its caller's stack.</summary>
    private static bool IsOwnEvent(Holder holder, RegisterNode register) =>
        register.Member is IEventSymbol or IFieldSymbol or IPropertySymbol
        && SymbolEqualityComparer.Default.Equals(register.Member.ContainingType?.OriginalDefinition, register.Body.Member.Member.ContainingType?.OriginalDefinition)
        && register.Publisher is null or { Kind: ValueKind.This };
}
