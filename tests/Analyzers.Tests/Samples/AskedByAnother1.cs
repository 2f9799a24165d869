using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother1.A02
{
    // The slots of a component host: Disable() overwrites the FileSystemWatcher that Enable() made by a marker.
    public sealed class ComponentHost : IDisposable
    {
        private static readonly object Disabled = "disabled";
        private readonly Dictionary<string, object> _components = new();

        public void Enable(string path)
        {
            if (_components.TryGetValue(path, out var old))
                (old as IDisposable)?.Dispose();
            _components[path] = new FileSystemWatcher(path);
        }

        public void Disable(string path)
        {
            _components[path] = Disabled; //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var c in _components.Values)
                (c as IDisposable)?.Dispose();
            _components.Clear();
        }
    }
}

namespace Samples.AskedByAnother1.A04
{
    // OpenNext() opens the backup when the first file is empty: that first one nobody ever gets.
    public sealed class ChunkReader : IDisposable
    {
        private readonly string[] _paths;
        private int _at;
        private FileStream? _current;

        public ChunkReader(string[] paths) => _paths = paths;

        public IEnumerable<FileStream> Chunks()
        {
            while (OpenNext())
                yield return _current!;
        }

        private bool OpenNext()
        {
            if (_at == _paths.Length)
                return false;
            var path = _paths[_at++];
            _current = File.OpenRead(path);
            if (_current.Length == 0)
                _current = File.OpenRead(path + ".bak"); //! LEAK1001
            return true;
        }

        public void Dispose() => _current?.Dispose();
    }
}

namespace Samples.AskedByAnother1.A05
{
    // Parts that are empty are not given on: the loop in the iterator skips them.
    public sealed class PartReader : IDisposable
    {
        private readonly string[] _paths;
        private int _at;
        private FileStream? _current;

        public PartReader(string[] paths) => _paths = paths;

        public IEnumerable<FileStream> Parts()
        {
            while (OpenNext())
            {
                if (_current!.Length == 0)
                    continue;
                yield return _current;
            }
        }

        private bool OpenNext()
        {
            if (_at == _paths.Length)
                return false;
            _current = File.OpenRead(_paths[_at++]); //! LEAK1001
            return true;
        }

        public void Dispose() => _current?.Dispose();
    }
}

namespace Samples.AskedByAnother1.A06
{
    // The iterator gives the slot on, but a cursor property is what the owner uses, with Seek() that reads without giving it on.
    public sealed class Cursor : IDisposable
    {
        private readonly string[] _paths;
        private int _at;
        private FileStream? _current;

        public Cursor(string[] paths) => _paths = paths;

        public IEnumerable<FileStream> All()
        {
            while (Read())
                yield return _current!;
        }

        public void Skip(int count)
        {
            for (var i = 0; i < count; i++)
                Read();
        }

        private bool Read()
        {
            if (_at == _paths.Length)
                return false;
            _current = File.OpenRead(_paths[_at++]); //! LEAK1001
            return true;
        }

        public void Dispose() => _current?.Dispose();
    }
}

namespace Samples.AskedByAnother1.A07
{
    // The end takes the registration off before it cancels: nobody closes the clients.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly CancellationTokenRegistration _closing;

        public Relay()
        {
            _closing = _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                    client.Close();
            });
        }

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        public void Dispose()
        {
            _closing.Dispose();
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay();
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother1.A08
{
    // Only one of the constructors registers.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly string _host;

        public Relay()
        {
            _host = "localhost";
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                    client.Close();
            });
        }

        public Relay(string host)
        {
            _host = host;
        }

        public void Connect(int port) => _clients.Add(new TcpClient(_host, port));

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay("example.org");
            relay.Connect(80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother1.A09
{
    // Registers in a public member that a user need not call.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004

        public void BindToLifetime()
        {
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                    client.Close();
            });
        }

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay();
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother1.A10
{
    // Restart() makes a new source, on which nobody registers: clients of the second run are never closed.
    public sealed class Relay : IDisposable
    {
        private CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004

        public Relay()
        {
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                    client.Close();
            });
        }

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        public void Restart()
        {
            _stop.Cancel();
            _stop.Dispose();
            _stop = new CancellationTokenSource();
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay();
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother1.A11
{
    // Clients that are not connected are left out, though they hold a socket as well.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004

        public Relay()
        {
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                {
                    if (!client.Connected)
                        continue;
                    client.Close();
                }
            });
        }

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay();
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother1.A12
{
    // The end disposes the source without cancelling it unless it is asked to hurry.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly bool _abort;

        public Relay(bool abort)
        {
            _abort = abort;
            _stop.Token.Register(() =>
            {
                foreach (var client in _clients)
                    client.Close();
            });
        }

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        public void Dispose()
        {
            if (_abort)
                _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay(false);
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}
