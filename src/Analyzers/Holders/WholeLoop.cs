using System;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>foreach (var link in _links.Values.ToArray()) link.Dispose(): each of all, in no branch; not of _links.Where(l => l.IsIdle), and not a part of one.</summary>
internal static class WholeLoop
{
    private const int MaxSteps = 6;

    /// <param name="isIt">Whether a symbol is the collection in question.</param>
    public static bool Ends(DisposeNode dispose, Predicate<ISymbol> isIt) => Structure.EnclosingLoop(dispose) is { } loop && Structure.IsInNoBranch(dispose, loop.BodyBlock) && !Skips.Before(dispose, loop.BodyBlock) && !Skips.Break(loop) && IsEachOf(dispose.Operand, isIt);

    private static bool IsEachOf(Value value, Predicate<ISymbol> isIt)
    {
        var at = Unnamed(value);
        if (at is { Kind: ValueKind.Member, A: { } pair } && (at.Symbol is { Name: "Value" } || at is { Symbol: null, Data: 1 }))
            at = Unnamed(pair);
        var source = at is { Kind: ValueKind.EachElement } ? at.A : null;
        for (var steps = 0; steps < MaxSteps && source != null; steps++)
        {
            if (source.Symbol is { } symbol && isIt(symbol))
                return true;
            if (source.Narrowing != null || source.B != null || source is { Kind: ValueKind.Elements or ValueKind.Member, Asked.Name: "Keys" })
                return false;
            source = source.Kind == ValueKind.Local ? source.Local.Single : source.A;
        }

        return false;
    }

    private static Value? Unnamed(Value value) => value.Kind == ValueKind.Local ? value.Local.Single : value;
}
