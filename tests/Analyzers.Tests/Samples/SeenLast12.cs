using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast12.B17
{
    // FACT: SessionTable.GetOrOpen has no lock of its own; its only caller, WebSocketHub, holds SyncRoot around every call.


        internal sealed class HubSession : IDisposable
        {
            private readonly CancellationTokenSource m_lifetime;
            private readonly List<WebSocket> m_sockets = new List<WebSocket>();

            internal HubSession(string id, CancellationToken hubToken)
            {
                Id = id;
                m_lifetime = CancellationTokenSource.CreateLinkedTokenSource(hubToken);
            }

            internal string Id { get; }
            internal CancellationToken Token { get { return m_lifetime.Token; } }
            internal int SocketCount { get { return m_sockets.Count; } }

            internal void Attach(WebSocket socket) { m_sockets.Add(socket); }
            internal bool Detach(WebSocket socket) { return m_sockets.Remove(socket); }

            public void Dispose()
            {
                m_lifetime.Cancel();
                m_lifetime.Dispose();
            }
        }

        /// <summary>Not synchronized: use under <see cref="SyncRoot"/>.</summary>
        internal sealed class SessionTable
        {
            private readonly Dictionary<string, HubSession> m_sessions = new Dictionary<string, HubSession>();
            private readonly CancellationToken m_hubToken;

            internal readonly object SyncRoot = new object();

            internal SessionTable(CancellationToken hubToken) { m_hubToken = hubToken; }

            internal HubSession GetOrOpen(string id)
            {
                HubSession? session;
                if (!m_sessions.TryGetValue(id, out session))
                {
                    session = new HubSession(id, m_hubToken);
                    m_sessions[id] = session;
                }
                return session;
            }

            internal bool TryGet(string id, out HubSession? session)
            {
                return m_sessions.TryGetValue(id, out session);
            }

            internal void Close(string id)
            {
                HubSession? session;
                if (m_sessions.Remove(id, out session))
                    session.Dispose();
            }

            internal void CloseAll()
            {
                foreach (HubSession s in m_sessions.Values)
                    s.Dispose();
                m_sessions.Clear();
            }
        }

        public sealed class WebSocketHub : IDisposable
        {
            private readonly CancellationTokenSource m_stop = new CancellationTokenSource();
            private readonly SessionTable m_table;
            private bool m_closed;

            public WebSocketHub() { m_table = new SessionTable(m_stop.Token); }

            public async Task ServeAsync(string sessionId, WebSocket socket)
            {
                CancellationToken ct;
                lock (m_table.SyncRoot)
                {
                    if (m_closed) throw new ObjectDisposedException(nameof(WebSocketHub));
                    HubSession session = m_table.GetOrOpen(sessionId);
                    session.Attach(socket);
                    ct = session.Token;
                }

                try
                {
                    byte[] buffer = new byte[8192];
                    WebSocketReceiveResult r;
                    do
                    {
                        r = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), ct).ConfigureAwait(false);
                    }
                    while (r.MessageType != WebSocketMessageType.Close);
                }
                finally
                {
                    Leave(sessionId, socket);
                }
            }

            private void Leave(string sessionId, WebSocket socket)
            {
                lock (m_table.SyncRoot)
                {
                    HubSession? session;
                    if (m_table.TryGet(sessionId, out session) && session!.Detach(socket) && session.SocketCount == 0)
                        m_table.Close(sessionId);
                }
            }

            public void Dispose()
            {
                lock (m_table.SyncRoot)
                {
                    if (m_closed) return;
                    m_closed = true;
                    m_stop.Cancel();
                    m_table.CloseAll();
                }
                m_stop.Dispose();
            }
        }
}

namespace Samples.SeenLast12.B25
{
    // FACT: the outermost wrapper closes the inner ones (BCL convention of StreamReader, GZipStream, BufferedStream); CloseReader disposes it, then the inner slots are only forgotten.


        public sealed class LogArchiveReader : IDisposable
        {
            private readonly string[] m_files;
            private FileStream? m_file;
            private Stream? m_decoded;
            private StreamReader? m_reader;
            private int m_index = -1;
            private long m_line;

            public LogArchiveReader(params string[] files)
            {
                m_files = files;
            }

            public string? CurrentFile
            {
                get { return m_index >= 0 && m_index < m_files.Length ? m_files[m_index] : null; }
            }

            public long LineNumber
            {
                get { return m_line; }
            }

            public string? ReadLine()
            {
                while (true)
                {
                    if (m_reader == null && !OpenNext())
                        return null;

                    string? line = m_reader!.ReadLine();
                    if (line != null)
                    {
                        m_line++;
                        return line;
                    }
                    CloseReader();
                }
            }

