namespace Proving;

/// <summary>Lets another thread come exactly when it hurts.</summary>
public static class Race
{
    /// <summary>When the next connection is about to be opened, somebody else comes first; what it does is over when this is disposed.</summary>
    public static Intruder AtNextOpening(Action act)
    {
        var intruder = new Intruder(act);
        Connection.Opening = () =>
        {
            Connection.Opening = null;
            intruder.Start();
            intruder.GoesThrough();
        };
        return intruder;
    }
}

/// <summary>A thread that runs until it is done or has to wait for somebody.</summary>
public sealed class Intruder : IDisposable
{
    private readonly Thread thread;

    public Intruder(Action act) => thread = new Thread(() => act());

    public void Start() => thread.Start();

    /// <summary>
    /// True as soon as the thread is done, false when it waits and goes on waiting: a wait for a moment, as for a method that another
    /// thread compiles, is none.
    /// </summary>
    public bool GoesThrough()
    {
        while (true)
        {
            SpinWait.SpinUntil(() => IsIn(ThreadState.Stopped | ThreadState.WaitSleepJoin));
            if (IsIn(ThreadState.Stopped))
                return true;
            if (!SpinWait.SpinUntil(() => !IsIn(ThreadState.WaitSleepJoin), TimeSpan.FromMilliseconds(500)))
                return false;
        }
    }

    public void Dispose()
    {
        if ((thread.ThreadState & ThreadState.Unstarted) == 0)
            thread.Join();
    }

    private bool IsIn(ThreadState states) => (thread.ThreadState & states) != 0;
}
