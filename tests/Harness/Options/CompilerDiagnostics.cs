namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How many of the compiler's own diagnostics take part in a test.</summary>
public enum CompilerDiagnostics
{
    /// <summary>No compiler diagnostics.</summary>
    None,

    /// <summary>Errors only.</summary>
    Errors,

    /// <summary>Errors and warnings.</summary>
    Warnings,

    /// <summary>Errors, warnings and suggestions.</summary>
    Suggestions,

    /// <summary>All of them, hidden ones too.</summary>
    All,
}
