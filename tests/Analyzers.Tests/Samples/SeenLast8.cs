using System.Diagnostics;
using System.Threading.Channels;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast8.A33
{
    public sealed record WorkerCommand(string Program, params string[] Arguments)
    {
        internal ProcessStartInfo ToStartInfo() => new(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
    }

    /// <summary>A fixed number of helper processes; a helper that exits is replaced.</summary>
    public sealed class HelperProcesses : IAsyncDisposable
    {
        private readonly object _gate = new();
        private readonly WorkerCommand _command;
        private readonly Process?[] _workers;
        private readonly Channel<string> _lines = Channel.CreateBounded<string>(500);
        private readonly Channel<Process> _exits = Channel.CreateBounded<Process>(64);
        private readonly Task _supervisor;
        private int _round;
        private bool _closed;

        public HelperProcesses(WorkerCommand command, int count)
        {
            _command = command;
            _workers = new Process?[count];
            for (int slot = 0; slot < count; slot++)
                Replace(slot);
            _supervisor = Task.Run(SuperviseAsync);
        }

        public ChannelReader<string> Lines => _lines.Reader;

        public void Send(string line)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                int slot = _round++ % _workers.Length;
                _workers[slot]?.StandardInput.WriteLine(line);
            }
        }

        private Process Spawn()
        {
            var process = new Process { StartInfo = _command.ToStartInfo(), EnableRaisingEvents = true };
            process.OutputDataReceived += OnOutput;
            process.Exited += OnExited;
            try
            {
                process.Start();
                process.BeginOutputReadLine();
                return process;
            }
            catch
            {
                process.Dispose();
                throw;
            }
        }

        private void OnOutput(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not { Length: > 0 } line)
                return;
            try
            {
                _lines.Writer.WriteAsync(line).AsTask().Wait(); //! LEAK3001
            }
            catch (AggregateException error) when (error.InnerException is ChannelClosedException)
            {
            }
        }

        private void OnExited(object? sender, EventArgs e)
        {
            if (sender is Process gone && !_exits.Writer.TryWrite(gone))
                Console.Error.WriteLine("helpers exit faster than they can be replaced");
        }

        private async Task SuperviseAsync()
        {
            await foreach (Process gone in _exits.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                int slot;
                lock (_gate)
                    slot = _closed ? -1 : Array.IndexOf(_workers, gone);
                if (slot < 0)
                    continue;
                try
                {
                    Replace(slot);
                }
                catch (System.ComponentModel.Win32Exception error)
                {
                    Console.Error.WriteLine(error.Message);
                }
            }
        }

        private void Replace(int slot)
        {
            Process fresh = Spawn();
            bool late;
            lock (_gate)
            {
                late = _closed;
                if (!late)
                    _workers[slot] = fresh; //! LEAK1001
            }

            if (late)
                End(fresh);
        }

        private static void End(Process process)
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // had exited
            }

            process.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            var running = new List<Process>();
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                foreach (Process? worker in _workers)
                    if (worker is not null)
                        running.Add(worker);
                Array.Clear(_workers);
            }

            _lines.Writer.TryComplete();
            _exits.Writer.TryComplete();
            await _supervisor.ConfigureAwait(false);
            foreach (Process process in running)
            {
                try
                {
                    End(process);
                }
                catch (System.ComponentModel.Win32Exception)
                {
                }
            }
        }
    }
}

namespace Samples.SeenLast8.A35
{
    public interface IReplicaTransport
    {
        Task PushAsync(string replica, Stream segment, CancellationToken ct);
    }

    internal sealed class ReplicaSegment : IDisposable
    {
        private readonly FileStream _file;

        public ReplicaSegment(string directory, int epoch, int number)
            => _file = new FileStream(Path.Combine(directory, $"{epoch:000}-{number:00000}.rep"), FileMode.CreateNew,
                FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1);

        public long Length => RandomAccess.GetLength(_file.SafeFileHandle);

        public string FilePath => _file.Name;

        public void Append(ReadOnlySpan<byte> record) => RandomAccess.Write(_file.SafeFileHandle, record, Length);

        public void Dispose() => _file.Dispose();
    }

    /// <summary>A push in progress, with its own read handle.</summary>
    internal sealed class ShipCursor : IAsyncDisposable
    {
        private readonly FileStream _source;
        private readonly BufferedStream _buffered;

        public ShipCursor(string path)
        {
            _source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _buffered = new BufferedStream(_source, 1 << 16);
        }

        public Stream Data => _buffered;

        public long Position => _source.Position;

        public ValueTask DisposeAsync() => _buffered.DisposeAsync();
    }

    public sealed class ReplicaLog : IAsyncDisposable
    {
        private const long Limit = 4 << 20;
        private readonly object _sync = new();
        private readonly List<ReplicaSegment> _segments = [];
        private readonly Dictionary<Guid, ShipCursor> _cursors = [];
        private readonly string _directory;
        private int _epoch;
        private bool _closed;

        public ReplicaLog(string directory) => _directory = directory;

        public void Append(ReadOnlySpan<byte> record)
        {
            lock (_sync)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (_segments.Count == 0 || _segments[^1].Length > Limit)
                    _segments.Add(new ReplicaSegment(_directory, _epoch, _segments.Count));
                _segments[^1].Append(record);
            }
        }

        /// <summary>A new leader was elected and our tail is not part of its history.</summary>
        public void BeginEpoch(int epoch)
        {
            lock (_sync)
            {
                if (_closed || epoch <= _epoch)
                    return;
                _segments.Clear(); //! LEAK1003
                _epoch = epoch;
            }
        }

        public async Task ShipAsync(string replica, IReplicaTransport transport, CancellationToken ct)
        {
            string[] paths;
            lock (_sync)
                paths = _segments.Select(s => s.FilePath).ToArray();

            foreach (string path in paths)
            {
                Guid id = Guid.NewGuid();
                var cursor = new ShipCursor(path);
                bool late;
                lock (_sync)
                {
                    late = _closed;
                    if (!late)
                        _cursors.Add(id, cursor); //! LEAK4001
                }

                if (late)
                {
                    await cursor.DisposeAsync().ConfigureAwait(false);
                    return;
                }

                await transport.PushAsync(replica, cursor.Data, ct).ConfigureAwait(false);
                lock (_sync)
                    _cursors.Remove(id);
                await cursor.DisposeAsync().ConfigureAwait(false);
            }
        }

        public long[] Progress()
        {
            lock (_sync)
                return [.. _cursors.Values.Select(c => c.Position)];
        }

        public async ValueTask DisposeAsync()
        {
            ReplicaSegment[] segments;
            ShipCursor[] cursors;
            lock (_sync)
            {
                _closed = true;
                segments = [.. _segments];
                cursors = [.. _cursors.Values];
                _segments.Clear();
                _cursors.Clear();
            }

            foreach (ShipCursor cursor in cursors)
            {
                try
                {
                    await cursor.DisposeAsync().ConfigureAwait(false);
                }
                catch (IOException)
                {
                }
            }

            Array.ForEach(segments, static s => s.Dispose()); //! LEAK1013
        }
    }
}
