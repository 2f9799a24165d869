using System.Collections.Concurrent;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter4.H01_RENEWED_BY_HELPER
{
    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        private void Connect() => _client = new TcpClient(_host, 5000);

        public void Renew()
        {
            _client.Dispose();
            Connect();
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.Renew();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.Renew();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter4.H02_SAID_GOODBYE
{
    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void SendLast(byte[] data)
        {
            try
            {
                _client.GetStream().Write(data);
            }
            catch (IOException)
            {
                Dispose();
                throw;
            }
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.SendLast(new byte[] { 0 });
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.SendLast(new byte[] { 0 });
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter4.H03_SPOOL_PUT_AWAY
{
    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private readonly TcpClient _client;
        private FileStream? _spool;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void Spool(byte[] data) => (_spool ??= new FileStream(Path.GetTempFileName(), FileMode.Append)).Write(data);

        public void Unspool()
        {
            _spool?.Dispose();
            _spool = null;
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            Unspool();
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.Unspool();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.Unspool();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter4.H04_SPOOL_CLOSED
{
    internal static class StreamEnds
    {
        public static void SafeClose(this Stream? stream) => stream?.Dispose();
    }

    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private readonly TcpClient _client;
        private FileStream? _spool;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void Spool(byte[] data) => (_spool ??= new FileStream(Path.GetTempFileName(), FileMode.Append)).Write(data);

        public void CloseSpool()
        {
            _spool.SafeClose();
            _spool = null;
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            CloseSpool();
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.CloseSpool();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.CloseSpool();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter4.H07_ABANDONED_BORROWS_HTTP
{
    internal static class ClientEnds
    {
        public static void SafeEnd(this TcpClient client)
        {
            try
            {
                client.Close();
            }
            catch (SocketException)
            {
            }
        }
    }

    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private readonly TcpClient _client;
        private readonly HttpClient _http;

        public Session(string host, HttpClient http)
        {
            _host = host;
            _http = http;
            _client = new TcpClient(host, 5000);
        }

        public Task<string> DescribeAsync() => _http.GetStringAsync("http://names/" + _host);

        public void Abandon()
        {
            _client.SafeEnd();
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.SafeEnd();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();
        private readonly HttpClient _http;

        public SessionTable(HttpClient http) => _http = http;

        public void Open(string host)
        {
            var one = new Session(host, _http);
            if (!_table.TryAdd(host, one)) //! LEAK4002
                one.Abandon();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one))
                one.Abandon();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}
