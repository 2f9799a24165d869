namespace LeakGuard.Catalog;

/// <summary>What a known method is for, as far as facts are concerned.</summary>
internal enum MethodRole : byte
{
    None,

    /// <summary>Returns its receiver or first argument in another form: ConfigureAwait, AsTask, Unwrap, AsEnumerable.</summary>
    PassThrough,

    /// <summary>Keeps nothing, disposes nothing, throws nothing worth a path.</summary>
    Inert,

    /// <summary>Keeps and disposes nothing that is passed, but can throw.</summary>
    Reader,

    MonitorEnter,
    MonitorExit,
    LockScope,
    SemaphoreWait,
    SemaphoreRelease,
    ReadEnter,
    ReadExit,
    WriteEnter,
    WriteExit,
    MutexRelease,
    Exchange,
    CompareExchange,
    InterlockedChange,
    VolatileRead,
    VolatileWrite,
    ImmutableInterlocked,
    ImmutableUpdate,
    LazyInitialize,
    ReferenceEquals,

    /// <summary>A sequence of the elements of its source.</summary>
    LinqSequence,

    /// <summary>One element of its source.</summary>
    LinqElement,

    /// <summary>Asks only for presence or number.</summary>
    LinqExists,

    /// <summary>A sequence of what its lambda returns.</summary>
    LinqSelect,

    /// <summary>Calls its delegate for each element, in place.</summary>
    ForEach,

    /// <summary>Starts its delegate on another thread.</summary>
    StartTask,

    /// <summary>Runs its delegate later, after its receiver.</summary>
    Continue,

    /// <summary>A task of the argument.</summary>
    FromResult,

    /// <summary>Waits for all of its tasks.</summary>
    WhenAll,

    /// <summary>Hands its delegate to somebody who calls it when events arrive.</summary>
    CallbackSink,

    /// <summary>Throws when the condition holds.</summary>
    ThrowIf,

    ResizeArray,
    ClearArray,
    DelegateCombine,
    LinkTokens,
    CancelAfter,
}

/// <summary>Why a member blocks the thread that calls it.</summary>
internal enum BlockKind : byte
{
    None,
    Wait,
    Sleep,
    Queue,
    NetworkIo,
    FileIo,
}

/// <summary>Who calls a callback.</summary>
internal enum SinkKind : byte
{
    None,
    Event,
    Timer,
    Token,
    Change,
    Observer,
    Eviction,
    Watch,
    ProcessExit,
    Custom,
}
