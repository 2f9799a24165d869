namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How markup is read.</summary>
[Flags]
public enum MarkupOptions
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Where several descriptors fit, take the first instead of failing.</summary>
    UseFirstDescriptor = 1,

    /// <summary>Leave <c>$$</c> in the text: raw interpolated strings contain it.</summary>
    TreatPositionIndicatorsAsCode = 2,
}
