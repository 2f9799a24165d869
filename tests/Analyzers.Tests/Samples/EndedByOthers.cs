using System.Collections.Concurrent;

// The operation ends another value, there is something to end after all, the end is the last one, or the loop goes on.
namespace Samples.EndedByOthers.OfOperation
{
    public sealed class Session : IDisposable
    {
        private PeriodicTimer? _ping;

        public async Task PingAsync(TimeSpan interval)
        {
            using var other = new PeriodicTimer(interval);
            _ping = new PeriodicTimer(interval);
            while (await _ping.WaitForNextTickAsync())
                await other.WaitForNextTickAsync();
        }

        public void Forget()
        {
            _ping = null; //! LEAK1001
        }

        public void Dispose() => _ping?.Dispose();
    }
}

namespace Samples.EndedByOthers.ClosedForGood
{
    public sealed class Folders
    {
        private readonly object _gate = new();
        private readonly List<FileSystemWatcher> _watchers = new();

        public void WatchAll(IEnumerable<string> paths)
        {
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
                _watchers.Add(new FileSystemWatcher(path)); //! LEAK4002
        }
    }
}

namespace Samples.EndedByOthers.NotLastOfLoop
{
    public interface IPlayer
    {
        event EventHandler? PartReached;
    }

    public sealed class Player : IPlayer
    {
        public event EventHandler? PartReached;

        public void Play(Stream media) => Task.Run(async () =>
        {
            var buffer = new byte[4096];
            while (true)
            {
                var read = await media.ReadAsync(buffer);
                if (read == 0)
                    break;
                PartReached?.Invoke(this, EventArgs.Empty);
            }
        });
    }

    public sealed class Playlist
    {
        private readonly HttpClient _http = new();

        public Playlist(IPlayer player) => player.PartReached += (_, _) => _http.GetAsync("http://next/").Wait(); //! LEAK3001
    }
}

namespace Samples.EndedByOthers.InnerLoop
{
    public sealed class Reader
    {
        public event EventHandler? LineRead;

        public void Read(TextReader lines) => Task.Run(() =>
        {
            while (true)
            {
                foreach (var part in lines.ReadLine()!.Split(','))
                {
                    if (part.Length > 0)
                    {
                        LineRead?.Invoke(this, EventArgs.Empty);
                        break;
                    }
                }
            }
        });
    }

    public sealed class Mirror
    {
        private readonly HttpClient _http = new();

        public Mirror(Reader reader) => reader.LineRead += (_, _) => _http.GetAsync("http://next/").Wait(); //! LEAK3001
    }
}

namespace Samples.EndedByOthers.HandedOn
{
    public sealed class Documents
    {
        private readonly ConcurrentDictionary<Guid, IDisposable> _tokens = new();

        public IDisposable? Find(Guid id) => _tokens.TryGetValue(id, out var token) ? token : null;

        public bool Opened(Guid id, string path)
        {
            var file = File.OpenRead(path);
            if (_tokens.TryAdd(id, file))
                return true;
            file.Dispose();
            return false;
        }

        public void Closed(Guid id)
        {
            if (!_tokens.TryGetValue(id, out var token))
                return;
            token.Dispose(); //! LEAK1008
            _tokens.TryRemove(id, out _);
        }
    }
}

namespace Samples.EndedByOthers.ReusedVariable
{
    public sealed class Map<TKey, TValue>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, TValue> _values = new();

        public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
        {
            if (_values.TryGetValue(key, out var value))
                return value;
            value = make(key);
            if (_values.TryAdd(key, value)) //! LEAK1006
                return value;
            return GetOrAdd(key, make);
        }

        public bool Remove(TKey key)
        {
            if (!_values.TryRemove(key, out var value))
                return false;
            Ending<TValue>.Run(value);
            return true;
        }
    }

    internal static class Ending<T>
    {
        public static void Run(T value)
        {
            if (value is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
