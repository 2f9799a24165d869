using System.Collections.Concurrent;
using System.Threading.Channels;

// What looks like a loss is arranged between several types; one program has a race that matters.
namespace Samples.AsOthersArrange2.B13
{
    public sealed record Template(string Path, string Text);

    internal static class TaskState
    {
        public static bool Settled(Task task) => task.IsCompletedSuccessfully;
    }

    public sealed class TemplateStore : IAsyncDisposable
    {
        private readonly string _path;
        private readonly FileSystemWatcher _watcher;
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<bool> _dirty = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly Task _worker;
        private Task<Template> _loading;
        private Template? _previous;

        public TemplateStore(string path)
        {
            _path = Path.GetFullPath(path);
            _loading = LoadAsync(CancellationToken.None);
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
            _worker = Task.Run(ReloadLoopAsync);
        }

        public Task<Template> Current => Volatile.Read(ref _loading);

        public Template? Previous => Volatile.Read(ref _previous);

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            Remember(Volatile.Read(ref _loading));
            _dirty.Writer.TryWrite(true);
        }

        private void Remember(Task<Template> load)
        {
            if (!TaskState.Settled(load))
                return;
            Volatile.Write(ref _previous, load.Result);
        }

        private async Task ReloadLoopAsync()
        {
            try
            {
                await foreach (var _ in _dirty.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
                {
                    try
                    {
                        var next = LoadAsync(_stop.Token);
                        await next.ConfigureAwait(false);
                        Volatile.Write(ref _loading, next);
                    }
                    catch (IOException)
                    {
                        // half written; another change event follows
                    }
                }
            }
            catch (OperationCanceledException)
            {
            }
        }

        private async Task<Template> LoadAsync(CancellationToken token)
            => new(_path, await File.ReadAllTextAsync(_path, token).ConfigureAwait(false));

        public async ValueTask DisposeAsync()
        {
            _watcher.Changed -= OnChanged;
            _watcher.Dispose();
            _stop.Cancel();
            await _worker.ConfigureAwait(false);
            _stop.Dispose();
        }
    }
}

namespace Samples.AsOthersArrange2.B44
{
    internal sealed class TrackedHandler : IDisposable
    {
        private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false }, disposeHandler: true);
        private int _inFlight;

        public bool IsQuiet => Volatile.Read(ref _inFlight) == 0;

        public void Enter() => Interlocked.Increment(ref _inFlight);

        public async Task<HttpResponseMessage> SendEnteredAsync(HttpRequestMessage request, CancellationToken token)
        {
            try
            {
                var response = await _invoker.SendAsync(request, token).ConfigureAwait(false);
                try
                {
                    await response.Content.LoadIntoBufferAsync().ConfigureAwait(false);
                    return response;
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }

        public void Dispose() => _invoker.Dispose();
    }

    public sealed class RotatingTransport : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<TrackedHandler> _expired = new();
        private readonly Timer _rotation;
        private TrackedHandler _current = new();
        private bool _closed;

        public RotatingTransport(TimeSpan lifetime) => _rotation = new Timer(OnRotate, null, lifetime, lifetime);

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
        {
            TrackedHandler handler;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                handler = _current;
                handler.Enter();
            }
            return handler.SendEnteredAsync(request, token);
        }

        private void OnRotate(object? state)
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                var next = new TrackedHandler();
                Retire();
                _current = next;
            }
            Cleanup();
        }

        private void Retire() => _expired.Add(_current);

        private void Cleanup()
        {
            List<TrackedHandler> quiet;
            lock (_gate)
            {
                quiet = _expired.FindAll(h => h.IsQuiet);
                _expired.RemoveAll(quiet.Contains);
            }
            foreach (var handler in quiet)
                handler.Dispose();
        }

        public void Dispose()
        {
            _rotation.Dispose();
            List<TrackedHandler> rest;
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                Retire();
                rest = _expired.ToList();
                _expired.Clear();
            }
            foreach (var handler in rest)
                handler.Dispose();
        }
    }
}

namespace Samples.AsOthersArrange2.B49
{
    internal sealed class ShardFile : IDisposable
    {
        private readonly FileStream _data;

        public ShardFile(string path) => _data = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        public long Append(byte[] record)
        {
            long at = _data.Seek(0, SeekOrigin.End);
            _data.Write(record);
            return at;
        }

        public void Dispose() => _data.Dispose();
    }

    internal sealed class ShardMap
    {
        // concurrent only for the sake of the status page, which reads Numbers without the server's lock
        private readonly ConcurrentDictionary<int, ShardFile> _shards = new();

        public ICollection<int> Numbers => _shards.Keys;

        public ShardFile? Find(int number) => _shards.GetValueOrDefault(number);

        public ShardFile Add(int number, string root)
        {
            var shard = new ShardFile(Path.Combine(root, number + ".shard"));
            _shards[number] = shard;
            return shard;
        }

        public void DrainAll()
        {
            foreach (var number in _shards.Keys)
            {
                if (_shards.TryRemove(number, out var shard))
                    shard.Dispose();
            }
        }
    }

    public abstract class ServerBase : IDisposable
    {
        public abstract void Stop();

        public void Dispose() => Stop();
    }

    public sealed class ShardServer : ServerBase
    {
        private readonly object _gate = new();
        private readonly ShardMap _map = new();
        private readonly string _root;
        private bool _stopped;

        public ShardServer(string root) => _root = root;

        public string Status => string.Join(",", _map.Numbers.OrderBy(n => n));

        public long Append(int shardNumber, byte[] record)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_stopped, this);
                var shard = _map.Find(shardNumber) ?? _map.Add(shardNumber, _root);
                return shard.Append(record);
            }
        }

        public override void Stop()
        {
            lock (_gate)
            {
                if (_stopped)
                    return;
                _stopped = true;
                _map.DrainAll();
            }
        }
    }

    public static class ShardProgram
    {
        public static void Import(string root, IEnumerable<(int Shard, byte[] Record)> records)
        {
            using var server = new ShardServer(root);
            Parallel.ForEach(records, r => server.Append(r.Shard, r.Record));
            Console.WriteLine(server.Status);
        }
    }
}
