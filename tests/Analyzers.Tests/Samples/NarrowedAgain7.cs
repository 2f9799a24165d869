using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Windows.Input;
using System.Windows.Markup;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain7.U04_SYNC_SERVICE
{
    /// <summary>The command that the shell binds to.</summary>
    public sealed class SyncCommand : ICommand
    {
        private readonly SyncService _service;

        public SyncCommand(SyncService service) => _service = service;

        public event EventHandler? CanExecuteChanged;

        public bool CanExecute(object? parameter) => true;

        public void Execute(object? parameter)
        {
            _service.Send((string)parameter!, new byte[1]);
            CanExecuteChanged?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>Runs on the pool; knows nothing of the window.</summary>
    public sealed class SyncService : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();

        public void Send(string host, byte[] data)
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 9000);
                _clients[host] = client; //! LEAK2001 LEAK4002
            }

            client.GetStream().Write(data);
        }

        public void Reconnect(string host)
        {
            _clients[host] = new TcpClient(host, 9000); //! LEAK1001
        }

        public void Forget(string host)
        {
            _clients.TryRemove(host, out _); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.NarrowedAgain7.U05_MARKUP_LOADER
{
    [ValueSerializer("Docs.Compiler.ChapterSerializer, Docs")]
    public sealed class Chapter
    {
        public List<string> Parts { get; } = new();
    }

    /// <summary>A build tool: compiles chapters on a build server, no window anywhere.</summary>
    public sealed class ChapterCompiler : IDisposable
    {
        private readonly Dictionary<string, FileStream> _outputs = new();

        public void Compile(string name, Chapter chapter)
        {
            var output = File.Create(name + ".bin");
            _outputs[name] = output; //! LEAK1001
            foreach (var part in chapter.Parts)
                output.Write(System.Text.Encoding.UTF8.GetBytes(part));
        }

        public void Discard(string name)
        {
            _outputs.Remove(name); //! LEAK1002
        }

        public void Clean()
        {
            _outputs.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var output in _outputs.Values)
                output.Dispose(); //! LEAK1013
            _outputs.Clear();
        }
    }
}

namespace Samples.NarrowedAgain7.U06_SPRITE_SERVER
{
    /// <summary>What the dedicated server knows of everything in the world; it draws nothing.</summary>
    public abstract class GameObject
    {
        public int Id { get; init; }

        public abstract void Tick(double seconds);
    }

    public sealed class Lobby : GameObject, IAsyncDisposable
    {
        private readonly Dictionary<string, ClientWebSocket> _mirrors = new();
        private readonly SemaphoreSlim _gate = new(1, 1);

        public override void Tick(double seconds)
        {
        }

        public async Task MirrorAsync(Uri server)
        {
            await _gate.WaitAsync();
            try
            {
                var socket = new ClientWebSocket();
                _mirrors[server.Host] = socket; //! LEAK1001 LEAK4002
                await socket.ConnectAsync(server, CancellationToken.None);
            }
            finally
            {
                _gate.Release();
            }
        }

        public async Task UnmirrorAsync(string host)
        {
            await _gate.WaitAsync();
            try
            {
                _mirrors.Remove(host); //! LEAK1002
            }
            finally
            {
                _gate.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _gate.WaitAsync();
            try
            {
                foreach (var socket in _mirrors.Values)
                    socket.Dispose(); //! LEAK1013
                _mirrors.Clear();
            }
            finally
            {
                _gate.Release();
            }
        }
    }
}

namespace Samples.NarrowedAgain7.U07_VIEW_MODEL_CACHE
{
    public interface IHasRefresh
    {
        ICommand Refresh { get; }
    }

    /// <summary>Thumbnails on disk, asked by the loader threads.</summary>
    public sealed class ThumbnailFiles : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<FileStream>> _files = new();
        private readonly object _gate = new();
        private readonly List<FileSystemWatcher> _watchers = new();
        private bool _closed;

