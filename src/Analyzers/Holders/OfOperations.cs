using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Stores that only show what runs: the operation that puts a value in ends it, and whoever takes it away loses nothing.</summary>
internal static class OfOperations
{
    private const int MaxDepth = 4;

    /// <summary>using var target = new Server(); _running.Add(target), or _state = _state with { Server = target }.</summary>
    public static bool Are(Holder holder, Store store) => store.OnlyGets(access => Ends(holder, access, access.Inserted!, 0));

    private static bool Ends(Holder holder, AccessNode access, Value value, int depth) => depth < MaxDepth && value switch
    {
        { Kind: ValueKind.Local } when access.Body.Member.Disposals.Exists(d => (d.IsUsing || IsAround(d, access)) && d.Body == access.Body && d.Order > access.Order && d.Operand.Kind == ValueKind.Local && d.Operand.Local == value.Local) => true,
        { Kind: ValueKind.Local, Local.Single: { } single } => Ends(holder, access, single, depth + 1),
        { Kind: ValueKind.Constant, Data: "default" } => true,
        { Kind: ValueKind.Created } => System.Array.Exists(value.Items, i => Ends(holder, access, i, depth + 1)) && System.Array.TrueForAll(value.Items, i => i.Kind != ValueKind.Created && (!IsNewResource(holder, i, 0) || Ends(holder, access, i, depth + 1))),
        _ => false,
    };

    /// <summary>new Running(target, File.OpenWrite(path)): what else is made for the entry stays when the operation is over.</summary>
    private static bool IsNewResource(Holder holder, Value value, int depth) => value switch
    {
        { Kind: ValueKind.Local } => depth < MaxDepth && value.Local.Assigned.Exists(v => IsNewResource(holder, v, depth + 1)),
        { Kind: ValueKind.Awaited, A: { } task } => depth < MaxDepth && IsNewResource(holder, task, depth + 1),
        { Kind: ValueKind.Created or ValueKind.Result } => holder.Catalog.PayloadOf(value.Type ?? value.Call?.Target?.ReturnType).IsResource && !IsKeptElsewhere(holder, value),
        _ => false,
    };

    /// <summary>_logs.Get(path): by its source the one that has it goes on having it; not _logs.Take(path).</summary>
    private static bool IsKeptElsewhere(Holder holder, Value value) => value.Call?.Target is { } giver && holder.FactsOf(giver) is { } facts
        && Trace.DeepRoots(holder, value).Exists(r => r is { Kind: RootKind.Element or RootKind.Slot, IsPart: false, Symbol: { } kept } && !facts.Accesses.Exists(a => (a.Removes || a.Inserted is { IsNull: true }) && SymbolEqualityComparer.Default.Equals(a.Store, kept)));

    /// <summary>try { _running.Add(target); … } finally { target.Dispose(); }</summary>
    private static bool IsAround(DisposeNode dispose, AccessNode access) => Structure.EndsFinally(dispose) && Structure.Enclosing(dispose, BlockRole.Finally) is { Owner: TryNode attempt } && Structure.Contains(attempt.TryBody, access);
}
