using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LeakGuard.ValidCode.UnderItsOwnProtocol
{
    public static class DrawThread
    {
        private static int s_id;

        public static void Claim() => s_id = Environment.CurrentManagedThreadId;

        public static void EnsureDrawThread()
        {
            if (Environment.CurrentManagedThreadId != s_id)
                throw new InvalidOperationException("not the draw thread");
        }
    }

    public sealed class Bitmap(int size) : IDisposable
    {
        private IntPtr _bits = Marshal.AllocHGlobal(size);

        public void Dispose()
        {
            Marshal.FreeHGlobal(_bits);
            _bits = IntPtr.Zero;
        }
    }

    /// <summary>Who gets past the first line is on the one thread that may be here.</summary>
    public static class Glyphs
    {
        private static readonly Dictionary<char, Bitmap> s_glyphs = new();

        public static Bitmap Of(char glyph)
        {
            DrawThread.EnsureDrawThread();
            if (!s_glyphs.TryGetValue(glyph, out var bitmap))
            {
                bitmap = new Bitmap(64);
                s_glyphs[glyph] = bitmap;
            }

            return bitmap;
        }
    }

    /// <summary>The lambda answers with what it takes out.</summary>
    public sealed class Sockets : IDisposable
    {
        private readonly object _gate = new();
        private readonly Stack<Socket> _idle = new();

        public Socket Rent() => Locked(() => _idle.TryPop(out var socket) ? socket : null) ?? new Socket(SocketType.Dgram, ProtocolType.Udp);

        public void Dispose()
        {
            lock (_gate)
            {
                while (_idle.TryPop(out var socket))
                    socket.Dispose();
            }
        }

        private T Locked<T>(Func<T> read)
        {
            lock (_gate)
                return read();
        }
    }

    /// <summary>Each caller counts the number up before it passes it on.</summary>
    public sealed class Guests : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, TcpClient> _guests = new();
        private int _last;
        private bool _closed;

        public int Accept(TcpClient client)
        {
            var id = Interlocked.Increment(ref _last);
            Enter(id, client);
            return id;
        }

        public void Drop(int id)
        {
            lock (_gate)
            {
                if (_guests.Remove(id, out var guest))
                    guest.Dispose();
            }
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

        private void Enter(int id, TcpClient client)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _guests[id] = client;
            }
        }
    }

    /// <summary>The author has looked at this wait, and said so to another analyzer.</summary>
    public sealed class Watched : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public Watched(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.Created += OnCreated;
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }

        [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "The files must be there before the next one comes.")]
        private void OnChanged(object sender, FileSystemEventArgs e) => _http.GetStringAsync(e.Name).Wait();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
#pragma warning disable VSTHRD002
            _http.GetStringAsync(e.Name).Wait();
#pragma warning restore VSTHRD002
        }
    }
}
