using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that something around them ends: what they are made on, the thread that uses them, their own event.</summary>
internal static class EndedAround
{
    /// <summary>_writer = new StreamWriter(_file); … _writer.Flush(); _file.Close(): with the file, and nothing left to write, the writer holds nothing.</summary>
    public static bool IsAroundEnded(Holder holder, MemberFacts closing, Store store) => store.OnlyGets(access =>
        access.Inserted is { Kind: ValueKind.Created, Type: { } type, Items: var items } && SlotOfAnother.WrapsOrBuffers(type)
        && items.Any(item => item is { Kind: ValueKind.Store, Symbol: { } inner } && holder.StoreOf(inner) is { IsCollection: false } sibling && sibling != store && (holder.Summaries.DisposesDirectly(closing, sibling.Symbol) != null || holder.Summaries.PassesToDisposer(closing, sibling.Symbol)))
        && (!IsWriter(type) || FlushesEachTime(holder, store) || closing.Calls.Exists(c => c is { Target.Name: "Flush" or "FlushAsync", Receiver: { } receiver } && Trace.ComesFrom(holder, receiver, store.Symbol))));

    /// <summary>Whoever writes flushes before it leaves.</summary>
    private static bool FlushesEachTime(Holder holder, Store store) => holder.OwnMembers.Where(f => f.Calls.Exists(c => IsOn(holder, store, c, "Write"))).ToList() is { Count: > 0 } writers
        && writers.TrueForAll(f => f.Calls.FindLast(c => IsOn(holder, store, c, "Write")) is { } last && f.Calls.Exists(c => c.Order > last.Order && IsOn(holder, store, c, "Flush") && Structure.IsInNoBranch(c, Structure.LevelOf(c, last)) && !f.Returns.Exists(r => r.Body == c.Body && r.Order > last.Order && r.Order < c.Order)))
        && !holder.OwnMembers.Exists(f => f.Calls.Exists(c => !(c.IsCreation && c.Result.Type is { } around && SlotOfAnother.WrapsOrBuffers(around)) && System.Array.Exists(c.Arguments, a => Trace.ComesFrom(holder, a, store.Symbol))));

    private static bool IsOn(Holder holder, Store store, CallNode call, string word) => call is { Target.Name: var name, Receiver: { } receiver } && name.StartsWith(word, System.StringComparison.Ordinal) && Trace.ComesFrom(holder, receiver, store.Symbol);

    /// <summary>_reader = new StreamReader(Unzip(_file)); … _reader.Dispose(); _file = null: what is made around it ends it.</summary>
    public static bool IsInsideEnded(Holder holder, MemberFacts closing, Store store) => IsInside(holder, store, outer => EndsIt(holder, closing, outer), 0);

    /// <summary>_writer.Dispose(); Open(); with void Open() { _file = File.Create(…); _writer = new StreamWriter(_file); }: what was made around the old file has been ended before, and the file with it.</summary>
    public static bool IsInsideEndedBefore(Holder holder, Store store, AccessNode access) => !store.IsCollection && IsInside(holder, store, outer => IsEndedBefore(holder, outer, access, 0), 0);

    private static bool IsEndedBefore(Holder holder, Store outer, Node node, int depth) => node.Body.Member.Disposals.Exists(d => d.Body == node.Body && d.Order < node.Order && Structure.IsInNoBranch(d, Structure.LevelOf(d, node), Structure.IsWhenNotNull, loops: true) && Trace.ComesFrom(holder, d.Operand, outer.Symbol))
        || depth < 2 && holder.Callers.IsClosed(node.Body.Member) && holder.Callers.Of(node.Body.Member) is { Count: > 0 } calls && calls.All(c => Callers.IsConstruction(c.Body.Member) || IsEndedBefore(holder, outer, c, depth + 1));

    /// <summary>Comes after it in any case, in a try perhaps.</summary>
    private static bool IsNext(Node first, Node next)
    {
        var at = next.Parent;
        while (at != null && at != first.Parent && at.Role is BlockRole.TryBody or BlockRole.LockBody)
            at = at.Parent;
        return next.Order > first.Order && at == first.Parent;
    }

    private static bool EndsIt(Holder holder, MemberFacts facts, Store outer) => facts.Disposals.Exists(d => d.Body == facts.Root && Structure.IsInNoBranch(d, null, Structure.IsWhenNotNull, loops: true) && Trace.ComesFrom(holder, d.Operand, outer.Symbol));

    private static bool IsInside(Holder holder, Store store, System.Predicate<Store> isEnded, int depth) => depth < 4 && store.OnlyGets(access => holder.Stores.Any(outer => outer != store && !outer.IsCollection && outer.Accesses.Exists(a => a.Inserts && a.Body == access.Body && a.Inserted != null && (Structure.IsOnTheWay(a, access) || IsNext(access, a)) && IsAround(holder, a.Inserted, store, access.Inserted!, 0))
        && outer.Accesses.TrueForAll(a => !a.Inserts || a.Inserted is null or { IsNull: true } or { Kind: ValueKind.Created or ValueKind.Result or ValueKind.Local or ValueKind.Either }) && (isEnded(outer) || IsInside(holder, outer, isEnded, depth + 1))));

