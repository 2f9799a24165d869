using System.Text.RegularExpressions;
using LeakGuard.Package.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Package.Tests.Documentation;

public sealed class SuppressionPageTests
{
    private static readonly SuppressionDescriptor[] All =
        [.. typeof(LifetimeSuppressor).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticSuppressor).IsAssignableFrom(type))
            .SelectMany(type => ((DiagnosticSuppressor)Activator.CreateInstance(type)!).SupportedSuppressions)];

    [Fact]
    public void EverySuppression_HasItsSection()
    {
        var sections = Sections();
        Assert.NotEmpty(All);
        Assert.All(All, one => Assert.Contains(sections, s => s.Heading.Contains(one.Id, StringComparison.Ordinal) && s.Text.Contains(one.SuppressedDiagnosticId, StringComparison.Ordinal)));
    }

    [Fact]
    public void EverySection_IsAboutASuppression()
    {
        var named = Sections().SelectMany(s => Regex.Matches(s.Heading, @"LEAKS\d{3}").Select(m => m.Value)).ToArray();
        Assert.Equal(All.Select(one => one.Id).Order(), named.Order());
    }

    [Fact]
    public void Readme_LinksToThePage() => Assert.Contains("(docs/suppressions.md)", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);

    private static (string Heading, string Text)[] Sections() =>
        [.. File.ReadAllText(Repository.PathOf("docs", "suppressions.md")).Split("\n## ").Skip(1).Select(section => (section.Split('\n')[0], section))];
}
