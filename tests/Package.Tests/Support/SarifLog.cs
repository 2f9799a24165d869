using System.Text.Json;

namespace LeakGuard.Package.Tests.Support;

internal sealed record LoggedResult(string Id, string Level, string Message, bool Suppressed);

/// <summary>What the compiler wrote to /errorlog: the one output in which info diagnostics and suppressions show too.</summary>
internal static class SarifLog
{
    public static LoggedResult[] Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => new LoggedResult(
            result.GetProperty("ruleId").GetString()!,
            result.GetProperty("level").GetString()!,
            result.GetProperty("message").GetProperty("text").GetString()!,
            result.TryGetProperty("suppressions", out _)))];
    }
}
