using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast6.A26
{
    public readonly record struct TextEdit(int Start, int Length, string NewText);

    /// <summary>A document the editor has open; re-analysed a moment after the last keystroke.</summary>
    internal sealed class OpenDocument : IDisposable
    {
        private readonly Timer _quiet;
        private readonly FileStream _shadow; // unsaved text, for recovery after a crash
        private readonly Lock _lock = new();
        private string _text;

        public OpenDocument(string uri, string text, Action<string, string> analyse)
        {
            Uri = uri;
            _text = text;
            _shadow = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.Read, 4096, FileOptions.DeleteOnClose);
            _quiet = new Timer(_ => analyse(uri, Text), null, 400, Timeout.Infinite);
        }

        public string Uri { get; }

        public string Text
        {
            get
            {
                lock (_lock)
                    return _text;
            }
        }

        public void Apply(IEnumerable<TextEdit> edits)
        {
            lock (_lock)
            {
                foreach (TextEdit edit in edits)
                    _text = string.Concat(_text.AsSpan(0, edit.Start), edit.NewText, _text.AsSpan(edit.Start + edit.Length));
            }

            _shadow.SetLength(0);
            _shadow.Write(System.Text.Encoding.UTF8.GetBytes(Text));
            _quiet.Change(400, Timeout.Infinite);
        }

        public void Dispose()
        {
            _quiet.Dispose();
            _shadow.Dispose();
        }
    }

    public sealed class DocumentStore(Action<string, string> analyse) : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, OpenDocument> _documents = new(StringComparer.Ordinal);
        private bool _shutDown;

        public void DidOpen(string uri, string text)
        {
            var document = new OpenDocument(uri, text, analyse);
            bool taken;
            lock (_gate)
                taken = !_shutDown && _documents.TryAdd(uri, document);
            if (!taken)
                document.Dispose();
        }

        public void DidChange(string uri, params TextEdit[] edits)
        {
            lock (_gate)
            {
                if (_documents.TryGetValue(uri, out OpenDocument? document))
                    document.Apply(edits);
            }
        }

        public bool DidClose(string uri)
        {
            lock (_gate)
                return _documents.Remove(uri); //! LEAK1002
        }

        public void Dispose()
        {
            OpenDocument[] open;
            lock (_gate)
            {
                _shutDown = true;
                open = [.. _documents.Values];
                _documents.Clear();
            }

            Array.ForEach(open, static d => d.Dispose()); //! LEAK1013
        }
    }

    /// <summary>On-disk symbol index of a workspace folder.</summary>
    internal sealed class SymbolIndex : IDisposable
    {
        private readonly FileStream _data;

        private SymbolIndex(string root)
            => _data = new FileStream(Path.Combine(root, ".symbols"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

        public static SymbolIndex Open(string root) => new(root);

        public bool Contains(ReadOnlySpan<byte> symbol)
        {
            var page = new byte[4096];
            for (long at = 0; ; at += page.Length - symbol.Length)
            {
                int got = RandomAccess.Read(_data.SafeFileHandle, page, at);
                if (page.AsSpan(0, got).IndexOf(symbol) >= 0)
                    return true;
                if (got < page.Length)
                    return false;
            }
        }

        public void Dispose() => _data.Dispose();
    }

    public sealed class WorkspaceIndexes : IDisposable
    {
        private readonly ConcurrentDictionary<string, SymbolIndex> _indexes = new(StringComparer.Ordinal);
        private volatile bool _shutDown;

        public bool IsDefined(string root, ReadOnlySpan<byte> symbol)
        {
            if (!_indexes.TryGetValue(root, out SymbolIndex? index))
            {
                index = SymbolIndex.Open(root);
                _indexes[root] = index; //! LEAK2001
            }

            if (_shutDown)
            {
                ReleaseAll();
                return false;
            }

            return index.Contains(symbol);
        }

        public IEnumerable<string> Roots() => _indexes.Keys.Order(StringComparer.Ordinal);

        private void ReleaseAll()
        {
            foreach (string root in _indexes.Keys)
                if (_indexes.TryRemove(root, out SymbolIndex? index))
                    index.Dispose(); //! LEAK1013
        }

        public void Dispose()
        {
            _shutDown = true;
            ReleaseAll();
        }
    }
}

namespace Samples.SeenLast6.A29
{
    /// <summary>Listens on a free port and answers everybody with one canned response.</summary>
    public sealed class StubEndpoint : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _response;

        internal StubEndpoint(string body)
        {
            _response = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
            _listener.Start();
        }

        public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public async Task ServeOneAsync(CancellationToken ct)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(ct).ConfigureAwait(false);
            await client.GetStream().WriteAsync(_response, ct).ConfigureAwait(false);
        }

        public void Dispose() => _listener.Dispose();
    }

    public sealed class StubFarm : IDisposable
    {
        private readonly object _lock = new();
        private readonly List<StubEndpoint> _endpoints = [];

        /// <summary>Tests of a fixture run in parallel and may ask for stubs at any time.</summary>
        public StubEndpoint Add(string body)
        {
            var endpoint = new StubEndpoint(body);
            lock (_lock)
                _endpoints.Add(endpoint); //! LEAK4002
            return endpoint;
        }

        public void Dispose()
        {
            StubEndpoint[] all;
            lock (_lock)
            {
                all = _endpoints.ToArray();
                _endpoints.Clear();
            }

            foreach (StubEndpoint endpoint in all)
            {
                try
                {
                    endpoint.Dispose();
                }
                catch (SocketException)
                {
                }
            }
        }
    }

    internal sealed class ScenarioScope(string name, TimeSpan limit) : IDisposable
    {
        private readonly CancellationTokenSource _limit = new(limit);

        public string Name => name;

        public CancellationToken Token => _limit.Token;

        public void Dispose() => _limit.Dispose();
    }

    public interface IScenario
    {
        string Name { get; }

        bool CanRun(Uri target);

        Task PlayAsync(Uri target, CancellationToken ct);
    }

    public sealed class ScenarioRunner : IDisposable
    {
        private readonly object _lock = new();
        private readonly Dictionary<string, ScenarioScope> _running = new(StringComparer.Ordinal);
        private bool _ended;

        public async Task<bool> RunAsync(IScenario scenario, StubEndpoint stub)
        {
            string name = scenario.Name;
            var scope = new ScenarioScope(name, TimeSpan.FromMinutes(2));
            bool entered;
            lock (_lock)
                entered = !_ended && _running.TryAdd(name, scope); //! LEAK4001

            if (!entered)
            {
                scope.Dispose();
                return false;
            }

            if (!scenario.CanRun(stub.Address))
                return false;

            try
            {
                await Task.WhenAll(stub.ServeOneAsync(scope.Token), scenario.PlayAsync(stub.Address, scope.Token)).ConfigureAwait(false);
                return true;
            }
            finally
            {
                Leave(name);
            }
        }

        private void Leave(string name)
        {
            ScenarioScope? scope;
            lock (_lock)
                _running.Remove(name, out scope);
            scope?.Dispose();
        }

        public void Dispose()
        {
            List<ScenarioScope> rest;
            lock (_lock)
            {
                _ended = true;
                rest = [.. _running.Values];
                _running.Clear();
            }

            rest.ForEach(static s => s.Dispose());
        }
    }
}
