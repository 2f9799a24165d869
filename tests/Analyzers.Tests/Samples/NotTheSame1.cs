using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame1.A01
{
    /// <summary>Reloads sites when their file changes; a heavy, paced loop stands in the watcher's event.</summary>
    public sealed class SiteReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly string[] _targets;
        private readonly HttpClient _client = new();
        private int _failures;

        public SiteReloader(string folder, string[] targets)
        {
            _targets = targets;
            _watcher = new FileSystemWatcher(folder, "*.site");
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        public int Failures => _failures;

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            for (var i = 0; i < _targets.Length; i++)
            {
                try
                {
                    Announce(_targets[i], e.Name);
                }
                catch (InvalidOperationException)
                {
                    _failures++;
                }

                Thread.Sleep(1000); //! LEAK3001
            }
        }

        private void Announce(string target, string? name)
        {
            if (target.Length == 0)
                throw new InvalidOperationException(name);
            Console.WriteLine($"{target}: {name}");
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _client.Dispose();
        }
    }
}

namespace Samples.NotTheSame1.A02
{
    /// <summary>Waits in the watcher's event until another program has answered: minutes.</summary>
    public sealed class JobDropFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Dictionary<string, int> _answers = new();
        private readonly object _gate = new();

        public JobDropFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void Answer(string job, int code)
        {
            lock (_gate)
                _answers[job] = code;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            var job = Path.GetFileNameWithoutExtension(e.FullPath);
            var code = 0;
            while (!Answered(job, out code))
            {
                try
                {
                    Touch(job);
                }
                catch (ArgumentException error)
                {
                    Console.WriteLine(error.Message);
                }

                Thread.Sleep(1000); //! LEAK3001
            }

            Console.WriteLine($"{job}: {code}");
        }

        private bool Answered(string job, out int code)
        {
            lock (_gate)
                return _answers.Remove(job, out code);
        }

