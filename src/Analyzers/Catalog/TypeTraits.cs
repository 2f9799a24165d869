using System;

namespace LeakGuard.Catalog;

/// <summary>What is known of a type as such, without looking at how a program uses it.</summary>
[Flags]
internal enum TypeTraits
{
    None = 0,
    Disposable = 1 << 0,
    AsyncDisposable = 1 << 1,

    /// <summary>Need not be disposed (Task, MemoryStream, …): not a resource.</summary>
    DisposeOptional = 1 << 2,

    /// <summary>A resource only when it has a timer, is linked or has registrations (CancellationTokenSource).</summary>
    ConditionalResource = 1 << 3,

    /// <summary>Holds a socket, handle, timer, process or background work.</summary>
    Strong = 1 << 4,

    Concurrent = 1 << 5,
    Immutable = 1 << 6,
    Timer = 1 << 7,
    Thread = 1 << 8,
    Task = 1 << 9,
    Lazy = 1 << 10,
    Tuple = 1 << 11,
    Pair = 1 << 12,
    Weak = 1 << 13,
    TokenSource = 1 << 14,
    Monitor = 1 << 15,
    Semaphore = 1 << 16,
    ReaderWriter = 1 << 17,
    Mutex = 1 << 18,
    SpinLock = 1 << 19,
    Ui = 1 << 20,
    Factory = 1 << 21,
    Value = 1 << 22,
    Borrowed = 1 << 23,
    Owning = 1 << 24,

    AnyLock = Monitor | Semaphore | ReaderWriter | Mutex | SpinLock,
    AnyDisposable = Disposable | AsyncDisposable,
}
