using Microsoft.CodeAnalysis;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>Sources in which one fix has several diagnostics to fix, and one that it leaves.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Key">The equivalence key of the offer.</param>
/// <param name="Holder">A type called HOLDER: <c>{|fix:…|}</c> is reported and gets the offer.</param>
/// <param name="Left">A type called HOLDER: <c>{|left:…|}</c> is reported and gets none.</param>
/// <param name="Shared">Types that the others use, in a document of their own.</param>
internal sealed record FixAllSample(LeakFix Fix, string Key, string Holder, string Left, string Shared = "")
{
    public IEnumerable<MetadataReference> Packages { get; init; } = [];

    public string Id => Fix.FixableDiagnosticIds.Single();

    public override string ToString() => $"{Fix.GetType().Name} {Key}";
}
