using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that something around them ends: what they are made on, the thread that uses them, their own event, whoever takes them away.</summary>
internal static class EndedAround
{
    /// <summary>_writer = new StreamWriter(_file); … _writer.Flush(); _file.Close(): with the file, and nothing left to write, the writer holds nothing.</summary>
    public static bool IsAroundEnded(Holder holder, MemberFacts closing, Store store) => store.OnlyGets(access =>
        access.Inserted is { Kind: ValueKind.Created, Type: { } type, Items: var items } && SlotOfAnother.Wraps(type)
        && items.Any(item => item is { Kind: ValueKind.Store, Symbol: { } inner } && holder.StoreOf(inner) is { IsCollection: false } sibling && sibling != store && holder.Summaries.DisposesDirectly(closing, sibling.Symbol) != null)
        && (!IsWriter(type) || closing.Calls.Exists(c => c is { Target.Name: "Flush" or "FlushAsync", Receiver: { } receiver } && Trace.ComesFrom(holder, receiver, store.Symbol))));

    private static bool IsWriter(ITypeSymbol type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at.Name is "TextWriter" or "BinaryWriter")
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
        return made.Count > 0 && made.All(v => v.Type is { } type && (SlotOfAnother.Wraps(type) || type is { Name: "BufferedStream", ContainingNamespace.Name: "IO" }) && v.Items.Any(i => i is { Kind: ValueKind.Parameter, Type: { Name: "Stream" or "TextReader" or "TextWriter", ContainingNamespace.Name: "IO" } }));
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

    /// <summary>public bool Stop(id, out Session session): whoever takes the entry away gets it, and its owner has no end of its own.</summary>
    public static bool LeavesToOthers(Store store) => store.Accesses.Exists(a => a.Removes && a.Out is { Symbol: IParameterSymbol { RefKind: RefKind.Out } });
}
