using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Windows.Input;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason10.W01_START_BY_HELPER
{
    public sealed class ListenerSet : IDisposable
    {
        private readonly UdpClient?[] _sockets = new UdpClient?[4];
        private readonly int _port;
        private bool _started;

        public ListenerSet(int port) => _port = port;

        public event Action<bool>? Changed;

        public void Start()
        {
            for (var i = 0; i < _sockets.Length; i++)
                _sockets[i] = new UdpClient(_port + i);
            Mark(true);
        }

        public void Stop()
        {
            if (!_started)
                return;
            for (var i = 0; i < _sockets.Length; i++)
            {
                _sockets[i]?.Dispose();
                _sockets[i] = null;
            }

            Mark(false);
        }

        private void Mark(bool started)
        {
            _started = started;
            Changed?.Invoke(started);
        }

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket?.Dispose();
        }
    }
}

namespace Samples.HeldToReason10.Y01_THREAD_BY_PROPERTY
{
    public sealed class Clients : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();
        private readonly int _owner = Environment.CurrentManagedThreadId;

        private bool IsOwner => Environment.CurrentManagedThreadId == _owner;

        public TcpClient Get(string host)
        {
            VerifyThread();
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            return client;
        }

        private void VerifyThread()
        {
            if (!IsOwner)
                throw new InvalidOperationException("call this on the thread that made it");
        }

        public void Dispose()
        {
            VerifyThread();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.HeldToReason10.Y02_THREAD_OF_GAME
{
    /// <summary>The one thread that the game runs on.</summary>
    public static class GameThread
    {
        [ThreadStatic]
        private static bool t_is;

        public static bool IsCurrent => t_is;

        public static void Enter() => t_is = true;
    }

    public sealed class Clients : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();


        public TcpClient Get(string host)
        {
            VerifyThread();
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            return client;
        }

        private void VerifyThread()
        {
            if (!GameThread.IsCurrent)
                throw new InvalidOperationException("call this on the thread that made it");
        }

        public void Dispose()
        {
            VerifyThread();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.HeldToReason10.Y03_THREAD_OF_LOOP
{
    /// <summary>Runs on one thread.</summary>
    public sealed class EventLoop
    {
        private Thread? _thread;

        public bool InLoop => Thread.CurrentThread == _thread;

        public void Run(Action start)
        {
            _thread = Thread.CurrentThread;
            start();
        }
    }

    public sealed class Clients : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();
        private readonly EventLoop _loop;

        public Clients(EventLoop loop) => _loop = loop;

        public TcpClient Get(string host)
        {
            VerifyThread();
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            return client;
        }

        private void VerifyThread()
        {
            if (!_loop.InLoop)
                throw new InvalidOperationException("call this on the thread that made it");
        }

        public void Dispose()
        {
            VerifyThread();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.HeldToReason10.Z01_ANSWERS
{
    public sealed class Sockets : IDisposable
    {
        private readonly object _gate = new();
        private readonly Stack<Socket> _idle = new();
        private bool _closed;

        public void Give(Socket socket)
        {
            lock (_gate)
            {
                if (_closed)
                    socket.Dispose();
                else
                    _idle.Push(socket);
            }
        }

        public void Trim()
        {
            while (Locked(() => _idle.TryPop(out var found) ? found : null) is { } socket)
                socket.Dispose();
        }

        public void TrimOne() => Locked(() => _idle.TryPop(out var found) ? found : null)?.Dispose();

        public async Task<Socket?> RentAsync()
        {
            var socket = await LockedAsync(() => _idle.TryPop(out var found) ? found : null);
            return socket;
        }

        public IEnumerable<Socket> RentAll()
        {
            for (var i = 0; i < 3; i++)
                yield return Locked(() => _idle.Pop());
        }

        public bool TryRent(out Socket socket)
        {
            if (Locked(() => _idle.TryPop(out var found) ? found : null) is { } got)
            {
                socket = got;
                return true;
            }

            socket = null!;
            return false;
        }

        public Socket[] RentTwo() => new[] { Locked(() => _idle.Pop()), Locked(() => _idle.Pop()) };

        public void Send(byte[] data) => SendAndGive(Locked(() => _idle.Pop()), data);

        private void SendAndGive(Socket socket, byte[] data)
        {
            socket.Send(data);
            Give(socket);
        }

        private T Locked<T>(Func<T> act)
        {
            lock (_gate)
                return act();
        }

        private Task<T> LockedAsync<T>(Func<T> act)
        {
            lock (_gate)
                return Task.FromResult(act());
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var socket in _idle)
                    socket.Dispose();
                _idle.Clear();
            }
        }
    }
}

namespace Samples.HeldToReason10.Z04_WIDGET_PAINTS
{
    public abstract class Widget
    {
        public int Width { get; set; }

        public int Height { get; set; }

        protected internal abstract void PaintTo(int[] pixels);
    }

    public sealed class PictureBox : Widget
    {
        private readonly ConcurrentDictionary<string, FileStream> _images = new();
        private string _path = string.Empty;

        public void Show(string path)
        {
            _path = path;
            if (!_images.ContainsKey(path))
                _images[path] = File.OpenRead(path);
        }

        protected internal override void PaintTo(int[] pixels)
        {
            if (_images.TryGetValue(_path, out var image))
                pixels[0] = image.ReadByte();
        }

        public void Close()
        {
            foreach (var image in _images.Values)
                image.Dispose();
            _images.Clear();
        }
    }
}

namespace Samples.HeldToReason10.Z05_COMMAND_VIEW_MODEL
{
    public sealed class GalleryViewModel : ICommand
    {
        private readonly ConcurrentDictionary<string, FileStream> _images = new();

        public event EventHandler? CanExecuteChanged;

        public string? Shown { get; private set; }

        public bool CanExecute(object? parameter) => parameter is string;

        public void Execute(object? parameter)
        {
            var path = (string)parameter!;
            if (!_images.ContainsKey(path))
                _images[path] = File.OpenRead(path);
            Shown = path;
            CanExecuteChanged?.Invoke(this, EventArgs.Empty);
        }

        public void Close()
        {
            foreach (var image in _images.Values)
                image.Dispose();
            _images.Clear();
        }
    }
}
