namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A place where a diagnostic is expected.</summary>
public readonly struct DiagnosticLocation
{
    /// <summary>Makes a location.</summary>
    public DiagnosticLocation(FileLinePositionSpan span, DiagnosticLocationOptions options)
    {
        Span = span;
        Options = options;
    }

    /// <summary>File, start and end.</summary>
    public FileLinePositionSpan Span { get; }

    /// <summary>How the span is read and checked.</summary>
    public DiagnosticLocationOptions Options { get; }
}
