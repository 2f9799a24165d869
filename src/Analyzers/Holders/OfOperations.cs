using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Stores that only show what runs: the operation that puts a value in ends it, and whoever takes it away loses nothing.</summary>
internal static class OfOperations
{
    private const int MaxDepth = 4;

    /// <summary>using var target = new Server(); _running.Add(target), or _state = _state with { Server = target }.</summary>
    public static bool Are(Store store) => store.OnlyGets(access => Ends(access, access.Inserted!, 0));

    private static bool Ends(AccessNode access, Value value, int depth) => depth < MaxDepth && value switch
    {
        { Kind: ValueKind.Local } when access.Body.Member.Disposals.Exists(d => (d.IsUsing || IsAround(d, access)) && d.Body == access.Body && d.Order > access.Order && d.Operand.Kind == ValueKind.Local && d.Operand.Local == value.Local) => true,
        { Kind: ValueKind.Local, Local.Single: { } single } => Ends(access, single, depth + 1),
        { Kind: ValueKind.Constant, Data: "default" } => true,
        { Kind: ValueKind.Created } => System.Array.Exists(value.Items, i => Ends(access, i, depth + 1)) && !System.Array.Exists(value.Items, i => i.Kind == ValueKind.Created),
        _ => false,
    };

    /// <summary>try { _running.Add(target); … } finally { target.Dispose(); }</summary>
    private static bool IsAround(DisposeNode dispose, AccessNode access) => Structure.EndsFinally(dispose) && Structure.Enclosing(dispose, BlockRole.Finally) is { Owner: TryNode attempt } && Structure.Contains(attempt.TryBody, access);
}
