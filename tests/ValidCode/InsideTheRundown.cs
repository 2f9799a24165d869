using System.Collections.Concurrent;

// Who got in is out before the drain, and nobody gets in after that.
namespace LeakGuard.ValidCode.InsideTheRundown
{
    internal sealed class Rundown
    {
        private const long Closing = 1L << 40;
        private readonly TaskCompletionSource _empty = new TaskCompletionSource();
        private long _state;

        internal bool TryEnter()
        {
            var seen = Volatile.Read(ref _state);
            while (seen < Closing)
            {
                var before = Interlocked.CompareExchange(ref _state, seen + 1, seen);
                if (before == seen)
                {
                    return true;
                }

                seen = before;
            }

            return false;
        }

        internal void Leave()
        {
            if (Interlocked.Decrement(ref _state) == Closing)
            {
                _empty.TrySetResult();
            }
        }

        internal void CloseAndWait()
        {
            if (Interlocked.Add(ref _state, Closing) != Closing)
            {
                _empty.Task.Wait();
            }
        }
    }

    internal sealed class Snapshot : IDisposable
    {
        private readonly FileStream _file;

        internal Snapshot(string path)
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        }

        internal void Fill(Stream content)
        {
            content.CopyTo(_file);
        }

        public void Dispose()
        {
            _file.Dispose();
        }
    }

    public sealed class SnapshotVault : IDisposable
    {
        private readonly ConcurrentQueue<Snapshot> _snapshots = new ConcurrentQueue<Snapshot>();
        private readonly Rundown _rundown = new Rundown();
        private readonly string _folder;
        private int _disposed;

        public SnapshotVault(string folder)
        {
            _folder = folder;
        }

        public bool Store(Stream content)
        {
            if (!_rundown.TryEnter())
            {
                return false;
            }

            try
            {
                var snapshot = new Snapshot(Path.Combine(_folder, Guid.NewGuid().ToString("n")));
                try
                {
                    snapshot.Fill(content);
                }
                catch
                {
                    snapshot.Dispose();
                    throw;
                }

                _snapshots.Enqueue(snapshot);
                return true;
            }
            finally
            {
                _rundown.Leave();
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0)
            {
                return;
            }

            _rundown.CloseAndWait();
            while (_snapshots.TryDequeue(out var snapshot))
            {
                try
                {
                    snapshot.Dispose();
                }
                catch (IOException)
                {
                }
            }
        }
    }
}
