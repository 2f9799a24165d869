using System.Collections.Concurrent;

// Rundowns that do not keep insertions out.
namespace Samples.OutsideTheRundown
{
    internal sealed class Gate
    {
        private int _inside;
        private volatile bool _closed;
        internal bool TryEnter() { if (_closed) return false; Interlocked.Increment(ref _inside); return true; }
        internal void Leave() => Interlocked.Decrement(ref _inside);
        internal void CloseAndWait() { _closed = true; while (Volatile.Read(ref _inside) > 0) Thread.Yield(); }
        internal int Count => _inside;
    }

    // the drain comes first
    public sealed class Early : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private readonly Gate _gate = new();
        public bool Store(string path)
        {
            if (!_gate.TryEnter())
                return false;
            try
            {
                _files.Enqueue(File.OpenRead(path)); //! LEAK4002
                return true;
            }
            finally
            {
                _gate.Leave();
            }
        }
        public void Dispose() { while (_files.TryDequeue(out var file)) file.Dispose(); _gate.CloseAndWait(); } //! LEAK1013
    }

    // the answer is not asked for
    public sealed class Deaf : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private readonly Gate _gate = new();
        public void Store(string path)
        {
            _gate.TryEnter();
            try
            {
                _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            }
            finally
            {
                _gate.Leave();
            }
        }
        public void Dispose() { _gate.CloseAndWait(); while (_files.TryDequeue(out var file)) file.Dispose(); } //! LEAK1013
    }

    // another gate is closed
    public sealed class Other : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private readonly Gate _gate = new();
        private readonly Gate _readers = new();
        public bool Store(string path)
        {
            if (!_gate.TryEnter())
                return false;
            try
            {
                _files.Enqueue(File.OpenRead(path)); //! LEAK4002
                return true;
            }
            finally
            {
                _gate.Leave();
            }
        }
        public void Dispose() { _readers.CloseAndWait(); while (_files.TryDequeue(out var file)) file.Dispose(); } //! LEAK1013
    }
}
