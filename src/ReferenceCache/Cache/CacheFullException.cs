using System;

namespace LeakGuard.ReferenceCache;

/// <summary>The cache holds as many entries as it may, and each of them is in use.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed class CacheFullException : InvalidOperationException
{
    /// <summary>Makes one with a general text.</summary>
    public CacheFullException()
        : base("The cache is full and no entry is idle.")
    {
    }

    /// <summary>Makes one with the given text.</summary>
    /// <param name="message">The text.</param>
    public CacheFullException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with the given text and cause.</summary>
    /// <param name="message">The text.</param>
    /// <param name="innerException">The cause.</param>
    public CacheFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
