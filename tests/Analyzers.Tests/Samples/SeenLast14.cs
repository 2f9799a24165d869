using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.Loader;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast14.B42
{
        internal sealed class PluginHost : IDisposable
        {
            private readonly AssemblyLoadContext _context;
            private readonly FileStream _lockFile;

            public PluginHost(string name, string directory)
            {
                Name = name;
                Directory = directory;
                _lockFile = new FileStream(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _context = new AssemblyLoadContext(name, isCollectible: true);
            }

            public string Name { get; }
            public string Directory { get; }

            public Assembly LoadMain() => _context.LoadFromAssemblyPath(Path.Combine(Directory, Name + ".dll"));

            public void Dispose()
            {
                _context.Unload();
                _lockFile.Dispose();
            }
        }

        public sealed class PluginManager : IDisposable
        {
            private readonly Dictionary<string, PluginHost> _hosts = new Dictionary<string, PluginHost>(StringComparer.OrdinalIgnoreCase); //! LEAK1004
            private readonly object _gate = new object();
            private readonly string _pluginRoot;
            private readonly FileSystemWatcher _watcher;
            private int _changes;
            private bool _shutDown;

            public PluginManager(string pluginRoot)
            {
                _pluginRoot = pluginRoot;
                _watcher = new FileSystemWatcher(pluginRoot, "*.dll") { EnableRaisingEvents = true };
                _watcher.Changed += (_, _) => Interlocked.Increment(ref _changes);
            }

            public int Changes => Volatile.Read(ref _changes);

            public Assembly Load(string name)
            {
                lock (_gate)
                {
                    if (_shutDown)
                        throw new ObjectDisposedException(nameof(PluginManager));
                    if (!_hosts.TryGetValue(name, out PluginHost? host))
                    {
                        host = new PluginHost(name, Path.Combine(_pluginRoot, name));
                        _hosts.Add(name, host);
                    }
                    return host.LoadMain();
                }
            }

            public bool Unload(string name)
            {
                PluginHost? host;
                lock (_gate)
                {
                    if (!_hosts.Remove(name, out host))
                        return false;
                }
                host.Dispose();
                return true;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _shutDown = true;
                }
                _watcher.Dispose();
            }
        }

        public static class HostProgram
        {
            public static int Run(string root, IEnumerable<string> names)
            {
                int loaded = 0;
                using (var manager = new PluginManager(root))
                {
                    foreach (string name in names)
                    {
                        manager.Load(name);
                        loaded++;
                    }
                }
                return loaded;
            }
        }
}

namespace Samples.SeenLast14.B43
{
    internal sealed class ProjectNode : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<string> _imports = [];
        private readonly FileStream _source;
        private bool _parsed;

        public ProjectNode(string path)
        {
            FullPath = path;
            _source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }

        public string FullPath { get; }

        public IReadOnlyList<string> GetImports()
        {
            lock (_lock)
            {
                if (!_parsed)
                {
                    ReadImports(_source);
                    _parsed = true;
                }
                return _imports.ToArray();
            }
        }

        private void ReadImports(Stream stream)
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                var i = line.IndexOf("<Import Project=\"", StringComparison.Ordinal);
                if (i < 0)
                    continue;
                i += "<Import Project=\"".Length;
                var j = line.IndexOf('"', i);
                if (j > i)
                    _imports.Add(line[i..j]);
            }
        }

        public void Dispose() => _source.Dispose();
    }

    public sealed class ProjectGraphCache : IDisposable
    {
        private readonly ConcurrentDictionary<string, ProjectNode> _nodes = new(StringComparer.OrdinalIgnoreCase);
        private readonly ReaderWriterLockSlim _closeLock = new();
        private bool _closed;

        public int Count => _nodes.Count;

        public IReadOnlyList<string> GetImports(string projectPath)
        {
            var full = Path.GetFullPath(projectPath);
            _closeLock.EnterReadLock();
            try
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                var node = _nodes.GetOrAdd(full, static p => new ProjectNode(p)); //! LEAK1005
                return node.GetImports();
            }
            finally
            {
                _closeLock.ExitReadLock();
            }
        }

        public void Dispose()
        {
            _closeLock.EnterWriteLock();
            try
            {
                if (_closed)
                    return;
                _closed = true;
                foreach (var node in _nodes.Values)
                    node.Dispose(); //! LEAK1013
                _nodes.Clear();
            }
            finally
            {
                _closeLock.ExitWriteLock();
            }
        }
    }
}

namespace Samples.SeenLast14.B44
{
    public sealed class PeerConnection : IDisposable
    {
        private readonly Socket _socket;
        private int _closed;

        private PeerConnection(Socket socket, IPEndPoint remote)
        {
            _socket = socket;
            Remote = remote;
        }

        public IPEndPoint Remote { get; }

        public static PeerConnection Connect(IPEndPoint remote)
        {
            var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(remote);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
            return new PeerConnection(socket, remote);
        }

        public bool IsAlive => Volatile.Read(ref _closed) == 0 && _socket.Connected;

        public void Send(ReadOnlySpan<byte> data) => _socket.Send(data);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
                _socket.Dispose();
        }
    }

    public sealed class Swarm : IDisposable
    {
        private readonly Dictionary<IPEndPoint, PeerConnection> _peers = [];
        private readonly Lock _lock = new();
        private bool _stopped;

        public int PeerCount
        {
            get { lock (_lock) return _peers.Count; }
        }

        public void AddPeer(IPEndPoint endPoint)
        {
            lock (_lock)
            {
                if (_stopped || _peers.ContainsKey(endPoint))
                    return;
            }

            var peer = PeerConnection.Connect(endPoint);
            lock (_lock)
            {
                if (_stopped)
                {
                    peer.Dispose();
                    return;
                }
                _peers.TryAdd(endPoint, peer); //! LEAK1006
            }
        }

        public void Drop(IPEndPoint endPoint)
        {
            PeerConnection? peer;
            lock (_lock)
                _peers.Remove(endPoint, out peer);
            peer?.Dispose();
        }

        public void Have(int piece)
        {
            PeerConnection[] all;
            lock (_lock)
                all = _peers.Values.ToArray();

            Span<byte> message = stackalloc byte[9];
            message[3] = 5;
            message[4] = 4;
            BitConverter.TryWriteBytes(message[5..], piece);
            foreach (var peer in all)
            {
                try { peer.Send(message); }
                catch (SocketException) { Drop(peer.Remote); }
            }
        }

        public void Dispose()
        {
            PeerConnection[] all;
            lock (_lock)
            {
                _stopped = true;
                all = _peers.Values.ToArray();
                _peers.Clear();
            }
            foreach (var peer in all)
                peer.Dispose();
        }
    }
}
