using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Prints diagnostics as test code that would expect them, ready to paste.</summary>
internal sealed class DiagnosticFormatter(ImmutableArray<DiagnosticAnalyzer> analyzers, string defaultFilePath)
{
    public string Format(IEnumerable<Diagnostic> diagnostics) => string.Concat(diagnostics.Select(Format));

    public string Format(Diagnostic diagnostic)
    {
        var text = new StringBuilder("// ").AppendLine(diagnostic.ToString());
        var inSource = diagnostic.Location.IsInSource;
        AppendCreation(text, diagnostic.Id, diagnostic.Severity, inSource, diagnostic.Location.SourceTree?.FilePath);
        if (diagnostic.Location != Location.None)
        {
            AppendSpan(text, diagnostic.Location, isUnnecessary: false);
            int[] unnecessary = [];
            if (diagnostic.EncodedUnnecessaryLocations() is { } encoded)
                DiagnosticFacts.TryDecodeIndices(encoded, out unnecessary);

            for (var i = 0; i < diagnostic.AdditionalLocations.Count; i++)
                AppendSpan(text, diagnostic.AdditionalLocations[i], unnecessary.Contains(i));
        }

        AppendArguments(text, diagnostic.MessageArguments());
        if (diagnostic.IsSuppressed)
            text.Append($".{nameof(DiagnosticResult.WithIsSuppressed)}(true)");

        return text.AppendLine(",").ToString();
    }

    public string Format(DiagnosticResult expected)
    {
        var text = new StringBuilder("// ").AppendLine(expected.ToString());
        AppendCreation(text, expected.Id, expected.Severity, expected.HasLocation, expected.Spans.FirstOrDefault().Span.Path);
        foreach (var location in expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations) ? expected.Spans.Take(1) : expected.Spans)
            AppendLocation(text, location);

        AppendArguments(text, expected.MessageArguments ?? []);
        if (expected.IsSuppressed is { } suppressed)
            text.Append($".{nameof(DiagnosticResult.WithIsSuppressed)}({(suppressed ? "true" : "false")})");

        return text.AppendLine(",").ToString();
    }

    private static void AppendArguments(StringBuilder text, IReadOnlyList<object?> arguments)
    {
        if (arguments.Count > 0)
            text.Append($".{nameof(DiagnosticResult.WithArguments)}({string.Join(", ", arguments.Select(argument => $"\"{argument}\""))})");
    }

    private void AppendCreation(StringBuilder text, string id, DiagnosticSeverity severity, bool hasSourceLocation, string? path)
    {
        var analyzer = analyzers.FirstOrDefault(candidate => candidate.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));
        if (analyzer is null)
        {
            text.Append(severity switch
            {
                DiagnosticSeverity.Error => $"{nameof(DiagnosticResult)}.{nameof(DiagnosticResult.CompilerError)}(\"{id}\")",
                DiagnosticSeverity.Warning => $"{nameof(DiagnosticResult)}.{nameof(DiagnosticResult.CompilerWarning)}(\"{id}\")",
                _ => $"new {nameof(DiagnosticResult)}(\"{id}\", {nameof(DiagnosticSeverity)}.{severity})",
            });
            return;
        }

        var rule = $"{analyzer.GetType().Name}.{id}";
        if (!hasSourceLocation)
        {
            text.Append($"new {nameof(DiagnosticResult)}({rule})");
            return;
        }

        var verifier = path?.EndsWith(".vb", StringComparison.Ordinal) == true ? "VerifyVB" : "VerifyCS";
        text.Append($"{verifier}.Diagnostic({(analyzer.SupportedDiagnostics.Length == 1 ? string.Empty : rule)})");
    }

    private void AppendSpan(StringBuilder text, Location location, bool isUnnecessary)
    {
        var span = location.GetLineSpan();
        text.Append($".{nameof(DiagnosticResult.WithSpan)}({PathArgument(span.Path, location.IsInSource)}{Bounds(span)}");
        if (isUnnecessary)
            text.Append($", {nameof(DiagnosticLocationOptions)}.{nameof(DiagnosticLocationOptions.UnnecessaryCode)}");

        text.Append(')');
    }

    private void AppendLocation(StringBuilder text, DiagnosticLocation location)
    {
        var span = location.Span;
        var path = PathArgument(span.Path, inSource: true);
        text.Append(location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength)
            ? $".{nameof(DiagnosticResult.WithLocation)}({path}{span.StartLinePosition.Line + 1}, {span.StartLinePosition.Character + 1})"
            : $".{nameof(DiagnosticResult.WithSpan)}({path}{Bounds(span)})");
    }

    private string PathArgument(string path, bool inSource)
        => inSource && path == defaultFilePath ? string.Empty : $"\"{path}\", ";

    private static string Bounds(FileLinePositionSpan span)
        => $"{span.StartLinePosition.Line + 1}, {span.StartLinePosition.Character + 1}, {span.EndLinePosition.Line + 1}, {span.EndLinePosition.Character + 1}";
}
