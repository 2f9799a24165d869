namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Counts the rounds of a fix run against the expected number: positive is exact, negative a limit, zero forbids fixes.
/// </summary>
internal sealed class RoundCounter
{
    private readonly int _expected;
    private int _used;

    public RoundCounter(int expected)
    {
        // At most one is exactly one: a run without any round changes nothing, so its content would differ anyway.
        _expected = expected == -1 ? 1 : expected;
    }

    /// <summary>Starts a round; one more than the limit may start, because the last may turn out to offer nothing.</summary>
    public void Start(IVerifier verifier, string kind)
    {
        _used++;
        verifier.True(_used <= Math.Abs(_expected) + 1, $"The upper limit for the number of {kind} iterations was exceeded");
    }

    /// <summary>Takes the last round back, because it offered nothing.</summary>
    public void Uncount() => _used--;

    public void VerifyEnd(IVerifier verifier)
    {
        if (_expected == 0)
            verifier.Equal(0, _used, "No code fixes were expected, but a fix was offered that made no changes to the code.");
        else if (_expected > 0)
            verifier.Equal(_expected, _used, $"Expected '{_expected}' iterations but found '{_used}' iterations.");
        else
            verifier.True(_used <= -_expected, "The upper limit for the number of code fix iterations was exceeded");
    }
}
