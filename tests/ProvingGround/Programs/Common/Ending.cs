namespace Proving;

/// <summary>Ends what can be ended: a holder may have no end of its own until its fix gives it one.</summary>
public static class Ending
{
    public static async Task EndAsync(object holder)
    {
        if (holder is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            (holder as IDisposable)?.Dispose();
    }
}
