using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame2.A09
{
    /// <summary>Streams of responses outlive the client that was asked for them.</summary>
    public sealed class Downloads : IDisposable
    {
        private readonly ConcurrentDictionary<string, HttpResponseMessage> _running = new();
        private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };

        public int Count => _running.Count;

        public async Task BeginAsync(string url)
        {
            var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            if (!_running.TryAdd(url, response)) //! LEAK4002
                response.Dispose();
        }

        public void Finish(string url)
        {
            if (_running.TryRemove(url, out var response))
                response.Dispose();
        }

        public void Dispose()
        {
            foreach (var url in _running.Keys)
            {
                if (_running.TryRemove(url, out var response))
                    response.Dispose();
            }

            _client.Dispose();
        }
    }
}

namespace Samples.NotTheSame2.A10
{
    public sealed record Tail(string Path, FileStream File, long Seen);

    /// <summary>Takes an entry out, works with it and puts it back; a Dispose in between does not see it.</summary>
    public sealed class TailSet : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private readonly object _gate = new();
        private bool _closed;

        public void Open(string path)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_tails.ContainsKey(path))
                    _tails[path] = new Tail(path, new FileStream(path, FileMode.Open), 0);
            }
        }

        public long Advance(string path, byte[] buffer)
        {
            if (!_tails.TryRemove(path, out var tail))
                return -1;
            var count = tail.File.Read(buffer, 0, buffer.Length);
            _tails[path] = tail with { Seen = tail.Seen + count }; //! LEAK4002
            return tail.Seen + count;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var path in _tails.Keys)
                {
                    if (_tails.TryRemove(path, out var tail))
                        tail.File.Dispose(); //! LEAK1013
                }
            }
        }
    }
}

namespace Samples.NotTheSame2.A11
{
    public sealed record Feed
    {
        public Feed(string path)
        {
            Path = path;
            File = new FileStream(path, FileMode.Open);
        }

        public string Path { get; }

        public FileStream File { get; }

        public int Uses { get; init; }
    }

    /// <summary>Counts the uses of what is there, and opens what is not: also after Dispose.</summary>
    public sealed class FeedTable : IDisposable
    {
        private readonly Dictionary<string, Feed> _feeds = new();
        private readonly object _gate = new();

        public int Use(string path)
        {
            lock (_gate)
            {
                var next = _feeds.TryGetValue(path, out var known) ? known with { Uses = known.Uses + 1 } : new Feed(path);
                _feeds[path] = next; //! LEAK4002
                return next.Uses;
            }
        }

        public bool Close(string path)
        {
            lock (_gate)
            {
                if (!_feeds.Remove(path, out var feed))
                    return false;
                feed.File.Dispose();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var feed in _feeds.Values)
                    feed.File.Dispose(); //! LEAK1013
                _feeds.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame2.A12
{
    public sealed class Link : IDisposable
    {
        private Socket? _socket;

        public Link(string host) => Host = host;

        public string Host { get; }

        public async Task OpenAsync()
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await _socket.ConnectAsync(Host, 7000);
        }

        public void Dispose() => _socket?.Dispose();
    }

    /// <summary>After DisposeAsync a link still gets in, and is opened.</summary>
    public sealed class LinkTable : IDisposable
    {
        private readonly Dictionary<string, Link> _links = new();
        private readonly object _gate = new();

        public async Task OpenAsync(string host)
        {
            var link = new Link(host); //! LEAK1009
            lock (_gate)
            {
                if (_links.ContainsKey(host))
                    return;
                _links[host] = link; //! LEAK4002
            }

            await link.OpenAsync();
        }

        public void Drop(string host)
        {
            lock (_gate)
            {
                if (_links.Remove(host, out var link))
                    link.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _links.Values)
                    link.Dispose();
                _links.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame2.A13
{
    public sealed class Worker : IDisposable
    {
        private Process? _process;

        public Worker(string command) => Command = command;

        public string Command { get; }

        public void Run() => _process = Process.Start(Command);

        public void Dispose()
        {
            _process?.Kill();
            _process?.Dispose();
        }
    }

    /// <summary>Registered in one member, run by another: a worker registered after Dispose holds a process that nobody ends.</summary>
    public sealed class WorkerBoard : IDisposable
    {
        private readonly Dictionary<string, Worker> _workers = new();
        private readonly object _gate = new();

        public void Register(string name, string command)
        {
            lock (_gate)
            {
                if (!_workers.ContainsKey(name))
                    _workers[name] = new Worker(command); //! LEAK4002
            }
        }

        public void Launch(string name)
        {
            lock (_gate)
            {
                if (_workers.TryGetValue(name, out var worker))
                    worker.Run();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var worker in _workers.Values)
                    worker.Dispose();
                _workers.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame2.A14
{
    public sealed class Agent : IDisposable
    {
        private readonly string _command;
        private Process? _process;

        public Agent(string command) => _command = command;

        public bool TryStart()
        {
            _process = Process.Start(_command);
            return _process != null;
        }

        public void Dispose()
        {
            _process?.Kill();
            _process?.Dispose();
        }
    }

    /// <summary>The agent is started at once, and the result is used.</summary>
    public sealed class AgentTable : IDisposable
    {
        private readonly Dictionary<int, Agent> _agents = new();
        private readonly object _gate = new();
        private int _last;

        public int Add(string command)
        {
            lock (_gate)
            {
                var agent = new Agent(command);
                var id = ++_last;
                _agents.Add(id, agent); //! LEAK4002
                return agent.TryStart() ? id : -id;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var agent in _agents.Values)
                    agent.Dispose();
                _agents.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame2.B01
{
    /// <summary>A lease: its Dispose gives the line back to the switchboard.</summary>
    public sealed class LineLease : IDisposable
    {
        private readonly Line _line;

        public LineLease(Line line)
        {
            _line = line;
            _line.Begun = Environment.TickCount64;
        }

        public int Number => _line.Number;
        public long Begun => _line.Begun;
        public string Name => "line " + _line.Number;
        public bool IsLong => Environment.TickCount64 - _line.Begun > 60000;

        public void Rename(string name) => _line.Title = name;
        public void Mute() => _line.Muted = true;
        public void Unmute() => _line.Muted = false;
        public string Describe() => $"{Name} {_line.Title}";

        public void Dispose() => _line.IsFree = true;
    }

    public sealed class Line
    {
        public int Number;
        public string Title = "";
        public long Begun;
        public bool Muted;
        public bool IsFree = true;
    }

    public sealed class Switchboard : IDisposable
    {
        private readonly Dictionary<string, LineLease> _calls = new();
        private readonly Line[] _lines = Enumerable.Range(1, 8).Select(i => new Line { Number = i }).ToArray();

        public int Connect(string caller)
        {
            var line = Array.Find(_lines, l => l.IsFree) ?? throw new InvalidOperationException("all busy");
            line.IsFree = false;
            _calls[caller] = new LineLease(line); //! LEAK1001
            return line.Number;
        }

        public void HangUp(string caller)
        {
            if (_calls.Remove(caller, out var lease))
                lease.Dispose();
        }

        public void Dispose()
        {
            foreach (var lease in _calls.Values)
                lease.Dispose();
            _calls.Clear();
        }
    }
}
