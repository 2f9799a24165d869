using Microsoft.Win32.SafeHandles;
using System.Collections.Immutable;
using System.Net.Sockets;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast5.A20
{
    public readonly record struct PeerId(int Value)
    {
        public override string ToString() => $"peer-{Value}";
    }

    /// <summary>Outgoing copy of the log to one follower.</summary>
    internal sealed class FollowerStream : IAsyncDisposable
    {
        private readonly TcpClient _client = new() { NoDelay = true };

        public async Task HandshakeAsync(string host, int port, long position, CancellationToken ct)
        {
            await _client.ConnectAsync(host, port, ct).ConfigureAwait(false);
            await _client.GetStream().WriteAsync(BitConverter.GetBytes(position), ct).ConfigureAwait(false);
        }

        public async Task CopyAsync(Stream source, CancellationToken ct)
            => await source.CopyToAsync(_client.GetStream(), ct).ConfigureAwait(false);

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    public sealed class LogShipper(string logPath) : IAsyncDisposable
    {
        private readonly object _sync = new();
        private readonly Dictionary<PeerId, FollowerStream> _streams = [];
        private readonly Dictionary<PeerId, FileStream> _readers = [];
        private bool _closed;

        public async Task FollowAsync(PeerId peer, string host, int port, long position, CancellationToken ct)
        {
            var stream = new FollowerStream(); //! LEAK1009
            lock (_sync)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (_streams.ContainsKey(peer))
                    throw new InvalidOperationException($"{peer} is already followed");
                _streams.Add(peer, stream); //! LEAK4001
            }

            await stream.HandshakeAsync(host, port, position, ct).ConfigureAwait(false);
            try
            {
                await stream.CopyAsync(ReaderFor(peer, position), ct).ConfigureAwait(false);
            }
            finally
            {
                lock (_sync)
                    _streams.Remove(peer);
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        private FileStream ReaderFor(PeerId peer, long position)
        {
            lock (_sync)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_readers.TryGetValue(peer, out FileStream? reader))
                {
                    reader = new FileStream(logPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    _readers.Add(peer, reader);
                }

                reader.Position = position;
                return reader;
            }
        }

        /// <summary>A peer that fell too far behind is served from the newest snapshot instead of the log.</summary>
        public void Demote(PeerId peer, string snapshotDirectory)
        {
            lock (_sync)
            {
                if (_closed || !_readers.TryGetValue(peer, out FileStream? reader))
                    return;

                reader.Dispose(); //! LEAK1008
                string newest = NewestIn(snapshotDirectory);
                var snapshot = new FileStream(newest, FileMode.Open, FileAccess.Read, FileShare.Read);
                _readers[peer] = snapshot;
            }
        }

        private static string NewestIn(string directory)
        {
            string? best = null;
            foreach (string candidate in Directory.EnumerateFiles(directory, "*.snap"))
                if (best is null || string.CompareOrdinal(candidate, best) > 0)
                    best = candidate;
            return best ?? throw new FileNotFoundException("no snapshot", directory);
        }

        public async ValueTask DisposeAsync()
        {
            List<IAsyncDisposable> rest = [];
            lock (_sync)
            {
                _closed = true;
                rest.AddRange(_streams.Values);
                rest.AddRange(_readers.Values);
                _streams.Clear();
                _readers.Clear();
            }

            foreach (IAsyncDisposable resource in rest)
            {
                try
                {
                    await resource.DisposeAsync().ConfigureAwait(false);
                }
                catch (IOException)
                {
                }
            }
        }
    }
}

namespace Samples.SeenLast5.A22
{
    /// <summary>Feature flags of one tenant, read straight from its file.</summary>
    internal sealed class TenantFlags : IDisposable
    {
        private readonly SafeFileHandle _handle;

        public TenantFlags(string path)
            => _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

        public bool this[int flag]
        {
            get
            {
                Span<byte> one = stackalloc byte[1];
                return RandomAccess.Read(_handle, one, flag) == 1 && one[0] != 0;
            }
            set => RandomAccess.Write(_handle, [value ? (byte)1 : (byte)0], flag);
        }

        public void Dispose() => _handle.Dispose();
    }

    public static class TenantNames
    {
        extension(string tenant)
        {
            public bool IsWellFormedTenant => tenant.Length is > 0 and <= 64 && tenant.All(char.IsAsciiLetterOrDigit);
        }
    }

    public sealed class TenantFlagCache : IDisposable
    {
        private readonly string _directory;
        private ImmutableDictionary<string, TenantFlags> _tenants = ImmutableDictionary<string, TenantFlags>.Empty;
        private int _state;

        public TenantFlagCache(string directory)
        {
            _directory = directory;
            Directory.CreateDirectory(directory);
        }

        public bool IsEnabled(string tenant, int flag) => FlagsOf(tenant)[flag];

        public void Set(string tenant, int flag, bool on)
        {
            TenantFlags flags = FlagsOf(tenant);
            flags[flag] = on;
        }

        private TenantFlags FlagsOf(string tenant)
        {
            if (!tenant.IsWellFormedTenant)
                throw new ArgumentException("bad tenant", nameof(tenant));

            TenantFlags flags = ImmutableInterlocked.GetOrAdd(ref _tenants, tenant, t => new TenantFlags(PathOf(t))); //! LEAK1005
            if (Volatile.Read(ref _state) != 0)
            {
                DropAll();
                throw new ObjectDisposedException(nameof(TenantFlagCache));
            }

            return flags;
        }

        private string PathOf(string tenant) => Path.Combine(_directory, tenant + ".flags");

        public void Removed(string tenant)
        {
            if (ImmutableInterlocked.TryRemove(ref _tenants, tenant, out TenantFlags? flags))
                flags.Dispose();
        }

        /// <summary>After a restore from backup every handle points to a file that no longer exists.</summary>
        public void Restored()
        {
            _tenants = ImmutableDictionary<string, TenantFlags>.Empty; //! LEAK1003
        }

        public IEnumerable<string> Known => _tenants.Keys.Order(StringComparer.Ordinal);

        private void DropAll()
        {
            ImmutableDictionary<string, TenantFlags> all =
                Interlocked.Exchange(ref _tenants, ImmutableDictionary<string, TenantFlags>.Empty);
            foreach (TenantFlags flags in all.Values)
                flags.Dispose();
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _state, 1) == 0)
                DropAll();
        }
    }
}
