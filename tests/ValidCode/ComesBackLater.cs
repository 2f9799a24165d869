using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace LeakGuard.ValidCode.ComesBackLater;

/// <summary>It stops its timer for the time of a tick.</summary>
public sealed class Meter : IDisposable
{
    private readonly System.Timers.Timer _timer = new(250);
    private readonly Func<Task> _read;

    public Meter(Func<Task> read)
    {
        _read = read;
        _timer.Elapsed += (_, _) =>
        {
            _timer.Stop();
            try
            {
                _read().Wait();
            }
            finally
            {
                _timer.Start();
            }
        };
        _timer.Start();
    }

    public void Dispose() => _timer.Dispose();
}

/// <summary>Handles go over to the collection of the next message, which closes them.</summary>
public sealed class Handles : IDisposable
{
    private readonly object _gate = new();
    private readonly List<SafeFileHandle> _handles = new();
    private bool _closed;

    public void Add(nint raw)
    {
        var handle = new SafeFileHandle(raw, ownsHandle: true);
        lock (_gate)
        {
            if (!_closed)
            {
                _handles.Add(handle);
                return;
            }
        }

        handle.Dispose();
    }

    public void MoveTo(Handles next, int count)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                next._handles.Add(_handles[i]);
            _handles.RemoveRange(0, count);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var handle in _handles)
            {
                try
                {
                    handle.Dispose();
                }
                catch (IOException)
                {
                }
            }

            _handles.Clear();
        }
    }
}

/// <summary>What is left of the last attempt goes first; nobody uses the pipe before the attempt is through, and a failed one is repeated.</summary>
public sealed class Line(string name) : IDisposable
{
    private PipeStream? _pipe;

    public Task SendAsync(byte[] data) => _pipe is { IsConnected: true } pipe ? pipe.WriteAsync(data).AsTask() : Task.CompletedTask;

    public async Task ConnectAsync(CancellationToken token)
    {
        _pipe?.Dispose();
        _pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut);
        await ((NamedPipeClientStream)_pipe).ConnectAsync(token);
    }

    public void Dispose() => _pipe?.Dispose();
}
