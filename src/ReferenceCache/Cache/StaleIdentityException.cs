using System;

namespace LeakGuard.ReferenceCache;

/// <summary>The caller asked for an incarnation of a key that another one has replaced: what it knows of the key is out of date.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed class StaleIdentityException : InvalidOperationException
{
    /// <summary>Makes one with a general text.</summary>
    public StaleIdentityException()
        : base("Another incarnation has taken the place of this one.")
    {
    }

    /// <summary>Makes one with the given text.</summary>
    /// <param name="message">The text.</param>
    public StaleIdentityException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with the given text and cause.</summary>
    /// <param name="message">The text.</param>
    /// <param name="innerException">The cause.</param>
    public StaleIdentityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
