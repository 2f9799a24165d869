namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>A sample of every fix and every key it offers.</summary>
internal static partial class FixAllSamples
{
    public static FixAllSample[] All { get; } = [.. Entries, .. Creations, .. Ends, .. Callbacks];

    public static FixAllSample Of(string name) => All.Single(s => s.ToString() == name);
}
