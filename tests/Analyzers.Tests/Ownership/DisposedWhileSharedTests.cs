using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1007 in caches that end entries by the way, and what callers ask for.</summary>
public sealed class DisposedWhileSharedTests
{
    private const string Texture =
        """
        sealed class Texture(string path) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(path);
            public long Bytes => _file.Length;
            public void Dispose() => _file.Dispose();
        }

        """;

    private static string Recent(string texture) => Texture +
        $$"""
        sealed class Recent(int capacity) : IDisposable
        {
            private readonly Dictionary<string, LinkedListNode<(string Path, Texture Texture)>> _index = new();
            private readonly LinkedList<(string Path, Texture Texture)> _order = new();

            public Texture Get(string path)
            {
                if (_index.TryGetValue(path, out var node))
                {
                    _order.Remove(node);
                    _order.AddFirst(node);
                    return node.Value.Texture;
                }

                var texture = new Texture(path);
                _index[path] = _order.AddFirst((path, texture));
                Trim();
                return texture;
            }

            private void Trim()
            {
                while (_index.Count > capacity)
                    EndOldest();
            }

            private void EndOldest()
            {
                var (path, texture) = _order.Last!.Value;
                _order.RemoveLast();
                _index.Remove(path);
                {{texture}};
            }

            public void Dispose()
            {
                foreach (var (_, texture) in _order)
                {
                    try { texture.Dispose(); } catch (IOException) { }
                }

                _order.Clear();
                _index.Clear();
            }
        }
        """;

    [Fact]
    public Task NodesOfTuplesTrimmedByGet_Fires() => Verify.FindsAsync(Recent("{|LEAK1007:texture.Dispose()|}"));

    private static string Plain(string end) => Texture +
        $$"""
        sealed class Textures(int capacity) : IDisposable
        {
            private readonly Dictionary<string, Texture> _known = new();
            private readonly Queue<string> _order = new();

            public Texture Get(string path)
            {
                if (_known.TryGetValue(path, out var known))
                    return known;
                var texture = new Texture(path);
                _known[path] = texture;
                _order.Enqueue(path);
                {{(end.Contains("Evict", StringComparison.Ordinal) ? "Evict();" : string.Empty)}}
                return texture;
            }

            {{end}}

            public int Capacity => capacity;

            public void Dispose()
            {
                foreach (var texture in _known.Values)
                {
                    try { texture.Dispose(); } catch (IOException) { }
                }

                _known.Clear();
            }
        }
        """;

    [Fact]
    public Task EvictedByGetOnOneThread_Fires() =>
        Verify.FindsAsync(Plain("private void Evict() { if (_order.Count > Capacity && _known.Remove(_order.Dequeue(), out var old)) {|LEAK1007:old.Dispose()|}; }"));

    [Fact]
    public Task TrimmedOnRequest_Fires() =>
        Verify.FindsAsync(Plain("public void Trim() { if (_known.Remove(_order.Dequeue(), out var old)) {|LEAK1007:old.Dispose()|}; }"));

    [Fact]
    public Task EndedOnRequestOnOneThread_IsSilent() =>
        Verify.SilentAsync(Plain("public void Drop() { if (_known.Remove(_order.Dequeue(), out var old)) old.Dispose(); }"));

    private static string Room(string end) =>
        $$"""
        sealed class Reels(int room) : IDisposable
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, FileStream> _open = new();
            private readonly Queue<string> _order = new();
            private bool _closed;

            public FileStream Open(string title)
            {
                FileStream old = null;
                FileStream reel;
                lock (_gate)
                {
                    if (_closed)
                        throw new ObjectDisposedException(title);
                    if (_open.TryGetValue(title, out reel))
                        return reel;
                    reel = File.OpenRead(title);
                    _open.Add(title, reel);
                    _order.Enqueue(title);
                    if (_open.Count > room)
                        _open.Remove({{end}}, out old);
                }

                if (old != null)
                    {{(end == "title" ? "old.Dispose()" : "{|LEAK1007:old.Dispose()|}")}};
                return reel;
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (var reel in _open.Values)
                    {
                        try { reel.Dispose(); } catch (IOException) { }
                    }

                    _open.Clear();
                }
            }
        }
        """;

    [Fact]
    public Task AnotherThatMakesRoom_Fires() => Verify.FindsAsync(Room("_order.Peek()"));

    [Fact]
    public Task TheNewOneThatFindsNoRoom_IsSilent() => Verify.SilentAsync(Room("title"));
}
