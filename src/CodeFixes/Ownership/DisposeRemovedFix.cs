using System.Collections.Generic;
using System.Composition;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1002: take the value with the removal and dispose it, behind the lock where there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeRemovedFix))]
[Shared]
public sealed class DisposeRemovedFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(DisposeRemovedFix);

    /// <summary>Creates the provider.</summary>
    public DisposeRemovedFix()
        : base("LEAK1002")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Fact(FixFacts.Refused) != null || Removal.Of(request.Node, request.Model) is not { } removal || Place.Of(removal.Call, request.Model) is not { } place)
            yield break;
        var region = LockRegion.Around(removal.Call);
        // A lock that is not seen here is held by the caller, or over the rest of the member.
        if (region == null && request.Fact(FixFacts.Lock) != null)
            yield break;
        if (DisposeCode.For(request, removal.Entry, region?.Statement ?? place.Node) is { } dispose && RemovalEdit.For(request.Model, removal, place, region, dispose) is { } edit)
            yield return new FixPlan($"Dispose what '{request.Fact(FixFacts.Store)}' no longer holds", EquivalenceKey, edit.Touched, edit.Apply);
    }
}
