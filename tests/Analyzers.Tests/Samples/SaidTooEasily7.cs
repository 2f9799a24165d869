using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What the first form of an exemption hid: flags, readers and what goes on from the old one. Each namespace is a program of its own.
namespace Samples.SaidTooEasily7.E15
{
    // OneTime.IsForNamedSource: two names, one slot: the second subscription drops the first.
    public sealed class OutgoingObserver : IObserver<DiagnosticListener>, IDisposable
    {
        private readonly IDisposable _all;
        private IDisposable? _subscription;

        public OutgoingObserver() => _all = DiagnosticListener.AllListeners.Subscribe(this);

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "HttpHandlerDiagnosticListener")
                _subscription = value.Subscribe(new Sink()); //! LEAK1001
            else if (value.Name == "SqlClientDiagnosticListener")
                _subscription = value.Subscribe(new Sink()); //! LEAK1001
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }

        public void Dispose()
        {
            _subscription?.Dispose();
            _all.Dispose();
        }

        private sealed class Sink : IObserver<KeyValuePair<string, object?>>
        {
            public void OnCompleted() { }
            public void OnError(Exception error) { }
            public void OnNext(KeyValuePair<string, object?> value) => Console.WriteLine(value.Key);
        }
    }
}

namespace Samples.SaidTooEasily7.E9B
{
    // OneTime.IsForNamedSource: a switch over the names, one slot for both: the second drops the first.
    public sealed class TraceBridge : IObserver<DiagnosticListener>, IDisposable
    {
        private readonly IObserver<KeyValuePair<string, object?>> _sink;
        private IDisposable? _current;

        public TraceBridge(IObserver<KeyValuePair<string, object?>> sink)
        {
            _sink = sink;
            DiagnosticListener.AllListeners.Subscribe(this);
        }

        void IObserver<DiagnosticListener>.OnCompleted() { }
        void IObserver<DiagnosticListener>.OnError(Exception error) { }

        public void OnNext(DiagnosticListener listener)
        {
            switch (listener.Name)
            {
                case "Microsoft.AspNetCore":
                    _current = listener.Subscribe(_sink); //! LEAK1001
                    break;
                case "Microsoft.EntityFrameworkCore":
                    _current = listener.Subscribe(_sink); //! LEAK1001
                    break;
            }
        }

