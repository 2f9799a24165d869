namespace LeakGuard.Holders;

/// <summary>What kind of evidence says that the instances of a type are used by several threads.</summary>
internal enum SharingSign : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>What the type is: a service, a singleton, or configured as shared.</summary>
    Role,

    /// <summary>It takes a lock of its own.</summary>
    Lock,

    /// <summary>A field of it is used with Interlocked.</summary>
    Atomic,

    /// <summary>A field of it is volatile.</summary>
    Volatile,
}