        public FileStream Open(string path) => _files.GetOrAdd(path, p => new Lazy<FileStream>(() => File.OpenRead(p))).Value; //! LEAK4002

        public void Invalidate(string path)
        {
            _files.TryRemove(path, out _); //! LEAK1002
        }

        public void Watch(string folder)
        {
            var watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            lock (_gate)
                _watchers.Add(watcher); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var watcher in _watchers)
                    watcher.Dispose();
                _watchers.Clear();
            }

            foreach (var file in _files.Values)
            {
                if (file.IsValueCreated)
                    file.Value.Dispose(); //! LEAK1013
            }

            _files.Clear();
        }

        public bool IsClosed => _closed;
    }
}

namespace Samples.NarrowedAgain7.W01_INT_HANDLE
{
    internal static class Gl
    {
        [DllImport("opengl32")] public static extern uint CreateTexture(int width, int height);
        [DllImport("opengl32")] public static extern void DeleteTexture(uint texture);
        [DllImport("opengl32")] public static extern void BindTexture(uint texture);
        [DllImport("opengl32")] public static extern void Upload(uint texture, byte[] data, int length);
    }

    public sealed class Texture : IDisposable
    {
        private readonly uint _id;
        private bool _disposed;

        public Texture(int width, int height)
        {
            Width = width;
            Height = height;
            _id = Gl.CreateTexture(width, height);
        }

        public int Width { get; }
        public int Height { get; }
        public int Levels { get; set; } = 1;
        public string Label { get; set; } = "";
        public bool Mipmaps { get; set; }
        public int Area => Width * Height;

        public void Bind() => Gl.BindTexture(_id);

        public void Upload(byte[] data) => Gl.Upload(_id, data, data.Length);

        public override string ToString() => $"{Label} {Width}x{Height}";

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Gl.DeleteTexture(_id);
        }
    }

    public sealed class TextureCache : IDisposable
    {
        private readonly Dictionary<string, Texture> _textures = new();

        public Texture Load(string path, int width, int height)
        {
            var texture = new Texture(width, height) { Label = path }; //! LEAK1009
            texture.Upload(File.ReadAllBytes(path));
            _textures[path] = texture; //! LEAK1001
            return texture;
        }

        public void Evict(string path)
        {
            _textures.Remove(path); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var texture in _textures.Values)
                texture.Dispose();
            _textures.Clear();
        }
    }
}

namespace Samples.NarrowedAgain7.W02_PUMP_ASYNC
{
    public sealed class QuoteFeed : IDisposable
    {
        private readonly string _symbol;
        private readonly Action<decimal> _publish;
        private volatile bool _stopped;
        private Task? _pump;
        private decimal _last;
        private int _errors;

        public QuoteFeed(string symbol, Action<decimal> publish)
        {
            _symbol = symbol;
            _publish = publish;
            _pump = PumpAsync();
        }

        public string Symbol => _symbol;
        public decimal Last => _last;
        public int Errors => _errors;
        public bool IsStopped => _stopped;
        public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);

        private async Task PumpAsync()
        {
            while (!_stopped)
            {
                try
                {
                    _last = await ReadAsync();
                    _publish(_last);
                }
                catch (IOException)
                {
                    _errors++;
                }

                await Task.Delay(Period);
            }
        }

        private async Task<decimal> ReadAsync()
        {
            var text = await File.ReadAllTextAsync(_symbol + ".quote");
            return decimal.Parse(text);
        }

        public void Dispose() => _stopped = true;
    }

    public sealed class QuoteBoard : IDisposable
    {
        private readonly Dictionary<string, QuoteFeed> _feeds = new();

        public void Watch(string symbol, Action<decimal> publish)
        {
            _feeds[symbol] = new QuoteFeed(symbol, publish); //! LEAK1001
        }

        public void Unwatch(string symbol)
        {
            _feeds.Remove(symbol); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var feed in _feeds.Values)
                feed.Dispose();
            _feeds.Clear();
        }
    }
}
