using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast7.A30
{
    public readonly record struct Revision(int Major, int Minor) : IComparable<Revision>
    {
        public int CompareTo(Revision other) => (Major, Minor).CompareTo((other.Major, other.Minor));

        public Revision Next => this with { Minor = Minor + 1 };
    }

    /// <summary>What the server knows of a note; successive states share one lock file.</summary>
    internal sealed record NoteState(string Path, Revision Revision, string Text, FileStream Guard)
    {
        public NoteState WithText(string text) => this with { Text = text, Revision = Revision.Next };
    }

    internal static class Guards
    {
        extension(string path)
        {
            public FileStream OpenGuard() => new(path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
    }

    /// <summary>Notes being edited on a collaboration server.</summary>
    public sealed class NoteBoard : IDisposable
    {
        private readonly object _board = new();
        private readonly Dictionary<string, NoteState> _notes = new(StringComparer.OrdinalIgnoreCase);
        private State _state = State.Open;

        private enum State { Open, Closing, Closed }

        public Revision Begin(string path)
        {
            FileStream guard = path.OpenGuard();
            lock (_board)
            {
                if (_state == State.Open && !_notes.ContainsKey(path))
                {
                    var note = new NoteState(path, new Revision(1, 0), "", guard);
                    _notes[path] = note;
                    return note.Revision;
                }
            }

            guard.Dispose();
            throw new InvalidOperationException($"{path} cannot be edited now");
        }

        public bool Edit(string path, Revision basis, string text, out Revision revision)
        {
            lock (_board)
            {
                if (!_notes.TryGetValue(path, out NoteState? note) || note.Revision.CompareTo(basis) != 0)
                {
                    revision = note?.Revision ?? default;
                    return false;
                }

                NoteState next = note.WithText(text);
                _notes[path] = next; // same guard, newer text
                revision = next.Revision;
                return true;
            }
        }

        public bool Rename(string from, string to)
        {
            FileStream guard = to.OpenGuard();
            FileStream? obsolete = guard;
            try
            {
                lock (_board)
                {
                    if (_state != State.Open || _notes.ContainsKey(to) || !_notes.Remove(from, out NoteState? note))
                        return false;
                    obsolete = note.Guard;
                    _notes.Add(to, note with { Path = to, Guard = guard });
                    return true;
                }
            }
            finally
            {
                obsolete.Dispose();
            }
        }

        public bool TryEnd(string path, [NotNullWhen(true)] out string? text)
        {
            NoteState? note;
            lock (_board)
                _notes.Remove(path, out note);
            if (note is null)
            {
                text = null;
                return false;
            }

            (text, FileStream guard) = (note.Text, note.Guard);
            guard.Dispose();
            return true;
        }

        public IReadOnlyList<(string Path, Revision Revision)> List()
        {
            lock (_board)
                return _notes.Values.Select(n => (n.Path, n.Revision)).ToList();
        }

        public void Dispose()
        {
            FileStream[] guards;
            lock (_board)
            {
                if (_state != State.Open)
                    return;
                _state = State.Closing;
                guards = _notes.Values.Select(n => n.Guard).ToArray();
                _notes.Clear();
            }

            foreach (FileStream guard in guards)
            {
                try
                {
                    guard.Dispose();
                }
                catch (IOException)
                {
                }
            }

            lock (_board)
                _state = State.Closed;
        }
    }
}

namespace Samples.SeenLast7.A31
{
    /// <summary>A response body kept on disk.</summary>
    internal sealed class CachedBody : IDisposable
    {
        private readonly FileStream _file;

        private CachedBody(FileStream file, string mediaType) => (_file, MediaType) = (file, mediaType);

        public string MediaType { get; }

        public string Path => _file.Name;

        public long Length => _file.Length;

        public static async Task<CachedBody> SpoolAsync(string directory, string mediaType, Stream content, CancellationToken ct)
        {
            string path = System.IO.Path.Combine(directory, System.IO.Path.GetRandomFileName());
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, useAsync: true);
            try
            {
                await content.CopyToAsync(file, ct).ConfigureAwait(false);
                await file.FlushAsync(ct).ConfigureAwait(false);
                return new CachedBody(file, mediaType);
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public async Task CopyToAsync(Stream target, CancellationToken ct)
        {
            var buffer = new byte[1 << 16];
            long at = 0;
            int got;
            while ((got = await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer, at, ct).ConfigureAwait(false)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, got), ct).ConfigureAwait(false);
                at += got;
            }
        }

        public void Dispose() => _file.Dispose();
    }

    public sealed class EdgeCache(string directory) : IDisposable
    {
        private readonly ConcurrentDictionary<string, CachedBody> _bodies = new(StringComparer.Ordinal);
        private int _closed;

        public async Task<bool> ServeAsync(string key, Stream target, CancellationToken ct)
        {
            if (!_bodies.TryGetValue(key, out CachedBody? body))
                return false;
            await body.CopyToAsync(target, ct).ConfigureAwait(false);
            return true;
        }

        public async Task StoreAsync(string key, string mediaType, Stream content, CancellationToken ct)
        {
            CachedBody body = await CachedBody.SpoolAsync(directory, mediaType, content, ct).ConfigureAwait(false);
            if (!_bodies.TryAdd(key, body))
            {
                body.Dispose(); // somebody else was faster
                return;
            }

            if (Volatile.Read(ref _closed) == 1)
                DropAll();
        }

        public void Purge(string key)
        {
            if (!_bodies.TryGetValue(key, out CachedBody? body))
                return;

            body.Dispose(); //! LEAK1008
            File.Delete(body.Path);
            _bodies.TryRemove(KeyValuePair.Create(key, body));
        }

        private void DropAll()
        {
            foreach (string key in _bodies.Keys)
                if (_bodies.TryRemove(key, out CachedBody? body))
                    body.Dispose(); //! LEAK1013
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
                DropAll();
        }
    }

    /// <summary>Access log in parts, of which the newest few stay readable. Owned by the log thread.</summary>
    public sealed class AccessJournal : IDisposable
    {
        private readonly List<FileStream> _parts = new();
        private readonly string _prefix;
        private readonly int _keep;
        private int _number;

        public AccessJournal(string prefix, int keep)
        {
            _prefix = prefix;
            _keep = keep;
        }

        public void Append(ReadOnlySpan<byte> line)
        {
            if (_parts.Count == 0 || _parts[^1].Length > 8 << 20)
                AddPart();
            _parts[^1].Write(line);
        }

        private void AddPart()
        {
            _parts.Add(File.Open($"{_prefix}.{_number++}", FileMode.Create, FileAccess.ReadWrite, FileShare.Read));
            if (_parts.Count > _keep)
                _parts.RemoveAt(0); //! LEAK1002
        }

        public IEnumerable<string> Parts()
        {
            foreach (FileStream part in _parts)
                yield return part.Name;
        }

        public void Dispose()
        {
            foreach (FileStream part in _parts)
            {
                try
                {
                    part.Dispose();
                }
                catch (IOException)
                {
                }
            }

            _parts.Clear();
        }
    }
}
