using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

// Entries that go while something beside them looks as if it took care: the newcomer, another branch, another member.
namespace Samples.LeavesUnseen
{
    public interface IRecorder { void Record(Stream target); }

    public sealed class Clip : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public Stream Data => _file;

        public bool IsTorn { get; set; }

        public static Clip Of(byte[] bytes)
        {
            var clip = new Clip();
            clip._file.Write(bytes);
            return clip;
        }

        public void Dispose() => _file.Dispose();
    }

    /// <summary>What is done with the new clip says nothing of the one that makes room for it.</summary>
    public sealed class Reel(int places, IRecorder recorder) : IDisposable
    {
        private readonly Queue<Clip> _clips = new();
        private readonly List<Clip> _marked = [];

        public void Add(Action<Clip> fill)
        {
            var clip = new Clip();
            try
            {
                fill(clip);
            }
            catch
            {
                clip.Dispose();
                throw;
            }

            while (_clips.Count >= places)
                _clips.Dequeue(); //! LEAK1002
            _clips.Enqueue(clip);
        }

        public void Mark()
        {
            var clip = new Clip();
            recorder.Record(clip.Data);
            if (_marked.Count == places)
                _marked.RemoveAt(0); //! LEAK1002
            _marked.Add(clip);
        }

        public void Dispose()
        {
            while (_clips.TryDequeue(out var clip))
                clip.Dispose(); //! LEAK1013
            foreach (var clip in _marked)
                clip.Dispose(); //! LEAK1013
        }
    }

    /// <summary>Disposed when the table is closed, not when it refuses.</summary>
    public class Desk : IDisposable
    {
        private readonly Dictionary<string, Guest> _guests = [];
        private readonly object _gate = new();
        private bool _closed;

        public void Seat(string name, Socket socket)
        {
            var guest = new Guest(socket);
            bool closed;
            lock (_gate)
            {
                closed = _closed;
                if (!closed)
                    _guests.TryAdd(name, guest); //! LEAK1006
            }

            if (closed)
                guest.Dispose();
        }

        /// <summary>Here what is disposed is what the table did not take.</summary>
        public void SeatOrSend(string name, Socket socket)
        {
            var guest = new Guest(socket);
            var seated = false;
            lock (_gate)
            {
                if (!_closed)
                    seated = _guests.TryAdd(name, guest);
            }

            if (!seated)
                guest.Dispose();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var guest in _guests.Values)
                    guest.Dispose();
                _guests.Clear();
            }
        }
    }

    public sealed class Guest(Socket socket) : IDisposable
    {
        public void Dispose() => socket.Dispose();
    }

    /// <summary>The full channel refuses; a torn clip, and one that comes after the end, are disposed.</summary>
    public sealed class Outbox : IDisposable
    {
        private readonly Channel<Clip> _clips = Channel.CreateBounded<Clip>(16);
        private readonly Lock _gate = new();
        private bool _closed;

        public void Send(byte[] bytes)
        {
            var clip = Clip.Of(bytes);
            lock (_gate)
            {
                if (!_closed)
                {
                    _clips.Writer.TryWrite(clip); //! LEAK1006
                    return;
                }
            }

            clip.Dispose();
        }

        public void Use(Action<Clip> use)
        {
            var clip = Rent();
            try
            {
                use(clip);
            }
            finally
            {
                Return(clip);
            }
        }

        private Clip Rent() => _clips.Reader.TryRead(out var clip) ? clip : new Clip();

        private void Return(Clip clip)
        {
            if (clip.IsTorn)
            {
                clip.Dispose();
                return;
            }

            _clips.Writer.TryWrite(clip); //! LEAK1006
        }

        public void Dispose()
        {
            lock (_gate)
                _closed = true;
            _clips.Writer.TryComplete();
            while (_clips.Reader.TryRead(out var clip))
                clip.Dispose(); //! LEAK1013
        }
    }

    /// <summary>A local says whether the order was taken; what fails later leaves it in the table.</summary>
    public sealed class Kitchen : IDisposable
    {
        private readonly Dictionary<Guid, Clip> _orders = [];
        private readonly object _gate = new();
        private bool _closed;

        public async Task<bool> CookAsync(Guid id, Func<Clip, Task> cook)
        {
            var clip = new Clip();
            bool taken;
            lock (_gate)
                taken = !_closed && _orders.TryAdd(id, clip); //! LEAK4001
            if (!taken)
            {
                clip.Dispose();
                return false;
            }

            await cook(clip);
            lock (_gate)
                _orders.Remove(id);
            clip.Dispose();
            return true;
        }

        public async Task<bool> CookSafelyAsync(Guid id, Func<Clip, Task> cook)
        {
            var clip = new Clip();
            bool taken;
            lock (_gate)
                taken = !_closed && _orders.TryAdd(id, clip);
            if (!taken)
            {
                clip.Dispose();
                return false;
            }

            try
            {
                await cook(clip);
            }
            finally
            {
                lock (_gate)
                    _orders.Remove(id);
                clip.Dispose();
            }

            return true;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var clip in _orders.Values)
                    clip.Dispose(); //! LEAK1013
                _orders.Clear();
            }
        }
    }

    /// <summary>The new table is drained when it comes too late; the old one never is.</summary>
    public sealed class Program : IDisposable
    {
        private readonly object _gate = new();
        private ImmutableDictionary<string, Clip> _clips = ImmutableDictionary<string, Clip>.Empty;
        private bool _closed;

        public void Show(IEnumerable<string> names)
        {
            var builder = ImmutableDictionary.CreateBuilder<string, Clip>();
            foreach (var name in names)
                builder.TryAdd(name, null!);
            foreach (var name in names)
                builder[name] = new Clip();
            var next = builder.ToImmutable();
            lock (_gate)
            {
                if (!_closed)
                {
                    _clips = next; //! LEAK1003
                    return;
                }
            }

            EndAll(next);
        }

        public void Dispose()
        {
            ImmutableDictionary<string, Clip> last;
            lock (_gate)
            {
                _closed = true;
                last = _clips;
                _clips = ImmutableDictionary<string, Clip>.Empty;
            }

            EndAll(last);
        }

        private static void EndAll(ImmutableDictionary<string, Clip> clips)
        {
            foreach (var clip in clips.Values)
                clip.Dispose();
        }
    }

    /// <summary>One broken listener is dropped by a helper; that DisposeAsync forgets all others stays so.</summary>
    public sealed class Studio : IDisposable, IAsyncDisposable
    {
        private readonly List<Guest> _listeners = []; //! LEAK1004
        private readonly object _gate = new();
        private bool _closed;

        public bool Join(Socket socket)
        {
            var listener = new Guest(socket);
            lock (_gate)
            {
                if (!_closed)
                {
                    _listeners.Add(listener);
                    return true;
                }
            }

            listener.Dispose();
            return false;
        }

        public void Play(Action<Guest> send)
        {
            Guest[] all;
            lock (_gate)
                all = _listeners.ToArray();
            foreach (var listener in all)
            {
                try
                {
                    send(listener);
                }
                catch (IOException)
                {
                    Drop(listener);
                }
            }
        }

        private void Drop(Guest listener)
        {
            lock (_gate)
                _listeners.Remove(listener);
            listener.Dispose();
        }

        public void Dispose()
        {
            if (!TryClose())
                return;
            foreach (var listener in _listeners)
                listener.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            TryClose();
        }

        private bool TryClose()
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                _closed = true;
                return true;
            }
        }
    }

    /// <summary>Abort of one process is the work of the callback.</summary>
    public sealed class Shell
    {
        public async Task<int> RunAsync(string file, CancellationToken token)
        {
            using var process = Process.Start(file);
            using var abort = token.Register(() => Abort(process));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }

        private static void Abort(Process process)
        {
            process.Kill();
            process.WaitForExit(); //! LEAK3001
        }
    }
}
