namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What becomes of markup in a state's texts.</summary>
public enum MarkupMode
{
    /// <summary>Markup is kept as text.</summary>
    None,

    /// <summary>Markup is removed and expects nothing.</summary>
    Ignore,

    /// <summary>Markup is removed and expects only what no fix provider can fix.</summary>
    IgnoreFixable,

    /// <summary>Markup is removed and all of it expects diagnostics.</summary>
    Allow,
}
