using System.Collections.Generic;

namespace LeakGuard.Catalog;

/// <summary>Rows of members, by full type name and member name. Adding an API is one row.</summary>
internal static class MethodTable
{
    internal sealed class Row
    {
        public readonly MethodRole Role;
        public readonly BlockKind Block;
        public readonly SinkKind Sink;

        public Row(MethodRole role, BlockKind block = BlockKind.None, SinkKind sink = SinkKind.None)
        {
            Role = role;
            Block = block;
            Sink = sink;
        }
    }

    private const string T = "System.Threading.";
    private const string Tasks = "System.Threading.Tasks.";
    private const string Awaiters = "System.Runtime.CompilerServices.";
    private const string Linq = "System.Linq.Enumerable.";
    private const string Immutable = "System.Collections.Immutable.";

    public static readonly Dictionary<string, Row> Rows = Build();

    /// <summary>The member names of all rows: what has none of them needs no full name.</summary>
    private static readonly HashSet<string> Names = MemberNames();

    public static bool HasName(string member) => Names.Contains(member);

    private static HashSet<string> MemberNames()
    {
        var names = new HashSet<string>();
        foreach (var member in Rows.Keys)
            names.Add(member.Substring(member.LastIndexOf('.') + 1));
        return names;
    }

    private static Dictionary<string, Row> Build()
    {
        var rows = new Dictionary<string, Row>();
        void Add(MethodRole role, params string[] names)
        {
            foreach (var name in names)
                rows[name] = new Row(role);
        }

        void Blocks(BlockKind kind, params string[] names)
        {
            foreach (var name in names)
                rows[name] = new Row(rows.TryGetValue(name, out var row) ? row.Role : MethodRole.Reader, kind);
        }

        void Sinks(SinkKind kind, params string[] names)
        {
            foreach (var name in names)
                rows[name] = new Row(MethodRole.CallbackSink, BlockKind.None, kind);
        }

        void OfLinq(MethodRole role, params string[] names)
        {
            foreach (var name in names)
            {
                rows[Linq + name] = new Row(role);
                rows["System.Linq.ImmutableArrayExtensions." + name] = new Row(role);
            }
        }

        Add(MethodRole.PassThrough,
            Tasks + "Task.ConfigureAwait", Tasks + "Task`1.ConfigureAwait", Tasks + "ValueTask.ConfigureAwait", Tasks + "ValueTask`1.ConfigureAwait",
            Tasks + "ValueTask.AsTask", Tasks + "ValueTask`1.AsTask", Tasks + "Task.WaitAsync", Tasks + "Task`1.WaitAsync",
            Tasks + "Task.GetAwaiter", Tasks + "Task`1.GetAwaiter", Tasks + "ValueTask.GetAwaiter", Tasks + "ValueTask`1.GetAwaiter",
            Awaiters + "ConfiguredTaskAwaitable.GetAwaiter", Awaiters + "ConfiguredTaskAwaitable`1.GetAwaiter",
            Awaiters + "ConfiguredValueTaskAwaitable.GetAwaiter", Awaiters + "ConfiguredValueTaskAwaitable`1.GetAwaiter",
            Tasks + "TaskExtensions.Unwrap", Tasks + "TaskAsyncEnumerableExtensions.ConfigureAwait", Tasks + "TaskAsyncEnumerableExtensions.WithCancellation",
            Tasks + "TaskAsyncEnumerableExtensions.ToBlockingEnumerable", Tasks + "ValueTask`1.Preserve", Tasks + "ValueTask.Preserve",
            "System.GC.KeepAlive", "System.Collections.Generic.CollectionExtensions.AsReadOnly", "System.Linq.ParallelEnumerable.AsParallel");
        Add(MethodRole.Inert,
            "System.Object.Equals", "System.Object.GetHashCode", "System.Object.GetType", "System.Object.ToString", "System.GC.SuppressFinalize",
            "System.GC.ReRegisterForFinalize", "System.Diagnostics.Debug.Assert", "System.Diagnostics.Debug.WriteLine", "System.Diagnostics.Trace.WriteLine",
            "System.Diagnostics.Debug.Fail", "System.String.Equals", "System.String.IsNullOrEmpty", "System.String.IsNullOrWhiteSpace", "System.String.Concat",
            "System.String.Format", "System.String.Join", "System.Math.Max", "System.Math.Min", "System.Console.WriteLine", "System.Console.Write",
            T + "Timer.Change", "System.Timers.Timer.Stop", "System.Timers.Timer.Start",
            T + "EventWaitHandle.Set", T + "EventWaitHandle.Reset", T + "ManualResetEventSlim.Set", T + "ManualResetEventSlim.Reset",
            Tasks + "TaskCompletionSource.TrySetResult", Tasks + "TaskCompletionSource`1.TrySetResult", Tasks + "TaskCompletionSource`1.TrySetException",
            Tasks + "TaskCompletionSource`1.TrySetCanceled", Tasks + "TaskCompletionSource.TrySetException", Tasks + "TaskCompletionSource.TrySetCanceled",
            T + "CancellationTokenRegistration.Unregister", T + "Monitor.Pulse", T + "Monitor.PulseAll", T + "Monitor.IsEntered",
            "System.Diagnostics.Stopwatch.StartNew", "System.Diagnostics.Stopwatch.GetTimestamp", "System.Diagnostics.Stopwatch.GetElapsedTime",
            "System.Nullable`1.GetValueOrDefault", T + "Thread.MemoryBarrier", T + "Interlocked.MemoryBarrier", T + "Interlocked.Read");
        Add(MethodRole.Reader, T + "CancellationTokenSource.Cancel", T + "CancellationTokenSource.CancelAsync", T + "CancellationToken.ThrowIfCancellationRequested", Tasks + "Task.Delay", Tasks + "Task.Yield", "System.IO.File.Exists", "System.IO.Directory.Exists");
        Add(MethodRole.MonitorEnter, T + "Monitor.Enter", T + "Monitor.TryEnter", T + "Lock.Enter", T + "Lock.TryEnter", T + "SpinLock.Enter", T + "SpinLock.TryEnter");
        Add(MethodRole.MonitorExit, T + "Monitor.Exit", T + "Lock.Exit", T + "SpinLock.Exit");
        Add(MethodRole.LockScope, T + "Lock.EnterScope");
        Add(MethodRole.SemaphoreWait, T + "SemaphoreSlim.Wait", T + "SemaphoreSlim.WaitAsync");
        Add(MethodRole.SemaphoreRelease, T + "SemaphoreSlim.Release", T + "Semaphore.Release");
        Add(MethodRole.MutexRelease, T + "Mutex.ReleaseMutex");
        Add(MethodRole.ReadEnter, T + "ReaderWriterLockSlim.EnterReadLock", T + "ReaderWriterLockSlim.TryEnterReadLock", T + "ReaderWriterLock.AcquireReaderLock");
        Add(MethodRole.ReadExit, T + "ReaderWriterLockSlim.ExitReadLock", T + "ReaderWriterLock.ReleaseReaderLock");
        Add(MethodRole.WriteEnter,
            T + "ReaderWriterLockSlim.EnterWriteLock", T + "ReaderWriterLockSlim.TryEnterWriteLock", T + "ReaderWriterLockSlim.EnterUpgradeableReadLock",
            T + "ReaderWriterLockSlim.TryEnterUpgradeableReadLock", T + "ReaderWriterLock.AcquireWriterLock", T + "ReaderWriterLock.UpgradeToWriterLock");
        Add(MethodRole.WriteExit, T + "ReaderWriterLockSlim.ExitWriteLock", T + "ReaderWriterLockSlim.ExitUpgradeableReadLock", T + "ReaderWriterLock.ReleaseWriterLock");
        Add(MethodRole.Exchange, T + "Interlocked.Exchange", T + "Interlocked.Exchange`1", T + "Interlocked.And", T + "Interlocked.Or");
        Add(MethodRole.CompareExchange, T + "Interlocked.CompareExchange", T + "Interlocked.CompareExchange`1");
        Add(MethodRole.InterlockedChange, T + "Interlocked.Increment", T + "Interlocked.Decrement", T + "Interlocked.Add");
        Add(MethodRole.VolatileRead, T + "Volatile.Read", T + "Thread.VolatileRead");
        Add(MethodRole.VolatileWrite, T + "Volatile.Write", T + "Thread.VolatileWrite");
        Add(MethodRole.ImmutableUpdate, "System.Collections.Immutable.ImmutableInterlocked.Update");
        foreach (var name in new[] { "TryAdd", "GetOrAdd", "AddOrUpdate", "TryUpdate", "TryRemove", "Enqueue", "Push", "TryDequeue", "TryPop" })
            Add(MethodRole.ImmutableInterlocked, "System.Collections.Immutable.ImmutableInterlocked." + name);
        Add(MethodRole.Exchange, "System.Collections.Immutable.ImmutableInterlocked.InterlockedExchange");
        Add(MethodRole.CompareExchange, "System.Collections.Immutable.ImmutableInterlocked.InterlockedCompareExchange");
        Add(MethodRole.LazyInitialize, T + "LazyInitializer.EnsureInitialized");
        Add(MethodRole.ReferenceEquals, "System.Object.ReferenceEquals");
        Add(MethodRole.ThrowIf, "System.ArgumentNullException.ThrowIfNull", "System.ObjectDisposedException.ThrowIf", "System.ArgumentException.ThrowIfNullOrEmpty", "System.ArgumentException.ThrowIfNullOrWhiteSpace");
        Add(MethodRole.ResizeArray, "System.Array.Resize");
        Add(MethodRole.ClearArray, "System.Array.Clear");
        Add(MethodRole.ForEach,
            "System.Array.ForEach", "System.Collections.Generic.List`1.ForEach", "System.Collections.Immutable.ImmutableList`1.ForEach",
            Tasks + "Parallel.ForEach", Tasks + "Parallel.ForEachAsync", "System.Linq.ParallelEnumerable.ForAll");
        OfLinq(MethodRole.LinqSequence,
            "AsEnumerable", "Cast", "OfType", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Reverse", "Skip", "SkipLast", "SkipWhile",
            "Take", "TakeLast", "TakeWhile", "Distinct", "DistinctBy", "ToArray", "ToList", "ToHashSet", "ToDictionary", "Concat", "Union", "UnionBy",
            "Except", "ExceptBy", "Intersect", "Append", "Prepend", "DefaultIfEmpty", "Chunk", "GroupBy", "ToLookup", "Zip", "Order", "OrderDescending", "Shuffle");
        Add(MethodRole.LinqSequence,
            "System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary", "System.Collections.Frozen.FrozenSet.ToFrozenSet",
            Immutable + "ImmutableDictionary.ToImmutableDictionary", Immutable + "ImmutableSortedDictionary.ToImmutableSortedDictionary", Immutable + "ImmutableHashSet.ToImmutableHashSet",
            Immutable + "ImmutableSortedSet.ToImmutableSortedSet", Immutable + "ImmutableArray.ToImmutableArray", Immutable + "ImmutableList.ToImmutableList");
        OfLinq(MethodRole.LinqElement,
            "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault", "MinBy", "MaxBy", "Min", "Max", "Aggregate");
        OfLinq(MethodRole.LinqExists, "Any", "All", "Count", "LongCount", "Contains", "Sum", "Average", "SequenceEqual", "TryGetNonEnumeratedCount");
        OfLinq(MethodRole.LinqSelect, "Select", "SelectMany");
        Add(MethodRole.StartTask,
            Tasks + "Task.Run", Tasks + "TaskFactory.StartNew", Tasks + "TaskFactory`1.StartNew", T + "ThreadPool.QueueUserWorkItem",
            T + "ThreadPool.UnsafeQueueUserWorkItem", T + "ThreadPool.RegisterWaitForSingleObject", Tasks + "Parallel.Invoke", Tasks + "Parallel.For");
        Add(MethodRole.Continue, Tasks + "Task.ContinueWith", Tasks + "Task`1.ContinueWith", Tasks + "TaskFactory.ContinueWhenAll", Tasks + "TaskFactory.ContinueWhenAny");
        Add(MethodRole.FromResult, Tasks + "Task.FromResult", Tasks + "ValueTask.FromResult");
        Add(MethodRole.WhenAll, Tasks + "Task.WhenAll", Tasks + "Task.WhenAny", Tasks + "Task.WhenEach");
        Add(MethodRole.LinkTokens, T + "CancellationTokenSource.CreateLinkedTokenSource");
        Add(MethodRole.CancelAfter, T + "CancellationTokenSource.CancelAfter");

        Blocks(BlockKind.Wait,
            Tasks + "Task.Wait", Tasks + "Task.WaitAll", Tasks + "Task.WaitAny", Tasks + "Task.RunSynchronously", Tasks + "Task`1.Result", Tasks + "ValueTask`1.Result",
            Awaiters + "TaskAwaiter.GetResult", Awaiters + "TaskAwaiter`1.GetResult", Awaiters + "ValueTaskAwaiter.GetResult", Awaiters + "ValueTaskAwaiter`1.GetResult",
            Awaiters + "ConfiguredTaskAwaitable+ConfiguredTaskAwaiter.GetResult", Awaiters + "ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter.GetResult",
            Awaiters + "ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter.GetResult",
            Awaiters + "ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter.GetResult",
            T + "WaitHandle.WaitOne", T + "WaitHandle.WaitAll", T + "WaitHandle.WaitAny", T + "WaitHandle.SignalAndWait", T + "SemaphoreSlim.Wait",
            T + "ManualResetEventSlim.Wait", T + "CountdownEvent.Wait", T + "Barrier.SignalAndWait", T + "Thread.Join", T + "Monitor.Wait", T + "SpinWait.SpinUntil",
            "System.Diagnostics.Process.WaitForExit", "System.Diagnostics.Process.WaitForInputIdle", "System.ServiceProcess.ServiceController.WaitForStatus",
            "Microsoft.VisualStudio.Threading.JoinableTaskFactory.Run", "Microsoft.VisualStudio.Threading.JoinableTask.Join",
            "Nito.AsyncEx.AsyncContext.Run", "Nito.AsyncEx.Synchronous.TaskExtensions.WaitAndUnwrapException");
        Blocks(BlockKind.Sleep, T + "Thread.Sleep");
        Blocks(BlockKind.Queue,
            "System.Collections.Concurrent.BlockingCollection`1.Take", "System.Collections.Concurrent.BlockingCollection`1.Add",
            "System.Collections.Concurrent.BlockingCollection`1.GetConsumingEnumerable", "System.Collections.Concurrent.BlockingCollection`1.TakeFromAny", "System.Collections.Concurrent.BlockingCollection`1.AddToAny");

        Sinks(SinkKind.Token, T + "CancellationToken.Register", T + "CancellationToken.UnsafeRegister");
        Sinks(SinkKind.Change,
            "Microsoft.Extensions.Primitives.ChangeToken.OnChange", "Microsoft.Extensions.Primitives.IChangeToken.RegisterChangeCallback",
            "Microsoft.Extensions.Options.IOptionsMonitor`1.OnChange", "Microsoft.Extensions.Options.OptionsMonitor`1.OnChange",
            "Microsoft.Extensions.Options.OptionsMonitorExtensions.OnChange");
        Sinks(SinkKind.Eviction,
            "Microsoft.Extensions.Caching.Memory.CacheEntryExtensions.RegisterPostEvictionCallback",
            "Microsoft.Extensions.Caching.Memory.MemoryCacheEntryExtensions.RegisterPostEvictionCallback");
        Sinks(SinkKind.Observer, "System.IObservable`1.Subscribe", "System.ObservableExtensions.Subscribe", "System.Reactive.Linq.Observable.Subscribe");
        Sinks(SinkKind.Custom, "System.Diagnostics.Metrics.MeterListener.SetMeasurementEventCallback");
        Sinks(SinkKind.Timer, T + "Timer.ctor", "System.TimeProvider.CreateTimer");
        return rows;
    }
}
