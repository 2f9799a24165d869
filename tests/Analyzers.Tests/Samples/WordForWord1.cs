using System.ComponentModel;
using System.Net.Sockets;

// The exemptions word for word: what they say, and what they do not.
namespace Samples.WordForWord1.C01_ONHOSTSTOPPEDTEXT
{
    public interface IFleetListener
    {
        void OnHostStarted(string text);
        void OnHostStopped(string message, bool expected);
        void OnAppStarting(string text, int version);
    }
    public sealed class Fleet
    {
        private readonly List<IFleetListener> _listeners = new();
        public void Subscribe(IFleetListener listener) => _listeners.Add(listener);
        /// <summary>For each line that the control channel brings: one of hundreds of hosts.</summary>
        public void Feed(string line)
        {
            foreach (var listener in _listeners)
            {
                if (line.StartsWith("up ", StringComparison.Ordinal))
                    listener.OnHostStarted(line.Substring(3));
                else
                    listener.OnHostStopped(line, true);
            }
        }
    }
    public sealed class FleetStore : IFleetListener, IDisposable
    {
        private readonly HttpClient _http = new();
        public void OnHostStarted(string text) => _http.PostAsync("http://fleet/up", new StringContent(text)).Wait(); //! LEAK3001
        public void OnHostStopped(string message, bool expected) => _http.PostAsync("http://fleet/down", new StringContent(message)).Wait(); //! LEAK3001
        public void OnAppStarting(string text, int version) => _http.PostAsync("http://fleet/app", new StringContent(text)).Wait(); //! LEAK3001
        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.WordForWord1.C03_SESSIONREASON
{
    public sealed class StopReason
    {
        public string Host { get; init; } = "";
        public string Text { get; init; } = "";
    }
    public sealed class HostEventServiceProvider
    {
        public string Host { get; init; } = "";
    }
    public interface IRackWatcher
    {
        void OnHostStopped(StopReason reason);
        void OnHostStarting(HostEventServiceProvider provider);
    }
    public sealed class Rack
    {
        private readonly List<IRackWatcher> _watchers = new();
        public void Subscribe(IRackWatcher watcher) => _watchers.Add(watcher);
        public void Feed(string host, string text)
        {
            foreach (var watcher in _watchers)
                watcher.OnHostStopped(new StopReason { Host = host, Text = text });
        }
    }
    public sealed class RackStore : IRackWatcher, IDisposable
    {
        private readonly HttpClient _http = new();
        public void OnHostStopped(StopReason reason) => _http.PostAsync("http://rack/" + reason.Host, new StringContent(reason.Text)).Wait(); //! LEAK3001
        public void OnHostStarting(HostEventServiceProvider provider) => _http.PostAsync("http://rack/" + provider.Host, null).Wait(); //! LEAK3001
        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.WordForWord1.D01_LISTENSTOPPED
{
    public sealed class PartEventArgs : AsyncCompletedEventArgs
    {
        public PartEventArgs(Exception? error, string text) : base(error, false, null) => Text = text;
        public string Text { get; }
    }
    /// <summary>Listens for hours; tells each line that is ready, and each one that failed.</summary>
    public sealed class Ear : IDisposable
    {
        private readonly FileStream _port = new("/dev/ttyS0", FileMode.Open);
        private readonly Thread _thread;
        private volatile bool _stop;
        public event EventHandler<PartEventArgs>? ListenReady;
        public event EventHandler<PartEventArgs>? ListenFailed;
        public Ear() => _thread = new Thread(Run) { IsBackground = true };
        public void ListenAsync() => _thread.Start();
        private void Run()
        {
            while (!_stop)
            {
                var next = _port.ReadByte();
                if (next >= 0)
                    ListenReady?.Invoke(this, new PartEventArgs(null, next.ToString()));
                else
                    ListenFailed?.Invoke(this, new PartEventArgs(new IOException(), ""));
            }
        }
        public void Dispose()
        {
            _stop = true;
            _port.Dispose();
            _thread.Join();
        }
    }
    public sealed class Uploader : IDisposable
    {
        private readonly Ear _ear = new();
        private readonly HttpClient _http = new();
        public Uploader()
        {
            _ear.ListenReady += OnReady;
            _ear.ListenFailed += OnFailed;
        }
        public void Begin() => _ear.ListenAsync();
        private void OnReady(object? sender, PartEventArgs e) => _http.PostAsync("http://store/", new StringContent(e.Text)).Wait(); //! LEAK3001
        private void OnFailed(object? sender, PartEventArgs e) => _http.PostAsync("http://store/bad", new StringContent(e.Error!.Message)).Wait(); //! LEAK3001
        public void Dispose()
        {
            _ear.ListenReady -= OnReady;
            _ear.ListenFailed -= OnFailed;
            _ear.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord1.D02_TAKEOVER
{
    public sealed class OverEventArgs : AsyncCompletedEventArgs
    {
        public OverEventArgs(string who) : base(null, false, null) => Who = who;
        public string Who { get; }
    }
    /// <summary>Leases that nodes take; each time another one takes one over, all are told.</summary>
    public sealed class Leases : IDisposable
    {
        private readonly Queue<string> _asked = new();
        private readonly FileStream _ring = new("ring", FileMode.Open);
        private readonly Thread _thread;
        private volatile bool _stop;
        public event EventHandler<OverEventArgs>? LeaseTakeOver;
        public Leases()
        {
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }
        public void TakeAsync(string name)
        {
            lock (_asked)
                _asked.Enqueue(name);
        }
        private void Run()
        {
            while (!_stop)
            {
                var who = _ring.ReadByte();
                LeaseTakeOver?.Invoke(this, new OverEventArgs(who.ToString()));
            }
        }
        public void Dispose()
        {
            _stop = true;
            _ring.Dispose();
            _thread.Join();
        }
    }
    public sealed class Node : IDisposable
    {
        private readonly Leases _leases = new();
        private readonly HttpClient _http = new();
        public Node() => _leases.LeaseTakeOver += OnTakeOver;
        public void Take(string name) => _leases.TakeAsync(name);
        private void OnTakeOver(object? sender, OverEventArgs e) => _http.PostAsync("http://log/", new StringContent(e.Who)).Wait(); //! LEAK3001
        public void Dispose()
        {
            _leases.LeaseTakeOver -= OnTakeOver;
            _leases.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord1.E01_DISPOSEIFTHERE
{
    public sealed class Wire : IDisposable
    {
        private readonly TcpClient? _client;
        private long _bytes;
        public Wire(string host) => _client = new TcpClient(host, 7000);
        public long Bytes => _bytes;
        private string Words() => Name() + _bytes;
        private string Name() => Kind() + ":";
        private string Kind() => Group();
        private string Group() => Trim("wire");
        private string Trim(string text) => text.Trim();
        private void Report() => Console.WriteLine(Words());
        private void OnClosed(Action<string> told) => told(Words());
        public async Task ReadAsync()
        {
            try
            {
                var buffer = new byte[4096];
                int read;
                while ((read = await _client!.GetStream().ReadAsync(buffer)) > 0)
                    _bytes += read;
            }
            finally
            {
                if (_client != null)
                    Dispose();
            }
        }
        public void Dispose() => _client?.Dispose();
    }
    public sealed class Station : IDisposable
    {
        private Wire? _wire;
        private int _rounds;
        public int Rounds => _rounds;
        public async Task RunAsync(string[] hosts)
        {
            foreach (var host in hosts)
            {
                _wire = new Wire(host);
                await _wire.ReadAsync();
                _rounds++;
            }
        }
        public long Seen() => _wire?.Bytes ?? 0;
        public void Dispose() => _wire?.Dispose();
    }
}

namespace Samples.WordForWord1.E03_REPORTDEEP
{
    public sealed class Wire : IDisposable
    {
        private readonly TcpClient? _client;
        private long _bytes;
        public Wire(string host) => _client = new TcpClient(host, 7000);
        public long Bytes => _bytes;
        private string Words() => Name() + _bytes;
        private string Name() => Kind() + ":";
        private string Kind() => Group();
        private string Group() => Trim("wire");
        private string Trim(string text) => text.Trim();
        private void Report() => Console.WriteLine(Words());
        private void OnClosed(Action<string> told) => told(Words());
        public async Task ReadAsync()
        {
            try
            {
                var buffer = new byte[4096];
                int read;
                while ((read = await _client!.GetStream().ReadAsync(buffer)) > 0)
                    _bytes += read;
            }
            finally
            {
                _client!.Dispose();
            }
            Report();
        }
        public void Dispose() => _client?.Dispose();
    }
    public sealed class Station : IDisposable
    {
        private Wire? _wire;
        private int _rounds;
        public int Rounds => _rounds;
        public async Task RunAsync(string[] hosts)
        {
            foreach (var host in hosts)
            {
                _wire = new Wire(host);
                await _wire.ReadAsync();
                _rounds++;
            }
        }
        public long Seen() => _wire?.Bytes ?? 0;
        public void Dispose() => _wire?.Dispose();
    }
}

namespace Samples.WordForWord1.G01_TRYDISPOSEBETWEEN
{
    /// <summary>The files, and since when each is open: both get every name, and both lose it.</summary>
    public sealed class OpenLogs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly Dictionary<string, DateTime> _since = new();
        private int _open;
        public int Count => _open;
        public void Open(string name)
        {
            if (_since.ContainsKey(name))
                return;
            _files[name] = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _since[name] = DateTime.UtcNow;
            _open++;
        }
        public void Write(string name, byte[] data) => _files[name].Write(data);
        public void Release(string name)
        {
            _since.Remove(name);
            if (_files.Remove(name, out var file))
                file.Dispose();
        }
        public void Dispose()
        {
            _since.Clear();
            foreach (var file in _files.Values)
            {
                try
                {
                    file.Dispose();
                }
                catch (IOException)
                {
                }
            }
            _files.Clear();
        }
    }
}

namespace Samples.WordForWord1.G10_ASYNCDISPOSE
{
    /// <summary>The files, and since when each is open: both get every name, and both lose it.</summary>
    public sealed class OpenLogs : IAsyncDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly Dictionary<string, DateTime> _since = new();
        private int _closed;
        public int Closed => _closed;
        public void Open(string name)
        {
            if (_since.ContainsKey(name))
                return;
            _files[name] = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _since[name] = DateTime.UtcNow;
        }
        public void Write(string name, byte[] data) => _files[name].Write(data);
        public void Release(string name)
        {
            _since.Remove(name);
            Count();
            if (_files.Remove(name, out var file))
                file.Dispose();
        }
        private void Count() => _closed++;
        public async ValueTask DisposeAsync()
        {
            foreach (var file in _files.Values)
            {
                try { await file.DisposeAsync(); } catch (IOException) { }
            }
            _files.Clear();
            _since.Clear();
        }
    }
}
