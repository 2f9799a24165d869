using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which diagnostic a piece of markup expects.</summary>
internal sealed class MarkupDiagnostics(
    MarkupMode handling,
    MarkupOptions options,
    DiagnosticDescriptor? defaultDiagnostic,
    ImmutableArray<DiagnosticDescriptor> supportedDiagnostics,
    ImmutableArray<string> fixableDiagnostics)
{
    public MarkupMode Handling { get; } = handling;

    /// <summary>The expectation for a span with this name, or null if the mode ignores it.</summary>
    public DiagnosticResult? Create(string name)
    {
        var descriptor = name.Length == 0 ? RequiredDefault() : null;
        var id = descriptor?.Id ?? name;
        if (Handling == MarkupMode.IgnoreFixable && fixableDiagnostics.Contains(id))
            return null;

        descriptor ??= FindDescriptor(id);
        var result = descriptor is null
            ? DiagnosticResult.CompilerError(id)
            : new DiagnosticResult(descriptor);
        return result
            .WithMessage(null)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
    }

    private DiagnosticDescriptor RequiredDefault()
        => defaultDiagnostic ?? throw new InvalidOperationException(
            "Markup syntax can only omit the diagnostic ID if the first analyzer only supports a single diagnostic. To customize the default value, "
            + $"override AnalyzerTest<TVerifier>.GetDefaultDiagnostic or specify {nameof(MarkupOptions)}.{nameof(MarkupOptions.UseFirstDescriptor)}.");

    private DiagnosticDescriptor? FindDescriptor(string id)
    {
        var matches = supportedDiagnostics.Where(descriptor => descriptor.Id == id).ToArray();
        if (matches.Length > 1 && !options.HasFlag(MarkupOptions.UseFirstDescriptor))
        {
            throw new InvalidOperationException(
                $"Multiple diagnostic descriptors with ID {id} were found. Use the explicitly diagnostic creation syntax or specify "
                + $"{nameof(MarkupOptions)}.{nameof(MarkupOptions.UseFirstDescriptor)} to use the first matching diagnostic.");
        }

        return matches.FirstOrDefault();
    }
}
