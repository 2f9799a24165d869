using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>What a slot held was ended before the write, by a caller of the member or together with another slot: the ways between are not followed.</summary>
internal static class EndedOnTheWay
{
    /// <summary>Some caller of a private member ends what the slot holds: the ways between them are not followed any further.</summary>
    public static bool ByCallers(Holder holder, Store store, MemberFacts facts, int depth = 0)
    {
        if (depth > 3 || !holder.Callers.IsClosed(facts))
            return false;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (call.Body.Member != facts && (holder.Summaries.Disposes(call.Body.Member, store.Symbol) != null || EndsPart(call) || IsStopped(call) || ByCallers(holder, store, call.Body.Member, depth + 1)))
                return true;
        }

        return false;

        // await _transport.StopAsync(): what is stopped is through, whatever its dispose would do besides.
        bool IsStopped(CallNode call) => call.Body.Member.Calls.Exists(c => c.Order < call.Order && c.Body == call.Body && c.Target is { Name: "Stop" or "StopAsync" or "Shutdown" or "ShutdownAsync" or "Close" or "CloseAsync" } && c.Receiver is { } stopped && Trace.ComesFrom(holder, stopped, store.Symbol));

        // _accepted.Socket.Dispose(): what it holds is ended, and the object around it is empty.
        bool EndsPart(CallNode call) => call.Body.Member.Disposals.Exists(d => d.Order < call.Order && d.Operand is { Kind: ValueKind.Member or ValueKind.Store, A: { } whole } && Trace.ComesFrom(holder, whole, store.Symbol));
    }

    /// <summary>Unsubscribe(name); …; Subscribe(name, …): each caller of the helper that puts in has called one before that ends what is under that key.</summary>
    public static bool OfKeyByCallers(Holder holder, Store store, AccessNode access) => store.IsCollection && access.Key is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol key } && access.Body.Enclosing == null && holder.Callers.IsClosed(access.Body.Member)
        && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls && calls.All(c => key.Ordinal < c.Arguments.Length && c.Body.Member.Calls.Exists(e => e.Order < c.Order && e.Body == c.Body && !Structure.Exclude(e, c) && e.Target is { } target && holder.OwnFactsOf(target) is { } helper && helper != access.Body.Member
            && System.Array.Exists(e.Arguments, a => Canon.Same(a, c.Arguments[key.Ordinal])) && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null));

    /// <summary>try { Register(id); … } finally { End(id); }: the entry is there for one operation, which ends it and takes it out whatever happens.</summary>
    public static bool ByFinally(Holder holder, Store store, AccessNode access)
    {
        if (!store.IsCollection || access.Key == null)
            return false;
        if (IsInside(access))
            return true;
        return access.Body.Enclosing == null && holder.Callers.IsClosed(access.Body.Member) && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls && calls.All(IsInside);

        bool IsInside(Node node)
        {
            for (var at = node.Parent; at != null; at = at.Parent)
            {
                if (at is { Role: BlockRole.TryBody, Owner: TryNode { Finally: { } cleanup } } && node.Body.Member.Calls.Exists(c => Structure.Contains(cleanup, c) && System.Array.Exists(c.Arguments, a => IsOf(a, node)) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null
                    && helper.Accesses.Exists(a => a.Removes && a.Key is { Kind: ValueKind.Parameter or ValueKind.Local } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))))
                    return true;
            }

            return false;
        }

        // The key itself, or what the helper that puts the entry in gets, or a part of that.
        bool IsOf(Value ended, Node node) => node is CallNode call ? System.Array.Exists(call.Arguments, a => Canon.Same(a, ended) || ended is { Kind: ValueKind.Member or ValueKind.Pure or ValueKind.Result or ValueKind.Store, Owner: { } whole } && Canon.Same(a, whole)) : Canon.Same(ended, access.Key!);
    }

    /// <summary>OnChanged(args) { if (args.IsOpen) Show(); else Clear(); }: the two sorts of event take turns, and what the one fills the other ends.</summary>
    public static bool ByOtherBranch(Holder holder, Store store, MemberFacts facts)
    {
        foreach (var call in holder.Callers.Of(facts))
        {
            if (call.Parent is { Owner: IfNode branch } block && block.Role is BlockRole.Then or BlockRole.Else && IsAboutEvent(branch.Condition)
                && (block == branch.Then ? branch.Else : branch.Then) is { } other && call.Body.Member.Calls.Exists(c => Structure.Contains(other, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null))
                return true;
        }

        return false;

        static bool IsAboutEvent(Value condition) => condition is { Kind: ValueKind.Not, A: { } denied } ? IsAboutEvent(denied)
            : condition.Kind is ValueKind.Parameter || condition is { Kind: ValueKind.Member or ValueKind.Pure or ValueKind.Same, A: { Kind: ValueKind.Parameter or ValueKind.Local } } || condition is { Kind: ValueKind.Local, Symbol: IParameterSymbol };
    }

    /// <summary>if (_client != null) Disconnect(); … _stream = …: what ends the one field ends the other too, and they are there together.</summary>
    public static bool WithSibling(Holder holder, Store store, AccessNode access)
    {
        if (IsEndedWithSibling(holder, store, access))
            return true;
        foreach (var branch in Structure.Branches(access.Body.Member))
        {
            if (branch.Order < access.Order && branch.Body == access.Body && branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, Symbol: { } sibling } } } && !SymbolEqualityComparer.Default.Equals(sibling, store.Symbol)
                && access.Body.Member.Calls.Exists(c => Structure.Contains(branch.Then, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null && helper.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, sibling))))
                return true;
        }

        return false;
    }

    /// <summary>_stream.Dispose(); … _socket = socket; _stream = await WrapAsync(socket): the stream has the socket, and the one before was ended with its own.</summary>
    private static bool IsEndedWithSibling(Holder holder, Store store, AccessNode access) => WholeOf(holder, store, access, whole => access.Body.Member.Disposals.Exists(d => d.Order < access.Order && d.Body == access.Body && IsOnTheWay(d, access, whole) && Trace.ComesFrom(holder, d.Operand, whole.Symbol)));

    /// <summary>_handler = handler; _client = new HttpClient(handler): the client has the handler, in the slot beside; what is wrong with the two is said of the client.</summary>
    public static bool IsPartOfSibling(Holder holder, Store store, AccessNode access) => WholeOf(holder, store, access, whole => holder.Ownership.Of(whole).IsOwned, isCertain: true);

    private static bool WholeOf(Holder holder, Store store, AccessNode access, System.Predicate<Store> accepts, bool isCertain = false)
    {
        if (store.IsCollection || access.Inserted is not { Kind: ValueKind.Local } part)
            return false;
        foreach (var other in access.Body.Member.Accesses)
        {
            if (other.Access != AccessKind.Overwrite || other.Body != access.Body || other.Inserted == null || SymbolEqualityComparer.Default.Equals(other.Store, store.Symbol) || other.Store == null || holder.StoreOf(other.Store) is not { IsCollection: false, Payload.IsResource: true } whole || !Structure.IsInNoBranch(other, Structure.LevelOf(other, access)))
                continue;
            // What a helper of the type makes with it is made with it as well.
            if ((other.Inserted.Kind == ValueKind.Local ? other.Inserted.Local.Single : other.Inserted) is { Kind: ValueKind.Result, Call: { Target: { } made } helper } && (!isCertain || StoreScope.IsInSource(made)) && IsKeptBy(holder, helper, part) && accepts(whole))
                return true;
            if (Trace.Roots(holder, other.Inserted).Exists(r => r.Kind == RootKind.Result ? r.Value.Call is { } call && (isCertain ? WholeEnds.IsTold(call, part) : IsKeptBy(holder, call, part)) : r.Kind == RootKind.Created && WholeEnds.Part(holder, r.Value, part))
                && accepts(whole))
                return true;
        }

        return false;
    }

    /// <summary>What cannot be seen may keep it; what is written here has to.</summary>
    private static bool IsKeptBy(Holder holder, CallNode call, Value part)
    {
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (call.Arguments[i] == part && (holder.Fates.OfArgument(call, i) & Fate.Discharged) != 0)
                return true;
        }

        return false;
    }

    /// <summary>Whatever comes to the write passes the dispose, unless there is nothing to dispose.</summary>
    private static bool IsOnTheWay(DisposeNode end, AccessNode access, Store whole)
    {
        for (var at = end.Parent; at != null && !Structure.Contains(at, access); at = at.Parent)
        {
            if (at.Owner is IfNode branch && !(at == branch.Then && branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, Symbol: { } asked } } } && SymbolEqualityComparer.Default.Equals(asked, whole.Symbol)) || at.Role is BlockRole.Catch || at.Owner is LoopNode)
                return false;
        }

        return true;
    }
}
