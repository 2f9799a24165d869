using System.Collections.Immutable;

namespace LeakGuard.ValidCode.FilledFromTheStart;

public sealed class Feed(string path) : IDisposable
{
    private readonly FileStream _file = File.OpenRead(path);

    public int Next() => _file.ReadByte();

    public void Dispose() => _file.Dispose();
}

/// <summary>Locks and memory that are made in one go hold nothing.</summary>
public sealed class StripedBuffers : IDisposable
{
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1))];
    private readonly MemoryStream[] _buffers = { new(), new() };

    public async Task WriteAsync(int key, byte[] data)
    {
        await _locks[key % 32].WaitAsync().ConfigureAwait(false);
        try
        {
            _buffers[key % 2].Write(data);
        }
        finally
        {
            _locks[key % 32].Release();
        }
    }

    public void Dispose()
    {
    }
}

public interface IDesk
{
    void Show(Feed feed);

    void ShowAll(IEnumerable<Feed> feeds);
}

/// <summary>The desk gets all feeds, or each of them: it may end them.</summary>
public sealed class Shelf : IDisposable
{
    private readonly Feed[] _upper;
    private readonly Feed[] _lower;

    public Shelf(IDesk desk, IEnumerable<string> paths)
    {
        var upper = paths.Select(path => new Feed(path)).ToArray();
        desk.ShowAll(upper);
        _upper = upper;
        _lower = paths.Select(path => new Feed(path + ".old")).ToArray();
        foreach (var feed in _lower)
            desk.Show(feed);
    }

    public int Sum() => _upper.Sum(f => f.Next()) + _lower.Sum(f => f.Next());

    public void Dispose()
    {
    }
}

/// <summary>A second view of what two fields hold.</summary>
public sealed class Stereo : IDisposable
{
    private readonly Feed _left;
    private readonly Feed _right;
    private readonly List<Feed> _both;

    public Stereo(string path)
    {
        var left = new Feed(path + ".l");
        var right = new Feed(path + ".r");
        _left = left;
        _right = right;
        _both = [left, right];
    }

    public int Sum() => _both.Sum(f => f.Next());

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }
}

public sealed class Choir(Feed[] voices) : IDisposable
{
    public int Sum() => voices.Sum(v => v.Next());

    public void Dispose()
    {
        foreach (var voice in voices)
        {
            try
            {
                voice.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

/// <summary>Another part of the holder is made of the entries and ends them.</summary>
public sealed class Concert : IDisposable
{
    private readonly Feed[] _voices;
    private readonly Choir _choir;

    public Concert(IEnumerable<string> paths)
    {
        _voices = paths.Select(path => new Feed(path)).ToArray();
        _choir = new Choir(_voices);
    }

    public int First() => _voices[0].Next() + _choir.Sum();

    public void Dispose() => _choir.Dispose();
}

/// <summary>Drains in other words.</summary>
public sealed class Drained : IAsyncDisposable
{
    private readonly Feed[] _byIndex;
    private readonly Feed[] _byCall;
    private List<Feed> _current;
    private ImmutableDictionary<string, Feed> _byName;

    public Drained(IReadOnlyList<string> paths)
    {
        _byIndex = paths.Select(path => new Feed(path)).ToArray();
        _byCall = paths.Select(path => new Feed(path)).ToArray();
        _byName = paths.ToImmutableDictionary(path => path, path => new Feed(path));
        _current = [.. paths.Select(path => new Feed(path))];
    }

    public int Sum() => _byIndex[0].Next() + _byCall[0].Next() + _current[0].Next() + _byName.Count;

    public void Reload(IEnumerable<string> paths)
    {
        var fresh = new List<Feed>();
        var old = _current;
        _current = fresh;
        EndAll(old);
        foreach (var path in paths)
            fresh.Add(new Feed(path));
    }

    public ValueTask DisposeAsync()
    {
        for (var i = 0; i < _byIndex.Length; i++)
            End(_byIndex[i]);
        Array.ForEach(_byCall, End);
        foreach (var (_, feed) in Interlocked.Exchange(ref _byName, ImmutableDictionary<string, Feed>.Empty))
            End(feed);
        EndAll(_current);
        return default;
    }

    private static void EndAll(List<Feed> feeds)
    {
        for (var i = feeds.Count - 1; i >= 0; i--)
            End(feeds[i]);
        feeds.Clear();
    }

    private static void End(Feed feed)
    {
        try
        {
            feed.Dispose();
        }
        catch (IOException)
        {
        }
    }
}

public static class Uses
{
    public static async Task<int> RunAsync(IDesk desk, string[] paths)
    {
        using var buffers = new StripedBuffers();
        await buffers.WriteAsync(1, [1]);
        using var shelf = new Shelf(desk, paths);
        using var stereo = new Stereo(paths[0]);
        using var concert = new Concert(paths);
        await using var drained = new Drained(paths);
        return shelf.Sum() + stereo.Sum() + concert.First() + drained.Sum();
    }
}
