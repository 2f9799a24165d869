using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Pairs expected with actual diagnostics so that the pairs differ as little as possible.</summary>
internal static class DiagnosticMatcher
{
    /// <summary>
    /// Every expected and every actual diagnostic occurs in exactly one pair; pairs with an expectation come first, in
    /// the order of the expectations.
    /// </summary>
    public static ImmutableArray<(DiagnosticResult? Expected, Diagnostic? Actual)> Match(
        ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        var distances = new double[expected.Length, actual.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            for (var j = 0; j < actual.Length; j++)
                distances[i, j] = Distance(expected[i], actual[j]);
        }

        var actualOfExpected = Assignment.Solve(expected.Length, actual.Length, (i, j) => distances[i, j]);
        var pairs = ImmutableArray.CreateBuilder<(DiagnosticResult? Expected, Diagnostic? Actual)>();
        for (var i = 0; i < expected.Length; i++)
            pairs.Add((expected[i], actualOfExpected[i] < 0 ? null : actual[actualOfExpected[i]]));

        for (var j = 0; j < actual.Length; j++)
        {
            if (!actualOfExpected.Contains(j))
                pairs.Add((null, actual[j]));
        }

        return pairs.ToImmutable();
    }

    /// <summary>Whether both paths name the same file; <c>Test.</c> is accepted for the first default file.</summary>
    public static bool IsSamePath(FileLinePositionSpan actual, FileLinePositionSpan expected)
        => actual.Path == expected.Path
            || (actual.Path?.Contains("Test0.", StringComparison.Ordinal) == true && expected.Path.Contains("Test.", StringComparison.Ordinal));

    private static double Distance(DiagnosticResult expected, Diagnostic actual)
    {
        var location = LocationDistance(expected, actual);
        return (location * location)
            + (expected.Id == actual.Id ? 0 : 1)
            + (IsSeverityMatch(expected, actual) ? 0 : 1)
            + (IsMessageMatch(expected, actual) ? 0 : 1)
            + (expected.IsSuppressed is { } suppressed && suppressed != actual.IsSuppressed ? 1 : 0);
    }

    private static double LocationDistance(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
            return actual.Location == Location.None ? 0 : 3;

        var (start, end, path) = Compare(expected.Spans[0], actual.Location);
        if (start && end && path && AdditionalLocationsMatch(expected, actual))
            return 0;

        return (start ? 0 : 1) + (end ? 0 : 1) + 1;
    }

    private static bool AdditionalLocationsMatch(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            return true;

        if (actual.AdditionalLocations.Count != expected.Spans.Length - 1)
            return false;

        for (var i = 0; i < actual.AdditionalLocations.Count; i++)
        {
            if (Compare(expected.Spans[i + 1], actual.AdditionalLocations[i]) != (true, true, true))
                return false;
        }

        return true;
    }

    private static (bool Start, bool End, bool Path) Compare(DiagnosticLocation expected, Location actual)
    {
        var span = actual.GetLineSpan();
        return (
            span.StartLinePosition == expected.Span.StartLinePosition,
            expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || span.EndLinePosition == expected.Span.EndLinePosition,
            IsSamePath(span, expected.Span));
    }

    private static bool IsSeverityMatch(DiagnosticResult expected, Diagnostic actual)
        => expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) || expected.Severity == actual.Severity;

    private static bool IsMessageMatch(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Message is { } message)
            return message == actual.GetMessage();

        return expected.MessageArguments is not { Length: > 0 } arguments
            || arguments.Select(Text).SequenceEqual(actual.MessageArguments().Select(Text));
    }

    private static string Text(object? argument) => argument?.ToString() ?? string.Empty;
}
