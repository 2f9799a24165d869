using System.Net.Sockets;

// Programs of several domains that were not seen through at first.
namespace Samples.SeenSince1.C15
{
    // CompileAsync opens a log writer, registers it under the unit's id and removes + disposes it only when the compiler
    // returns normally; a failing or cancelled compilation leaves the open file in the table.

    public sealed record CompilationUnit(string Id, string SourcePath, IReadOnlyList<string> Flags);

    public interface ICompiler
    {
        Task<int> CompileAsync(CompilationUnit unit, TextWriter output, CancellationToken ct);
    }

    public interface IBuildReport
    {
        void Finished(string unit, int exitCode, TimeSpan elapsed);
    }

    public sealed class CompilationDriver(ICompiler compiler, IBuildReport report, string logFolder, TimeProvider clock) : IDisposable
    {
        private readonly Dictionary<string, StreamWriter> _logs = new(StringComparer.Ordinal);

        public IEnumerable<string> Active => _logs.Keys;

        public async Task<int> CompileAsync(CompilationUnit unit, CancellationToken ct)
        {
            if (_logs.ContainsKey(unit.Id))
            {
                throw new InvalidOperationException($"unit {unit.Id} is already being compiled");
            }

            var started = clock.GetTimestamp();
            _logs[unit.Id] = OpenLog(unit.Id); //! LEAK4001
            var exitCode = await compiler.CompileAsync(unit, _logs[unit.Id], ct);
            report.Finished(unit.Id, exitCode, clock.GetElapsedTime(started));
            if (_logs.Remove(unit.Id, out var log))
            {
                await log.DisposeAsync();
            }

            return exitCode;
        }

        public async Task<int> CompileAllAsync(IEnumerable<CompilationUnit> units, CancellationToken ct)
        {
            var failures = 0;
            foreach (var unit in units)
            {
                try
                {
                    failures += await CompileAsync(unit, ct) == 0 ? 0 : 1;
                }
                catch (IOException)
                {
                    failures++;
                }
            }

            return failures;
        }

        private StreamWriter OpenLog(string id) => new(Path.Combine(logFolder, id + ".log"));

        public void Dispose()
        {
            foreach (var log in _logs.Values)
            {
                log.Dispose(); //! LEAK1013
            }

            _logs.Clear();
        }
    }
}

namespace Samples.SeenSince1.C40
{
    // CLEAN: the derived pools have no Dispose of their own and look undrained, but the base class's Dispose is a template
    // method that calls ReleaseEntries, which each derived class overrides to dispose its store.


    public interface IPoolLog
    {
        void Info(string message);
    }

    public abstract class PoolBase(IPoolLog log) : IDisposable
    {
        private readonly Lock _gate = new();
        private bool _closed;

        protected IPoolLog Log { get; } = log;

        protected bool TryInsert(Action insert)
        {
            lock (_gate)
            {
                if (_closed)
                {
                    return false;
                }

                insert();
                return true;
            }
        }

        protected T Locked<T>(Func<T> read)
        {
            lock (_gate)
            {
                return read();
            }
        }

        protected abstract int ReleaseEntries();

        public void Dispose()
        {
            int released;
            lock (_gate)
            {
                if (_closed)
                {
                    return;
                }

                _closed = true;
                released = ReleaseEntries();
            }

            Log.Info($"{GetType().Name}: {released} entries released");
            GC.SuppressFinalize(this);
        }
    }

    public sealed class SocketPool(IPoolLog log) : PoolBase(log)
    {
        private readonly Stack<Socket> _idle = new();

        public Socket Rent() => Locked(() => _idle.TryPop(out var socket) ? socket : null) ?? Create();

        public void Return(Socket socket)
        {
            if (!TryInsert(() => _idle.Push(socket)))
            {
                socket.Dispose();
            }
        }

        private static Socket Create() => new(SocketType.Dgram, ProtocolType.Udp);

        protected override int ReleaseEntries()
        {
            var count = 0;
            while (_idle.TryPop(out var socket))
            {
                socket.Dispose();
                count++;
            }

            return count;
        }
    }

