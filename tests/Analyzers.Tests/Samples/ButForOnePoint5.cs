using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint5.G04_WRAPPED_SOMETIMES
{
    public sealed class ArchiveInput : IDisposable
    {
        private FileStream? _file;
        private GZipStream? _inflated;

        public void Reopen(string path)
        {
            var file = new FileStream(path, FileMode.Open);
            var old = _inflated;
            _inflated = null;
            old?.Dispose();
            _file = file; //! LEAK1001
            if (path.EndsWith(".gz"))
                _inflated = new GZipStream(file, CompressionMode.Decompress);
        }

        public int Read(byte[] buffer) => _inflated?.Read(buffer, 0, buffer.Length) ?? _file!.Read(buffer, 0, buffer.Length);

        public void Dispose()
        {
            _inflated?.Dispose();
            _file?.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint5.H01_PENDING_BY_HELPER
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (IsUnderWay(_upload))
                _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private static bool IsUnderWay(Task task) => !task.IsCompleted;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint5.H02_COMPLETED_OR_FORCED
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private readonly bool _inOrder;
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder, bool inOrder)
        {
            _inOrder = inOrder;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (!MayCollect(_upload))
                return;
            _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private bool MayCollect(Task task) => task.IsCompleted || _inOrder;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint5.H03_SWITCHED_ON_AGAIN
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private string _text = "";

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            _text = File.ReadAllText(e.FullPath);
            _watcher.EnableRaisingEvents = true;
            _http.PostAsync("http://store/", new StringContent(_text)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint5.H04_LINES_OF_PROCESS
{
    public sealed class ToolRunner : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http = new();

        public ToolRunner(string tool)
        {
            _process = new Process { StartInfo = new ProcessStartInfo(tool) { RedirectStandardOutput = true }, EnableRaisingEvents = true };
            _process.OutputDataReceived += OnLine;
            _process.Start();
            _process.BeginOutputReadLine();
        }

        private void OnLine(object sender, DataReceivedEventArgs e)
        {
            if (e.Data == null)
                return;
            _process.EnableRaisingEvents = false;
            _http.PostAsync("http://log/", new StringContent(e.Data)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _process.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint5.I02_CONCURRENT_INNER
{
    /// <summary>Threads subscribe and publish at the same time: the inner tables are concurrent.</summary>
    public sealed class Subscriptions
    {
        private readonly Dictionary<string, ConcurrentDictionary<Guid, Action<string>>> _byTopic = new();
        private readonly object _gate = new();

        public Guid Subscribe(string topic, Action<string> handler)
        {
            if (!_byTopic.TryGetValue(topic, out var handlers))
            {
                handlers = new ConcurrentDictionary<Guid, Action<string>>();
                _byTopic[topic] = handlers; //! LEAK2001
            }

            var id = Guid.NewGuid();
            handlers[id] = handler;
            return id;
        }

        public void Drop(string topic)
        {
            lock (_gate)
                _byTopic.Remove(topic);
        }

        public void Publish(string topic, string message)
        {
            lock (_gate)
            {
                if (_byTopic.TryGetValue(topic, out var handlers))
                {
                    foreach (var handler in handlers.Values)
                        handler(message);
                }
            }
        }
    }
}

namespace Samples.ButForOnePoint5.I03_HANDLERS_LOCKED_ELSEWHERE
{
    public sealed class HandlerRegistry
    {
        private readonly Dictionary<string, List<Action<string>>> _handlers = new();
        private readonly object _gate = new();

        public void On(string name, Action<string> handler)
        {
            if (!_handlers.TryGetValue(name, out var list))
            {
                list = new List<Action<string>>();
                _handlers[name] = list; //! LEAK2001
            }

            lock (list)
                list.Add(handler);
        }

        public void Off(string name, Action<string> handler)
        {
            if (_handlers.TryGetValue(name, out var list))
            {
                lock (list)
                    list.Remove(handler);
            }
        }

        public void Raise(string name, string text)
        {
            Action<string>[] all;
            if (!_handlers.TryGetValue(name, out var list))
                return;
            lock (list)
                all = list.ToArray();
            foreach (var handler in all)
                handler(text);
        }
    }
}

namespace Samples.ButForOnePoint5.I04_WAITERS
{
    /// <summary>Threads wait here for a key to be set by another one.</summary>
    public static class Signals
    {
        private static readonly Dictionary<string, List<TaskCompletionSource<string>>> Waiting = new();

        public static Task<string> WaitAsync(string key)
        {
            if (!Waiting.TryGetValue(key, out var list))
            {
                list = new List<TaskCompletionSource<string>>();
                Waiting[key] = list; //! LEAK2001
            }

            var waiter = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (list)
                list.Add(waiter);
            return waiter.Task;
        }

        public static void Set(string key, string value)
        {
            if (!Waiting.TryGetValue(key, out var list))
                return;
            lock (list)
            {
                foreach (var waiter in list)
                    waiter.TrySetResult(value);
                list.Clear();
            }
        }
    }
}

namespace Samples.ButForOnePoint5.J01_REFUSED_RESTARTED
{
    public sealed class Session : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void Restart()
        {
            var old = _client;
            _client = new TcpClient(_host, 5000);
            old.Dispose();
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Sessions : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _sessions = new();

        public void Open(string host)
        {
            var session = new Session(host);
            if (!_sessions.TryAdd(host, session)) //! LEAK1006 LEAK4002
                session.Restart();
        }

        public void Send(string host, byte[] data)
        {
            if (_sessions.TryGetValue(host, out var session))
                session.Send(data);
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose();
            _sessions.Clear();
        }
    }
}

namespace Samples.ButForOnePoint5.J02_LOG_ROTATED
{
    internal static class Files
    {
        public static void Shut(this FileStream file)
        {
            file.Flush();
            file.Dispose();
        }
    }

    internal sealed class Session : IDisposable
    {
        private readonly TcpClient _client;
        private FileStream _log;

        public Session(string host)
        {
            _client = new TcpClient(host, 5000);
            _log = new FileStream(host + ".log", FileMode.Append);
        }

        public void Rotate(string path)
        {
            _log.Shut();
            _log = new FileStream(path, FileMode.Append);
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.Dispose();
            _log.Dispose();
        }
    }

    internal sealed class Sessions : IDisposable
    {
        private readonly Dictionary<string, Session> _sessions = new();

        public void Open(string host) => _sessions.Add(host, new Session(host));

        public void Close(string host, string archive)
        {
            if (_sessions.Remove(host, out var session)) //! LEAK1002
                session.Rotate(archive);
        }

        public void Send(string host, byte[] data) => _sessions[host].Send(data);

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}
