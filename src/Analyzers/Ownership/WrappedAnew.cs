using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_stream = new Pipe(new Plain(_client.GetStream())); …; _stream = new Pipe(new Framed(_client.GetStream())): ending the first one would end what the second one is around.</summary>
internal static class WrappedAnew
{
    private const int MaxDepth = 4;

    public static bool Is(Holder holder, Store store, AccessNode access) => !store.IsCollection && access is { Access: AccessKind.Overwrite, Inserted: { } next }
        && (AreReadersOfField(holder, store) || next is { Kind: ValueKind.Created } fresh && (IsAroundOneField(holder, store, fresh) || IsAfterFirst(holder, store, access, fresh)));

    /// <summary>_reader = new StreamReader(_file): a reader has nothing but what it reads from, and that stays in a field, to be read from the beginning again.</summary>
    private static bool AreReadersOfField(Holder holder, Store store) => store.OnlyGets(a => Trace.Roots(holder, a.Inserted!) is { Count: > 0 } made && made.TrueForAll(r => r.Kind == RootKind.Created && r.Value is { Type.Name: "StreamReader" or "BinaryReader", Items: { Length: > 0 } items }
        && items[0] is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type: { } stream, Symbol: { } source } && holder.Catalog.IsResource(stream) && Stays(holder, source)));

    private static bool Stays(Holder holder, ISymbol source) => source is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
        || !holder.Members.Any(f => !Callers.IsConstruction(f) && f.Accesses.Exists(w => w.Inserts && w.Access is AccessKind.Overwrite or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(w.Store, source)));

    /// <summary>_wire = new Plain(_pipe); …; _wire = new Sealed(_pipe, key): whatever is put there is around the one field that stays, and is no more than that.</summary>
    private static bool IsAroundOneField(Holder holder, Store store, Value fresh)
    {
        var inner = System.Array.Find(fresh.Items, i => i is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: IFieldSymbol { IsReadOnly: true } } && holder.Catalog.IsResource(i.Type))?.Symbol;
        return inner != null && store.Accesses.TrueForAll(a => !a.Inserts || a.Inserted is null or { IsNull: true }
            || a.Inserted is { Kind: ValueKind.Created, Type: { } type } one && StoreScope.IsInSource(type) && HoldsOnlyParts(holder, one) && !DoesMore(holder, type) && System.Array.Exists(one.Items, i => i.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(i.Symbol, inner)));
    }

    /// <summary>It starts something, or attaches a handler to what it is around: ending it ends that.</summary>
    private static bool DoesMore(Holder holder, ITypeSymbol type)
    {
        for (var at = type as INamedTypeSymbol; at is { DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (at.OriginalDefinition.GetMembers().Any(m => m is IMethodSymbol or IFieldSymbol && holder.WrittenFactsOf(m) is { } facts && (facts.Starts.Count > 0 || facts.Registers.Exists(r => !r.Detaches) || m is IMethodSymbol method && Closing.IsDispose(method) && !facts.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" or "Flush" } || c.Target is { } called && Closing.IsDispose(called) || facts.Disposals.Exists(d => d.Syntax == c.Syntax)))))
                return true;
        }

        return false;
    }

    private static bool IsAfterFirst(Holder holder, Store store, AccessNode access, Value fresh) => store.Accesses.Exists(first => first.Body == access.Body && first.Order < access.Order && first is { Access: AccessKind.Overwrite, Inserted: { Kind: ValueKind.Created } old, Parent: { } block }
            && Structure.Contains(block, access) && SharesPart(holder, old, fresh, 0)
            && !store.Accesses.Exists(between => between.Body == access.Body && between.Inserts && between.Order > first.Order && between.Order < access.Order));

    /// <summary>Something of another object that both are made around.</summary>
    private static bool SharesPart(Holder holder, Value old, Value fresh, int depth) => depth < MaxDepth && HoldsOnlyParts(holder, old) && !System.Array.Exists(old.Items, i => i.IsTrue)
        && old.Items.Where(i => holder.Catalog.IsResource(i.Type)).ToList() is { Count: > 0 } parts
        && parts.TrueForAll(item => IsSameLocal(fresh, item, depth) || Known(item) is var part && (part.Kind == ValueKind.Created ? SharesPart(holder, part, fresh, depth + 1) : IsOfAnother(holder, part) && IsAround(fresh, part, depth)));

    /// <summary>A wrapper from the platform, or one of the program that has nothing else to end than what it was given.</summary>
    private static bool HoldsOnlyParts(Holder holder, Value wrapper) => wrapper.Type is { } type && (!StoreScope.IsInSource(type)
        || type.GetMembers().OfType<IFieldSymbol>().Count(f => !f.IsStatic && (holder.Catalog.IsResource(f.Type) || holder.Catalog.Of(f.Type).Has(TypeTraits.Timer | TypeTraits.Thread))) <= wrapper.Items.Count(i => holder.Catalog.IsResource(i.Type)));

    /// <summary>var stream = …; new Plain(stream) … new Framed(new Buffered(stream)): the very same, in a local that gets nothing else.</summary>
    private static bool IsSameLocal(Value whole, Value part, int depth) => part is { Kind: ValueKind.Local, Local.Single: not null } && depth < MaxDepth
        && System.Array.Exists(whole.Items, i => i == part || Known(i) is { Kind: ValueKind.Created } inner && IsSameLocal(inner, part, depth + 1));

    private static bool IsAround(Value whole, Value part, int depth) => depth < MaxDepth && System.Array.Exists(whole.Items, item => Known(item) is var inner
        && (inner.Kind == ValueKind.Created ? IsAround(inner, part, depth + 1) : inner.Call is { } call && call.Target?.Name == part.Call!.Target!.Name && Canon.Same(call.Receiver, part.Call.Receiver)));

    private static Value Known(Value value) => value is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created or ValueKind.Result } made } ? made : value;

    /// <summary>The stream of a connection, which gives the same one each time; a manager of streams would give a new one.</summary>
    private static bool IsOfAnother(Holder holder, Value part) => part is { Kind: ValueKind.Result, Call: { Receiver: { } connection, Arguments.Length: 0, Target: { Name: "GetStream" } target } }
        && connection is { Kind: ValueKind.Parameter } or { Kind: ValueKind.Store, Symbol: IFieldSymbol { IsReadOnly: true } } or { Kind: ValueKind.Local, Local.Single: not null }
        && (target.ContainingType.Name == "TcpClient" || StoreScope.IsInSource(target) && !target.IsAbstract && holder.FactsOf(target) is { Returns: { Count: > 0 } returns } && returns.TrueForAll(r => r.Value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } }));
}