            private bool OpenNext()
            {
                if (++m_index >= m_files.Length)
                    return false;

                string path = m_files[m_index];
                m_file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
                try
                {
                    m_decoded = Wrap(path, m_file);
                    m_reader = new StreamReader(m_decoded, Encoding.UTF8);
                }
                catch
                {
                    m_file.Dispose();
                    m_file = null;
                    throw;
                }
                m_line = 0;
                return true;
            }

            private static Stream Wrap(string path, Stream inner)
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                    return new GZipStream(inner, CompressionMode.Decompress);
                if (path.EndsWith(".br", StringComparison.OrdinalIgnoreCase))
                    return new BrotliStream(inner, CompressionMode.Decompress);
                return new BufferedStream(inner, 64 * 1024);
            }

            private void CloseReader()
            {
                if (m_reader == null)
                    return;
                m_reader.Dispose();
                m_reader = null;
                m_decoded = null;
                m_file = null;
            }

            public void Reset()
            {
                CloseReader();
                m_index = -1;
                m_line = 0;
            }

            public void Dispose()
            {
                CloseReader();
            }

            public static IDictionary<string, int> CountLevels(params string[] files)
            {
                var counts = new Dictionary<string, int>(StringComparer.Ordinal);
                using (var reader = new LogArchiveReader(files))
                {
                    string? line;
                    while ((line = reader.ReadLine()) != null)
                    {
                        int sp = line.IndexOf(' ');
                        string level = sp < 0 ? line : line.Substring(0, sp);
                        int n;
                        counts.TryGetValue(level, out n);
                        counts[level] = n + 1;
                    }
                }
                return counts;
            }
        }
}

namespace Samples.SeenLast12.B33
{
    // FACT: Handle runs only in the single mailbox loop; the dictionary is concurrent only because Snapshot enumerates it from outside.


    public abstract record DeviceMessage(string DeviceId);
    public sealed record Telemetry(string DeviceId, double Value) : DeviceMessage(DeviceId);
    public sealed record Goodbye(string DeviceId) : DeviceMessage(DeviceId);

    internal sealed class DeviceJournal : IDisposable
    {
        private readonly StreamWriter _writer;
        private long _count;

        public DeviceJournal(string path) => _writer = new StreamWriter(path, append: true);

        public long Count => Volatile.Read(ref _count);

        public void Append(double value)
        {
            _writer.WriteLine(value);
            Volatile.Write(ref _count, _count + 1);
        }

        public void Dispose() => _writer.Dispose();
    }

    public abstract class MailboxActor<TMessage> : IAsyncDisposable
    {
        private readonly Channel<TMessage> _mailbox;
        private readonly Task _loop;

        protected MailboxActor(int capacity)
        {
            _mailbox = Channel.CreateBounded<TMessage>(new BoundedChannelOptions(capacity) { SingleReader = true });
            _loop = Task.Run(RunAsync);
        }

        public ValueTask PostAsync(TMessage message, CancellationToken ct = default) => _mailbox.Writer.WriteAsync(message, ct);

        private async Task RunAsync()
        {
            await foreach (var message in _mailbox.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                try
                {
                    Handle(message);
                }
                catch (IOException ex)
                {
                    OnError(message, ex);
                }
            }
            OnStopped();
        }

        protected abstract void Handle(TMessage message);
        protected virtual void OnError(TMessage message, Exception error) { }
        protected virtual void OnStopped() { }

        public async ValueTask DisposeAsync()
        {
            _mailbox.Writer.TryComplete();
            await _loop.ConfigureAwait(false);
        }
    }

    public sealed class DeviceHub : MailboxActor<DeviceMessage>
    {
        private readonly ConcurrentDictionary<string, DeviceJournal> _journals = new();
        private readonly string _folder;
        private int _errors;

        public DeviceHub(string folder) : base(1024) => _folder = folder;

        public int Errors => Volatile.Read(ref _errors);

        protected override void Handle(DeviceMessage message)
        {
            if (message is Goodbye)
            {
                if (_journals.TryRemove(message.DeviceId, out var gone))
                    gone.Dispose();
                return;
            }

            if (!_journals.TryGetValue(message.DeviceId, out var journal))
            {
                journal = new DeviceJournal(Path.Combine(_folder, message.DeviceId + ".log"));
                _journals[message.DeviceId] = journal;
            }

            if (message is Telemetry t)
                journal.Append(t.Value);
        }

        protected override void OnError(DeviceMessage message, Exception error) => Interlocked.Increment(ref _errors);

        protected override void OnStopped()
        {
            foreach (var journal in _journals.Values)
                journal.Dispose();
            _journals.Clear();
        }

        public IReadOnlyDictionary<string, long> Snapshot()
        {
            var result = new Dictionary<string, long>();
            foreach (var (id, journal) in _journals)
                result[id] = journal.Count;
            return result;
        }
    }
}
