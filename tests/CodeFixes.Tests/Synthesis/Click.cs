using System.Diagnostics.CodeAnalysis;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Clicks a fix for every marked place of one document, one after the other.</summary>
/// <typeparam name="TFix">The fix.</typeparam>
internal static class Click<TFix>
    where TFix : LeakFix, new()
{
    /// <summary>Exactly the marked places are reported, and the fixes end that, add nothing, and give this text.</summary>
    /// <param name="source">The document; <c>[|…|]</c> is reported.</param>
    /// <param name="expected">Its text afterwards.</param>
    /// <param name="sources">How it is compiled; null for the usual way.</param>
    /// <param name="key">The offer to take; null for the first.</param>
    /// <param name="more">Another document.</param>
    public static async Task GivesAsync(
        [StringSyntax("C#-test")] string source, [StringSyntax("C#-test")] string expected, Sources? sources = null, string? key = null, [StringSyntax("C#-test")] string more = "")
    {
        var (document, report) = await OpenAsync(source, sources ?? new(), more);
        var fix = new TFix();
        var clicks = report.All.Count();
        var known = report.All.Select(d => d.Id).ToHashSet();
        while (report.In(document.Id).FirstOrDefault(d => fix.FixableDiagnosticIds.Contains(d.Id)) is { } diagnostic)
        {
            var offers = await Offers.ForAsync(fix, document, diagnostic);
            var offer = offers.FirstOrDefault(o => key == null || o.EquivalenceKey == key);
            Assert.True(offer != null, $"Nothing is offered for {diagnostic}.");
            document = (await Offers.ApplyAsync(offer, document.Project.Solution)).GetDocument(document.Id)!;
            report = await Report.OfAsync(document.Project);
            Assert.True(clicks-- > 0, $"{diagnostic} is still there.");
        }

        Assert.Equal(expected, (await document.GetTextAsync()).ToString());
        Assert.Empty(report.All.Select(d => d.Id).Except(known));
    }

    /// <summary>The marked places are reported, and nothing is offered for them.</summary>
    public static async Task OffersNothingAsync([StringSyntax("C#-test")] string source, Sources? sources = null, [StringSyntax("C#-test")] string more = "")
    {
        var (document, report) = await OpenAsync(source, sources ?? new(), more);
        var fix = new TFix();
        foreach (var diagnostic in report.In(document.Id).Where(d => fix.FixableDiagnosticIds.Contains(d.Id)))
            Assert.Empty(await Offers.ForAsync(fix, document, diagnostic));
    }

    private static async Task<(Document Document, Report Report)> OpenAsync(string source, Sources sources, string more)
    {
        TestFileMarkupParser.GetSpans(source, out var text, out var spans);
        var prelude = sources.Language >= LanguageVersion.CSharp10 && sources.HasPrelude ? Sources.Prelude : string.Empty;
        var solution = TestProjects.Add(new AdhocWorkspace().CurrentSolution, "One", sources, ("Test.cs", text), ("More.cs", more), ("Prelude.cs", prelude));
        var document = TestProjects.Find(solution, "One", "Test.cs");
        var report = await Report.OfAsync(solution);
        Assert.Equal(spans[string.Empty], report.In(document.Id).Where(d => new TFix().FixableDiagnosticIds.Contains(d.Id)).Select(d => d.Location.SourceSpan));
        return (document, report);
    }
}
