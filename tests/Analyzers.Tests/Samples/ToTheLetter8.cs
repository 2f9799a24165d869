using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter8.U01_NATIVE_MEMORY
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

namespace Samples.ToTheLetter8.U02_NOT_YET_SENT
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

namespace Samples.ToTheLetter8.V01_RETIRED_UNLESS_NULL
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

namespace Samples.ToTheLetter8.V02_RETIRED_BY_LOCAL
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

namespace Samples.ToTheLetter8.W01_REFRESHED_UNDER_GATE
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

namespace Samples.ToTheLetter8.Y01_TAKEN_OF_SOME_USERS
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public List<TcpClient> Take(IEnumerable<string> users)
        {
            var taken = new List<TcpClient>();
            foreach (var user in users)
            {
                if (_links.Remove(user, out var link))
                    taken.Add(link);
            }

            return taken;
        }
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Logout(params string[] users)
        {
            foreach (var link in _table.Take(users))
                link.Dispose();
        }

        public void Dispose() => Console.Error.WriteLine("chat is over");
    }
}

namespace Samples.ToTheLetter8.Y02_TAKEN_OF_DEAD_ONES
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public List<TcpClient> TakeDead()
        {
            var taken = new List<TcpClient>();
            foreach (var user in _links.Where(l => !l.Value.Connected).Select(l => l.Key).ToList())
            {
                if (_links.Remove(user, out var link))
                    taken.Add(link);
            }

            return taken;
        }
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Sweep()
        {
            foreach (var link in _table.TakeDead())
                link.Dispose();
        }

        public void Dispose() => Console.Error.WriteLine("chat is over");
    }
}

namespace Samples.ToTheLetter8.Y04_TAKEN_ONE_AFTER_THE_OTHER
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new();

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public IReadOnlyList<string> Users => _links.Keys.ToList();

        public TcpClient? Take(string user) => _links.Remove(user, out var link) ? link : null;
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Dispose()
        {
            foreach (var user in _table.Users)
                _table.Take(user)?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter8.Z01_ADDRESSES_RESOLVED
{
    public sealed class ResolvedEventArgs : AsyncCompletedEventArgs
    {
        public ResolvedEventArgs(string address, Exception? error) : base(error, false, null) => Address = address;

        public string Address { get; }
    }

    /// <summary>A directory that the whole office uses.</summary>
    public interface IDirectory
    {
        /// <summary>Whenever anybody's address is known.</summary>
        event EventHandler<ResolvedEventArgs>? AddressResolved;

        void AddAsync(string name);
    }

    public sealed class Mirror : IDisposable
    {
        private readonly IDirectory _directory;
        private readonly HttpClient _http = new();

        public Mirror(IDirectory directory)
        {
            _directory = directory;
            _directory.AddressResolved += OnResolved;
        }

        public void Enter(string name) => _directory.AddAsync(name);

        private void OnResolved(object? sender, ResolvedEventArgs e) => _http.PostAsync("http://mirror/", new StringContent(e.Address)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _directory.AddressResolved -= OnResolved;
            _http.Dispose();
        }
    }
}