        public void Dispose() => _current?.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E17
{
    // IsReaderOfField: the field is a path: each reader opens the file.
    public sealed class LogTailer : IDisposable
    {
        private readonly string _path;
        private StreamReader? _reader;

        public LogTailer(string path) => _path = path;

        public void Reopen()
        {
            _reader = new StreamReader(_path); //! LEAK1001
        }

        public string? Next() => _reader?.ReadLine();

        public void Dispose() => _reader?.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E18
{
    // IsReaderOfField: the source changes in another member, and only the reader ends the old one.
    public sealed class LineClient : IDisposable
    {
        private readonly string _host;
        private NetworkStream? _stream;
        private StreamReader? _reader;

        public LineClient(string host) => _host = host;

        public void Reconnect()
        {
            Dial();
            _reader = new StreamReader(_stream!); //! LEAK1001
        }

        private void Dial()
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(_host, 25);
            _stream = new NetworkStream(socket, ownsSocket: true);
        }

        public string? ReadLine() => _reader!.ReadLine();

        public void Dispose() => _reader?.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E20
{
    // IsMadeByOld: the next segment has nothing of the old one, whose file stays open.
    public sealed class CommitLog : IDisposable
    {
        private Segment _active = new(0);

        public void Append(byte[] record)
        {
            _active.Write(record);
        }

        public void RotateSegment()
        {
            _active = _active.Next(); //! LEAK1001
        }

        public void Dispose() => _active.Dispose();
    }

    public sealed class Segment : IDisposable
    {
        private readonly int _index;
        private readonly FileStream _file;
        public Segment(int index) { _index = index; _file = File.Create("segment" + index); }
        public void Write(byte[] data) => _file.Write(data);
        public Segment Next() => new Segment(_index + 1);
        public void Dispose() => _file.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E22
{
    // IsMadeByOld: a part of what the old one gives; the successor is made anew, and the old stays open.
    public sealed class JournalWriter : IDisposable
    {
        private Journal _journal = new("a.journal");

        public void Rotate()
        {
            var (next, _) = _journal.Roll();
            _journal = next; //! LEAK1001
        }

        public void Dispose() => _journal.Dispose();
    }

    public sealed class Journal : IDisposable
    {
        private readonly string _path;
        private readonly FileStream _file;
        public Journal(string path) { _path = path; _file = File.Create(path); }
        public (Journal Next, long Size) Roll() { var next = new Journal(_path + "+"); return (next, _file.Length); }
        public void Dispose() => _file.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E23
{
    // OneTime.IsBehindFlag: the flag is set back by reference.
    public sealed class ShaderHost : IDisposable
    {
        private Process? _compiler;
        private bool _stale = true;

        public ShaderHost(FileSystemWatcher watcher) => watcher.Changed += OnChanged;

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (_stale)
            {
                _stale = false;
                StartCompiler(e.FullPath);
            }
        }

        private void StartCompiler(string path) => _compiler = Process.Start("glslc", path); //! LEAK1001

        public void Invalidate() => Flag.Raise(ref _stale);

        public void Dispose() => _compiler?.Dispose();
    }

    internal static class Flag
    {
        public static void Raise(ref bool flag) => flag = true;
    }
}

namespace Samples.SaidTooEasily7.E24
{
    // Presence: IsValid of a struct means "not expired": the expired lease is still rented.
    public sealed class TokenCache : IDisposable
    {
        private readonly object _gate = new();
        private Lease _lease;

        public void Refresh()
        {
            lock (_gate)
            {
                if (!_lease.IsValid)
                    _lease = new Lease("auth.internal"); //! LEAK1001
            }
        }

        public void Dispose() => _lease.Dispose();

        private struct Lease : IDisposable
        {
            private readonly TcpClient? _client;
            private readonly DateTime _until;
            public Lease(string host) { _client = new TcpClient(host, 443); _until = DateTime.UtcNow.AddMinutes(5); }
            public bool IsValid => DateTime.UtcNow < _until;
            public void Dispose() => _client?.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily7.E25
{
    // Presence: IsValid says that the file has not changed; the mapping that is stale stays open.
    public struct MappedIndex : IDisposable
    {
        private readonly FileStream? _file;
        private readonly long _length;
        public MappedIndex(string path) { _file = File.OpenRead(path); _length = _file.Length; }
        public readonly bool IsValid => _file != null && _file.Length == _length;
        public void Dispose() => _file?.Dispose();
    }

    public sealed class SearchIndex : IDisposable
    {
        private readonly string _path;
        private MappedIndex _index;

        public SearchIndex(string path) => _path = path;

        public void ReloadIfChanged()
        {
            if (_index.IsValid)
                return;
            _index = new MappedIndex(_path); //! LEAK1001
        }

        public void Dispose() => _index.Dispose();
    }
}

namespace Samples.SaidTooEasily7.E26
{
    // ThrowsIf by body: the helper throws for its SECOND parameter; the first is only written to the message.
    public sealed class SessionTable : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _sessions = new();
        private bool _sealed;

        public void Open(string user)
        {
            Policy.Allow(_sessions.ContainsKey(user), _sealed);
            _sessions[user] = new TcpClient(user, 22); //! LEAK1001
        }

        public void Seal() => _sealed = true;

        public void Dispose()
        {
            foreach (var client in _sessions.Values)
                client.Dispose();
        }
    }

    internal static class Policy
    {
        public static void Allow(bool isAgain, bool isSealed)
        {
            if (isSealed)
                throw new InvalidOperationException("sealed, again: " + isAgain);
        }
    }
}
