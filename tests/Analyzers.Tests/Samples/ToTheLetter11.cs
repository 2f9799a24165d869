using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter11.T04_PROPERTY_OF_END
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        protected bool IsDisposed { get; set; }

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (IsDisposed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (IsDisposed)
                    return;
                IsDisposed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.U01_NATIVE_MEMORY
{
    /// <summary>A line, and memory outside of the heap for what came last.</summary>
    public sealed class NativeLine : IDisposable
    {
        private readonly Socket _socket;
        private readonly IntPtr _buffer;

        public NativeLine(Socket socket)
        {
            _socket = socket;
            _buffer = Marshal.AllocHGlobal(65536);
        }

        public int Read(byte[] buffer)
        {
            var count = _socket.Receive(buffer);
            Marshal.Copy(buffer, 0, _buffer, count);
            return count;
        }

        public void Dispose()
        {
            Marshal.FreeHGlobal(_buffer);
        }
    }

    public sealed class Lines : IDisposable
    {
        private readonly List<Socket> _sockets = new();
        private readonly List<NativeLine> _lines = new(); //! LEAK1004

        public void Open(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, 700);
            _sockets.Add(socket);
            _lines.Add(new NativeLine(socket));
        }

        public int Use(int line, byte[] buffer) => _lines[line].Read(buffer);

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
            _lines.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.U02_NOT_YET_SENT
{
    /// <summary>A line that sends in blocks; the rest is sent at the end.</summary>
    public sealed class BufferedLine : IDisposable
    {
        private readonly Socket _socket;
        private readonly List<byte> _pending = new();

        public BufferedLine(Socket socket) => _socket = socket;

        public void Write(byte[] data)
        {
            _pending.AddRange(data);
            if (_pending.Count > 1000)
                Flush();
        }

        private void Flush()
        {
            _socket.Send(_pending.ToArray());
            _pending.Clear();
        }

        public void Dispose()
        {
            Flush();
        }
    }

    public sealed class Lines : IDisposable
    {
        private readonly List<Socket> _sockets = new();
        private readonly List<BufferedLine> _lines = new(); //! LEAK1004

        public void Open(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, 700);
            _sockets.Add(socket);
            _lines.Add(new BufferedLine(socket));
        }

        public void Use(int line, byte[] data) => _lines[line].Write(data);

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
            _lines.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.V01_RETIRED_UNLESS_NULL
{
    public sealed class UpstreamLink : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient? _current;

        public void Reconnect(string host)
        {
            Retire();
            var next = new TcpClient(host, 9100);
            _current = next;
        }

        public void Send(byte[] frame) => _current?.GetStream().Write(frame);

        private void Retire()
        {
            if (_current == null)
                return;
            _retired.Add(_current);
        }


        public void Dispose()
        {
            _current?.Dispose();
            foreach (var old in _retired)
                old.Dispose();
            _retired.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.V02_RETIRED_BY_LOCAL
{
    public sealed class UpstreamLink : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient? _current;

        public void Reconnect(string host)
        {
            Retire();
            var next = new TcpClient(host, 9100);
            _current = next;
        }

        public void Send(byte[] frame) => _current?.GetStream().Write(frame);

        private void Retire()
        {
            var old = _current;
            if (old != null)
                _retired.Add(old);
        }


        public void Dispose()
        {
            _current?.Dispose();
            foreach (var old in _retired)
                old.Dispose();
            _retired.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.V04_RETIRED_CLOSED_ELSEWHERE
{
    public sealed class UpstreamLink : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient? _current;

        public void Reconnect(string host)
        {
            Retire();
            var next = new TcpClient(host, 9100);
            _current = next;
        }

        public void Send(byte[] frame) => _current?.GetStream().Write(frame);

        private void Retire()
        {
            if (_current != null)
                _retired.Add(_current);
        }


        public void Dispose()
        {
            _current?.Dispose();
            Retired.CloseAll(_retired);
        }
    }

    internal static class Retired
    {
        public static void CloseAll(List<TcpClient> clients)
        {
            foreach (var client in clients)
                client.Close();
            clients.Clear();
        }
    }
}

namespace Samples.ToTheLetter11.W01_REFRESHED_UNDER_GATE
{
    public sealed class Signer : IDisposable
    {
        private readonly string _path;
        private X509Certificate2 _certificate;
        private readonly SemaphoreSlim _gate = new(1);

        public Signer(string path)
        {
            _path = path;
            _certificate = X509CertificateLoader.LoadPkcs12FromFile(path, null);
        }

        public async Task<string> SignAsync(string text)
        {
            await _gate.WaitAsync();
            try
            {
                await RefreshAsync();
                return text + "|" + _certificate.GetCertHashString();
            }
            finally
            {
                _gate.Release();
            }
        }

        private async Task RefreshAsync()
        {
            _certificate.Dispose();
            var bytes = await File.ReadAllBytesAsync(_path);
            _certificate = X509CertificateLoader.LoadPkcs12(bytes, null);
        }

        public void Dispose() => _certificate.Dispose();
    }
}

namespace Samples.ToTheLetter11.X04_SAID_OF_CALLERS
{
    public sealed class Link : IDisposable
    {
        private TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 700);

        /// <summary>For those who want to write themselves.</summary>
        public NetworkStream Stream => _client.GetStream();

        public void Reconnect(string host)
        {
            var next = new TcpClient(host, 700);
            // It must not be disposed of by those who write.
            _client = next; //! LEAK1001
        }

        public void Dispose() => _client.Dispose();
    }
}
