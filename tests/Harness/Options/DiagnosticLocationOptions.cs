namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How an expected location is read and checked.</summary>
[Flags]
public enum DiagnosticLocationOptions
{
    /// <summary>The exact span.</summary>
    None = 0,

    /// <summary>Only the start is checked.</summary>
    IgnoreLength = 1,

    /// <summary>The location is the number of an indexed markup span.</summary>
    InterpretAsMarkupKey = 2,

    /// <summary>The additional location is expected to be marked as unnecessary code.</summary>
    UnnecessaryCode = 4,
}
