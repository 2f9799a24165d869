using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1003: dispose all entries that leave: in a loop before Clear, or of the old collection, or the part of it that does not stay, after it has been swapped.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DrainClearedFix))]
[Shared]
public sealed class DrainClearedFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(DrainClearedFix);

    /// <summary>Creates the provider.</summary>
    public DrainClearedFix()
        : base("LEAK1003")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Fact(FixFacts.Refused) != null || Clearing.Of(request.Node, request.Model) is not { } clearing || Place.Of(clearing.Operation, request.Model) is not { } place)
            yield break;
        if (place.AsStatement is not ExpressionStatementSyntax || place.Statement is ExpressionStatementSyntax statement && !clearing.Is(statement.Expression) || place.Statement == null && !clearing.Is(place.Node))
            yield break;
        var region = LockRegion.Around(clearing.Operation);
        if (region == null && request.Fact(FixFacts.Lock) != null || region != null && (region.IsLeftAfter(place.Node) || clearing.IsSwap && region.Repeats(place.Node)))
            yield break;
        // A part that stays is told from the rest by a second look at the store, which nobody may change in between.
        var isPart = request.Fact(FixFacts.Operation) == "Part";
        if (isPart && (clearing.IsExchange || region == null && request.Fact(FixFacts.Shared) != null))
            yield break;
        if (DisposeCode.For(request, clearing.Entry, region?.Statement ?? place.Node) is not { } dispose)
            yield break;
        var edit = new DrainEdit(clearing, place, region, dispose, request.Fact(FixFacts.Shared) != null, isPart, request.Model);
        yield return new FixPlan($"Dispose what leaves '{request.Fact(FixFacts.Store)}'", EquivalenceKey, place.Touched, edit.Apply);
    }
}
