using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother3.A25
{
    // The worker leaves at once when the end has been: what was put in after it stays.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private volatile bool _disposed;

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            Task.Run(Work);
        }

        private void Work()
        {
            if (_disposed)
                return;
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            _disposed = true;
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother3.A26
{
    // Task.Run with a token that the end cancels never runs the work.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private readonly CancellationTokenSource _stop = new();

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            Task.Run(Work, _stop.Token);
        }

        private void Work()
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother3.A27
{
    // The worker takes its mark back behind the loop, without the lock and without a look: an item that came between stays, and after the end nobody starts it.
    public sealed class Uploader : IDisposable
    {
        private readonly object _sync = new();
        private readonly ConcurrentQueue<FileStream> _files = new();
        private bool _works;

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            lock (_sync)
            {
                if (!_works)
                {
                    _works = true;
                    ThreadPool.QueueUserWorkItem(Work);
                }
            }
        }

        private void Work(object? state)
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }

            _works = false;
        }

        public void Dispose()
        {
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother3.A28
{
    // Right: whoever puts in starts the worker, always.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path));
            Task.Run(Work);
        }

        private void Work()
        {
            while (_files.TryDequeue(out var file))
            {
                try
                {
                    file.CopyTo(Stream.Null);
                }
                catch (Exception)
                {
                }
                finally
                {
                    file.Dispose();
                }
            }
        }

        public void Dispose()
        {
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother3.A29
{
    // Within the lock whoever sees the closed flag leaves before the work is started.
    public sealed class Uploader : IDisposable
    {
        private readonly object _sync = new();
        private readonly ConcurrentQueue<FileStream> _files = new();
        private bool _closed;

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            lock (_sync)
            {
                if (_closed)
                    return;
                ThreadPool.QueueUserWorkItem(Work);
            }
        }

        private void Work(object? state)
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            lock (_sync)
                _closed = true;
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother3.A30
{
    // The reading loop, on a thread of the pool, cancels when it fails: the callback closes the channels there, while Open() adds on the thread of the user.
    public sealed class Mux : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Dictionary<int, FileStream> _channels = new();
        private readonly Stream _stream;

        public Mux(Stream stream)
        {
            _stream = stream;
            _stop.Token.Register(CloseAll);
            _ = Task.Run(ReadLoop);
        }

        public void Open(int number, string path)
        {
            _channels.Add(number, File.OpenRead(path)); //! LEAK4002
        }

        private void ReadLoop()
        {
            try
            {
                while (_stream.ReadByte() >= 0)
                {
                }
            }
            finally
            {
                _stop.Cancel();
            }
        }

        private void CloseAll()
        {
            foreach (var channel in _channels.Values)
                channel.Dispose(); //! LEAK1013
            _channels.Clear();
        }

        public void Dispose() => _stop.Cancel();
    }
}

namespace Samples.AskedByAnother3.A31
{
    // An idle timer cancels: the callback runs on its thread.
    public sealed class Lease : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly Timer _idle;

        public Lease()
        {
            _stop.Token.Register(CloseAll);
            _idle = new Timer(_ => _stop.Cancel(), null, 30_000, Timeout.Infinite);
        }

        public void Open(string path)
        {
            _idle.Change(30_000, Timeout.Infinite);
            _files.Add(path, File.OpenRead(path)); //! LEAK4002
        }

        private void CloseAll()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }

        public void Dispose()
        {
            _idle.Dispose();
            _stop.Cancel();
        }
    }
}

namespace Samples.AskedByAnother3.A32
{
    // The source is internal, and the watchdog cancels it from its own thread.
    public sealed class Files : IDisposable
    {
        internal readonly CancellationTokenSource Stop = new();
        private readonly Dictionary<string, FileStream> _files = new();

        public Files() => Stop.Token.Register(CloseAll);

        public void Open(string path)
        {
            _files.Add(path, File.OpenRead(path)); //! LEAK4002
        }

        private void CloseAll()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }

        public void Dispose() => Stop.Cancel();
    }

    internal sealed class Watchdog
    {
        private readonly Thread _thread;
        public Watchdog(Files files, string flag)
        {
            _thread = new Thread(() =>
            {
                while (!File.Exists(flag))
                    Thread.Sleep(100);
                files.Stop.Cancel();
            });
            _thread.Start();
        }
    }
}

namespace Samples.AskedByAnother3.A33
{
    // Right: a single-threaded holder that its user ends.
    public sealed class Files : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Dictionary<string, FileStream> _files = new();

        public Files() => _stop.Token.Register(CloseAll);

        public void Open(string path) => _files.Add(path, File.OpenRead(path));

        private void CloseAll()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }

        public void Dispose() => _stop.Cancel();
    }
}
