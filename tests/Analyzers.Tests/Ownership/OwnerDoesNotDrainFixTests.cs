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
            private readonly Lock _gate = new();
            private bool _disposed;

            /// <summary>Gets one.</summary>
            public string Get(string key)
            {
                Lazy<HttpClient> entry;
                lock (_gate)
                {
                    if (_disposed)
                        throw new ObjectDisposedException(nameof(Holder));
                    entry = _clients.GetOrAdd(key, _ => new Lazy<HttpClient>(() => new HttpClient()));
                }

                return entry.Value.ToString();
            }

            /// <inheritdoc/>
            public virtual void Dispose()
            {
                lock (_gate)
                {
                    _disposed = true;
                }

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
}
