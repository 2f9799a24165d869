using System.Collections.Concurrent;
using System.Net.WebSockets;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast15.B45
{
    internal sealed class SegmentFile : IDisposable
    {
        private readonly FileStream _stream;

        public SegmentFile(string path)
        {
            Path = path;
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 4096, useAsync: true);
        }

        public string Path { get; }
        public long Length => _stream.Length;

        public async Task<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
        {
            return await RandomAccess.ReadAsync(_stream.SafeFileHandle, buffer, offset, ct).ConfigureAwait(false);
        }

        public void Dispose() => _stream.Dispose();
    }

    public sealed class SegmentStore : IDisposable
    {
        private readonly Dictionary<long, SegmentFile> _segments = [];
        private readonly Lock _gate = new();
        private readonly string _folder;
        private bool _closed;

        public SegmentStore(string folder) => _folder = folder;

        public int Count
        {
            get { lock (_gate) return _segments.Count; }
        }

        public void Append(long baseOffset)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (_segments.ContainsKey(baseOffset))
                    return;
                _segments.Add(baseOffset, new SegmentFile(Path.Combine(_folder, baseOffset.ToString("D20") + ".seg")));
            }
        }

        public Task<int> ReadAsync(long baseOffset, long offset, Memory<byte> buffer, CancellationToken ct)
        {
            lock (_gate)
            {
                return _segments.TryGetValue(baseOffset, out var segment)
                    ? segment.ReadAsync(offset, buffer, ct)
                    : Task.FromResult(0);
            }
        }

        public async Task RetireAsync(long baseOffset, string archiveFolder, CancellationToken ct)
        {
            SegmentFile? segment;
            lock (_gate)
            {
                if (_closed || !_segments.TryGetValue(baseOffset, out segment))
                    return;
            }

            segment.Dispose(); //! LEAK1008
            await ArchiveAsync(segment.Path, archiveFolder, ct).ConfigureAwait(false);

            lock (_gate)
            {
                _segments.Remove(baseOffset);
            }
        }

        private static async Task ArchiveAsync(string path, string archiveFolder, CancellationToken ct)
        {
            await using var input = File.OpenRead(path);
            await using var output = File.Create(Path.Combine(archiveFolder, Path.GetFileName(path)));
            await input.CopyToAsync(output, ct).ConfigureAwait(false);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var segment in _segments.Values)
                    segment.Dispose(); //! LEAK1013
                _segments.Clear();
            }
        }
    }
}

namespace Samples.SeenLast15.B46
{
        internal sealed class HubSession : IDisposable
        {
            private readonly Timer m_pingTimer;
            private readonly ConcurrentDictionary<WebSocket, bool> m_sockets = new ConcurrentDictionary<WebSocket, bool>();
            private int m_pings;

            internal HubSession(string id)
            {
                Id = id;
                m_pingTimer = new Timer(delegate { Interlocked.Increment(ref m_pings); }, null, 15000, 15000);
            }

            internal string Id { get; }
            internal int Pings { get { return Volatile.Read(ref m_pings); } }

            internal void Attach(WebSocket socket) { m_sockets[socket] = true; }
            internal void Detach(WebSocket socket) { m_sockets.TryRemove(socket, out _); }
            public void Dispose() { m_pingTimer.Dispose(); }
        }

        internal static class SessionTable
        {
            private static readonly ConcurrentDictionary<string, HubSession> s_sessions = new ConcurrentDictionary<string, HubSession>();

            internal static HubSession GetOrOpen(string id)
            {
                HubSession? session;
                if (!s_sessions.TryGetValue(id, out session))
                {
                    session = new HubSession(id);
                    s_sessions[id] = session; //! LEAK2001
                }
                return session;
            }

            internal static void Close(string id)
            {
                HubSession? session;
                if (s_sessions.TryRemove(id, out session))
                    session.Dispose();
            }

            internal static IEnumerable<string> Ids { get { return s_sessions.Keys; } }
        }

        public sealed class WebSocketHub
        {
            private readonly CancellationToken m_stopping;

            public WebSocketHub(CancellationToken stopping) { m_stopping = stopping; }

            public async Task ServeAsync(string sessionId, WebSocket socket)
            {
                HubSession session = SessionTable.GetOrOpen(sessionId);
                session.Attach(socket);
                try
                {
                    byte[] buffer = new byte[8192];
                    WebSocketReceiveResult r;
                    do
                    {
                        r = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), m_stopping).ConfigureAwait(false);
                    }
                    while (r.MessageType != WebSocketMessageType.Close);
                }
                finally
                {
                    session.Detach(socket);
                }
            }

            public void EndSession(string sessionId) { SessionTable.Close(sessionId); }

            public void EndAll()
            {
                foreach (string id in SessionTable.Ids)
                    SessionTable.Close(id);
            }
        }

        public static class HubFactory
        {
            public static WebSocketHub Create(CancellationToken stopping)
            {
                return new WebSocketHub(stopping);
            }
        }
}

namespace Samples.SeenLast15.B47
{
        public sealed class AssetUploadedEventArgs : EventArgs
        {
            public AssetUploadedEventArgs(string path, bool ok)
            {
                Path = path;
                Ok = ok;
            }

