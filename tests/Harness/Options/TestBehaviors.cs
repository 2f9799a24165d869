namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Extra analyzer runs a test can do without.</summary>
[Flags]
public enum TestBehaviors
{
    /// <summary>All extra runs take place.</summary>
    None = 0,

    /// <summary>No run with the sources marked as generated code.</summary>
    SkipGeneratedCodeCheck = 1,

    /// <summary>No run with <c>#pragma warning disable</c> before the sources.</summary>
    SkipSuppressionCheck = 2,

    /// <summary>Generated sources are not compared. Without source generators this changes nothing.</summary>
    SkipGeneratedSourcesCheck = 4,
}
