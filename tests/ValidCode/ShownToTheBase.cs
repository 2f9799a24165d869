using System.Net.Sockets;
using System.Text;

// What the base type is shown it ends, and what nobody else has yet is filled by one.
// RelayTable has no Dispose of its own because ResourceHost.Dispose (the base template) closes whatever the override of Owned names: the active relays and the spare ones.
namespace LeakGuard.ValidCode.ShownToTheBase.ProxyC47
{
    public abstract class ResourceHost<T> : IDisposable
        where T : class, IDisposable
    {
        private bool _disposed;

        protected abstract IEnumerable<T> Owned { get; }

        protected void CheckOpen() => ObjectDisposedException.ThrowIf(_disposed, this);

        protected virtual void Release(T resource)
        {
            try
            {
                resource.Dispose();
            }
            catch (Exception ex)
            {
                Console.Error.WriteLine($"{typeof(T).Name}: {ex.Message}");
            }
        }

        public void Dispose()
        {
            if (_disposed)
                return;

            _disposed = true;
            foreach (var resource in Owned)
                Release(resource);
        }
    }

    public sealed class RelayTable : ResourceHost<TcpClient>
    {
        private readonly Dictionary<string, TcpClient> _active = new(StringComparer.OrdinalIgnoreCase);
        private readonly Queue<TcpClient> _spare = new();
        private readonly string _gateway;

        public RelayTable(string gateway) => _gateway = gateway;

        protected override IEnumerable<TcpClient> Owned => _active.Values.Concat(_spare);

        public int Active => _active.Count;

        public void Warm(int count)
        {
            CheckOpen();
            while (_spare.Count < count)
                _spare.Enqueue(new TcpClient(_gateway, 1080));
        }

        public void Begin(string target)
        {
            CheckOpen();
            if (_active.ContainsKey(target))
                return;

            _active.Add(target, _spare.TryDequeue(out var ready) ? ready : new TcpClient(_gateway, 1080));
        }

        public void Send(string target, ReadOnlySpan<byte> data)
        {
            CheckOpen();
            if (_active.TryGetValue(target, out var relay))
                relay.GetStream().Write(data);
        }

        public void End(string target)
        {
            if (_active.Remove(target, out var relay))
                Release(relay);
        }
    }

    public static class GangwayTool
    {
        public static int Run(string gateway, IEnumerable<string> targets)
        {
            using var relays = new RelayTable(gateway);
            relays.Warm(2);
            foreach (var target in targets)
            {
                relays.Begin(target);
                relays.Send(target, "PING\r\n"u8);
            }

            return relays.Active;
        }
    }
}

// Ensure runs only inside Load, on a store that nobody else can see yet; once Load has returned it, every access takes the lock.
namespace LeakGuard.ValidCode.ShownToTheBase.ProfilesC48
{
    public sealed class ProfileLog : IDisposable
    {
        private readonly FileStream _file;

        public ProfileLog(string path)
        {
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        }

        public List<string> Hosts { get; } = new();

        public void Write(string text) => _file.Write(Encoding.UTF8.GetBytes($"{DateTime.UtcNow:O} {text}\n"));

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException ex)
            {
                Console.Error.WriteLine(ex.Message);
            }
        }
    }

    public sealed class ProfileStore : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, ProfileLog> _profiles = new(StringComparer.Ordinal);
        private readonly string _folder;
        private bool _closed;

        private ProfileStore(string folder) => _folder = folder;

        /// <summary>Lines of the form "profile host".</summary>
        public static ProfileStore Load(string folder, string configFile)
        {
            var store = new ProfileStore(folder);
            try
            {
                foreach (var line in File.ReadLines(configFile))
                {
                    if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var profile, var host])
                        store.Ensure(profile).Hosts.Add(host);
                }

                return store;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }

        private ProfileLog Ensure(string name)
        {
            if (!_profiles.TryGetValue(name, out var profile))
            {
                profile = new ProfileLog(Path.Combine(_folder, name + ".log"));
                _profiles[name] = profile;
            }

            return profile;
        }

        public bool Use(string profile, string host)
        {
            lock (_gate)
            {
                if (_closed || !_profiles.TryGetValue(profile, out var log) || !log.Hosts.Contains(host))
                    return false;

                log.Write($"{Environment.UserName} -> {host}");
                return true;
            }
        }

        public bool Delete(string profile)
        {
            ProfileLog? log;
            lock (_gate)
            {
                if (!_profiles.Remove(profile, out log))
                    return false;
            }

            log.Dispose();
            return true;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var log in _profiles.Values)
                    log.Dispose();
                _profiles.Clear();
            }
        }
    }

    public sealed class KeyringAgent(ProfileStore profiles)
    {
        public Task<bool[]> UseAllAsync(IEnumerable<(string Profile, string Host)> wanted) =>
            Task.WhenAll(wanted.Select(w => Task.Run(() => profiles.Use(w.Profile, w.Host))));
    }
}

// StopAll is the stop button, not the end: playing again afterwards is meant. At the end ShellApp stops the message loop (the only caller of Play) before it calls StopAll.
namespace LeakGuard.ValidCode.ShownToTheBase.AudioC36
{
    public sealed class ClipVoice : IDisposable
    {
        private readonly FileStream _wav;
        private readonly byte[] _block = new byte[2048];

        public ClipVoice(string path) => _wav = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        public bool MixInto(Span<int> target)
        {
            int bytes = _wav.Read(_block, 0, Math.Min(_block.Length, target.Length * 2));
            for (int i = 0; i + 1 < bytes; i += 2)
                target[i / 2] += BitConverter.ToInt16(_block, i);
            return bytes > 0;
        }

        public void Dispose()
        {
            try
            {
                _wav.Dispose();
            }
            catch (IOException)
            {
                // read only
            }
        }
    }

    public sealed class SoundBoard
    {
        private readonly object _gate = new object();
        private readonly List<ClipVoice> _voices = new List<ClipVoice>();

        public bool IsPlaying
        {
            get { lock (_gate) return _voices.Count > 0; }
        }

        public void Play(string clip)
        {
            var voice = new ClipVoice(clip);
            lock (_gate)
            {
                _voices.Add(voice);
            }
        }

        public void StopAll()
        {
            ClipVoice[] voices;
            lock (_gate)
            {
                voices = _voices.ToArray();
                _voices.Clear();
            }

            foreach (var voice in voices)
                voice.Dispose();
        }

        /// <summary>Called by the audio device's thread.</summary>
        public void Mix(Span<int> target)
        {
            target.Clear();
            lock (_gate)
            {
                for (int i = _voices.Count - 1; i >= 0; i--)
                {
                    var voice = _voices[i];
                    if (voice.MixInto(target))
                        continue;

                    _voices.RemoveAt(i);
                    voice.Dispose();
                }
            }
        }
    }

    public sealed class ShellApp
    {
        private readonly SoundBoard _board = new SoundBoard();
        private readonly string _folder;

        public ShellApp(string folder)
        {
            _folder = folder;
        }

        public SoundBoard Board => _board;

        public void Run(Func<ConsoleKey> readKey)
        {
            MessageLoop(readKey);
            _board.StopAll();
        }

        private void MessageLoop(Func<ConsoleKey> readKey)
        {
            while (true)
            {
                switch (readKey())
                {
                    case ConsoleKey.Escape:
                        return;
                    case ConsoleKey.Spacebar:
                        _board.StopAll();
                        break;
                    case var key:
                        _board.Play(Path.Combine(_folder, key + ".wav"));
                        break;
                }
            }
        }
    }
}
