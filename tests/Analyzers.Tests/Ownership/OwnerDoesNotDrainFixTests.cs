using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1004: the owner disposes its entries.</summary>
public sealed class OwnerDoesNotDrainFixTests
{
    private const string Construction =
        """


        static class Startup
        {
            public static Holder Create() => new Holder();
        }
        """;

    private static Task FixesAsync(string source, string fixedSource) =>
        Verify<DrainInDisposeFix>.FixesAsync(source + Construction, fixedSource + Construction);

    private static Task OffersNothingAsync(string source) => Verify<DrainInDisposeFix>.OffersNothingAsync(source + Construction);

    [Fact]
    public Task OwnerWithoutDispose_BecomesDisposable() => FixesAsync(
        """
        using System.Net.Http;

        sealed class Holder
        {
            private readonly Dictionary<string, HttpClient> {|LEAK1004:_clients|} = new();

            public void Add(string project, Uri endpoint)
            {
                if (!_clients.ContainsKey(project))
                    _clients.Add(project, new HttpClient { BaseAddress = endpoint });
            }
        }
        """,
        """
        using System.Net.Http;

        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, HttpClient> _clients = new();

            public void Add(string project, Uri endpoint)
            {
                if (!_clients.ContainsKey(project))
                    _clients.Add(project, new HttpClient { BaseAddress = endpoint });
            }

            public void Dispose()
            {
                var drained = new List<HttpClient>(_clients.Values);
                _clients.Clear();
                var failures = new List<Exception>();
                foreach (var httpClient in drained)
                {
                    try
                    {
                        httpClient.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        }
        """);

    [Fact]
    public Task ConcurrentMapOfAnUnsealedOwner_IsTakenEntryByEntry() => FixesAsync(
        """
        using System.Net.Http;

        /// <summary>Documented.</summary>
        public class Holder
        {
            private readonly ConcurrentDictionary<string, Lazy<HttpClient>> {|LEAK1004:_clients|} = new();

            /// <summary>Gets one.</summary>
            public string Get(string key) => _clients.GetOrAdd(key, _ => new Lazy<HttpClient>(() => new HttpClient())).Value.ToString();
        }
        """,
        """
        using System.Net.Http;

        /// <summary>Documented.</summary>
        public class Holder : IDisposable
        {
            private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _clients = new();

            /// <summary>Gets one.</summary>
            public string Get(string key) => _clients.GetOrAdd(key, _ => new Lazy<HttpClient>(() => new HttpClient())).Value.ToString();

            /// <inheritdoc/>
            public virtual void Dispose()
            {
                var drained = new List<Lazy<HttpClient>>();
                foreach (var key in _clients.Keys)
                {
                    if (_clients.TryRemove(key, out var removed))
                        drained.Add(removed);
                }

                var failures = new List<Exception>();
                foreach (var entry in drained)
                {
                    try
                    {
                        if (entry.IsValueCreated)
                            entry.Value.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        }
        """);

