using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>_stream = new Pipe(new Plain(_client.GetStream())); …; _stream = new Pipe(new Framed(_client.GetStream())): ending the first one would end what the second one is around.</summary>
internal static class WrappedAnew
{
    private const int MaxDepth = 4;

    public static bool Is(Holder holder, Store store, AccessNode access) => !store.IsCollection && access is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Created } fresh }
        && store.Accesses.Exists(first => first.Body == access.Body && first.Order < access.Order && first is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Created } old, Parent: { } block }
            && Structure.Contains(block, access) && SharesPart(holder, old, fresh, 0)
            && !store.Accesses.Exists(between => between.Body == access.Body && between.Inserts && between.Order > first.Order && between.Order < access.Order));

    /// <summary>Something of another object that both are made around.</summary>
    private static bool SharesPart(Holder holder, Value old, Value fresh, int depth) => depth < MaxDepth && System.Array.Exists(old.Items, item => Known(item) is var part
        && (part.Kind == ValueKind.Created ? SharesPart(holder, part, fresh, depth + 1) : IsOfAnother(holder, part) && IsAround(fresh, part, depth)));

    private static bool IsAround(Value whole, Value part, int depth) => depth < MaxDepth && System.Array.Exists(whole.Items, item => Known(item) is var inner
        && (inner.Kind == ValueKind.Created ? IsAround(inner, part, depth + 1) : inner.Call is { } call && call.Target?.Name == part.Call!.Target!.Name && Canon.Same(call.Receiver, part.Call.Receiver)));

    private static Value Known(Value value) => value is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created or ValueKind.Result } made } ? made : value;

    /// <summary>The stream of a connection, which gives the same one each time; a manager of streams would give a new one.</summary>
    private static bool IsOfAnother(Holder holder, Value part) => part is { Kind: ValueKind.Result, Call: { Receiver: { Kind: ValueKind.Store or ValueKind.Local or ValueKind.Parameter }, Arguments.Length: 0, Target: { Name: "GetStream" } target } }
        && (target.ContainingType.Name == "TcpClient" || StoreScope.IsInSource(target) && Trace.Roots(holder, part).TrueForAll(r => r.Kind != RootKind.Created));
}
