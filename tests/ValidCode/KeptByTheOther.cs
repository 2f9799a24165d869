using Microsoft.Win32.SafeHandles;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.IO.MemoryMappedFiles;

// Another store, the owner or the base type has the entries, and ends them.
// ShardMap has no Dispose because Cluster, its only owner, closes the shard connections itself through ShardMap.Connections.
namespace LeakGuard.ValidCode.KeptByTheOther.ClusterB14
{
    public sealed class ShardConnection : IAsyncDisposable
    {
        private readonly TcpClient _client;
        private readonly SemaphoreSlim _write = new SemaphoreSlim(1, 1);

        public ShardConnection(IPEndPoint endpoint)
        {
            Endpoint = endpoint;
            _client = new TcpClient(endpoint.AddressFamily);
        }

        public IPEndPoint Endpoint { get; }

        public async Task SendAsync(byte[] command, CancellationToken token)
        {
            await _write.WaitAsync(token).ConfigureAwait(false);
            try
            {
                if (!_client.Connected) await _client.ConnectAsync(Endpoint, token).ConfigureAwait(false);
                await _client.GetStream().WriteAsync(command, token).ConfigureAwait(false);
            }
            finally
            {
                _write.Release();
            }
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return default;
        }
    }

    internal sealed class ShardMap
    {
        public const int SlotCount = 16384;

        private readonly int[] _owners = new int[SlotCount];

        public ShardMap(IReadOnlyList<IPEndPoint> endpoints)
        {
            for (var i = 0; i < endpoints.Count; i++) Connections.Add(i, new ShardConnection(endpoints[i]));
            for (var slot = 0; slot < SlotCount; slot++) _owners[slot] = slot * endpoints.Count / SlotCount;
        }

        internal Dictionary<int, ShardConnection> Connections { get; } = new Dictionary<int, ShardConnection>();

        public ShardConnection Find(string key) => Connections[Volatile.Read(ref _owners[Hash(key)])];

        public void Move(int slot, int shard)
        {
            if (!Connections.ContainsKey(shard)) throw new ArgumentOutOfRangeException(nameof(shard));
            Volatile.Write(ref _owners[slot], shard);
        }

        private static int Hash(string key)
        {
            uint hash = 2166136261;
            foreach (var c in key) hash = (hash ^ c) * 16777619;
            return (int)(hash % SlotCount);
        }
    }

    public sealed class Cluster : IAsyncDisposable
    {
        private readonly ShardMap _map;
        private readonly Action<string> _log;
        private int _disposed;

        public Cluster(IReadOnlyList<IPEndPoint> endpoints, Action<string> log)
        {
            _log = log;
            _map = new ShardMap(endpoints);
        }

        public Task SendAsync(string key, byte[] command, CancellationToken token = default)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            return _map.Find(key).SendAsync(command, token);
        }

        public void OnMoved(int slot, int shard)
        {
            _map.Move(slot, shard);
            _log($"slot {slot} moved to shard {shard}");
        }

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            foreach (var connection in _map.Connections.Values)
            {
                try
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                }
                catch (SocketException ex)
                {
                    _log($"{connection.Endpoint}: {ex.Message}");
                }
            }
        }
    }
}

// _byPath and _recent are secondary indexes; a mount that a newer one shadows there is still owned by _byId and closed by Unmount or Dispose.
namespace LeakGuard.ValidCode.KeptByTheOther.FileStoreB29
{
    public sealed class Mount : IDisposable
    {
        private readonly SafeFileHandle _image;

        internal Mount(Guid id, string path, string imageFile)
        {
            Id = id;
            Path = path;
            _image = File.OpenHandle(imageFile, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        }

        public Guid Id { get; }

        public string Path { get; }

        public int Read(long offset, Span<byte> target) => RandomAccess.Read(_image, target, offset);

        public void Dispose() => _image.Dispose();
    }

    public readonly record struct MountInfo(Guid Id, string Path, bool Shadowed);

    public sealed class MountTable : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, Mount> _byId = new();
        private readonly SortedList<string, Mount> _byPath = new(StringComparer.Ordinal);
        private readonly Mount?[] _recent = new Mount?[8];
        private int _recentIndex;
        private bool _closed;