    [Fact]
    public Task DisposeThatForgets_IsExtendedBeforeTheBaseCall() => FixesAsync(
        """
        class Part : IDisposable
        {
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing)
            {
            }
        }

        sealed class Holder : Part
        {
            private readonly Dictionary<string, Timer> {|LEAK1004:_timers|} = new();

            public void Add(string name)
            {
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }
        }
        """,
        """
        class Part : IDisposable
        {
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing)
            {
            }
        }

        sealed class Holder : Part
        {
            private readonly Dictionary<string, Timer> _timers = new();

            public void Add(string name)
            {
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                    _timers.Clear();
                }

                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task EntriesThatOnlyDisposeAsynchronously_MakeTheOwnerAsyncDisposable() => FixesAsync(
        """
        sealed class Session : IAsyncDisposable
        {
            private readonly Timer _timer = new(_ => { });

            public ValueTask DisposeAsync() => _timer.DisposeAsync();
        }

        sealed class Holder
        {
            private readonly Dictionary<string, Session> {|LEAK1004:_sessions|} = new();

            public void Open(string name)
            {
                if (!_sessions.ContainsKey(name))
                    _sessions.Add(name, new Session());
            }
        }
        """,
        """
        sealed class Session : IAsyncDisposable
        {
            private readonly Timer _timer = new(_ => { });

            public ValueTask DisposeAsync() => _timer.DisposeAsync();
        }

        sealed class Holder : IAsyncDisposable
        {
            private readonly Dictionary<string, Session> _sessions = new();

            public void Open(string name)
            {
                if (!_sessions.ContainsKey(name))
                    _sessions.Add(name, new Session());
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var session in _sessions.Values)
                    await session.DisposeAsync();
                _sessions.Clear();
            }
        }
        """);

    [Fact]
    public Task DisposeThatCanFail_IsIsolated() => FixesAsync(
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, FileStream> {|LEAK1004:_files|} = new();
            private readonly Timer _timer = new(_ => { });

            public void Open(string name)
            {
                if (!_files.ContainsKey(name))
                    _files.Add(name, File.OpenRead(name));
            }

            public void Dispose()
            {
                _timer.Dispose();
            }
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, FileStream> _files = new();
            private readonly Timer _timer = new(_ => { });

            public void Open(string name)
            {
                if (!_files.ContainsKey(name))
                    _files.Add(name, File.OpenRead(name));
            }

            public void Dispose()
            {
                _timer.Dispose();
                var drained = new List<FileStream>(_files.Values);
                _files.Clear();
                var failures = new List<Exception>();
                foreach (var fileStream in drained)
                {
                    try
                    {
                        fileStream.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        }
        """);

    [Fact]
    public Task CloseThatForgets_IsExtended() => FixesAsync(
        """
        sealed class Holder
        {
            private readonly List<Timer> {|LEAK1004:_timers|} = new();
            private bool _closed;

            public void Add() => _timers.Add(new Timer(_ => { }));

            public void Close() => _closed = true;
        }
        """,
        """
        sealed class Holder
        {
            private readonly List<Timer> _timers = new();
            private bool _closed;

            public void Add() => _timers.Add(new Timer(_ => { }));

            public void Close()
            {
                _closed = true;
                foreach (var timer in _timers)
                    timer.Dispose();
                _timers.Clear();
            }
        }
        """);

    [Fact]
    public Task DisposeAsyncThatForgetsWhatDisposeDisposes_IsCompleted() => FixesAsync(
        """
        sealed class Holder : IDisposable, IAsyncDisposable
        {
            private readonly Queue<Timer> {|LEAK1004:_timers|} = new();
            private readonly SemaphoreSlim _gate = new(1);

            public void Add() => _timers.Enqueue(new Timer(_ => { }));

            public void Dispose()
            {
                _gate.Dispose();
                while (_timers.TryDequeue(out var timer))
                    timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                _gate.Dispose();
                return default;
            }
        }
        """,
        """
        sealed class Holder : IDisposable, IAsyncDisposable
        {
            private readonly Queue<Timer> _timers = new();
            private readonly SemaphoreSlim _gate = new(1);

            public void Add() => _timers.Enqueue(new Timer(_ => { }));

            public void Dispose()
            {
                _gate.Dispose();
                while (_timers.TryDequeue(out var timer))
                    timer.Dispose();
            }

            public async ValueTask DisposeAsync()
            {
                _gate.Dispose();
                while (_timers.TryDequeue(out var timer))
                    await timer.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task DisposingPattern_DrainsWhenDisposing() => FixesAsync(
        """
        class Holder : IDisposable
        {
            private Dictionary<string, Timer>? {|LEAK1004:_timers|};
            private bool _disposed;

            public void Add(string name)
            {
                _timers ??= new Dictionary<string, Timer>();
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed)
                    return;
                if (disposing)
                    Console.WriteLine("disposing");
                _disposed = true;
            }
        }
        """,
        """
        class Holder : IDisposable
        {
            private Dictionary<string, Timer>? _timers;
            private bool _disposed;

            public void Add(string name)
            {
                _timers ??= new Dictionary<string, Timer>();
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed)
                    return;
                if (disposing)
                {
                    Console.WriteLine("disposing");
                    if (_timers != null)
                    {
                        foreach (var timer in _timers.Values)
                            timer.Dispose();
                        _timers.Clear();
                    }
                }

                _disposed = true;
            }
        }
        """);

    [Fact]
    public Task SlotThatCloseSetsToNull_IsDisposedFirst() => FixesAsync(
        """
        using System.Net.Http;

        sealed class Holder
        {
            private HttpClient {|LEAK1004:_client|};

            public void Open()
            {
                if (_client == null)
                    _client = new HttpClient();
            }

            public void Close()
            {
                // No longer needed.
                _client = null;
            }
        }
        """,
        """
        using System.Net.Http;

        sealed class Holder
        {
            private HttpClient _client;

            public void Open()
            {
                if (_client == null)
                    _client = new HttpClient();
            }

            public void Close()
            {
                // No longer needed.
                _client?.Dispose();
                _client = null;
            }
        }
        """);

    [Fact]
    public Task RecordWithAPrimaryConstructor_GetsTheInterface() => FixesAsync(
        """
        sealed record Holder(string Name = "x")
        {
            private readonly Dictionary<int, (Timer Clock, int Uses)> {|LEAK1004:timers|} = new();

            public void Add(int key)
            {
                if (!timers.ContainsKey(key))
                    timers.Add(key, (new Timer(_ => { }), 0));
            }
        }
        """,
        """
        sealed record Holder(string Name = "x") : IDisposable
        {
            private readonly Dictionary<int, (Timer Clock, int Uses)> timers = new();

            public void Add(int key)
            {
                if (!timers.ContainsKey(key))
                    timers.Add(key, (new Timer(_ => { }), 0));
            }

            public void Dispose()
            {
                foreach (var entry in timers.Values)
                    entry.Clock?.Dispose();
                timers.Clear();
            }
        }
        """);

    [Fact]
    public Task EntriesUnderALock_AreTakenUnderIt() => FixesAsync(
        """
        sealed class Holder
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Timer> {|LEAK1004:_timers|} = new();

            public void Add(string name)
            {
                lock (_gate)
                {
                    if (!_timers.ContainsKey(name))
                        _timers.Add(name, new Timer(_ => { }));
                }
            }
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, Timer> _timers = new();
            private bool _disposed;

            public void Add(string name)
            {
                lock (_gate)
                {
                    ObjectDisposedException.ThrowIf(_disposed, this);
                    if (!_timers.ContainsKey(name))
                        _timers.Add(name, new Timer(_ => { }));
                }
            }

            public void Dispose()
            {
                var drained = new List<Timer>();
                lock (_gate)
                {
                    _disposed = true;
                    drained.AddRange(_timers.Values);
                    _timers.Clear();
                }

                foreach (var timer in drained)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task OwnerBelowABaseThatClosesForGood_OffersNothing() => OffersNothingAsync(
        """
        using System.Net.Http;

        abstract class Part : IDisposable
        {
            public void Dispose()
            {
            }
        }

        sealed class Holder : Part
        {
            private readonly Dictionary<string, HttpClient> {|LEAK1004:_clients|} = new();

            public void Add(string name)
            {
                if (!_clients.ContainsKey(name))
                    _clients.Add(name, new HttpClient());
            }
        }
        """);

    [Fact]
    public Task AsynchronousEntriesOfASynchronousDispose_OfferNothing() => OffersNothingAsync(
        """
        sealed class Session : IAsyncDisposable
        {
            private readonly Timer _timer = new(_ => { });

            public ValueTask DisposeAsync() => _timer.DisposeAsync();
        }

        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Session> {|LEAK1004:_sessions|} = new();

            public void Open(string name)
            {
                if (!_sessions.ContainsKey(name))
                    _sessions.Add(name, new Session());
            }

            public void Dispose()
            {
            }
        }
        """);

    [Fact]
    public Task SlotThatIsResetInSeveralPlaces_OffersNothing() => OffersNothingAsync(
        """
        using System.Net.Http;

        sealed class Holder
        {
            private HttpClient {|LEAK1004:_client|};

            public void Open()
            {
                if (_client == null)
                    _client = new HttpClient();
            }

            public void Close()
            {
                if (DateTime.Now.Hour == 3)
                    _client = null;
                else
                    _client = null;
            }
        }
        """);

    [Fact]
    public Task EntriesUnderALockThatAreMadeBeforeIt_OfferNothing() => OffersNothingAsync(
        """
        sealed class Holder
        {
            private readonly object _gate = new();
            private readonly List<Timer> {|LEAK1004:_timers|} = new();

            public void Add()
            {
                var timer = new Timer(_ => { });
                lock (_gate)
                {
                    _timers.Add(timer);
                }
            }
        }
        """);
}