    /// <summary>Made with the value as its stream, which it closes with itself; by the holder's own helper perhaps.</summary>
    private static bool IsAround(Holder holder, Value made, Store store, Value inner, int depth)
    {
        if (depth > 3)
            return false;
        if (made is { Kind: ValueKind.Local, Local.Single: { } single })
            return IsAround(holder, single, store, inner, depth + 1);
        if (made is { Kind: ValueKind.Result, Call: { IsVirtual: false, Target: { } target, Arguments: var given } } && holder.OwnFactsOf(target) is { IsTruncated: false } helper)
            return System.Array.FindIndex(given, g => IsInner(g)) is >= 0 and var at && at < target.Parameters.Length && helper.Returns.Count > 0 && helper.Returns.TrueForAll(r => r.Value != null && IsAroundGiven(r.Value, target.OriginalDefinition.Parameters[at], 0));
        return made.Kind == ValueKind.Created && EndsInner(made) && IsInOrAround(made.Items[0]);

        bool IsInOrAround(Value part) => IsInner(part) || (part.Kind == ValueKind.Either ? IsInOrAround(part.A!) && IsInOrAround(part.B!) : IsAround(holder, part, store, inner, depth + 1));

        bool IsInner(Value value) => value == inner && value.Kind != ValueKind.Unknown || value.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol) || value.Kind == ValueKind.Local && Canon.Same(value, inner);
    }

    /// <summary>What a helper makes of its parameter, or the parameter as it is.</summary>
    private static bool IsAroundGiven(Value value, IParameterSymbol given, int depth) => depth < 8 && (value.Kind == ValueKind.Either ? IsAroundGiven(value.A!, given, depth + 1) && IsAroundGiven(value.B!, given, depth + 1)
        : SymbolEqualityComparer.Default.Equals(value.Symbol, given) || value.Kind == ValueKind.Created && EndsInner(value) && SymbolEqualityComparer.Default.Equals(value.Items[0].Symbol, given));

    private static bool EndsInner(Value made) => made is { Items.Length: > 0, Type: { } type } && !LeavesOpen(made)
        && (SlotOfAnother.Wraps(type) || type is { Name: "BufferedStream" or "GZipStream" or "DeflateStream" or "BrotliStream" or "ZLibStream" or "CryptoStream" or "SslStream" or "ZipArchive" or "NegotiateStream" } && !StoreScope.IsInSource(type));

    /// <summary>leaveOpen: true, or whatever a variable says.</summary>
    private static bool LeavesOpen(Value made) => made.Items.Any(i => i.IsTrue) || made.Symbol is IMethodSymbol constructor && constructor.Parameters.Any(p => p.Type.SpecialType == SpecialType.System_Boolean && p.Name.IndexOf("Open", System.StringComparison.OrdinalIgnoreCase) >= 0 && p.Ordinal < made.Items.Length && made.Items[p.Ordinal].Kind is not (ValueKind.Constant or ValueKind.Unknown) && !made.Items[p.Ordinal].IsFalse);

    public static bool IsWriter(ITypeSymbol type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at.Name is "TextWriter" or "BinaryWriter" or "BufferedStream")
                return true;
        }

        return false;
    }

    /// <summary>new BufferedStream(output), around what a caller brought, in a type without an end: whoever ends that ends all there is.</summary>
    public static bool AreAroundGiven(Holder holder, Store store) => store.OnlyGets(access =>
    {
        var made = new HashSet<Value>();
        foreach (var value in Made(holder, access))
            holder.Ownership.Origins.AddCreated(value, made);
        return made.Count > 0 && made.All(v => v.Type is { } type && SlotOfAnother.WrapsOrBuffers(type) && v.Items.Any(i => i is { Kind: ValueKind.Parameter, Type: { Name: "Stream" or "TextReader" or "TextWriter", ContainingNamespace.Name: "IO" } }));
    });

    /// <summary>What is put in; of a lazy, what its factory returns.</summary>
    private static IEnumerable<Value> Made(Holder holder, AccessNode access) =>
        access.Inserted is { Kind: ValueKind.Created, Items: { Length: > 0 } items } lazy && items[0] is { Kind: ValueKind.Delegate, Body: { } factory } && holder.Catalog.Of(lazy.Type).Has(TypeTraits.Lazy)
            ? access.Body.Member.Returns.Where(r => r.Body == factory && r.Value != null).Select(r => r.Value!) : new[] { access.Inserted! };

    /// <summary>_thread.Join(); _reader = null: the thread has left by then, and disposes what it put there itself.</summary>
    public static bool IsEndedByJoined(Holder holder, AccessNode reset, Store store)
    {
        if (!reset.Body.Member.Calls.Exists(c => c.Order < reset.Order && c is { Target: { Name: "Join" or "Wait", ContainingType.Name: "Thread" or "Task" }, Receiver.Kind: ValueKind.Store or ValueKind.Local }))
            return false;
        foreach (var start in holder.OwnMembers.SelectMany(f => f.Starts))
        {
            if (start.Start is StartKind.Thread or StartKind.Task && Delegates.BodyOf(holder, start.Work) is { } work && holder.Summaries.Disposes(work.Member, store.Symbol) != null && store.OnlyGets(a => holder.Summaries.Reached(work.Member).Contains(a.Body.Member)))
                return true;
        }

        return false;
    }

    /// <summary>ping.Completed += OnCompleted, where OnCompleted disposes its sender: each entry is ended when it says that it is done.</summary>
    public static bool IsEndedByHandler(Holder holder, Store store) => store.OnlyGets(access => access.Body.Member.Registers.Exists(r =>
        !r.Detaches && r.Member is IEventSymbol && r.Publisher is { } publisher && Trace.Roots(holder, publisher).Exists(p => Trace.Roots(holder, access.Inserted!).Exists(i => p.Kind == RootKind.Created && i.Value == p.Value))
        && Delegates.BodyOf(holder, r.Callback) is { } handler && handler.Member.Disposals.Exists(d => d.Body == handler && Trace.Roots(holder, d.Operand).Exists(o => o is { Kind: RootKind.Parameter, Symbol: IParameterSymbol { Ordinal: 0 } }))));
}
