using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Reflection;

// Not each turn gives on what it has read or works off what was put in, somebody fills it later, and the lock stays.
namespace Samples.TurnAndTurnAbout.Cursor
{
    public sealed class Part : IDisposable
    {
        public Part(string path) => Body = File.OpenRead(path);

        public Stream Body { get; }

        public void Dispose() => Body.Dispose();
    }

    public sealed class PartReader(TextReader names) : IDisposable
    {
        private Part? _current;

        public IEnumerable<Part> ReadAll()
        {
            while (Read())
            {
                if (!_current!.Body.CanSeek)
                    continue;
                yield return _current;
            }
        }

        public void Dispose() => _current?.Dispose();

        private bool Read()
        {
            if (names.ReadLine() is not { Length: > 0 } name)
                return false;
            _current = new Part(name); //! LEAK1001
            return true;
        }
    }
}

namespace Samples.TurnAndTurnAbout.Described
{
    internal sealed class ActionInfo
    {
        private readonly Dictionary<string, string> _headers = new();

        public ActionInfo(MethodInfo method)
        {
            Name = method.Name;
            foreach (var parameter in method.GetParameters())
                _headers[parameter.Name ?? string.Empty] = parameter.ParameterType.Name;
        }

        public string Name { get; }

        public void AddHeader(string parameter, string header) => _headers[parameter] = header;

        public string? HeaderOf(string parameter) => _headers.TryGetValue(parameter, out var header) ? header : null;
    }

    internal static class Actions
    {
        private static readonly ConcurrentDictionary<MethodInfo, ActionInfo> s_known = new();

        public static ActionInfo Of(MethodInfo method)
        {
            if (!s_known.TryGetValue(method, out var info))
            {
                info = new ActionInfo(method);
                s_known[method] = info; //! LEAK2001
            }

            return info;
        }
    }
}

namespace Samples.TurnAndTurnAbout.LockTaken
{
    public sealed class Counters : IDisposable
    {
        private readonly Dictionary<string, FileStream> _open = new();
        private readonly ReaderWriterLockSlim _lock = new();
        private bool _said;

        public bool IsSaid => _said;

        public void Add(string path)
        {
            _lock.EnterWriteLock();
            try
            {
                if (!_open.ContainsKey(path))
                    _open.Add(path, File.OpenRead(path)); //! LEAK4002
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }

        public void Dispose()
        {
            _lock.EnterWriteLock();
            try
            {
                foreach (var file in _open.Values)
                {
                    try
                    {
                        file.Dispose();
                    }
                    catch (IOException e)
                    {
                        Console.Error.WriteLine(e.Message);
                    }
                }

                _open.Clear();
            }
            finally
            {
                _lock.ExitWriteLock();
            }

            _said = true;
        }
    }
}

namespace Samples.TurnAndTurnAbout.WorkedOff
{
    public sealed class Job(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);

        public Task RunAsync() => _file.FlushAsync();

        public void Dispose() => _file.Dispose();
    }

    public sealed class Jobs : IDisposable
    {
        private readonly object _sync = new();
        private readonly ConcurrentQueue<Job> _jobs = new();
        private bool _works;

        public void Post(Job job)
        {
            _jobs.Enqueue(job); //! LEAK4002
            lock (_sync)
            {
                if (!_works)
                {
                    ThreadPool.QueueUserWorkItem(Work);
                    _works = true;
                }
            }
        }

        public void Dispose()
        {
            while (_jobs.TryDequeue(out var job))
            {
                try
                {
                    job.Dispose();
                }
                catch (IOException e)
                {
                    Console.Error.WriteLine(e.Message);
                }
            }
        }

        private async void Work(object? state)
        {
            while (true)
            {
                while (_jobs.TryDequeue(out var job))
                {
                    try
                    {
                        await job.RunAsync();
                        job.Dispose();
                    }
                    catch (Exception e)
                    {
                        Console.Error.WriteLine(e.Message);
                        return;
                    }
                }

                lock (_sync)
                {
                    if (_jobs.IsEmpty)
                    {
                        _works = false;
                        return;
                    }
                }
            }
        }
    }
}

namespace Samples.TurnAndTurnAbout.HeldFirst
{
    internal sealed class HeldFiles : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();

        public void AddIfThere(string path)
        {
            if (!File.Exists(path) || _files.ContainsKey(path))
                return;
            var file = File.OpenRead(path);
            if (!_files.TryAdd(path, file)) //! LEAK4002
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
            {
                try
                {
                    file.Dispose();
                }
                catch (IOException e)
                {
                    Console.Error.WriteLine(e.Message);
                }
            }

            _files.Clear();
        }
    }

    public sealed class Scope : IDisposable
    {
        private readonly List<IDisposable> _parts = new();

        public void Open(string path)
        {
            var held = new HeldFiles();
            _parts.Add(held);
            held.AddIfThere(path);
        }

        public void Dispose()
        {
            foreach (var part in _parts)
            {
                try
                {
                    part.Dispose();
                }
                catch (IOException e)
                {
                    Console.Error.WriteLine(e.Message);
                }
            }
        }
    }
}

namespace Samples.TurnAndTurnAbout.InSequence
{
    public sealed class Duplex(string path) : IAsyncDisposable
    {
        private readonly object _gate = new();
        private FileStream? _reader;
        private FileStream? _writer;

        public async Task RunAsync()
        {
            _writer = new FileStream(path + ".out", FileMode.Append);
            _reader = new FileStream(path, FileMode.Open);
            try
            {
                await _writer.WriteAsync(new byte[] { 1 });
            }
            catch (IOException)
            {
                await _writer.DisposeAsync(); //! LEAK1008
                await Task.Delay(500);
                _writer = new FileStream(path + ".out", FileMode.Append);
            }
        }

        public async Task SendAsync(byte[] data)
        {
            if (_writer is { } writer)
                await writer.WriteAsync(data);
        }

        public bool IsOpen
        {
            get
            {
                lock (_gate)
                    return _reader != null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_writer != null)
                    await _writer.DisposeAsync();
            }
            finally
            {
                if (_reader != null)
                    await _reader.DisposeAsync();
            }
        }
    }
}

namespace Samples.TurnAndTurnAbout.ByToken
{
    public sealed class Acceptor : IDisposable
    {
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private CancellationTokenSource? _stop;

        public void Start()
        {
            _stop = new CancellationTokenSource();
            _stop.Token.Register(() =>
            {
                lock (_clients)
                {
                    foreach (var client in _clients.ToArray())
                    {
                        if (!client.Connected)
                            client.Close();
                    }

                    _clients.Clear();
                }
            });
        }

        public void Accept(string host)
        {
            var client = new TcpClient(host, 80);
            lock (_clients)
            {
                if (_stop is { IsCancellationRequested: false })
                {
                    _clients.Add(client);
                    return;
                }
            }

            client.Dispose();
        }

        public int Count()
        {
            lock (_clients)
                return _clients.Count;
        }

        public void Dispose()
        {
            _stop?.Cancel();
            _stop?.Dispose();
        }
    }

    public static class Program
    {
        public static void Run(string[] hosts)
        {
            using var acceptor = new Acceptor();
            acceptor.Start();
            foreach (var host in hosts)
                acceptor.Accept(host);
        }
    }
}
