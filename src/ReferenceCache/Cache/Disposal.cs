using System;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

internal static class Disposal
{
    public static ValueTask DisposeAsync(object? value)
    {
        switch (value)
        {
            case IAsyncDisposable asynchronous:
                return asynchronous.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                return default;
            default:
                return default;
        }
    }
}
