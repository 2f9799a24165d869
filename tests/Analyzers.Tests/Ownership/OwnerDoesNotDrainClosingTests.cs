using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1004: closing members that are there, and owners that cannot be helped.</summary>
public sealed class OwnerDoesNotDrainClosingTests
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
