using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Numbers from a pool, to which they come back when the entry under them is over.</content>
internal static partial class FreshKeys
{
    /// <summary>var place = _free.Dequeue(); _items[place] = …, where the number comes back when the entry there is ended or taken out.</summary>
    private static bool IsPooledPlace(Holder holder, Store store, Value key)
    {
        if (key.Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_Byte))
            return false;
        var roots = Trace.Roots(holder, key);
        return roots.Count > 0 && roots.TrueForAll(r => r is { Kind: RootKind.Element, Access: { Access: AccessKind.Take, Store: { } from } } && holder.StoreOf(from) is { } pool && pool != store
            && (pool.Accesses.Exists(back => back.Inserts && holder.Summaries.DisposesDirectly(back.Body.Member, store.Symbol) != null) && pool.Accesses.TrueForAll(a => !a.Inserts || a.Inserted == null || ComesBackAtEnd(holder, store, pool, a)) || ComesBackWithEntry(holder, store, pool)));
    }

    /// <summary>Not Hold(number) => _free.Enqueue(number): a number that was out may still have its entry. Ones that are new, or that the member itself has just taken, have none.</summary>
    private static bool ComesBackAtEnd(Holder holder, Store store, Store pool, AccessNode back) => holder.Summaries.DisposesDirectly(back.Body.Member, store.Symbol) != null || back.Member == "initializer" || Callers.IsConstruction(back.Body.Member) || !WasOut(holder, back.Inserted!, pool, back, 0)
        || store.Accesses.Exists(a => a.Removes && a.Body.Member == back.Body.Member) || holder.Callers.IsClosed(back.Body.Member) && holder.Callers.Of(back.Body.Member).All(c => Structure.IsIn(c, BlockRole.Catch) || holder.Summaries.DisposesDirectly(c.Body.Member, store.Symbol) != null || store.Accesses.Exists(a => a.Removes && a.Body.Member == c.Body.Member));

    /// <summary>What a caller brings, what another table or field has, and what is read off such: not a counter, a constant, or what the pool has just given.</summary>
    private static bool WasOut(Holder holder, Value number, Store pool, AccessNode back, int depth)
    {
        return depth > MaxDepth || number switch
        {
            { Kind: ValueKind.Parameter } => true,
            { Kind: ValueKind.Local } when IsBlockOf(holder, number, back) => false,
            { Kind: ValueKind.Local } => number.Local.Assigned.Exists(IsOut),
            { Access: { Access: AccessKind.Increment } } => false,
            { Kind: ValueKind.Element, Access: { Access: AccessKind.Take, Store: { } from } } => !SymbolEqualityComparer.Default.Equals(from, pool.Symbol),
            { Kind: ValueKind.EachElement, A: { } table } when Starting.IsStart(back.Body.Member) && IsTableOfConstants(holder, table) => false,
            { Kind: ValueKind.Store } => !IsCountedWith(holder, number, back),
            { Kind: ValueKind.Element } => true,
            { Call: { } call } => !IsCounted(holder, number) && (call.Receiver is { } asked && IsOut(asked) || System.Array.Exists(call.Arguments, IsOut)),
            // _first + _size++: as new as what is added.
            { Kind: ValueKind.Pure, Data: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Add, Items: { Length: 2 } sum } when IsFromStart(sum[0]) && sum[1].Kind != ValueKind.Constant => IsOut(sum[1]),
            { Kind: ValueKind.Pure, Data: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Add, Items: { Length: 2 } sum } when IsFromStart(sum[1]) && sum[0].Kind != ValueKind.Constant => IsOut(sum[0]),
            _ => number.A is { } owner && IsOut(owner) || number.B is { } second && IsOut(second) || System.Array.Exists(number.Items, IsOut),
        };

        bool IsOut(Value value) => WasOut(holder, value, pool, back, depth + 1);
    }

    /// <summary>for (var i = _size; i &lt; _size + count; i++) _free.Enqueue(i); _size += count: the block that comes after all there were.</summary>
    private static bool IsBlockOf(Holder holder, Value number, AccessNode back) => Structure.EnclosingLoop(back) is { } loop && back.Parent == loop.BodyBlock && number.Local.Assigned.Exists(v => v is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } size } && holder.StoreOf(size) is { IsFigure: true, IsCollection: false } counter
        && OnlyCountsUp(counter)
        && counter.Accesses.Exists(a => IsCountingUp(a) && a.Body == back.Body && a.Parent == loop.Parent && a.Order > back.Order && IsSizeOf(loop, a.Inserted) && !back.Body.Member.Returns.Exists(r => r.Order > loop.Order && r.Order < a.Order)));

    /// <summary>i &lt; _size + count, where count is what is added behind the loop.</summary>
    private static bool IsSizeOf(LoopNode loop, Value? added) => loop.Condition is { Items: { Length: 2 } sides } && System.Array.Exists(sides, s => s is { Kind: ValueKind.Pure, Data: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Add } && System.Array.Exists(s.Items, i => Canon.Same(i, added)));

    private static bool IsFromStart(Value value) => value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: IFieldSymbol { IsReadOnly: true } };

    /// <summary>_free.Enqueue(_size); _size++: a field that only ever counts up, and does so where the numbers go in.</summary>
    private static bool IsCountedWith(Holder holder, Value number, AccessNode back) => number is { A: null or { Kind: ValueKind.This }, Symbol: { } symbol } && holder.StoreOf(symbol) is { IsFigure: true, IsCollection: false } counter
        && OnlyCountsUp(counter)
        && counter.Accesses.Exists(a => IsCountingUp(a) && a.Body == back.Body && a.Parent == back.Parent && !back.Body.Member.Returns.Exists(r => r.Order > back.Order && r.Order < a.Order));

    /// <summary>From a constant on, and never back.</summary>
    private static bool OnlyCountsUp(Store counter) => counter.Accesses.TrueForAll(a => !a.Mutates || IsCountingUp(a) || a.Inserted is { Kind: ValueKind.Constant } && (a.Member == "initializer" || Callers.IsConstruction(a.Body.Member)));

    private static bool IsCountingUp(AccessNode access) => access is { Access: AccessKind.Increment, Member: "++" or "Add" or "Increment", Inserted: not { Kind: ValueKind.Constant, Data: < 0 } };

    /// <summary>_ids.Next() => ++_last: whatever else it is called, it counts.</summary>
    private static bool IsCounted(Holder holder, Value number) => Trace.DeepRoots(holder, number) is { Count: > 0 } roots && roots.TrueForAll(r => r is { IsPart: false, Access: { } counted } && IsCountingUp(counted));

    /// <summary>static readonly int[] Numbers = { 3, 5, 7 };</summary>
    private static bool IsTableOfConstants(Holder holder, Value table) => (table is { Kind: ValueKind.Elements, B: null, Narrowing: null, A: { } all } ? all : table) is { Kind: ValueKind.Store, Symbol: IFieldSymbol { IsReadOnly: true } field } && holder.StoreOf(field) is { } store
        && store.Accesses.TrueForAll(a => !a.Mutates && a.Access != AccessKind.Escape || a is { Member: "initializer", Inserted: null or { Kind: ValueKind.Created or ValueKind.Constant } } && (a.Inserted == null || System.Array.TrueForAll(a.Inserted.Items, i => i.Kind == ValueKind.Constant)));

    /// <summary>_sessions.Remove(session.Number); _free.Enqueue(session.Number): once the pool is filled, a number comes back only where the entry under it leaves.</summary>
    private static bool ComesBackWithEntry(Holder holder, Store store, Store pool) => pool.Accesses.FindAll(a => a.Inserts && a.Member != "initializer" && !Callers.IsConstruction(a.Body.Member)) is { Count: > 0 } back
        && back.TrueForAll(b => b.Inserted != null && LeavesWith(holder, store, b, b.Inserted, 0))
        && store.Accesses.TrueForAll(a => !a.Inserts || a.Member == "initializer" || a.Key is { } key && Trace.Roots(holder, key) is { Count: > 0 } numbers && numbers.TrueForAll(n => n is { Kind: RootKind.Element, Access: { Access: AccessKind.Take, Store: { } from } } && SymbolEqualityComparer.Default.Equals(from, pool.Symbol)));

    /// <summary>The entry under the number leaves in the same step, or in that of each caller of a helper: _calls.Remove(number, out var call) … Free(number).</summary>
    private static bool LeavesWith(Holder holder, Store store, Node back, Value number, int depth) => store.Accesses.Exists(a => a.Removes && a.Key != null && IsGoneWith(a, back) && Canon.Same(a.Key, number))
        || depth < 2 && number is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol given } && back.Body.Enclosing == null && holder.Callers.IsClosed(back.Body.Member) && holder.Callers.Of(back.Body.Member) is { Count: > 0 } calls
            && calls.All(c => given.Ordinal < c.Arguments.Length && LeavesWith(holder, store, c, c.Arguments[given.Ordinal], depth + 1));

    /// <summary>Whoever gives the number back has taken the entry out, or does so before anything leaves.</summary>
    private static bool IsGoneWith(AccessNode removal, Node back) => Structure.IsOnTheWay(removal, back)
        || Structure.IsOnTheWay(back, removal) && !back.Body.Member.Returns.Exists(r => r.Order > back.Order && r.Order < removal.Order);
}
