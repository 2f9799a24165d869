using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using System.Threading.Channels;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast3.A09
{
    public sealed class ConfigSource : IDisposable
    {
        private readonly FileStream _file;
        private readonly JsonDocument _document;

        private ConfigSource(FileStream file, JsonDocument document) => (_file, _document) = (file, document);

        public static async Task<ConfigSource> OpenAsync(string path, CancellationToken ct)
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            try
            {
                return new ConfigSource(file, await JsonDocument.ParseAsync(file, default, ct).ConfigureAwait(false));
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public string? this[string key]
            => _document.RootElement.TryGetProperty(key, out JsonElement value) ? value.ToString() : null;

        public void Dispose()
        {
            _document.Dispose();
            _file.Dispose();
        }
    }

    public sealed class LiveConfiguration : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly Dictionary<string, ConfigSource> _sources = new(StringComparer.OrdinalIgnoreCase);
        private readonly FileSystemWatcher _watcher;
        private bool _closed;

        public LiveConfiguration(string directory)
        {
            _watcher = new FileSystemWatcher(directory, "*.json");
            _watcher.Changed += OnFileChanged;
            _watcher.EnableRaisingEvents = true;
        }

        public async Task<string?> GetAsync(string path, string key, CancellationToken ct)
        {
            await _gate.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_sources.TryGetValue(path, out ConfigSource? source))
                {
                    source = await ConfigSource.OpenAsync(path, ct).ConfigureAwait(false);
                    _sources.Add(path, source);
                }

                return source[key];
            }
            finally
            {
                _gate.Release();
            }
        }

        private void OnFileChanged(object sender, FileSystemEventArgs e)
        {
            try
            {
                ReloadAsync(e.FullPath).GetAwaiter().GetResult(); //! LEAK3001
            }
            catch (Exception error) when (error is IOException or JsonException)
            {
                Console.Error.WriteLine($"{e.Name}: {error.Message}");
            }
        }

        private async Task ReloadAsync(string path)
        {
            await _gate.WaitAsync().ConfigureAwait(false);
            try
            {
                if (_closed || !_sources.TryGetValue(path, out ConfigSource? stale))
                    return;

                stale.Dispose(); //! LEAK1008
                ConfigSource fresh = await ConfigSource.OpenAsync(path, CancellationToken.None).ConfigureAwait(false);
                _sources[path] = fresh;
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose()
        {
            _watcher.Changed -= OnFileChanged;
            _watcher.Dispose();

            _gate.Wait();
            try
            {
                _closed = true;
                foreach (ConfigSource source in _sources.Values)
                    source.Dispose(); //! LEAK1013
                _sources.Clear();
            }
            finally
            {
                _gate.Release();
            }
        }
    }
}

namespace Samples.SeenLast3.A11
{
    /// <summary>Sorted table of 64-bit piece hashes, mapped from disk.</summary>
    internal sealed class Vocabulary : IDisposable
    {
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;
        private readonly int _count;
        private long _lastUse = Environment.TickCount64;

        private Vocabulary(string path)
        {
            _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            _count = _view.ReadInt32(0);
        }

        public static Vocabulary Load(string path) => new(path);

        public long IdleMilliseconds => Environment.TickCount64 - Volatile.Read(ref _lastUse);

        public int Find(ulong piece)
        {
            Volatile.Write(ref _lastUse, Environment.TickCount64);
            int low = 0, high = _count - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                ulong at = _view.ReadUInt64(8 + 8L * middle);
                if (at == piece)
                    return middle;
                if (at < piece)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return -1;
        }

        public void Dispose()
        {
            _view.Dispose();
            _map.Dispose();
        }
    }

    public static class Tokeniser
    {
        private static readonly ConcurrentDictionary<string, Vocabulary> s_vocabularies = new(StringComparer.Ordinal);

        public static string ModelDirectory { get; set; } = AppContext.BaseDirectory;

        public static List<int> Encode(string language, ReadOnlySpan<char> text)
        {
            Vocabulary vocabulary = VocabularyFor(language);
            var ids = new List<int>(text.Length / 3 + 1);
            while (!text.IsEmpty)
            {
                int take = Math.Min(text.Length, 12);
                int id = -1;
                while (take > 1 && (id = vocabulary.Find(Hash(text[..take]))) < 0)
                    take--;
                ids.Add(id < 0 ? text[0] : 0x10000 + id);
                text = text[take..];
            }

            return ids;
        }

