using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Analyzers.Tests.Suppression;

/// <summary>One line of a .editorconfig that holds everywhere.</summary>
internal sealed class ConfigOptions : AnalyzerConfigOptionsProvider
{
    private readonly Fixed _options;

    private ConfigOptions(Dictionary<string, string> values) => _options = new Fixed(values);

    public override AnalyzerConfigOptions GlobalOptions => _options;

    public static ConfigOptions Of(string? line)
    {
        var parts = line?.Split('=', StringSplitOptions.TrimEntries);
        return new ConfigOptions(parts == null ? [] : new(StringComparer.OrdinalIgnoreCase) { [parts[0]] = parts[1] });
    }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _options;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options;

    private sealed class Fixed(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
