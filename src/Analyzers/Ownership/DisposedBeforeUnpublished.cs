using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1008: an entry is disposed while it is still in the store, and something can happen before it leaves.</summary>
internal sealed class DisposedBeforeUnpublished : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.Payload.IsResource || store.IsInherited || OnlyDisposed.Are(holder, store) || !store.IsCollection && Entries.EndElsewhere(holder, store) || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak)
                continue;
            foreach (var facts in holder.OwnMembers)
            {
                if (facts.Method == null || Closing.IsClosing(facts.Method) || Callers.IsConstruction(facts) || Starting.IsStart(facts) && facts.Method.Name.StartsWith("Init", System.StringComparison.Ordinal) || Starting.Establishes(facts.Method))
                    continue;
                foreach (var dispose in facts.Disposals)
                {
                    if ((dispose.IsCertain || Throwing.IsEndOfIo(dispose)) && !dispose.IsUsing && !OnlyDisposed.ResetsItself(holder, store, dispose) && Gap(holder, store, facts, dispose) is { } gap)
                        Report(reporter, holder, store, dispose, gap.Words, gap.Leaving);
                }
            }
        }
    }

    private static void Report(Reporter reporter, Holder holder, Store store, DisposeNode dispose, string words, AccessNode leaving)
    {
        var finding = new Finding(Descriptors.LEAK1008_DisposedBeforeUnpublished, dispose, store.Name, Entries.TypeName(store), words).At(leaving).At(store.Symbol);
        FixData.AddTo(finding, holder, store, leaving);
        reporter.Add(finding);
    }

    /// <summary>What can happen between the dispose and the moment the entry leaves the store.</summary>
    private static (string Words, AccessNode Leaving)? Gap(Holder holder, Store store, MemberFacts facts, DisposeNode dispose)
    {
        var entry = Trace.Roots(holder, dispose.Operand).FirstOrDefault(r => r.IsOf(store.Symbol) && (!r.IsPart || IsValueOfPair(holder, r, store, dispose)) && IsStillIn(r, store, dispose));
        if (entry.Value == null)
            return null;
        var leaving = facts.Accesses.FirstOrDefault(a => a.Order > dispose.Order && a.Body == dispose.Body && (Leaves(holder, a, store, entry) || IsOfSameTurn(a, store, entry, dispose)));
        if (leaving == null || HasLeft(holder, facts, store, entry, dispose) || !IsAfter(dispose, leaving) || IsOther(store, dispose) || IsOwnerReplaced(facts, entry, dispose, leaving)
            || !store.IsCollection && OnlyDisposed.IsGone(holder, store, dispose) || holder.Callers.OnlyConstructorsCall(dispose.Body))
            return null;
        if (Between(holder, store, facts, dispose, leaving) is { } words)
            return (words + " before it leaves", leaving);
        var held = holder.Callers.LocksAt(dispose);
        if (!held.IsEmpty)
            return null;
        if (!store.IsCollection)
            return leaving.Inserted is { IsNull: true } ? null : holder.Roots.Reaching(dispose.Body, _ => true) is { Sink: SinkKind.Event or SinkKind.Timer } root ? ($"{root.Words} comes again on another thread", leaving) : null;
        return EntrySharing.Of(holder, store) is { } shared ? ($"another thread looks ({shared})", leaving) : null;
    }

    /// <summary>if (reader != _reader) reader.Dispose(): what the slot holds is not disposed.</summary>
    private static bool IsOther(Store store, DisposeNode dispose)
    {
        for (var at = dispose.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.Same } same } && at == branch.Then && (IsSlot(same.A!) || IsSlot(same.B!)))
                return true;
        }

        return false;

        bool IsSlot(Value value) => value.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(value.Symbol, store.Symbol);
    }

    /// <summary>_log.Writer.Close(); _log = new Log(); … _log.Writer = …: what had the old one has been let go before.</summary>
    private static bool IsOwnerReplaced(MemberFacts facts, Root entry, DisposeNode dispose, AccessNode leaving) => entry.Value.A is { Kind: ValueKind.Store, Symbol: { } owner }
        && facts.Accesses.Exists(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange && a.Order > dispose.Order && a.Order < leaving.Order && a.Body == dispose.Body && SymbolEqualityComparer.Default.Equals(a.Store, owner));

    private static bool IsStillIn(Root root, Store store, DisposeNode dispose) => store.IsCollection
        ? root.Access is { Access: AccessKind.Lookup } || root.Access is null or { Access: AccessKind.Enumerate } && (store.Known.Collection == CollectionKind.List || store.IsConcurrent && store.Known.Collection == CollectionKind.Keyed)
        : root.Access is not { Access: AccessKind.Exchange };

    /// <summary>The write or removal that ends the entry's stay: same key, or the slot itself.</summary>
    private static bool Leaves(Holder holder, AccessNode access, Store store, Root entry) =>
        SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && access.Depth == 0
        && (store.IsCollection
            ? access.Access is AccessKind.Overwrite or AccessKind.Remove or AccessKind.RemoveExact && entry.Access?.Key != null && Canon.Same(access.Key, entry.Access.Key)
                || access.Access == AccessKind.RemoveInstance && Trace.Roots(holder, access.Comparand).Exists(r => r.Value == entry.Value)
            : access.Access is AccessKind.Overwrite or AccessKind.Exchange);

    /// <summary>What a loop over a table yields is a pair: its value is the entry.</summary>
    private static bool IsValueOfPair(Holder holder, Root root, Store store, DisposeNode dispose) => store.Known.Collection == CollectionKind.Keyed && root.Access is null or { Access: AccessKind.Enumerate }
        && dispose.Operand.Type is { } type && SymbolEqualityComparer.Default.Equals(type, holder.Catalog.ElementsOf(store.Type).Element);

    /// <summary>foreach (var pair in _map) { pair.Value.Dispose(); _map.TryRemove(pair); }</summary>
    private static bool IsOfSameTurn(AccessNode access, Store store, Root entry, DisposeNode dispose) =>
        store.Known.Collection == CollectionKind.Keyed && entry.Access is null or { Access: AccessKind.Enumerate } && access.Access is AccessKind.Remove or AccessKind.RemoveExact && access.Depth == 0 && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol)
        && Structure.EnclosingLoop(dispose) is { Source: not null } loop && Structure.EnclosingLoop(access) == loop;

    private static bool HasLeft(Holder holder, MemberFacts facts, Store store, Root entry, DisposeNode dispose) =>
        facts.Accesses.Any(a => a.Order < dispose.Order && (entry.Access == null || a.Order > entry.Access.Order) && a.Body == dispose.Body && (Leaves(holder, a, store, entry) || a.Access is AccessKind.Clear or AccessKind.Replace && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    /// <summary>The way from the dispose leads to the write: not a sibling branch, not a later case.</summary>
    private static bool IsAfter(Node dispose, Node leaving)
    {
        for (var at = dispose.Parent; at != null; at = at.Parent)
        {
            if (at == leaving.Parent || Structure.Contains(at, leaving))
                return at.Role is not (BlockRole.Then or BlockRole.Case) || !Ends(at, dispose, leaving);
        }

        return false;
    }

    private static bool Ends(BlockNode block, Node from, Node to) => block.Items.Any(i => i.Order > from.Order && i.Order < to.Order && i is ReturnNode or ThrowNode or JumpNode);

    private static string? Between(Holder holder, Store store, MemberFacts facts, DisposeNode dispose, AccessNode leaving)
    {
        foreach (var wait in facts.Awaits)
        {
            if (IsBetween(wait, dispose, leaving) && !IsOfDispose(holder, store, wait, dispose))
                return "an await lets others look, or fails,";
        }

        foreach (var call in facts.Calls)
        {
            if (IsBetween(call, dispose, leaving) && !(leaving.Inserted is { IsNull: true } && facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) || call.Syntax.Contains(d.Syntax))) && (IsRisky(holder, store, call) || IsSetUp(call, leaving)) && Throwing.Words(holder, call) is { } words && !(call.Syntax == dispose.Syntax || dispose.Syntax.Contains(call.Syntax) || call.Syntax.Contains(dispose.Syntax)))
                return words;
        }

        return null;
    }

    /// <summary>next.Connect(host) on the way of the successor into the slot: it is not ready before that, and it may never be.</summary>
    private static bool IsSetUp(CallNode call, AccessNode leaving) => leaving.Inserted is { Kind: ValueKind.Local } next && call.Receiver is { Kind: ValueKind.Local } receiver && receiver.Local == next.Local
        && call.Target is { Name: "Connect" or "Open" or "Start" or "Bind" or "Listen" or "Login" or "Authenticate" or "Handshake" };

    /// <summary>Making the successor, and code of the program or of a caller, fails in practice; a registration or a getter does not.</summary>
    private static bool IsRisky(Holder holder, Store store, CallNode call)
    {
        if (call.Target is not { } target)
            return true;
        if (target.ReturnType.SpecialType == SpecialType.System_String || target.Name.StartsWith("Log", System.StringComparison.Ordinal))
            return false;
        if (call.IsCreation)
            return Throwing.Opens(holder, call);
        if (call.Info is { } info && info.Sink != SinkKind.None || target.Name.StartsWith("Register", System.StringComparison.Ordinal) || target.Name.StartsWith("Subscribe", System.StringComparison.Ordinal) || Throwing.TakesListener(target) || Throwing.MakesItself(holder, target))
            return false;
        if (!call.IsAwaited && !store.IsCollection && !Throwing.DoesIo(target) && holder.FactsOf(target) == null && holder.Sharing.Of(store) == null)
            return false;
        return call.IsAwaited || holder.Catalog.PayloadOf(call.Result.Type).IsResource || StoreScope.IsInSource(target) || Throwing.DoesIo(target);
    }

    private static bool IsBetween(Node node, Node dispose, Node leaving) => node.Body == dispose.Body && node.Order > dispose.Order && node.Order < leaving.Order
        && (node.Parent == leaving.Parent || node.Parent == dispose.Parent || node.Parent != null && Structure.Contains(node.Parent, leaving));

    /// <summary>await old.DisposeAsync() itself, or once more after a Close: while it runs, the entry is still there, but that is the dispose.</summary>
    private static bool IsOfDispose(Holder holder, Store store, AwaitNode wait, DisposeNode dispose) => wait.Syntax.Contains(dispose.Syntax)
        || !store.IsCollection && dispose.Body.Member.Disposals.Exists(d => d != dispose && wait.Syntax.Contains(d.Syntax) && Trace.ComesFrom(holder, d.Operand, store.Symbol));
}
