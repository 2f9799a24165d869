using System.Net.Sockets;

// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly4.I01
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Stop ends those from the second on; the first is the master, which Start opens again.</summary>
    public sealed class Tracks(int count) : IDisposable
    {
        private readonly Spool?[] _tracks = new Spool?[count];
        private int _open;

        public int Open => _open;

        public void Start()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i] = new Spool(); //! LEAK1001
            _open = _tracks.Length;
        }

        public void Stop()
        {
            for (var i = 1; i < _tracks.Length; i++)
            {
                _tracks[i]?.Dispose();
                _tracks[i] = null;
            }
        }

        public void Dispose()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i]?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly4.I02
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Stop may leave all open, for a pause; Start opens them anew.</summary>
    public sealed class Tracks(int count) : IDisposable
    {
        private readonly Spool?[] _tracks = new Spool?[count];
        private int _open;

        public int Open => _open;

        public void Start()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i] = new Spool(); //! LEAK1001
            _open = _tracks.Length;
        }

        public void Stop(bool pause)
        {
            if (pause)
                return;
            for (var i = 0; i < _tracks.Length; i++)
            {
                _tracks[i]?.Dispose();
                _tracks[i] = null;
            }
        }

        public void Dispose()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i]?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly4.I03
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Stop ends as many as asked for; Start opens all.</summary>
    public sealed class Tracks(int count) : IDisposable
    {
        private readonly Spool?[] _tracks = new Spool?[count];
        private int _open;

        public int Open => _open;

        public void Start()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i] = new Spool(); //! LEAK1001
            _open = _tracks.Length;
        }

        public void Stop(int number)
        {
            for (var i = 0; i < number; i++)
            {
                _tracks[i]?.Dispose();
                _tracks[i] = null;
            }
        }

        public void Dispose()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i]?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly4.I04
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Stop ends its turn with the first that has something in it; the others stay open.</summary>
    public sealed class Tracks(int count) : IDisposable
    {
        private readonly Spool?[] _tracks = new Spool?[count];
        private int _open;

        public int Open => _open;

        public void Start()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i] = new Spool(); //! LEAK1001
            _open = _tracks.Length;
        }

        public void Stop()
        {
            for (var i = 0; i < _tracks.Length; i++)
            {
                var last = _tracks[i]?.Length > 0;
                _tracks[i]?.Dispose();
                _tracks[i] = null;
                if (last)
                    break;
            }
        }

        public void Dispose()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i]?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly4.K01
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>What has been opened and is asked about later; an empty file is disposed, and a refused one is lost.</summary>
    public sealed class OpenFiles : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Spool> _files = new();

        public long Open(string path, bool verifyOnly)
        {
            var file = new Spool();
            var length = file.Length;
            _files.TryAdd(path, file); //! LEAK1006 LEAK4002
            if (verifyOnly)
            {
                _files.TryRemove(path, out _);
                file.Dispose();
            }

            return length;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose();
            _files.Clear();
        }
    }
}

namespace Samples.ToldNarrowly4.K02
{
    /// <summary>A peer writes a line to the trace when it is made.</summary>
    public sealed class Peer : IDisposable
    {
        private readonly Socket _socket;

        public Peer(Socket socket)
        {
            _socket = socket;
            System.Diagnostics.Trace.WriteLine(this);
        }

        public bool IsConnected => _socket.Connected;

        public override string ToString() => "peer " + _socket.RemoteEndPoint;

        public void Dispose()
        {
            try
            {
                _socket.Dispose();
            }
            catch (SocketException)
            {
            }
        }
    }

    public sealed class Peers(Socket listener) : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Peer> _peers = new();

        public async Task AcceptAsync(string name)
        {
            var socket = await listener.AcceptAsync();
            _peers.TryAdd(name, new Peer(socket)); //! LEAK1006 LEAK4002
        }

        public void Dispose()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.ToldNarrowly4.K03
{
    /// <summary>A peer pings its socket each second until it is disposed.</summary>
    public sealed class Peer : IDisposable
    {
        private readonly Socket _socket;
        private readonly Timer _timer;

        public Peer(Socket socket)
        {
            _socket = socket;
            _timer = new Timer(_ => _socket.Send(new byte[1]), null, 1000, 1000);
        }

        public bool IsConnected => _socket.Connected;

        public void Dispose()
        {
            _timer.Dispose();
            _socket.Dispose();
        }
    }

    public sealed class Peers(Socket listener) : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Peer> _peers = new();

        public async Task AcceptAsync(string name)
        {
            var socket = await listener.AcceptAsync();
            _peers.TryAdd(name, new Peer(socket)); //! LEAK1006 LEAK4002
        }

        public void Dispose()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }
}
