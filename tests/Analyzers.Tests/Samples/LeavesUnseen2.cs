using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;

// The same of operations, tables and processes.
namespace Samples.LeavesUnseen2
{
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

    public sealed class Guest(Socket socket) : IDisposable
    {
        public void Dispose() => socket.Dispose();
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

    /// <summary>A flag says whether the order was put in; what fails later leaves it in the table.</summary>
    public sealed class Oven : IDisposable
    {
        private readonly Dictionary<Guid, Clip> _baking = [];
        private readonly object _gate = new();
        private bool _closed;

        public async Task BakeAsync(Guid id, Func<Clip, Task> bake)
        {
            var clip = new Clip();
            bool accepted;
            lock (_gate)
            {
                accepted = !_closed;
                if (accepted)
                    _baking.Add(id, clip); //! LEAK4001
            }

            if (!accepted)
            {
                clip.Dispose();
                throw new ObjectDisposedException(nameof(Oven));
            }

            await bake(clip);
            End(id);
        }

        public async Task BakeSafelyAsync(Guid id, Func<Clip, Task> bake)
        {
            var clip = new Clip();
            bool accepted;
            lock (_gate)
            {
                accepted = !_closed;
                if (accepted)
                    _baking.Add(id, clip);
            }

            if (!accepted)
            {
                clip.Dispose();
                throw new ObjectDisposedException(nameof(Oven));
            }

            try
            {
                await bake(clip);
            }
            finally
            {
                End(id);
            }
        }

        private void End(Guid id)
        {
            Clip? clip;
            lock (_gate)
                _baking.Remove(id, out clip);
            clip?.Dispose();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var clip in _baking.Values)
                    clip.Dispose(); //! LEAK1013
                _baking.Clear();
            }
        }
    }

    /// <summary>That it is not closed yet does not say that only one sets it up.</summary>
    public static class Menu
    {
        private static readonly Dictionary<string, List<Action>> _steps = [];
        private static bool _closed;
        private static bool _started;

        public static void Add(string course, Action step)
        {
            ThrowIfClosed();
            if (!_steps.TryGetValue(course, out var steps))
                _steps[course] = steps = []; //! LEAK2001
            steps.Add(step);
        }

        public static void Configure(string course, Action step)
        {
            ThrowIfStarted();
            if (!_steps.TryGetValue(course, out var steps))
                _steps[course] = steps = [];
            steps.Add(step);
        }

        public static void Start() => _started = true;

        public static void Close() => _closed = true;

        private static void ThrowIfClosed()
        {
            if (_closed)
                throw new InvalidOperationException("closed");
        }

        private static void ThrowIfStarted()
        {
            if (_started)
                throw new InvalidOperationException("started");
        }
    }
}
