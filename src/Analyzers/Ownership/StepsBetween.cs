using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>What comes between the dispose of an entry and the moment it leaves its store.</summary>
internal static class StepsBetween
{
    /// <summary>The first step that can fail or let others in, in words.</summary>
    public static string? Words(Holder holder, Store store, MemberFacts facts, DisposeNode dispose, AccessNode leaving)
    {
        foreach (var wait in facts.Awaits)
        {
            if (IsBetween(wait, dispose, leaving) && !IsOfDispose(holder, store, wait, dispose) && !(IsOfSequence(holder, facts, wait, leaving) && (Structure.IsIn(wait, BlockRole.Catch) || holder.Sharing.Of(store) == null)))
                return "an await lets others look, or fails,";
        }

        if (IsReplacedAfterFailure(store, facts, dispose, leaving) || IsReplacedByCatch(holder, store, facts, dispose, leaving))
            return null;
        foreach (var call in facts.Calls)
        {
            if (IsBetween(call, dispose, leaving) && !(leaving.Inserted is { IsNull: true } && facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) || call.Syntax.Contains(d.Syntax))) && (IsRisky(holder, store, call) || IsSetUp(call, leaving)) && Throwing.Words(holder, call) is { } words && !(call.Syntax == dispose.Syntax || dispose.Syntax.Contains(call.Syntax) || call.Syntax.Contains(dispose.Syntax)))
                return words;
        }

        return null;
    }

    /// <summary>try { old.Dispose(); slot = Load(); } catch { Log(); } slot = Make(): where the step fails, the disposed one leaves all the same.</summary>
    private static bool IsReplacedAfterFailure(Store store, MemberFacts facts, DisposeNode dispose, AccessNode leaving) => !store.IsCollection
        && TryAround(dispose) is { } attempt && Structure.Contains(attempt.TryBody, leaving) && attempt.Catches.Count > 0 && attempt.Catches.TrueForAll(c => !Structure.Leaves(c.Block))
        && facts.Accesses.Exists(a => a.Body == dispose.Body && a.Order > leaving.Order && a.Parent is { } block && Structure.Contains(block, attempt)
            && a.Access is AccessKind.Overwrite or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol));

    /// <summary>try { _link.Close(); _link = Open(); } catch { _link = Idle(); }: whatever fails, the one that is there is replaced, and nobody looks meanwhile.</summary>
    private static bool IsReplacedByCatch(Holder holder, Store store, MemberFacts facts, DisposeNode dispose, AccessNode leaving)
    {
        // old.Dispose(); try { _logs[path] = new Log(path); } catch { _logs.Remove(path); throw; }: the one that has ended leaves also where the step fails.
        if (TryAround(leaving) is { } around && around.Order > dispose.Order && around.Catches.Find(c => c.IsGeneral)?.Block is { } failed && facts.Accesses.Exists(a => a.Parent == failed && (a.Removes || a.Inserted is { IsNull: true }) && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))
            return true;
        if (store.IsCollection || TryAround(dispose) is not { } attempt || !Structure.Contains(attempt.TryBody, leaving) || attempt.Catches.Find(c => c.IsGeneral)?.Block is not { } clause)
            return false;
        var held = holder.Callers.LocksAt(dispose);
        if (store.Accesses.Exists(a => a.Body.Member != facts && !Callers.IsConstruction(a.Body.Member) && !Closing.IsClosing(a.Body.Member.Method) && holder.Callers.LocksAt(a) is var locks && (held.IsEmpty ? !locks.IsEmpty : locks.Common(held) == null)))
            return false;
        return facts.Accesses.Exists(a => a.Parent == clause && Replaces(a))
            || facts.Calls.Exists(d => d.Parent == clause && d.Target is { } target && holder.OwnFactsOf(target) is { } helper && helper.Accesses.Exists(a => a.Parent == helper.Root.Root && Replaces(a)));

        bool Replaces(AccessNode access) => access.Access is AccessKind.Overwrite or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol);
    }

    /// <summary>The try statement around it; a using is none.</summary>
    private static TryNode? TryAround(Node node)
    {
        var attempt = Structure.EnclosingTry(node);
        while (attempt is { IsUsing: true })
            attempt = Structure.EnclosingTry(attempt);
        return attempt;
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

    /// <summary>await _reader.DisposeAsync(); await _socket.DisposeAsync(); _reader = null; _socket = null: one part is ended after the other, and all of them are forgotten.</summary>
    private static bool IsOfSequence(Holder holder, MemberFacts facts, AwaitNode wait, AccessNode leaving) => leaving.Inserted is { IsNull: true } && facts.Disposals.Exists(d => wait.Syntax.Contains(d.Syntax) && facts.Accesses.Exists(a => a is { Inserted.IsNull: true, Store: { } part } && a.Body == wait.Body && a.Order > wait.Order && Trace.ComesFrom(holder, d.Operand, part)));

    /// <summary>await old.DisposeAsync() itself, or once more after a Close: while it runs, the entry is still there, but that is the dispose.</summary>
    private static bool IsOfDispose(Holder holder, Store store, AwaitNode wait, DisposeNode dispose) => wait.Syntax.Contains(dispose.Syntax)
        || !store.IsCollection && dispose.Body.Member.Disposals.Exists(d => d != dispose && wait.Syntax.Contains(d.Syntax) && Trace.ComesFrom(holder, d.Operand, store.Symbol));
}
