using System.Collections.Concurrent;

// What looks like a loss is none: the value belongs to an operation that ends it, nothing can be ended, or what ends begins anew.
namespace LeakGuard.ValidCode.EndedByItself.OfOperation
{
    public record struct Will(string? Topic, PeriodicTimer? Timer);

    public sealed class Session : IDisposable
    {
        private Will _will;
        private PeriodicTimer? _ping;

        public async Task PingAsync(TimeSpan interval)
        {
            using var timer = new PeriodicTimer(interval);
            _ping = timer;
            while (await timer.WaitForNextTickAsync())
                Console.WriteLine("ping");
        }

        public async Task PublishAsync(TimeSpan delay)
        {
            using var timer = new PeriodicTimer(delay);
            _will = _will with { Timer = timer };
            if (await timer.WaitForNextTickAsync())
                Forget();
        }

        public void Forget()
        {
            _will = default;
            _ping = null;
        }

        public void Dispose()
        {
            _will.Timer?.Dispose();
            _ping?.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.EndedByItself.NeverDisposable
{
    public sealed class Hub<TState> : IDisposable
        where TState : class, new()
    {
        private readonly ConcurrentDictionary<string, Context> _states = new();

        public TState Acquire(string id) => _states.GetOrAdd(id, _ => new Context(new TState(), null)).State;

        public void Dispose()
        {
            foreach (var state in _states)
                (state.Value as IDisposable)?.Dispose();
            _states.Clear();
        }

        private sealed record Context(TState State, Timer? Expiry);
    }
}

namespace LeakGuard.ValidCode.EndedByItself.BegunAnew
{
    public sealed class Folders
    {
        private readonly object _gate = new();
        private readonly List<FileSystemWatcher> _watchers = new();

        public void WatchAll(IEnumerable<string> paths)
        {
            StopWatching();
            foreach (var path in paths)
                Watch(path);
        }

        public void StopWatching()
        {
            lock (_gate)
            {
                foreach (var watcher in _watchers)
                    watcher.Dispose();
                _watchers.Clear();
            }
        }

        private void Watch(string path)
        {
            lock (_gate)
                _watchers.Add(new FileSystemWatcher(path));
        }
    }
}

namespace LeakGuard.ValidCode.EndedByItself.LastOfLoop
{
    public interface IPlayer
    {
        event EventHandler? EndReached;
    }

    public sealed class Player : IPlayer
    {
        public event EventHandler? EndReached;

        public void Play(Stream media) => Task.Run(async () =>
        {
            var buffer = new byte[4096];
            while (true)
            {
                var read = await media.ReadAsync(buffer);
                if (read == 0)
                {
                    if (media.CanSeek)
                        EndReached?.Invoke(this, EventArgs.Empty);
                    break;
                }
            }
        });
    }

    public sealed class Playlist
    {
        private readonly HttpClient _http = new();

        public Playlist(IPlayer player) => player.EndReached += (_, _) => _http.GetAsync("http://next/").Wait();
    }
}

namespace LeakGuard.ValidCode.EndedByItself.OtherOverload
{
    public sealed class Decoder
    {
        private int _opened;

        public event EventHandler? StreamOpened;

        public string Open(Uri address)
        {
            _opened++;
            return Open(address.ToString());
        }

        public async Task OpenAsync(string address, Recorder recorder)
        {
            while (!await recorder.Open(address))
                await Task.Delay(100);
        }

        private string Open(string stream)
        {
            try
            {
                return stream;
            }
            finally
            {
                StreamOpened?.Invoke(this, EventArgs.Empty);
            }
        }
    }

    public sealed class Recorder
    {
        public Task<bool> Open(string address) => Task.FromResult(address.Length > 0);
    }

    public sealed class Screen
    {
        private readonly Decoder _decoder = new();

        public Screen() => _decoder.StreamOpened += (_, _) => Thread.Sleep(200);

        public string Show(Uri address) => _decoder.Open(address);
    }
}

namespace LeakGuard.ValidCode.EndedByItself.OnlyEnded
{
    public sealed class Documents
    {
        private readonly ConcurrentDictionary<Guid, List<IDisposable>> _tokens = new();

        public void Opened(Guid id, IObservable<string> changes, IObserver<string> view) => Add(id, changes.Subscribe(view));

        public void Closed(Guid id)
        {
            if (!_tokens.TryGetValue(id, out var tokens))
                return;
            tokens.ForEach(token => token.Dispose());
            _tokens.TryRemove(id, out _);
        }

        private void Add(Guid id, IDisposable token)
        {
            var tokens = _tokens.GetOrAdd(id, static _ => new List<IDisposable>());
            tokens.Add(token);
        }
    }
}
