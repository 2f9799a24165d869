using System.Reflection;
using System.Text.RegularExpressions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Facts about a reported diagnostic that Roslyn does not publish, or publishes only as encoded text.</summary>
internal static partial class DiagnosticFacts
{
    private static readonly Func<Diagnostic, IReadOnlyList<object?>> ArgumentsOf = Internal<IReadOnlyList<object?>>("Arguments");
    private static readonly Func<Diagnostic, object?> ProgrammaticSuppressionOf = Internal<object?>("ProgrammaticSuppressionInfo");

    public static IReadOnlyList<object?> MessageArguments(this Diagnostic diagnostic) => ArgumentsOf(diagnostic);

    public static bool IsSuppressedBySuppressor(this Diagnostic diagnostic) => ProgrammaticSuppressionOf(diagnostic) is not null;

    public static bool IsFromCompiler(this Diagnostic diagnostic)
        => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    /// <summary>The text that says which additional locations are unnecessary code, or null.</summary>
    public static string? EncodedUnnecessaryLocations(this Diagnostic diagnostic)
        => diagnostic.Properties.GetValueOrDefault(WellKnownDiagnosticTags.Unnecessary);

    /// <summary>Reads a list of indices such as <c>[0, 2]</c>; false if the text is no such list.</summary>
    public static bool TryDecodeIndices(string encoded, out int[] indices)
    {
        var match = IndexList().Match(encoded);
        indices = match.Groups["index"].Captures.Select(capture => int.Parse(capture.Value)).ToArray();
        return match.Success;
    }

    private static Func<Diagnostic, T> Internal<T>(string property)
        => typeof(Diagnostic)
            .GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?
            .GetMethod?.CreateDelegate<Func<Diagnostic, T>>()
            ?? throw new MissingMemberException(nameof(Diagnostic), property);

    [GeneratedRegex(@"^\s*\[\s*((?<index>[0-9]+)\s*(,\s*(?<index>[0-9]+)\s*)*)?\]\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex IndexList();
}
