namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What is not checked of an expected diagnostic.</summary>
[Flags]
public enum DiagnosticOptions
{
    /// <summary>Everything is checked.</summary>
    None = 0,

    /// <summary>Additional locations are not checked.</summary>
    IgnoreAdditionalLocations = 1,

    /// <summary>The severity is not checked.</summary>
    IgnoreSeverity = 2,
}
