using System.Text;

namespace LeakGuard.Package.Tests.Documentation;

public sealed class GeneratedTests
{
    private static readonly Dictionary<string, (string Explanation, Func<Rule, string> Severity)> Presets = new()
    {
        ["none"] = ("every rule off.", _ => "none"),
        ["default"] = ("every rule as its descriptor has it.", rule => rule.DefaultSeverity),
        ["recommended"] = ("every rule that is on by default at least a warning, the others suggestions.", Recommended),
        ["strict"] = ("every rule an error.", _ => "error"),
    };

    public static TheoryData<string> PresetNames => [.. Presets.Keys];

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void Preset_MatchesTheRules(string name)
    {
        var (explanation, severity) = Presets[name];
        var text = new StringBuilder();
        text.Append("# Generated from the rules: LEAKGUARD_UPDATE=1 dotnet test tests/Package.Tests\n");
        text.Append($"# Preset '{name}': {explanation} It gives way to .editorconfig, .globalconfig and NoWarn of the project.\n");
        text.Append("is_global = true\nglobal_level = -100\n");
        foreach (var rule in Rules.All)
            text.Append($"\n# {rule.Id}: {rule.Title}{(rule.HasFix ? " (has a fix)" : "")}\ndotnet_diagnostic.{rule.Id}.severity = {severity(rule)}\n");
        Generated.CheckFile(text.ToString(), "src", "Package", "config", $"{name}.globalconfig");
    }

    [Fact]
    public void Readme_ListsTheRules()
    {
        var text = new StringBuilder("| Rule | Finds | Default | Fix |\n|---|---|---|---|\n");
        foreach (var rule in Rules.All)
            text.Append($"| [{rule.Id}]({rule.Descriptor.HelpLinkUri}) | {Cell(rule.Title)} | {Shown(rule)} | {(rule.HasFix ? "yes" : "no")} |\n");
        Generated.CheckSection(text.ToString(), "README.md");
    }

    [Fact]
    public void Index_ListsTheRules()
    {
        var text = new StringBuilder();
        foreach (var family in Rules.All.GroupBy(rule => rule.Descriptor.Category))
        {
            text.Append($"### {family.Key}\n\n| Rule | Finds | Default | Fix |\n|---|---|---|---|\n");
            foreach (var rule in family)
                text.Append($"| [{rule.Id}]({rule.Id}.md) | {Cell(rule.Title)} | {Shown(rule)} | {(rule.HasFix ? "yes" : "no")} |\n");
            text.Append('\n');
        }

        Generated.CheckSection(text.ToString().TrimEnd('\n') + "\n", "docs", "rules", "README.md");
    }

    private static string Recommended(Rule rule) => rule.DefaultSeverity switch
    {
        "none" or "silent" => "suggestion",
        "suggestion" => "warning",
        var loud => loud,
    };

    private static string Shown(Rule rule) => rule.DefaultSeverity == "none" ? "off" : rule.DefaultSeverity;

    private static string Cell(string text) => text.Replace("|", "\\|");
}
