using System.Net.Sockets;

// Each is ended by something that the type itself has arranged: a bag of ends, the stream beneath, the operation, the other side of an event.
namespace LeakGuard.ValidCode.EndedByArrangement.InBag
{
    public sealed class Bag
    {
        private readonly List<Action> _ends = new();

        public Bag Add(Action end)
        {
            _ends.Add(end);
            return this;
        }

        public bool TryDispose()
        {
            foreach (var end in _ends)
                end();
            _ends.Clear();
            return true;
        }
    }

    public sealed class Extensions : IDisposable
    {
        private readonly Bag _bag = new();
        private readonly Dictionary<string, FileStream> _extensions = new();
        private readonly object _gate = new();

        private Extensions() => _bag.Add(() => Console.WriteLine("over"))
            .Add(() =>
            {
                foreach (var extension in _extensions.Values)
                    extension.Dispose();
            });

        public static Extensions Create() => new Extensions();

        public void Load(string path)
        {
            lock (_gate)
            {
                if (!_extensions.ContainsKey(path))
                    _extensions[path] = File.OpenRead(path);
            }
        }

        public void Dispose() => _bag.TryDispose();
    }
}

namespace LeakGuard.ValidCode.EndedByArrangement.StreamBeneath
{
    public sealed class LineFile
    {
        private FileStream? _file;
        private StreamWriter? _writer;

        public static LineFile Create() => new LineFile();

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
        }

        public void Write(IEnumerable<string> lines)
        {
            foreach (var line in lines)
                _writer!.WriteLine(line);
            _writer!.Flush();
        }

        public void Close()
        {
            if (_file == null)
                return;
            _file.Dispose();
            _file = null;
            _writer = null;
        }
    }

    public sealed class HeapFile
    {
        private BufferedStream? _data;
        private FileStream? _file;

        public static HeapFile Create() => new HeapFile();

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _data = new BufferedStream(_file);
        }

        public void Write(byte[] page) => _data!.Write(page);

        public void Shutdown()
        {
            _data!.Flush();
            End(_file!);
            _data = null;
            _file = null;
        }

        private static void End(FileStream file)
        {
            file.Flush(true);
            file.Close();
        }
    }
}

namespace LeakGuard.ValidCode.EndedByArrangement.ByOperation
{
    public sealed class Transfer : IDisposable
    {
        private readonly TcpClient _client;

        public Transfer(string host) => _client = new TcpClient(host, 20);

        public void Run() => _client.GetStream().WriteByte(1);

        public void Cancel() => _client.Client.Shutdown(SocketShutdown.Both);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Transfers : IDisposable
    {
        private readonly List<Transfer> _running = new();
        private readonly Timer _report = new(_ => Console.WriteLine("still there"), null, 1000, 1000);

        public static Transfers Create() => new Transfers();

        public void Run(string host)
        {
            using (var transfer = new Transfer(host))
            {
                lock (_running)
                    _running.Add(transfer);
                transfer.Run();
            }
        }

        public void CancelAll()
        {
            lock (_running)
            {
                foreach (var transfer in _running)
                    transfer.Cancel();
            }
        }

        public void Dispose() => _report.Dispose();
    }
}

namespace LeakGuard.ValidCode.EndedByArrangement.ComesWithEvents
{
    public sealed class DeviceEventArgs : EventArgs
    {
        public DeviceEventArgs(FileStream device) => Device = device;

        public FileStream Device { get; }
    }

    public interface IDevices
    {
        event EventHandler<DeviceEventArgs> Initialized;

        event EventHandler<DeviceEventArgs> Disconnected;
    }

    public sealed class Trezor : IDisposable
    {
        private FileStream? _device;

        public Trezor(IDevices devices)
        {
            devices.Initialized += OnInitialized;
            devices.Disconnected += OnDisconnected;
        }

        public void Open(string path)
        {
            _device?.Dispose();
            _device = null;
            _device = File.OpenRead(path);
        }

        public void Dispose() => _device?.Dispose();

        private void OnInitialized(object? sender, DeviceEventArgs e) => _device = e.Device;

        private void OnDisconnected(object? sender, DeviceEventArgs e) => _device = null;
    }
}

namespace LeakGuard.ValidCode.EndedByArrangement.ConnectsAgain
{
    public sealed class Connection : IDisposable
    {
        private TcpClient? _server;

        public bool Connect(string host)
        {
            lock (this)
            {
                if (_server != null)
                    _server.Dispose();
                _server = null;
                _server = new TcpClient(host, 1666);
                return true;
            }
        }

        public bool Disconnect()
        {
            lock (this)
            {
                if (_server == null)
                    return false;
                _server.Dispose();
                _server = null;
                return true;
            }
        }

        public void Dispose()
        {
            Disconnect();
        }
    }
}

namespace LeakGuard.ValidCode.EndedByArrangement.EndOfLifetime
{
    public sealed class Lifetime
    {
        private readonly List<Action> _ends = new();

        public void OnTermination(Action end) => _ends.Add(end);

        public void Terminate()
        {
            foreach (var end in _ends)
                end();
        }
    }

    public sealed class Wire
    {
        private readonly Thread _receiver;
        private readonly Socket _socket;

        public Wire(Lifetime lifetime, Socket socket)
        {
            _socket = socket;
            _receiver = new Thread(Receive);
            _receiver.Start();
            lifetime.OnTermination(() =>
            {
                _socket.Dispose();
                _receiver.Join();
            });
        }

        private void Receive()
        {
            var buffer = new byte[100];
            while (_socket.Receive(buffer) > 0)
                Console.Write(buffer.Length);
        }
    }

    public sealed class Broker
    {
        private readonly Backend _backend = new();

        public Broker(CancellationToken stopping) => stopping.Register(() => _backend.StopAsync().GetAwaiter().GetResult());
    }

    public sealed class Backend
    {
        public async Task StopAsync() => await Task.Delay(100);
    }
}
