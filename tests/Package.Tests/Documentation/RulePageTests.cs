using System.Text.RegularExpressions;
using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests.Documentation;

public sealed class RulePageTests
{
    private static readonly string[] Headings = ["Cause", "Why it leaks", "Example", "How to fix", "When to suppress", "Options", "Known limits"];

    [Fact]
    public void EveryRule_HasItsPage() => AssertNoFaults(rule =>
    {
        var page = Repository.PathOf("docs", "rules", $"{rule.Id}.md");
        if (!File.Exists(page))
            return [$"docs/rules/{rule.Id}.md is missing"];

        var lines = File.ReadAllLines(page);
        var headings = lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim()).ToArray();
        var faults = Headings.Except(headings).Select(heading => $"heading '## {heading}' is missing").ToList();
        if (lines.FirstOrDefault() != $"# {rule.Id}: {rule.Title}")
            faults.Add($"the first line is not '# {rule.Id}: {rule.Title}'");
        if (!Headings.Intersect(headings).SequenceEqual(headings.Intersect(Headings)))
            faults.Add($"the headings stand in another order than {string.Join(", ", Headings)}");
        return faults;
    });

    [Fact]
    public void EveryPage_BelongsToARule()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "rules"), "LEAK*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Empty(pages.Except(Rules.All.Select(rule => rule.Id)));
    }

    [Fact]
    public void EveryRule_LinksToItsPage() => AssertNoFaults(rule => rule.Descriptor.HelpLinkUri == $"{Repository.Url}/blob/main/docs/rules/{rule.Id}.md"
        ? []
        : [$"the help link is '{rule.Descriptor.HelpLinkUri}'"]);

    [Fact]
    public void EveryRule_StandsInTheReleaseFiles()
    {
        var released = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadAllLines(Repository.PathOf("src", "Analyzers", file)))
            .Select(line => Regex.Match(line, @"^(LEAK\d+)\s*\|").Groups[1].Value)
            .Where(id => id.Length > 0)
            .ToHashSet();
        AssertNoFaults(rule => released.Contains(rule.Id) ? [] : ["neither AnalyzerReleases file names it"]);
        Assert.Empty(released.Except(Rules.All.Select(rule => rule.Id)));
    }

    private static void AssertNoFaults(Func<Rule, IEnumerable<string>> check)
    {
        var faults = Rules.All.SelectMany(rule => check(rule).Select(fault => $"{rule.Id}: {fault}")).ToArray();
        Assert.True(faults.Length == 0, string.Join("\n", faults));
    }
}
