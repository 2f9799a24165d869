using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint6.K01_TAKEN_ONE_BY_ONE
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public TcpClient? Take(string user) => _links.Remove(user, out var link) ? link : null;
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Logout(string user)
        {
            var link = _table.Take(user);
            link?.Dispose();
        }

        public void Dispose() => Console.Error.WriteLine("chat is over");
    }
}

namespace Samples.ButForOnePoint6.K02_TAKEN_FAILED_ONES
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string host) => _links.Add(host, new TcpClient(host, 5222));

        public void Send(byte[] data)
        {
            foreach (var link in _links.Values)
                link.GetStream().Write(data);
        }

        /// <summary>Those that are down.</summary>
        public List<TcpClient> TakeFailed()
        {
            var failed = new List<TcpClient>();
            foreach (var host in _links.Keys.ToList())
            {
                if (!_links[host].Connected && _links.Remove(host, out var down))
                    failed.Add(down);
            }

            return failed;
        }
    }

    public sealed class ChatServer
    {
        private readonly LinkTable _table = new();

        public void Login(string host) => _table.Open(host);

        public void Say(byte[] data) => _table.Send(data);

        public void Sweep()
        {
            foreach (var link in _table.TakeFailed())
                link.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint6.L01_NOTED_IF_TRACKED
{
    public sealed class DiskFiles : IDisposable
    {
        private readonly Dictionary<string, FileStream> _byName = new(); //! LEAK1004
        private readonly List<FileStream> _tracked = new();
        private readonly bool _track;

        public DiskFiles(bool track) => _track = track;

        public void Open(string path) => _byName.Add(path, OpenFile(path));

        public void Write(string path, byte[] data) => _byName[path].Write(data);

        private FileStream OpenFile(string path)
        {
            var file = new FileStream(path, FileMode.OpenOrCreate);
            if (!_track)
                return file;
            _tracked.Add(file);
            return file;
        }

        public void Dispose()
        {
            foreach (var file in _tracked)
                file.Dispose(); //! LEAK1013
            _tracked.Clear();
        }
    }
}

namespace Samples.ButForOnePoint6.L04_SESSIONS_AROUND_SOCKETS
{
    /// <summary>A socket, and a journal of what came.</summary>
    public sealed class Journaled : IDisposable
    {
        private readonly Socket _socket;
        private readonly FileStream _journal;

        public Journaled(Socket socket, string path)
        {
            _socket = socket;
            _journal = new FileStream(path, FileMode.Append);
        }

        public int Read(byte[] buffer)
        {
            var count = _socket.Receive(buffer);
            _journal.Write(buffer, 0, count);
            return count;
        }

        public void Dispose() => _journal.Dispose();
    }

    public sealed class JournaledLines : IDisposable
    {
        private readonly List<Socket> _sockets = new();
        private readonly List<Journaled> _lines = new(); //! LEAK1004

        public void Open(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, 700);
            _sockets.Add(socket);
            _lines.Add(new Journaled(socket, host + ".journal"));
        }

        public int Read(int line, byte[] buffer) => _lines[line].Read(buffer);

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
            _lines.Clear();
        }
    }
}

namespace Samples.ButForOnePoint6.L05_TIMERS_OF_SOCKETS
{
    public sealed class HeartBeats : IDisposable
    {
        private readonly List<Socket> _sockets = new();
        private readonly List<Timer> _beats = new(); //! LEAK1004

        public void Open(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, 700);
            _sockets.Add(socket);
            _beats.Add(new Timer(Beat, socket, 1000, 1000));
        }

        public void Slow()
        {
            foreach (var beat in _beats)
                beat.Change(5000, 5000);
        }

        private static void Beat(object? state)
        {
            if (state is Socket { Connected: true } socket)
                socket.Send(new byte[] { 0 });
        }

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
            _beats.Clear();
        }
    }
}

namespace Samples.ButForOnePoint6.M01_STARTED_IF_AUTO
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            if (_auto)
                Run();
        }

        public void Run()
        {
            _running = true;
            foreach (var slot in _slots)
                slot?.Client.Send(new byte[] { 1 });
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ButForOnePoint6.M02_REFRESH_GIVEN_UP
{
    public sealed class Signer : IDisposable
    {
        private readonly string _path;
        private X509Certificate2 _certificate;

        public Signer(string path)
        {
            _path = path;
            _certificate = X509CertificateLoader.LoadPkcs12FromFile(path, null);
        }

        public async Task<string> SignAsync(string text)
        {
            await RefreshAsync();
            return text + "|" + _certificate.GetCertHashString();
        }

        private async Task RefreshAsync()
        {
            _certificate.Dispose(); //! LEAK1008
            try
            {
                var bytes = await File.ReadAllBytesAsync(_path);
                _certificate = X509CertificateLoader.LoadPkcs12(bytes, null);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e.Message);
                return;
            }
        }

        public void Dispose() => _certificate.Dispose();
    }
}

namespace Samples.ButForOnePoint6.M03_REFRESHED_BY_MANY
{
    /// <summary>Requests sign at the same time.</summary>
    public sealed class SharedSigner : IDisposable
    {
        private readonly string _path;
        private X509Certificate2 _certificate;
        private int _signed;

        public SharedSigner(string path)
        {
            _path = path;
            _certificate = X509CertificateLoader.LoadPkcs12FromFile(path, null);
        }

        public int Signed => Volatile.Read(ref _signed);

        public async Task<string> SignAsync(string text)
        {
            await RefreshAsync();
            Interlocked.Increment(ref _signed);
            return text + "|" + _certificate.GetCertHashString();
        }

        private async Task RefreshAsync()
        {
            _certificate.Dispose(); //! LEAK1008
            var bytes = await File.ReadAllBytesAsync(_path);
            _certificate = X509CertificateLoader.LoadPkcs12(bytes, null);
        }

        public void Dispose() => _certificate.Dispose();
    }
}

namespace Samples.ButForOnePoint6.N02_LOGS_USERS_OFF
{
    public sealed class Logon : IDisposable
    {
        private readonly Action<string> _logOff;
        private readonly string _ticket;

        public Logon(string user, string ticket, Action<string> logOff)
        {
            User = user;
            _ticket = ticket;
            _logOff = logOff;
        }

        public string User { get; }

        public string Role { get; set; } = "guest";

        public string Language { get; set; } = "en";

        public DateTime LastSeen { get; private set; }

        public int Visits { get; private set; }

        public bool IsIdle => DateTime.UtcNow - LastSeen > TimeSpan.FromMinutes(20);

        public void Touch()
        {
            LastSeen = DateTime.UtcNow;
            Visits++;
        }

        public bool May(string action) => Role == "admin" || action == "read";

        public string Describe() => $"{User} ({Role}), {Visits} visits";

        /// <summary>The server counts who is logged on.</summary>
        public void Dispose() => _logOff(_ticket);
    }

    public sealed class Logons : IDisposable
    {
        private readonly Dictionary<string, Logon> _logons = new();
        private readonly Action<string> _server;

        public Logons(Action<string> server) => _server = server;

        public void Enter(string user, string ticket)
        {
            _logons[user] = new Logon(user, ticket, _server); //! LEAK1001
        }

        public void Touch(string user) => _logons[user].Touch();

        public void Dispose()
        {
            foreach (var logon in _logons.Values)
                logon.Dispose();
            _logons.Clear();
        }
    }
}
