using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain2.F02_RECHECK_ENDS_ENTRY
{
    public sealed class Tail : IDisposable
    {
        private readonly FileStream _file;

        public Tail(string path)
        {
            Path = path;
            _file = File.OpenRead(path);
        }

        public string Path { get; }

        public int Read(byte[] buffer) => _file.Read(buffer);

        public void Dispose() => _file.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;

        public Tail Follow(string path)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var tail = Enter(path);
            // Dispose may have passed over it.
            if (_closed)
            {
                End(tail);
                throw new ObjectDisposedException(nameof(Tails));
            }

            return tail;
        }

        private Tail Enter(string path)
        {
            var made = new Tail(path);
            if (_tails.TryAdd(path, made))
                return made;
            made.Dispose();
            return _tails[path];
        }

        private void End(Tail tail)
        {
            if (_tails.TryRemove(tail.Path, out var removed))
                removed.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var path in _tails.Keys)
            {
                if (_tails.TryRemove(path, out var tail))
                    tail.Dispose(); //! LEAK1013
            }
        }
    }
}

namespace Samples.NarrowedAgain2.F06_SAID_BY_AUTHOR
{
    public sealed class ApiClients : IDisposable
    {
        private readonly Dictionary<string, HttpClient> _clients = new();
        private readonly object _gate = new();
        private bool _closed;

        public HttpClient For(string name)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_clients.TryGetValue(name, out var client))
                    _clients.Add(name, client = new HttpClient());
                return client;
            }
        }

        public void Renew(string name, string token)
        {
            var client = new HttpClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            lock (_gate)
            {
                if (_closed)
                {
                    client.Dispose();
                    return;
                }

                // Requests may still be under way on the old client, so we must not dispose it here.
                _clients[name] = client;
            }
        }

        public void Expire(string name)
        {
            lock (_gate)
            {
                // Still in use by those who asked for it: do not dispose.
                _clients.Remove(name);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var client in _clients.Values)
                    client.Dispose();
                _clients.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain2.F11_SAID_OTHERWISE
{
    public sealed class Route : IDisposable
    {
        private readonly TcpClient _client;

        public Route(string host) => _client = new TcpClient(host, 179);

        public Stream Stream => _client.GetStream();

        public void Dispose() => _client.Dispose();
    }

    public sealed class Router : IDisposable
    {
        private Route _current = new("main");

        public Route Current => _current;

        public void Reload(string host)
        {
            var next = new Route(host);
            // no _current.Dispose() here: readers finish on the old one, and the finalizer of its socket closes it
            _current = next;
        }

        public void Refresh(string host)
        {
            var next = new Route(host);
            // Readers own the old route by now; they close it themselves and we don't dispose it.
            _current = next;
        }

        public void Dispose() => _current.Dispose();
    }
}

namespace Samples.NarrowedAgain2.F12_LINKED_RECHECK
{
    public sealed class Uplinks : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _links = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _work;

        public Uplinks() => _work = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);

        public bool Connect(string host)
        {
            var link = new TcpClient(host, 22);
            if (!_links.TryAdd(host, link))
            {
                link.Dispose();
                return false;
            }

            // Dispose may have passed over it.
            if (_work.IsCancellationRequested && _links.TryRemove(host, out var late))
                late.Dispose();
            return true;
        }

        public void Dispose()
        {
            _stop.Cancel();
            foreach (var host in _links.Keys)
            {
                if (_links.TryRemove(host, out var link))
                    link.Dispose();
            }

            _work.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain2.F13_LINKED_TOKEN
{
    public sealed class Uplinks : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _links = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _both;
        private readonly CancellationToken _work;

        public Uplinks(CancellationToken application)
        {
            _both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, application);
            _work = _both.Token;
        }

        public bool Connect(string host)
        {
            var link = new TcpClient(host, 22);
            if (!_links.TryAdd(host, link))
            {
                link.Dispose();
                return false;
            }

            // Dispose may have passed over it.
            if (_work.IsCancellationRequested)
            {
                if (_links.TryRemove(host, out var late))
                    late.Dispose();
            }

            return true;
        }

        public void Dispose()
        {
            _stop.Cancel();
            foreach (var host in _links.Keys)
            {
                if (_links.TryRemove(host, out var link))
                    link.Dispose();
            }

            _both.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain2.F16_MADE_BY_FACTORY
{
    public sealed class Bag : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<IDisposable> _items = new();

        private Bag()
        {
        }

        public static Bag Create() => new();

        public void Keep(IDisposable item)
        {
            lock (_gate)
                _items.Add(item);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var item in _items)
                    item.Dispose();
                _items.Clear();
            }
        }
    }

    public sealed class Desk : IDisposable
    {
        private readonly Bag _bag = Bag.Create();
        private readonly FileSystemWatcher _watcher;

        public Desk(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _bag.Keep(_watcher);
            _bag.Keep(new Timer(_ => Console.WriteLine(_watcher.Path), null, 1000, 1000));
        }

        public void Dispose() => _bag.Dispose();
    }
}

namespace Samples.NarrowedAgain2.F17_PUBLISH_RECHECK_KEY
{
    public sealed class Tunnel : IDisposable
    {
        private readonly TcpClient _client;

        public Tunnel(int id, string host)
        {
            Id = id;
            _client = new TcpClient(host, 443);
        }

        public int Id { get; }

        public void Write(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tunnels : IDisposable
    {
        private readonly ConcurrentDictionary<int, Tunnel> _tunnels = new();
        private int _next;
        private volatile bool _closed;

        public Tunnel? Open(string host)
        {
            var tunnel = Enter(host);
            if (!_closed)
                return tunnel;
            Leave(tunnel.Id);
            return null;
        }

        private Tunnel Enter(string host)
        {
            var id = Interlocked.Increment(ref _next);
            var tunnel = new Tunnel(id, host);
            _tunnels[id] = tunnel;
            return tunnel;
        }

        public void Leave(int id)
        {
            if (_tunnels.TryRemove(id, out var tunnel))
                tunnel.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var id in _tunnels.Keys)
                Leave(id);
        }
    }
}
