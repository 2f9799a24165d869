using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares the reported diagnostics of one run with the expected ones.</summary>
internal sealed class DiagnosticResultsVerifier(
    ImmutableArray<DiagnosticAnalyzer> analyzers,
    string defaultFilePath,
    Action<Diagnostic, DiagnosticResult, IVerifier>? additionalVerifier,
    IVerifier verifier)
{
    private readonly DiagnosticFormatter _formatter = new(analyzers, defaultFilePath);
    private string _annotatedSource = string.Empty;

    public void Verify(ImmutableArray<Diagnostic> actual, ImmutableArray<DiagnosticResult> expected)
    {
        _annotatedSource = AnnotatedSource.Draw(actual);
        verifier.Equal(expected.Length, actual.Length, CountMismatch(actual, expected));
        foreach (var (expectation, diagnostic) in DiagnosticMatcher.Match(expected, actual))
            VerifyPair(diagnostic!, expectation.GetValueOrDefault());
    }

    private string CountMismatch(ImmutableArray<Diagnostic> actual, ImmutableArray<DiagnosticResult> expected)
    {
        var found = actual.IsEmpty ? "    NONE." : _formatter.Format(actual);
        return WithSource(
            $"Mismatch between number of diagnostics returned, expected \"{expected.Length}\" actual \"{actual.Length}\"\r\n\r\nDiagnostics:\r\n{found}\r\n");
    }

    private void VerifyPair(Diagnostic actual, DiagnosticResult expected)
    {
        if (expected.HasLocation)
            VerifyLocations(actual, expected);
        else
            verifier.Equal(Location.None, actual.Location, Message(actual, expected, "Expected a project diagnostic with no location:"));

        verifier.Equal(expected.Id, actual.Id, Message(actual, expected, $"Expected diagnostic id to be \"{expected.Id}\" was \"{actual.Id}\""));
        if (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity))
        {
            verifier.Equal(
                expected.Severity,
                actual.Severity,
                Message(actual, expected, $"Expected diagnostic severity to be \"{expected.Severity}\" was \"{actual.Severity}\""));
        }

        VerifyMessage(actual, expected);
        if (expected.IsSuppressed is { } suppressed)
            verifier.Equal(suppressed, actual.IsSuppressed, Message(actual, expected, "Expected diagnostic suppression state to match"));

        additionalVerifier?.Invoke(actual, expected, verifier);
    }

    private void VerifyMessage(Diagnostic actual, DiagnosticResult expected)
    {
        if (expected.Message is { } message)
        {
            var found = actual.GetMessage();
            verifier.Equal(message, found, Message(actual, expected, $"Expected diagnostic message to be \"{message}\" was \"{found}\""));
        }
        else if (expected.MessageArguments is { Length: > 0 } arguments)
        {
            verifier.SequenceEqual(
                arguments.Select(argument => argument?.ToString() ?? string.Empty),
                actual.MessageArguments().Select(argument => argument?.ToString() ?? string.Empty),
                StringComparer.Ordinal,
                Message(actual, expected, "Expected diagnostic message arguments to match"));
        }
    }

    private void VerifyLocations(Diagnostic actual, DiagnosticResult expected)
    {
        VerifyLocation(actual, expected, actual.Location, expected.Spans[0]);
        var unnecessary = UnnecessaryLocations(actual);
        if (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            return;

        var (count, expectedCount) = (actual.AdditionalLocations.Count, expected.Spans.Length - 1);
        verifier.Equal(expectedCount, count, Message(actual, expected, $"Expected {expectedCount} additional locations but got {count} for Diagnostic:"));
        for (var i = 0; i < count; i++)
        {
            VerifyLocation(actual, expected, actual.AdditionalLocations[i], expected.Spans[i + 1]);
            if (expected.Spans[i + 1].Options.HasFlag(DiagnosticLocationOptions.UnnecessaryCode))
                verifier.True(unnecessary.Contains(i), $"Expected diagnostic additional location index \"{i}\" to be marked unnecessary, but was not.");
            else
                verifier.False(unnecessary.Contains(i), $"Expected diagnostic additional location index \"{i}\" to not be marked unnecessary, but was instead marked unnecessary.");
        }
    }

    private int[] UnnecessaryLocations(Diagnostic actual)
    {
        if (actual.EncodedUnnecessaryLocations() is not { } encoded)
            return [];

        verifier.True(
            actual.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Unnecessary),
            "Diagnostic reported extended unnecessary locations, but the descriptor is not marked as unnecessary code.");
        verifier.True(
            DiagnosticFacts.TryDecodeIndices(encoded, out var indices),
            $"Expected encoded unnecessary locations to be a valid JSON array of non-negative integers: {encoded}");
        verifier.NotEmpty("unnecessaryIndices", indices);
        var count = actual.AdditionalLocations.Count;
        verifier.True(
            indices.All(index => index < count),
            $"All unnecessary indices in the diagnostic must be valid indices in AdditionalLocations [0-{count}): {encoded}");
        return indices;
    }

    private void VerifyLocation(Diagnostic diagnostic, DiagnosticResult result, Location actual, DiagnosticLocation expected)
    {
        var span = actual.GetLineSpan();
        verifier.True(
            DiagnosticMatcher.IsSamePath(span, expected.Span),
            Message(diagnostic, result, $"Expected diagnostic to be in file \"{expected.Span.Path}\" was actually in file \"{span.Path}\""));
        VerifyPosition(diagnostic, result, span.StartLinePosition, expected.Span.StartLinePosition, "start");
        if (!expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength))
            VerifyPosition(diagnostic, result, span.EndLinePosition, expected.Span.EndLinePosition, "end");
    }

    private void VerifyPosition(Diagnostic diagnostic, DiagnosticResult result, LinePosition actual, LinePosition expected, string which)
    {
        verifier.Equal(
            expected.Line,
            actual.Line,
            Message(diagnostic, result, $"Expected diagnostic to {which} on line \"{expected.Line + 1}\" was actually on line \"{actual.Line + 1}\""));
        verifier.Equal(
            expected.Character,
            actual.Character,
            Message(diagnostic, result, $"Expected diagnostic to {which} at column \"{expected.Character + 1}\" was actually at column \"{actual.Character + 1}\""));
    }

    private string Message(Diagnostic actual, DiagnosticResult expected, string message)
        => WithSource(string.Join(
            Environment.NewLine,
            message,
            string.Empty,
            "Expected diagnostic:",
            "    " + _formatter.Format(expected),
            "Actual diagnostic:",
            "    " + _formatter.Format(actual)));

    private string WithSource(string message)
        => _annotatedSource.Length == 0
            ? message
            : $"{message}{Environment.NewLine}Source with the actual diagnostics:{Environment.NewLine}{_annotatedSource}";
}