        private static Vocabulary VocabularyFor(string language)
        {
            if (s_vocabularies.TryGetValue(language, out Vocabulary? known))
                return known;

            Vocabulary loaded = Vocabulary.Load(Path.Combine(ModelDirectory, language + ".voc"));
            s_vocabularies[language] = loaded; //! LEAK2001
            return loaded;
        }

        /// <summary>Called by the host when memory gets short and no request runs.</summary>
        public static int Trim(TimeSpan idle)
        {
            int closed = 0;
            foreach (KeyValuePair<string, Vocabulary> pair in s_vocabularies)
            {
                if (pair.Value.IdleMilliseconds > idle.TotalMilliseconds && s_vocabularies.TryRemove(pair))
                {
                    pair.Value.Dispose();
                    closed++;
                }
            }

            return closed;
        }

        /// <summary>A new model file is about to be installed for the language; requests are held back meanwhile.</summary>
        public static void ModelReplaced(string language)
        {
            s_vocabularies.TryRemove(language, out _); //! LEAK1002
        }

        private static ulong Hash(ReadOnlySpan<char> piece)
        {
            ulong hash = 14695981039346656037;
            Span<byte> two = stackalloc byte[2];
            foreach (char c in piece)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(two, c);
                hash = (hash ^ two[0]) * 1099511628211;
                hash = (hash ^ two[1]) * 1099511628211;
            }

            return hash;
        }
    }
}

namespace Samples.SeenLast3.A14
{
    public delegate Task ProcedureHandler(ReadOnlyMemory<byte> arguments, Stream result, CancellationToken ct);

    /// <summary>A result that is too large for memory goes through a file which vanishes when closed.</summary>
    internal sealed class ReplyFile : IAsyncDisposable
    {
        public ReplyFile(long ticket)
        {
            Ticket = ticket;
            Content = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew,
                FileAccess.ReadWrite, FileShare.None, 8192, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        }

        public long Ticket { get; }

        public FileStream Content { get; }

        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }

    internal sealed class RunningCall(long ticket, TimeSpan limit) : IDisposable
    {
        private readonly CancellationTokenSource _limit = new(limit);

        public long Ticket => ticket;

        public CancellationToken Token => _limit.Token;

        public void Abort() => _limit.Cancel();

        public void Dispose() => _limit.Dispose();
    }

    public sealed class ProcedureServer : IAsyncDisposable
    {
        private readonly object _sync = new();
        private readonly Dictionary<long, RunningCall> _running = [];
        private readonly Channel<ReplyFile> _replies = Channel.CreateBounded<ReplyFile>(32);
        private readonly ProcedureHandler _handler;
        private readonly Task _sender;
        private long _tickets;
        private bool _closed;

        public ProcedureServer(ProcedureHandler handler, Stream wire)
        {
            _handler = handler;
            _sender = Task.Run(() => SendAsync(wire));
        }

        public async Task InvokeAsync(ReadOnlyMemory<byte> arguments, TimeSpan limit)
        {
            long ticket = Interlocked.Increment(ref _tickets);
            var reply = new ReplyFile(ticket);
            var call = new RunningCall(ticket, limit);
            bool late;
            lock (_sync)
            {
                late = _closed;
                if (!late)
                    _running.Add(ticket, call); //! LEAK4001
            }

            if (late)
            {
                call.Dispose();
                await reply.DisposeAsync().ConfigureAwait(false);
                return;
            }

            try
            {
                await _handler(arguments, reply.Content, call.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                Finished(ticket);
                await reply.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            _replies.Writer.TryWrite(reply); //! LEAK1006
        }

        public bool Abort(long ticket)
        {
            lock (_sync)
            {
                if (!_running.TryGetValue(ticket, out RunningCall? call))
                    return false;
                call.Abort();
                return true;
            }
        }

        private void Finished(long ticket)
        {
            RunningCall? call;
            lock (_sync)
                _running.Remove(ticket, out call);
            call?.Dispose();
        }

        private async Task SendAsync(Stream wire)
        {
            await foreach (ReplyFile reply in _replies.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await using (reply.ConfigureAwait(false))
                {
                    try
                    {
                        reply.Content.Position = 0;
                        await reply.Content.CopyToAsync(wire).ConfigureAwait(false);
                    }
                    catch (IOException e)
                    {
                        Console.Error.WriteLine($"reply {reply.Ticket}: {e.Message}");
                    }
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            List<RunningCall> rest;
            lock (_sync)
            {
                _closed = true;
                rest = [.. _running.Values];
                _running.Clear();
            }

            foreach (RunningCall call in rest)
                call.Dispose();
            _replies.Writer.TryComplete();
            await _sender.ConfigureAwait(false);
        }
    }
}
