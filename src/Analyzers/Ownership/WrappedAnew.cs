using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>_stream = new Pipe(new Plain(_client.GetStream())); …; _stream = new Pipe(new Framed(_client.GetStream())): ending the first one would end what the second one is around.</summary>
internal static class WrappedAnew
{
    private const int MaxDepth = 4;

    public static bool Is(Store store, AccessNode access) => !store.IsCollection && access is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Created } fresh }
        && store.Accesses.Exists(first => first.Body == access.Body && first.Order < access.Order && first is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Created } old, Parent: { } block }
            && Structure.Contains(block, access) && SharesPart(old, fresh, 0)
            && !store.Accesses.Exists(between => between.Body == access.Body && between != first && between != access && between.Inserts && between.Order > first.Order && between.Order < access.Order));

    /// <summary>Something of another object that both are made around.</summary>
    private static bool SharesPart(Value old, Value fresh, int depth) => depth < MaxDepth && System.Array.Exists(old.Items, item => Known(item) is var part
        && (part.Kind == ValueKind.Created ? SharesPart(part, fresh, depth + 1) : IsOfAnother(part) && IsAround(fresh, part, depth)));

    private static bool IsAround(Value whole, Value part, int depth) => depth < MaxDepth && System.Array.Exists(whole.Items, item => Known(item) is var inner && (inner.Kind == ValueKind.Created ? IsAround(inner, part, depth + 1) : IsOfAnother(inner) && Canon.Same(inner.Call!.Receiver, part.Call!.Receiver)));

    private static Value Known(Value value) => value is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created or ValueKind.Result } made } ? made : value;

    private static bool IsOfAnother(Value part) => part is { Kind: ValueKind.Result, Call: { Receiver: { Kind: ValueKind.Store or ValueKind.Local or ValueKind.Parameter }, Arguments.Length: 0, Target.Name: "GetStream" } };
}
