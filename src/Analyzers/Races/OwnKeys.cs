using LeakGuard.Facts;

namespace LeakGuard.Races;

/// <summary>Keys that only the thread, or the task, that runs has: nobody else makes an entry for them meanwhile.</summary>
internal static class OwnKeys
{
    private const int MaxDepth = 6;

    public static bool Is(Value? key, int depth = 0) => key != null && depth < MaxDepth && (IsOfThread(key)
        || key.Kind == ValueKind.Local && Is(key.Local.Single, depth + 1)
        || key.Kind is ValueKind.Member or ValueKind.Pure or ValueKind.Result && Is(key.Owner, depth + 1));

    private static bool IsOfThread(Value key) => (key.Symbol ?? key.Call?.Target?.AssociatedSymbol ?? key.Call?.Target) is { ContainingType.Name: var type, Name: var name }
        && (type, name) is ("Thread", "CurrentThread") or ("Task", "CurrentId") or ("Environment", "CurrentManagedThreadId");
}
