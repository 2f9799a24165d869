namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a state takes over from the state it is based on.</summary>
public enum StateInheritanceMode
{
    /// <summary>Missing parts, and the expected diagnostics that no provider can fix.</summary>
    AutoInherit,

    /// <summary>Nothing.</summary>
    Explicit,

    /// <summary>Missing parts, and all expected diagnostics.</summary>
    AutoInheritAll,
}
