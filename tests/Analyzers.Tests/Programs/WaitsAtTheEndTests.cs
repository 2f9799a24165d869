using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of WaitsAtTheEnd and GoesWithTheOwner in ValidCode: what differs makes them bugs.</summary>
public sealed class WaitsAtTheEndTests
{
    [Fact]
    public Task WorkThatIsAssigned_PilesUp() => Verify.FindsAsync(
        """
        public interface IJobs
        {
            event EventHandler<string> JobAssigned;
        }

        public sealed class Worker
        {
            public Worker(IJobs jobs) => jobs.JobAssigned += OnAssigned;

            private void OnAssigned(object sender, string job) => {|LEAK3001:RunAsync(job).GetAwaiter().GetResult()|};

            private static Task RunAsync(string job) => File.WriteAllTextAsync(job, job);
        }
        """);

    [Fact]
    public Task CancellationThatWaitsForWork_Blocks() => Verify.FindsAsync(
        """
        public sealed class Journal(string path)
        {
            public void Start(CancellationToken stop) => stop.Register(() => {|LEAK3001:FlushAsync().GetAwaiter().GetResult()|});

            public Task FlushAsync() => File.AppendAllTextAsync(path, "end");
        }
        """);

    [Fact]
    public Task MessageThatClosesATransport_Blocks() => Verify.FindsAsync(
        """
        using System.Diagnostics;

        public interface ILink
        {
            event EventHandler<string> Received;
        }

        public sealed class Transport
        {
            private readonly Process _process = Process.Start("cat");

            public void Close(string reason)
            {
                Console.WriteLine(reason);
                _process.WaitForExit();
            }
        }

        public static class Links
        {
            public static void Join(ILink link, Transport transport) => link.Received += (_, reason) => {|LEAK3001:transport.Close(reason)|};
        }
        """);

    [Fact]
    public Task ManyBreaths_Block() => Verify.FindsAsync(
        """
        public sealed class Clock
        {
            private readonly Timer _timer;
            private volatile bool _isSet;

            public Clock() => _timer = new Timer(_ => Meet(), null, 0, 100);

            public void Set() => _isSet = true;

            public void Close() => _timer.Dispose();

            private void Meet()
            {
                while (!_isSet)
                    {|LEAK3001:Thread.Sleep(1)|};
            }
        }
        """);

