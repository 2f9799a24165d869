namespace Proving.Holders;

/// <summary>A pipe that flushes when it ends; that may fail.</summary>
public sealed class Pipe(Stream target) : IDisposable
{
    private readonly Timer heartbeat = new(_ => { });

    public bool IsOpen { get; private set; } = true;

    public void Dispose()
    {
        target.Flush();
        heartbeat.Dispose();
        IsOpen = false;
    }
}

/// <summary>Pipes that end together: one that fails does not keep the others.</summary>
public sealed class PipeSet : IDisposable
{
    private readonly List<Pipe> pipes = new();

    public Pipe Open(Stream target)
    {
        var pipe = new Pipe(target);
        pipes.Add(pipe);
        return pipe;
    }

    public void Dispose()
    {
        foreach (var pipe in pipes)
        {
            try
            {
                pipe.Dispose();
            }
            catch (IOException error)
            {
                Console.Error.WriteLine(error.Message);
            }
        }
    }
}
