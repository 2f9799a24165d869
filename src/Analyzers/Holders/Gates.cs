using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>
/// A gate at which handlers wait until the member that attached them has set everything up: an event of that member, which it opens
/// whatever happens and never closes again.
/// </summary>
internal static class Gates
{
    public static bool IsOpened(CallNode wait)
    {
        if (wait is not { Block: Catalog.BlockKind.Wait, Receiver: { Kind: ValueKind.Local, Type: { } type } gate } || type.Name is not ("ManualResetEventSlim" or "ManualResetEvent") || wait.Body.Enclosing == null)
            return false;
        var opens = false;
        foreach (var call in wait.Body.Member.Calls)
        {
            if (call.Receiver != gate || call.Target == null)
                continue;
            if (call.Target.Name == "Reset")
                return false;
            opens |= call.Target.Name == "Set" && call.Body != wait.Body && call.Body.Enclosing == null && (Structure.EndsFinally(call) || call.Parent == call.Body.Root);
        }

        return opens;
    }
}
