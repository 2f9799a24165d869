namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Assertions made of the basic ones.</summary>
public static class IVerifierExtensions
{
    /// <summary>Fails with a line diff, expected text as baseline, unless both texts are exactly equal.</summary>
    public static void EqualOrDiff(this IVerifier verifier, string expected, string actual, string? message = null)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        if (expected == actual)
            return;

        var heading = string.IsNullOrEmpty(message)
            ? "Actual and expected values differ. Expected shown in baseline of diff:"
            : message;
        verifier.Fail(heading + Environment.NewLine + LineDiff.Render(expected ?? string.Empty, actual ?? string.Empty));
    }
}
