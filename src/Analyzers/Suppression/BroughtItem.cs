using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>What a caller brings and the holder keeps, or disposes because it is closed, full, or has one already.</summary>
internal static class BroughtItem
{
    public static bool IsTakenOver(OwnerModel owner, DisposeNode node) =>
        ParameterOf(owner.Holder, node) is { } parameter && !owner.IsFaulted(node) && IsTakenOver(owner, node.Body, parameter);

    /// <summary>On every way through the body the parameter is stored or disposed.</summary>
    public static bool IsTakenOver(OwnerModel owner, BodyFacts body, IParameterSymbol parameter) =>
        new Transfer(owner, body, root => Is(root, parameter)).IsComplete(creation: null, throughExceptions: false);

    /// <summary>The parameter of the member itself that the dispose ends; null when it may be anything else.</summary>
    public static IParameterSymbol? ParameterOf(Holder holder, DisposeNode node)
    {
        if (node.Body.Enclosing != null)
            return null;
        var roots = Trace.Roots(holder, node.Operand);
        return roots.Count == 1 && roots[0] is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol { RefKind: RefKind.None } parameter } ? parameter : null;
    }

    public static bool Is(Root root, IParameterSymbol parameter) =>
        root is { Kind: RootKind.Parameter, IsPart: false } && SymbolEqualityComparer.Default.Equals(root.Symbol, parameter);
}
