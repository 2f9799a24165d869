using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

// What makes each of these right stands in the type that raises the event, or in what is raised.
namespace LeakGuard.ValidCode.DeliveredByThemselves.OwnTask
{
    /// <summary>Each answer is told in a task of its own.</summary>
    public sealed class Prober
    {
        public event Action<string>? Answered;

        public void Probe(string host)
        {
            using var client = new TcpClient(host, 7);
            _ = Task.Run(() =>
            {
                Answered?.Invoke(host);
            });
        }
    }

    public sealed class Inventory
    {
        private readonly HttpClient _http = new();

        public Inventory(Prober prober) => prober.Answered += OnAnswered;

        private void OnAnswered(string host) => _http.PutAsync("https://inventory/" + host, null).GetAwaiter().GetResult();
    }
}

namespace LeakGuard.ValidCode.DeliveredByThemselves.OwnThread
{
    /// <summary>Looks every second what has changed, on a thread of its own.</summary>
    public sealed class PortWatcher
    {
        private HashSet<string> _known = new();

        public PortWatcher()
        {
            var thread = new Thread(Watch) { IsBackground = true };
            thread.Start();
        }

        public event Action<string>? Gone;

        private void Watch()
        {
            while (true)
            {
                var now = new HashSet<string>(Directory.EnumerateFiles("/dev", "ttyUSB*"));
                foreach (var port in _known)
                {
                    if (!now.Contains(port))
                        Gone?.Invoke(port);
                }

                _known = now;
                Thread.Sleep(1000);
            }
        }
    }

    public sealed class Loader
    {
        public Loader(PortWatcher watcher) => watcher.Gone += OnGone;

        private void OnGone(string port)
        {
            using var tool = Process.Start("release-port", port);
            tool.WaitForExit();
        }
    }
}

namespace LeakGuard.ValidCode.DeliveredByThemselves.TokenCloses
{
    public sealed class Tunnel : IDisposable
    {
        private readonly SemaphoreSlim _writing = new(1);
        private readonly Socket _socket;

        public Tunnel(Socket socket) => _socket = socket;

        public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
        {
            using (cancel.Register(Close, false))
                return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
        }

        public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
        {
            await _writing.WaitAsync(cancel);
            try
            {
                await _socket.SendAsync(data, SocketFlags.None, cancel);
                await Task.Delay(5, cancel);
            }
            finally
            {
                _writing.Release();
            }
        }

        private void Close()
        {
            if (Farewell())
                _socket.Close();
        }

        private bool Farewell()
        {
            if (!_writing.Wait(5000))
                return false;
            _socket.Send(new byte[] { 0x88, 0 });
            _writing.Release();
            return true;
        }

        public void Dispose() => _socket.Dispose();
    }
}

namespace LeakGuard.ValidCode.DeliveredByThemselves.ShortStop
{
    public sealed class Board : IDisposable
    {
        private readonly Thread _pump;
        private volatile bool _stop;

        public Board()
        {
            _pump = new Thread(Pump);
            _pump.Start();
        }

        public void StopPump()
        {
            _stop = true;
            if (!_pump.Join(500))
                Thread.Sleep(100);
        }

        public void Dispose() => StopPump();

        private void Pump()
        {
            while (!_stop)
                Thread.Sleep(1);
        }
    }

    public interface IBus
    {
        event Action<Board> Removed;
    }

    public sealed class Panel
    {
        public Panel(IBus bus) => bus.Removed += OnRemoved;

        public int Left { get; private set; }

        private void OnRemoved(Board board)
        {
            board.StopPump();
            Left++;
        }
    }
}

namespace LeakGuard.ValidCode.DeliveredByThemselves.OneCompletion
{
    public sealed class FetchedEventArgs : AsyncCompletedEventArgs
    {
        public FetchedEventArgs(string text)
            : base(null, false, null) => Text = text;

        public string Text { get; }
    }

    public interface IFetcher
    {
        event EventHandler<FetchedEventArgs> TextFetched;

        void FetchAsync(Uri address);
    }

    public sealed class News
    {
        public string Latest { get; private set; } = "";

        public void Ask(IFetcher fetcher)
        {
            fetcher.TextFetched += (_, e) =>
            {
                Latest = e.Text;
                Thread.Sleep(750);
            };
            fetcher.FetchAsync(new Uri("https://news"));
        }
    }
}