            public string Path { get; }
            public bool Ok { get; }
        }

        /// <summary>Uploads every asset of a folder that is saved by the editor.</summary>
        public sealed class AssetWatcher : IDisposable
        {
            private readonly HttpClient _http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
            private readonly FileSystemWatcher _watcher;
            private readonly Uri _endpoint;
            private readonly object _lock = new object();
            private readonly Dictionary<string, DateTime> _lastUpload = new Dictionary<string, DateTime>(StringComparer.OrdinalIgnoreCase);
            private int _failures;

            public AssetWatcher(string folder, Uri endpoint)
            {
                _endpoint = endpoint;
                _watcher = new FileSystemWatcher(folder)
                {
                    NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName,
                    IncludeSubdirectories = true
                };
                _watcher.Changed += OnAssetChanged;
                _watcher.Created += OnAssetChanged;
            }

            public event EventHandler<AssetUploadedEventArgs>? Uploaded;

            public int Failures { get { return Volatile.Read(ref _failures); } }

            public void Start() { _watcher.EnableRaisingEvents = true; }

            private void OnAssetChanged(object sender, FileSystemEventArgs e)
            {
                if (!ShouldUpload(e.FullPath))
                    return;

                bool ok = false;
                try
                {
                    ok = Upload(e.Name ?? e.FullPath, e.FullPath.Length);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref _failures);
                }
                Uploaded?.Invoke(this, new AssetUploadedEventArgs(e.FullPath, ok));
            }

            private bool ShouldUpload(string path)
            {
                DateTime now = DateTime.UtcNow;
                lock (_lock)
                {
                    DateTime last;
                    if (_lastUpload.TryGetValue(path, out last) && now - last < TimeSpan.FromMilliseconds(500))
                        return false;
                    _lastUpload[path] = now;
                    return true;
                }
            }

            private bool Upload(string name, int hint)
            {
                using (var content = new StringContent(name + ":" + hint))
                using (HttpResponseMessage response = _http.PostAsync(_endpoint, content).GetAwaiter().GetResult()) //! LEAK3001
                {
                    return response.IsSuccessStatusCode;
                }
            }

            public void Dispose()
            {
                _watcher.Changed -= OnAssetChanged;
                _watcher.Created -= OnAssetChanged;
                _watcher.Dispose();
                _http.Dispose();
            }
        }
}

namespace Samples.SeenLast15.B48
{
    public readonly record struct TransferInfo(string Path, DateTime StartedAt);

    public sealed class TransferTable
    {
        private readonly ConcurrentDictionary<string, TransferInfo> _active = new(StringComparer.Ordinal);

        public bool TryBegin(string id, string path) => _active.TryAdd(id, new TransferInfo(path, DateTime.UtcNow));

        public void End(string id) => _active.TryRemove(id, out _);

        public IReadOnlyCollection<TransferInfo> Active => (IReadOnlyCollection<TransferInfo>)_active.Values;
    }

    public sealed class DownloadManager
    {
        private readonly ConcurrentDictionary<Uri, TaskCompletionSource<long>> _inFlight = new();
        private readonly TransferTable _transfers = new();
        private readonly HttpClient _http;
        private long _total;

        public DownloadManager(HttpClient http) => _http = http;

        public long TotalBytes => Interlocked.Read(ref _total);

        public IReadOnlyCollection<TransferInfo> Transfers => _transfers.Active;

        public async Task<long> DownloadAsync(Uri uri, string path, CancellationToken ct)
        {
            var completion = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_inFlight.TryAdd(uri, completion)) //! LEAK4001
                return await JoinAsync(uri, path, ct).ConfigureAwait(false);

            using var response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            long written;
            await using (var target = new FileStream(path, FileMode.Create, FileAccess.Write))
            {
                await response.Content.CopyToAsync(target, ct).ConfigureAwait(false);
                written = target.Length;
            }

            Interlocked.Add(ref _total, written);
            completion.TrySetResult(written);
            _inFlight.TryRemove(uri, out _);
            return written;
        }

        /// <summary>Whether somebody downloads this address right now.</summary>
        public bool IsDownloading(Uri uri) => _inFlight.ContainsKey(uri);

        public override string ToString()
        {
            var total = TotalBytes;
            return total < 1024
                ? $"{total} B, {_inFlight.Count} running"
                : $"{total / 1024.0:F1} KiB, {_inFlight.Count} running";
        }

        private async Task<long> JoinAsync(Uri uri, string path, CancellationToken ct)
        {
            if (_inFlight.TryGetValue(uri, out var running))
                return await running.Task.WaitAsync(ct).ConfigureAwait(false);
            return File.Exists(path) ? new FileInfo(path).Length : 0;
        }

        public async Task<bool> ProbeAsync(Uri uri, CancellationToken ct)
        {
            var id = uri.AbsoluteUri;
            if (!_transfers.TryBegin(id, uri.AbsolutePath))
                return false;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Head, uri);
                using var response = await _http.SendAsync(request, ct).ConfigureAwait(false);
                return response.IsSuccessStatusCode;
            }
            finally
            {
                _transfers.End(id);
            }
        }
    }
}