    [Fact]
    public Task TimerThatOthersChange_IsFoundDisposed() => Verify.FindsAsync(
        """
        public sealed class Beats
        {
            private readonly ConcurrentDictionary<string, Timer> _beats = new();

            public void Start(string id, Action beat)
            {
                var timer = new Timer(_ => beat(), null, 0, 5000);
                if (!_beats.TryAdd(id, timer))
                    timer.Dispose();
            }

            public void Hurry(string id)
            {
                if (_beats.TryGetValue(id, out var timer))
                    timer.Change(0, 100);
            }

            public void Stop(string id)
            {
                if (_beats.TryGetValue(id, out var timer))
                {
                    {|LEAK1008:timer.Dispose()|};
                    _beats.TryRemove(id, out _);
                }
            }

            public void Close()
            {
                foreach (var timer in _beats.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task LambdaThatRunsWhereSomethingIs_DisposesIt() => Verify.FindsAsync(
        """
        public sealed class Injector
        {
            public Task RunAsync(Func<string, Task> work) => work("script");
        }

        public sealed class Realm(Injector injector) : IAsyncDisposable
        {
            private FileStream _util;

            public int Read() => _util.ReadByte();

            public Task RenewAsync() => injector.RunAsync(async script =>
            {
                if (_util != null)
                    await {|LEAK1008:_util.DisposeAsync()|};
                _util = await OpenAsync(script);
            });

            public async ValueTask DisposeAsync()
            {
                if (_util != null)
                    await _util.DisposeAsync();
            }

            private static async Task<FileStream> OpenAsync(string path)
            {
                await Task.Yield();
                return File.Create(path);
            }
        }
        """);

    [Fact]
    public Task EntryThatListensToSomebodyElse_IsNotReached() => Verify.FindsAsync(
        """
        public interface IClock
        {
            event EventHandler Midnight;
        }

        public sealed class Browser(IClock clock) : IDisposable
        {
            private readonly ConcurrentDictionary<string, Area> {|LEAK1004:_areas|} = new();

            public event EventHandler Left;

            public static Browser Open(IClock clock) => new(clock);

            public string Create()
            {
                var id = Guid.NewGuid().ToString();
                _areas.TryAdd(id, new Area(clock, id));
                return id;
            }

            public void Dispose() => Left?.Invoke(this, EventArgs.Empty);
        }

        public sealed class Area : IDisposable
        {
            private readonly FileStream _log;

            public Area(IClock clock, string id)
            {
                _log = File.Create(id);
                clock.Midnight += (_, _) => Dispose();
            }

            public void Dispose() => _log.Dispose();
        }
        """);

    [Fact]
    public Task ReaderAddedWhileTheBusRuns_ComesTooLate() => Verify.FindsAsync(
        """
        public abstract class Reader : IAsyncDisposable
        {
            public abstract ValueTask DisposeAsync();
        }

        public abstract class Bus : IAsyncDisposable
        {
            private readonly List<Reader> _readers = [];
            private readonly object _gate = new();
            private bool _isOn;

            public async Task StartAsync()
            {
                lock (_gate)
                    _isOn = true;
                await CreateReadersAsync();
            }

            public async Task StopAsync()
            {
                lock (_gate)
                    _isOn = false;
                foreach (var reader in _readers)
                    await reader.DisposeAsync();
                _readers.Clear();
            }

            public async ValueTask DisposeAsync() => await StopAsync();

            protected virtual Task CreateReadersAsync() => Task.CompletedTask;

            protected void Add(Reader reader) => {|LEAK4002:_readers.Add(reader)|};
        }

        public sealed class PipeBus : Bus
        {
            public void Attach(Reader reader) => AddPipe(reader);

            protected override Task CreateReadersAsync() => base.CreateReadersAsync();

            private void AddPipe(Reader reader) => Add(reader);
        }
        """);

    [Fact]
    public Task StreamThatIsResetAlone_LosesTheFile() => Verify.FindsAsync(
        """
        public interface IFrames
        {
            event EventHandler<byte[]> Came;
        }

        public sealed class Sink : IDisposable
        {
            private readonly string _path;
            private FileStream _file;
            private Stream _out;

            public Sink(string path, IFrames frames)
            {
                _path = path;
                frames.Came += (_, frame) => Write(frame);
            }

            public void Pause() => _out = null;

            public void Dispose() => _file?.Dispose();

            private void Write(byte[] frame)
            {
                if (_out == null)
                    Open();
                _out.Write(frame, 0, frame.Length);
            }

            private void Open()
            {
                {|LEAK1001:_file = new FileStream(_path, FileMode.Create)|};
                _out = _file;
            }
        }
        """);

    [Fact]
    public Task PageThatOnlyTurnedAway_IsDropped() => Verify.FindsAsync(
        """
        public sealed class Book : IDisposable
        {
            private readonly ConcurrentDictionary<string, Page> _pages = new();

            public string Add()
            {
                var id = Guid.NewGuid().ToString();
                var page = new Page(id);
                _pages.TryAdd(id, page);
                page.Turned += (_, _) => {|LEAK1002:_pages.TryRemove(id, out _)|};
                return id;
            }

            public void Dispose()
            {
                foreach (var page in _pages.Values)
                    page.Dispose();
            }
        }

        public sealed class Page(string id) : IDisposable
        {
            private readonly Mutex _mutex = new(false, id);

            public event EventHandler Turned;

            public void Turn() => Turned?.Invoke(this, EventArgs.Empty);

            public void Dispose() => _mutex.Dispose();
        }
        """);
}
