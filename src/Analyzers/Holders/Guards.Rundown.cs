using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>A counter of those inside, in a type of its own, which the drain closes and waits for.</content>
internal sealed partial class Guards
{
    private static readonly string[] Waits = { "Wait", "Close", "Drain", "Shut", "Complete", "Stop", "End", "Block", "Dispose" };

    /// <summary>if (!_inside.TryEnter()) return; try { … add … } finally { _inside.Leave(); }, where every drain begins with _inside.CloseAndWait(): who got in is out before it, and nobody gets in after that.</summary>
    private bool IsInsideRundown(AccessNode insertion)
    {
        for (var attempt = Structure.EnclosingTry(insertion); attempt != null; attempt = Structure.EnclosingTry(attempt))
        {
            if (attempt.Finally is not { } end || attempt.Body != insertion.Body)
                continue;
            foreach (var leave in insertion.Body.Member.Calls)
            {
                if (leave.Parent == end && leave is { Arguments.Length: 0, Receiver: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } gate }, Target: { } leaving } && StoreScope.IsInSource(leaving) && Enters(attempt, gate) && drainers.All(d => WaitsFor(d, gate)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The way to the try goes through an answer of the same object, and whoever is told no leaves.</summary>
    private static bool Enters(TryNode attempt, ISymbol gate) => Structure.Branches(attempt.Body.Member).Any(b => b.Body == attempt.Body && b.Order < attempt.Order
        && (Structure.Leaves(b.Then) && Structure.IsOnTheWay(b, attempt) ? b.Condition is { Kind: ValueKind.Not, A: { } asked } && IsAnswerOf(asked, gate) : Structure.Contains(b.Then, attempt) && IsAnswerOf(b.Condition, gate)));

    private static bool IsAnswerOf(Value answer, ISymbol gate) => answer.Call is { Receiver: { Kind: ValueKind.Store } at } && SymbolEqualityComparer.Default.Equals(at.Symbol, gate);

    private bool WaitsFor(MemberFacts drainer, ISymbol gate) => holder.Summaries.Reached(drainer).Any(f => f.Calls.Exists(c => c is { Receiver: { Kind: ValueKind.Store } at, Target: { } closing } && SymbolEqualityComparer.Default.Equals(at.Symbol, gate) && Catalog.NameWords.BeginsWithAny(closing.Name, Waits) && Structure.IsInNoBranch(c)
        && f.Accesses.TrueForAll(a => a.Order > c.Order || !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))));
}
