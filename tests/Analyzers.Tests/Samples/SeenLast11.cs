using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.Loader;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast11.A46
{
    public sealed record Alert(string User, string Title, string Body)
    {
        public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;
    }

    /// <summary>Datagram feed to the desktop client of one user.</summary>
    internal sealed class DesktopFeed : IDisposable
    {
        private readonly Socket _socket;
        private readonly Timer _presence;
        private int _unseen;

        public DesktopFeed(string user, int port)
        {
            User = user;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _socket.Connect(IPAddress.Loopback, port);
            _presence = new Timer(static s => Interlocked.Increment(ref ((DesktopFeed)s!)._unseen), this, 10_000, 10_000);
        }

        public string User { get; }

        public bool Offered(ReadOnlySpan<byte> datagram)
        {
            _socket.Send(datagram, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
                return false;
            Interlocked.Exchange(ref _unseen, 0);
            return true;
        }

        public bool Stale => Volatile.Read(ref _unseen) > 30;

        public void Dispose()
        {
            _presence.Dispose();
            _socket.Dispose();
        }
    }

    public sealed class DesktopHub(Func<string, int> portOf) : IDisposable
    {
        private ImmutableDictionary<string, DesktopFeed> _feeds = ImmutableDictionary.Create<string, DesktopFeed>(StringComparer.OrdinalIgnoreCase);
        private volatile bool _closed;

        public bool Show(Alert alert)
        {
            DesktopFeed feed = FeedOf(alert.User);
            if (_closed)
            {
                EndAll();
                return false;
            }

            return feed.Offered(System.Text.Encoding.UTF8.GetBytes($"{alert.Title}\n{alert.Body}"));
        }

        private DesktopFeed FeedOf(string user)
        {
            if (!_feeds.TryGetValue(user, out DesktopFeed? feed))
            {
                feed = new DesktopFeed(user, portOf(user));
                _feeds = _feeds.SetItem(user, feed); //! LEAK2001
            }

            return feed;
        }

        public void SweepStale()
        {
            foreach (DesktopFeed feed in Volatile.Read(ref _feeds).Values)
                if (feed.Stale && ImmutableInterlocked.TryRemove(ref _feeds, feed.User, out DesktopFeed? gone))
                    gone.Dispose();
        }

        private void EndAll()
        {
            foreach (DesktopFeed feed in Interlocked.Exchange(ref _feeds, ImmutableDictionary<string, DesktopFeed>.Empty).Values)
                feed.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            EndAll();
        }
    }

    /// <summary>Forwards the alerts of a monitoring stream to a web hook.</summary>
    public sealed class WebHookForwarder : IObserver<Alert>, IDisposable
    {
        private readonly HttpClient _http;
        private readonly Uri _hook;
        private readonly IDisposable _subscription;
        private int _failures;

        public WebHookForwarder(IObservable<Alert> alerts, Uri hook)
        {
            _hook = hook;
            _http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
            _subscription = alerts.Subscribe(this);
        }

        public int Failures => Volatile.Read(ref _failures);

        public void OnNext(Alert alert)
        {
            try
            {
                using HttpResponseMessage answer = _http.PostAsJsonAsync(_hook, alert).GetAwaiter().GetResult(); //! LEAK3001
                if (!answer.IsSuccessStatusCode)
                    Interlocked.Increment(ref _failures);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                Interlocked.Increment(ref _failures);
            }
        }

        public void OnError(Exception error) => Interlocked.Increment(ref _failures);

        public void OnCompleted()
        {
        }

        public void Dispose()
        {
            _subscription.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.SeenLast11.B08
{
    // FACT: the entry leaves the table only in the handler of PluginHost.Unloading, which the host raises first thing in its own Dispose.


        public sealed class PluginHost : IDisposable
        {
            private readonly AssemblyLoadContext _context;
            private readonly FileStream _lockFile;
            private int _disposed;

            public PluginHost(string name, string directory)
            {
                Name = name;
                Directory = directory;
                _lockFile = new FileStream(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _context = new AssemblyLoadContext(name, isCollectible: true);
            }

            public string Name { get; }
            public string Directory { get; }
            public event EventHandler? Unloading;

            public Assembly LoadMain() => _context.LoadFromAssemblyPath(Path.Combine(Directory, Name + ".dll"));

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, 1) != 0)
                    return;
                Unloading?.Invoke(this, EventArgs.Empty);
                _context.Unload();
                _lockFile.Dispose();
            }
        }

        public sealed class PluginManager : IDisposable
        {
            private readonly Dictionary<string, PluginHost> _hosts = new Dictionary<string, PluginHost>(StringComparer.OrdinalIgnoreCase);
            private readonly object _gate = new object();
            private readonly string _pluginRoot;
            private bool _shutDown;

            public PluginManager(string pluginRoot)
            {
                _pluginRoot = pluginRoot;
            }

            public event Action<string>? PluginRemoved;

            public PluginHost Load(string name)
            {
                lock (_gate)
                {
                    if (_shutDown)
                        throw new ObjectDisposedException(nameof(PluginManager));
                    if (_hosts.TryGetValue(name, out PluginHost? existing))
                        return existing;

                    var host = new PluginHost(name, Path.Combine(_pluginRoot, name));
                    host.Unloading += OnHostUnloading;
                    _hosts.Add(name, host);
                    return host;
                }
            }

            public bool Unload(string name)
            {
                PluginHost? host;
                lock (_gate)
                {
                    if (!_hosts.TryGetValue(name, out host))
                        return false;
                }
                host.Dispose();
                return true;
            }

            private void OnHostUnloading(object? sender, EventArgs e)
            {
                var host = (PluginHost)sender!;
                host.Unloading -= OnHostUnloading;
                lock (_gate)
                {
                    _hosts.Remove(host.Name);
                }
                PluginRemoved?.Invoke(host.Name);
            }

            public IReadOnlyList<string> GetLoadedNames()
            {
                lock (_gate)
                {
                    return new List<string>(_hosts.Keys);
                }
            }

            public void Dispose()
            {
                PluginHost[] all;
                lock (_gate)
                {
                    _shutDown = true;
                    all = new PluginHost[_hosts.Count];
                    _hosts.Values.CopyTo(all, 0);
                }
                foreach (PluginHost host in all)
                {
                    try { host.Dispose(); }
                    catch (IOException) { }
                }
            }
        }
}