        public Guid Attach(string path, string imageFile)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                var mount = new Mount(Guid.NewGuid(), path, imageFile);
                _byId.Add(mount.Id, mount);
                _byPath[path] = mount;
                Remember(mount);
                return mount.Id;
            }
        }

        public int Read(string path, long offset, Span<byte> target)
        {
            lock (_gate)
            {
                return _byPath.TryGetValue(path, out var mount) ? mount.Read(offset, target) : throw new DirectoryNotFoundException(path);
            }
        }

        public bool Unmount(Guid id)
        {
            lock (_gate)
            {
                if (!_byId.Remove(id, out var mount)) return false;
                Unindex(mount);
                mount.Dispose();
                return true;
            }
        }

        public IReadOnlyList<MountInfo> List()
        {
            lock (_gate)
            {
                return _byId.Values.Select(m => new MountInfo(m.Id, m.Path, !ReferenceEquals(_byPath[m.Path], m))).ToArray();
            }
        }

        public IReadOnlyList<string> Recent()
        {
            lock (_gate) return _recent.OfType<Mount>().Select(m => m.Path).Distinct().ToArray();
        }

        private void Remember(Mount mount)
        {
            _recent[_recentIndex] = mount;
            _recentIndex = (_recentIndex + 1) % _recent.Length;
        }

        private void Unindex(Mount mount)
        {
            var slot = Array.IndexOf(_recent, mount);
            if (slot >= 0) _recent[slot] = null;
            if (!ReferenceEquals(_byPath[mount.Path], mount)) return;

            var below = _byId.Values.FirstOrDefault(m => m.Path == mount.Path);
            if (below == null) _byPath.Remove(mount.Path);
            else _byPath[mount.Path] = below;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var mount in _byId.Values)
                {
                    try { mount.Dispose(); }
                    catch (IOException ex) { Console.Error.WriteLine($"{mount.Path}: {ex.Message}"); }
                }

                _byId.Clear();
                _byPath.Clear();
                Array.Clear(_recent);
            }
        }
    }
}

// The page offered to _dirty is the one that _pages owns; a refusal only says that this very page is marked already.
namespace LeakGuard.ValidCode.KeptByTheOther.PagingB42
{
    internal sealed class Page : IDisposable
    {
        public const int Size = 8192;

        private readonly MemoryMappedFile _map = MemoryMappedFile.CreateNew(null, Size);

        public Page(long number) => Number = number;

        public long Number { get; }

        public byte[] Bytes { get; } = new byte[Size];

        public void Dispose()
        {
            _map.Dispose();
        }
    }

    public delegate void PageUpdate(Span<byte> page);

    public sealed class PageStore : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, Page> _pages = new();
        private readonly ConcurrentDictionary<long, Page> _dirty = new();
        private readonly FileStream _file;
        private long _written;
        private bool _closed;

        public PageStore(string path)
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.RandomAccess);
        }

        public int DirtyPages => _dirty.Count;

        public long WrittenPages => Interlocked.Read(ref _written);

        public void Update(long number, PageUpdate update)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                var page = Load(number);
                update(page.Bytes);
                _dirty.TryAdd(number, page);
            }
        }

        public void Read(long number, Span<byte> target)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                Load(number).Bytes.CopyTo(target);
            }
        }

        public int Checkpoint(int max)
        {
            var count = 0;
            lock (_gate)
            {
                if (_closed) return 0;
                foreach (var number in _dirty.Keys.Order().Take(max))
                {
                    RandomAccess.Write(_file.SafeFileHandle, _dirty[number].Bytes, number * Page.Size);
                    _dirty.TryRemove(number, out _);
                    count++;
                }
            }

            Interlocked.Add(ref _written, count);
            return count;
        }

        private Page Load(long number)
        {
            if (_pages.TryGetValue(number, out var page)) return page;
            page = new Page(number);
            try
            {
                Array.Clear(page.Bytes);
                RandomAccess.Read(_file.SafeFileHandle, page.Bytes, number * Page.Size);
            }
            catch
            {
                page.Dispose();
                throw;
            }

            _pages.Add(number, page);
            return page;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed) return;
                try
                {
                    while (Checkpoint(256) > 0)
                    {
                    }
                }
                finally
                {
                    _closed = true;
                    _dirty.Clear();
                    foreach (var page in _pages.Values) page.Dispose();
                    _pages.Clear();
                    _file.Dispose();
                }
            }
        }
    }
}
