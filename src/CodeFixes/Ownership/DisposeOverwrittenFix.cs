using System.Collections.Generic;
using System.Composition;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1001: take the old value, publish the new one, then dispose the old one, behind the lock where there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeOverwrittenFix))]
[Shared]
public sealed class DisposeOverwrittenFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(DisposeOverwrittenFix);

    /// <summary>Creates the provider.</summary>
    public DisposeOverwrittenFix()
        : base("LEAK1001")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Fact(FixFacts.Refused) != null || Overwriting.Of(request.Node, request.Model) is not { } overwriting || Place.Of(overwriting.Operation, request.Model) is not { } place)
            yield break;
        var region = LockRegion.Around(overwriting.Operation);
        // A lock that is not seen here is held by the caller, or over the rest of the member.
        if (region == null && request.Fact(FixFacts.Lock) != null)
            yield break;
        if (DisposeCode.For(request, overwriting.Entry, region?.Statement ?? place.Node) is { AllowsNull: true } dispose
            && OverwriteEdit.For(request.Model, overwriting, place, region, dispose, request.Fact(FixFacts.Shared) != null) is { } edit)
            yield return new FixPlan($"Dispose what '{request.Fact(FixFacts.Store)}' held before", EquivalenceKey, place.Touched, edit.Apply);
    }
}
