namespace Proving;

/// <summary>Lets another thread come exactly when it hurts.</summary>
public static class Race
{
    /// <summary>When the next connection is about to be opened, somebody else comes first; what it does is over when this is disposed.</summary>
    public static Intruder AtNextOpening(Action act)
    {
        var intruder = new Intruder(act);
        Connection.Opening = _ =>
        {
            Connection.Opening = null;
            intruder.Come();
        };
        return intruder;
    }
}

/// <summary>A thread that runs until it is done or has to wait for somebody.</summary>
public sealed class Intruder(Action act) : IDisposable
{
    private Thread? thread;

    /// <summary>True if the thread went through, false if it waits for what the caller holds.</summary>
    public bool Come()
    {
        thread = new Thread(() => act());
        thread.Start();
        SpinWait.SpinUntil(() => (thread.ThreadState & (ThreadState.Stopped | ThreadState.WaitSleepJoin)) != 0);
        return thread.Join(0);
    }

    public void Dispose() => thread?.Join();
}
