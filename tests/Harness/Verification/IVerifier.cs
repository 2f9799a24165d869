using System.Diagnostics.CodeAnalysis;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The assertions the harness makes, so that a test framework can supply its own failures.</summary>
public interface IVerifier
{
    /// <summary>Fails unless the collection has no elements.</summary>
    void Empty<T>(string collectionName, IEnumerable<T> collection);

    /// <summary>Fails unless both values are equal by their default comparer.</summary>
    void Equal<T>(T expected, T actual, string? message = null);

    /// <summary>Fails unless the condition holds.</summary>
    void True([DoesNotReturnIf(false)] bool assert, string? message = null);

    /// <summary>Fails if the condition holds.</summary>
    void False([DoesNotReturnIf(true)] bool assert, string? message = null);

    /// <summary>Fails always.</summary>
    [DoesNotReturn]
    void Fail(string? message = null);

    /// <summary>Fails for a language the harness does not know.</summary>
    void LanguageIsSupported(string language);

    /// <summary>Fails unless the collection has an element.</summary>
    void NotEmpty<T>(string collectionName, IEnumerable<T> collection);

    /// <summary>Fails unless both sequences have equal elements in the same order.</summary>
    void SequenceEqual<T>(IEnumerable<T> expected, IEnumerable<T> actual, IEqualityComparer<T>? equalityComparer = null, string? message = null);

    /// <summary>Gives a verifier whose failures also name <paramref name="context"/>.</summary>
    IVerifier PushContext(string context);
}
