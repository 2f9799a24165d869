using LeakGuard.Facts;

namespace LeakGuard.Races;

/// <summary>Keys that only the thread, or the task, that runs has: nobody else makes an entry for them meanwhile.</summary>
internal static class OwnKeys
{
    private const int MaxDepth = 6;

    /// <summary>Not across an await, after which the thread has served others; and not a number made of it, which several have.</summary>
    public static bool Is(AccessNode act) => act.Key != null && IsOwn(act.Key, 0) && !act.Body.Member.Awaits.Exists(a => a.Order < act.Order);

    private static bool IsOwn(Value key, int depth) => depth < MaxDepth && (IsOfThread(key)
        || key.Kind == ValueKind.Local && key.Local.Single is { } single && IsOwn(single, depth + 1)
        || NameOf(key) is "ManagedThreadId" or "Value" or "GetValueOrDefault" or "ToString" && key.Owner is { } owner && IsOwn(owner, depth + 1));

    private static bool IsOfThread(Value key) => (key.Symbol ?? key.Call?.Target?.AssociatedSymbol) is { ContainingType.Name: var type, Name: var name }
        && (type, name) is ("Thread", "CurrentThread") or ("Task", "CurrentId") or ("Environment", "CurrentManagedThreadId");

    private static string? NameOf(Value key) => key.Kind is ValueKind.Member or ValueKind.Pure or ValueKind.Result ? (key.Symbol ?? key.Call?.Target)?.Name : null;
}