    public sealed class ScratchFilePool(string folder, IPoolLog log) : PoolBase(log)
    {
        private readonly List<FileStream> _files = [];

        public bool Grow()
        {
            var file = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
            if (TryInsert(() => _files.Add(file)))
            {
                return true;
            }

            file.Dispose();
            return false;
        }

        protected override int ReleaseEntries()
        {
            foreach (var file in _files)
            {
                file.Dispose();
            }

            var count = _files.Count;
            _files.Clear();
            return count;
        }
    }
}

namespace Samples.SeenSince1.C50
{
    // CLEAN: an LRU cache of open tiles. The tile is opened with await outside the lock, but check and closed flag are repeated
    // under the lock; the loser of a race, the refused and the evicted tile are all disposed outside it.

    public interface ITileLog
    {
        void Evicted(string key);
    }

    internal sealed class TileFile : IAsyncDisposable
    {
        private readonly FileStream _file;
        private readonly int _header;

        private TileFile(string key, FileStream file, int header)
        {
            Key = key;
            _file = file;
            _header = header;
        }

        public string Key { get; }

        public static async Task<TileFile> OpenAsync(string key, string path, CancellationToken ct)
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            try
            {
                var header = new byte[4];
                await file.ReadExactlyAsync(header, ct).ConfigureAwait(false);
                return new TileFile(key, file, BitConverter.ToInt32(header));
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken ct)
            => RandomAccess.ReadAsync(_file.SafeFileHandle, target, _header, ct);

        public ValueTask DisposeAsync() => _file.DisposeAsync();
    }

    internal sealed class TileCache(string folder, int capacity, ITileLog log) : IAsyncDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, LinkedListNode<TileFile>> _index = new(StringComparer.Ordinal);
        private readonly LinkedList<TileFile> _recent = new();
        private bool _closed;

        public async Task<int> ReadAsync(string key, Memory<byte> target, CancellationToken ct)
        {
            for (var attempt = 0; ; attempt++)
            {
                var tile = await GetAsync(key, ct).ConfigureAwait(false);
                try
                {
                    return await tile.ReadAsync(target, ct).ConfigureAwait(false);
                }
                catch (ObjectDisposedException) when (attempt < 3)
                {
                    // evicted between lookup and read: open it again
                }
            }
        }

        private async Task<TileFile> GetAsync(string key, CancellationToken ct)
        {
            lock (_gate)
            {
                if (TouchLocked(key) is { } hit)
                {
                    return hit;
                }
            }

            var fresh = await TileFile.OpenAsync(key, Path.Combine(folder, key + ".tile"), ct).ConfigureAwait(false);
            TileFile? surplus;
            TileFile? result;
            lock (_gate)
            {
                result = _closed ? null : TouchLocked(key);
                surplus = fresh;
                if (!_closed && result is null)
                {
                    result = fresh;
                    _index.Add(key, _recent.AddFirst(fresh));
                    surplus = EvictLocked();
                }
            }

            if (surplus is not null)
            {
                log.Evicted(surplus.Key);
                await surplus.DisposeAsync().ConfigureAwait(false);
            }

            return result ?? throw new ObjectDisposedException(nameof(TileCache));
        }

        private TileFile? TouchLocked(string key)
        {
            if (!_index.TryGetValue(key, out var node))
            {
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value;
        }

        private TileFile? EvictLocked()
        {
            if (_recent.Count <= capacity || _recent.Last is not { } oldest)
            {
                return null;
            }

            _recent.RemoveLast();
            _index.Remove(oldest.Value.Key);
            return oldest.Value;
        }

        public async ValueTask DisposeAsync()
        {
            TileFile[] tiles;
            lock (_gate)
            {
                _closed = true;
                tiles = [.. _recent];
                _recent.Clear();
                _index.Clear();
            }

            foreach (var tile in tiles)
            {
                await tile.DisposeAsync().ConfigureAwait(false); //! LEAK1013
            }
        }
    }
}
