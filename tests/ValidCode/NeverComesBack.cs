using System.Diagnostics.CodeAnalysis;

namespace LeakGuard.ValidCode.NeverComesBack;

/// <summary>Where a frame is there already, a helper throws: whether it is marked so or only written so.</summary>
public sealed class FrameReader : IDisposable
{
    private FileStream? _frame;
    private FileStream? _overlay;

    public void Read(Queue<string> markers)
    {
        while (markers.TryDequeue(out var marker))
        {
            if (marker.StartsWith('+'))
                BeginOverlay(marker);
            else
                Begin(marker);
        }
    }

    private void Begin(string path)
    {
        if (_frame != null)
            Refuse.Marked(path);
        _frame = File.OpenRead(path);
    }

    private void BeginOverlay(string path)
    {
        if (_overlay != null)
            Refuse.Written(path);
        _overlay = File.OpenRead(path);
    }

    public void Dispose()
    {
        _frame?.Dispose();
        _overlay?.Dispose();
    }
}

internal static class Refuse
{
    [DoesNotReturn]
    public static void Marked(string what) => Environment.FailFast(what);

    public static void Written(string what)
    {
        var text = "a second " + what;
        throw new InvalidDataException(text);
    }
}

/// <summary>The handler asks for the end, which comes back before the wait.</summary>
public sealed class Feature : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(".");

    public Feature()
    {
        _watcher.Created += (_, _) => Set(enable: false);
        _watcher.EnableRaisingEvents = true;
    }

    public void Enable() => Set(enable: true);

    private void Set(bool enable)
    {
        lock (this)
        {
            if (!enable)
            {
                Console.WriteLine("off");
                return;
            }

            if (!Task.Run(() => Console.WriteLine("on")).Wait(TimeSpan.FromSeconds(15)))
                throw new TimeoutException();
        }
    }

    public void Dispose() => _watcher.Dispose();
}
