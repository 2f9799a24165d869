using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A verifier for any test framework: every failure is an <see cref="InvalidOperationException"/>.</summary>
public class DefaultVerifier : IVerifier
{
    /// <summary>Makes a verifier without context.</summary>
    public DefaultVerifier()
        : this(ImmutableStack<string>.Empty)
    {
    }

    /// <summary>Makes a verifier with the given context, innermost entry on top.</summary>
    protected DefaultVerifier(ImmutableStack<string> context)
        => Context = context ?? throw new ArgumentNullException(nameof(context));

    /// <summary>What is being verified, innermost entry on top.</summary>
    protected ImmutableStack<string> Context { get; }

    /// <inheritdoc/>
    public virtual void Empty<T>(string collectionName, IEnumerable<T> collection)
    {
        if (collection?.Any() == true)
            throw Failure($"'{collectionName}' is not empty");
    }

    /// <inheritdoc/>
    public virtual void NotEmpty<T>(string collectionName, IEnumerable<T> collection)
    {
        if (collection?.Any() == false)
            throw Failure($"'{collectionName}' is empty");
    }

    /// <inheritdoc/>
    public virtual void LanguageIsSupported(string language)
    {
        if (language is not (LanguageNames.CSharp or LanguageNames.VisualBasic))
            throw Failure($"Unsupported Language: '{language}'");
    }

    /// <inheritdoc/>
    public virtual void Equal<T>(T expected, T actual, string? message = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw Failure(message ?? $"items not equal.  expected:'{expected}' actual:'{actual}'");
    }

    /// <inheritdoc/>
    public virtual void True([DoesNotReturnIf(false)] bool assert, string? message = null)
    {
        if (!assert)
            throw Failure(message ?? "Expected value to be 'true' but was 'false'");
    }

    /// <inheritdoc/>
    public virtual void False([DoesNotReturnIf(true)] bool assert, string? message = null)
    {
        if (assert)
            throw Failure(message ?? "Expected value to be 'false' but was 'true'");
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    public virtual void Fail(string? message = null)
        => throw Failure(message ?? "Verification failed for an unspecified reason.");

    /// <inheritdoc/>
    public virtual void SequenceEqual<T>(IEnumerable<T> expected, IEnumerable<T> actual, IEqualityComparer<T>? equalityComparer = null, string? message = null)
    {
        var equal = expected is null || actual is null
            ? ReferenceEquals(expected, actual)
            : expected.SequenceEqual(actual, equalityComparer);
        if (!equal)
            throw Failure(message ?? "Sequences are not equal");
    }

    /// <inheritdoc/>
    public virtual IVerifier PushContext(string context)
    {
        // A subclass that forgets the override would lose its own failures in the nested verifier.
        if (GetType() != typeof(DefaultVerifier))
            throw new InvalidOperationException($"Custom verifier types must override {nameof(PushContext)}");

        return new DefaultVerifier(Context.Push(context));
    }

    /// <summary>Puts the context lines, outermost first, before the message.</summary>
    protected virtual string CreateMessage(string message)
    {
        foreach (var entry in Context)
            message = $"Context: {entry}{Environment.NewLine}{message}";

        return message;
    }

    private InvalidOperationException Failure(string message) => new(CreateMessage(message));
}