        private static void Touch(string job)
        {
            if (job.Length == 0)
                throw new ArgumentException("empty");
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.NotTheSame1.A03
{
    /// <summary>A one-shot timer that is armed again for every order: the retry loop of an order sleeps up to five minutes in a pool thread.</summary>
    public sealed class OrderRetrier : IDisposable
    {
        private readonly Timer _timer;
        private readonly Queue<string> _orders = new();
        private readonly object _gate = new();

        public OrderRetrier() => _timer = new Timer(OnTick, null, Timeout.Infinite, Timeout.Infinite);

        public void Add(string order)
        {
            lock (_gate)
            {
                if (_orders.Count > 500)
                    throw new InvalidOperationException("too many orders");
                _orders.Enqueue(order);
            }

            _timer.Change(0, Timeout.Infinite);
        }

        private void OnTick(object? state)
        {
            for (var attempt = 0; attempt < 300; attempt++)
            {
                try
                {
                    if (!Next(out var order))
                        return;
                    Send(order);
                }
                catch (TimeoutException)
                {
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        private bool Next(out string order)
        {
            lock (_gate)
                return _orders.TryDequeue(out order!);
        }

        private static void Send(string order)
        {
            if (order.StartsWith("x"))
                throw new TimeoutException(order);
        }

        public void Dispose() => _timer.Dispose();
    }
}

namespace Samples.NotTheSame1.A04
{
    /// <summary>IsEnabled reads a flag by an interlocked operation; it lets every tick in.</summary>
    public sealed class ReplicaProbe : IDisposable
    {
        private readonly Timer _timer;
        private readonly ManualResetEventSlim _answered = new(false);
        private int _enabled;
        private long _late;

        public ReplicaProbe(TimeSpan period)
        {
            _timer = new Timer(_ => Tick(), null, period, period);
        }

        public long Late => Interlocked.Read(ref _late);

        public void Enable() => Interlocked.Exchange(ref _enabled, 1);

        public void Disable() => Interlocked.Exchange(ref _enabled, 0);

        public void OnAnswer() => _answered.Set();

        private bool IsEnabled() => Interlocked.CompareExchange(ref _enabled, 1, 1) == 1;

        private void Tick()
        {
            if (!IsEnabled())
                return;
            _answered.Reset();
            if (!_answered.Wait(TimeSpan.FromSeconds(30))) //! LEAK3001
                Interlocked.Increment(ref _late);
        }

        public void Dispose()
        {
            _timer.Dispose();
            _answered.Dispose();
        }
    }
}

namespace Samples.NotTheSame1.A05
{
    /// <summary>The first tick only marks the start; every later one comes in, also several at once.</summary>
    public sealed class WarmupProbe : IDisposable
    {
        private readonly Timer _timer;
        private int _warm;
        private int _rounds;

        public WarmupProbe()
        {
            _timer = new Timer(OnTick, null, 1000, 1000);
        }

        public int Rounds => Volatile.Read(ref _rounds);

        private bool WasWarm() => Interlocked.Exchange(ref _warm, 1) == 1;

        private void OnTick(object? state)
        {
            if (!WasWarm())
                return;
            Thread.Sleep(TimeSpan.FromSeconds(15)); //! LEAK3001
            Interlocked.Increment(ref _rounds);
        }

        public void Dispose() => _timer.Dispose();
    }
}

namespace Samples.NotTheSame1.A06
{
    /// <summary>The gate is given back before the wait.</summary>
    public sealed class LedgerFlusher : IDisposable
    {
        private readonly Timer _timer;
        private readonly SemaphoreSlim _written = new(0);
        private int _busy;
        private int _batch;

        public LedgerFlusher()
        {
            _timer = new Timer(_ => Flush(), null, 500, 500);
        }

        public void Written() => _written.Release();

        private bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

        private void Exit() => Interlocked.Exchange(ref _busy, 0);

        private void Flush()
        {
            if (!TryEnter())
                return;
            var number = ++_batch;
            Exit();
            Console.WriteLine($"batch {number}");
            _written.Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _timer.Dispose();
            _written.Dispose();
        }
    }
}

namespace Samples.NotTheSame1.A07
{
    /// <summary>A client that is accepted while the server closes goes into the table after the drain; disposing the listener does not end it.</summary>
    public sealed class EchoServer : IDisposable
    {
        private readonly ConcurrentDictionary<int, Socket> _clients = new();
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
        private int _next;

        public EchoServer(int port)
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen(16);
        }

        public int Count => _clients.Count;

        public async Task<int> AcceptOneAsync()
        {
            var client = await _listener.AcceptAsync();
            var id = Interlocked.Increment(ref _next);
            _clients[id] = client; //! LEAK4002
            return id;
        }

        public void Kick(int id)
        {
            if (_clients.TryRemove(id, out var client))
                client.Dispose();
        }

        public void Dispose()
        {
            _listener.Dispose();
            foreach (var pair in _clients)
            {
                if (_clients.TryRemove(pair.Key, out var client))
                    client.Dispose();
            }
        }
    }
}

namespace Samples.NotTheSame1.A08
{
    /// <summary>Opens files; has a key of its own to dispose, and does not know the files it has opened.</summary>
    public sealed class Vault : IDisposable
    {
        private readonly Aes _key = Aes.Create();
        private readonly string _root;

        public Vault(string root) => _root = root;

        public FileStream Open(string name) => new(Path.Combine(_root, name), FileMode.Open);

        public byte[] Seal(byte[] data) => _key.EncryptCbc(data, _key.IV);

        public void Dispose() => _key.Dispose();
    }

    public sealed class DocumentDesk : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _open = new();
        private readonly Vault _vault;

        public DocumentDesk(string root) => _vault = new Vault(root);

        public bool Has(string name) => _open.ContainsKey(name);

        public void Checkout(string name)
        {
            var file = _vault.Open(name);
            if (!_open.TryAdd(name, file)) //! LEAK4002
                file.Dispose();
        }

        public void Return(string name)
        {
            if (_open.TryRemove(name, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var name in _open.Keys)
            {
                if (_open.TryRemove(name, out var file))
                    file.Dispose(); //! LEAK1013
            }

            _vault.Dispose();
        }
    }
}
