using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Waits of a handler that has switched off what calls it.</summary>
internal static class SwitchedOff
{
    /// <summary>
    /// _watcher.EnableRaisingEvents = false; … Reload(); …: what delivers is switched off while the handler waits, and not on again before, so that nothing
    /// comes meanwhile. Of a process it is the exit alone that is told no more. Nor does anything come to a handler that takes itself off, or has a helper do so.
    /// </summary>
    public static bool Is(Holder holder, CallbackRoot root, BlockingPath path)
    {
        if (root.Registration is not RegisterNode { Publisher: { } publisher, Member: { } told } attached)
            return false;
        var facts = root.Body.Member;
        return facts.Assigns.Exists(a => (IsOff(a) || a.Value.IsFalse && IsSwitch(a) && a.Place.A?.Symbol is IParameterSymbol { Ordinal: 0 }) && IsLeftOff(a)) || facts.Registers.Exists(r => r.Detaches && IsItself(r) && IsLeftOff(r))
            || facts.Calls.Exists(c => c is { IsVirtual: false, Receiver: null or { Kind: ValueKind.This }, Target: { } target } && holder.OwnFactsOf(target) is { Returns.Count: 0 } helper && helper.Assigns.FindLast(IsSwitch) is { } last && IsOff(last) && last.Body == helper.Root && Structure.IsInNoBranch(last) && IsLeftOff(c));

        // What may be the same: another field has another source.
        bool IsSwitch(AssignNode a) => a.Place.Symbol is { Name: "EnableRaisingEvents", ContainingType.Name: var type } && (type != "Process" || told.Name == "Exited")
            && !(a.Place.A is { Kind: ValueKind.Store, Symbol: { } other } && publisher.Kind == ValueKind.Store && !SymbolEqualityComparer.Default.Equals(other, publisher.Symbol));

        bool IsOff(AssignNode a) => a.Value.IsFalse && IsSwitch(a) && Canon.Same(a.Place.A, publisher);

        bool IsItself(RegisterNode r) => SymbolEqualityComparer.Default.Equals(r.Member, told) && r.Callback.Symbol != null && SymbolEqualityComparer.Default.Equals(r.Callback.Symbol, attached.Callback.Symbol) && r.Publisher != null && Canon.Same(r.Publisher, publisher);

        bool IsLeftOff(Node off) => Structure.IsOnTheWay(off, path.Entry) && !IsOnAgain(path.Entry, off.Order) && path.Calls.Concat(new[] { path.Operation }).All(c => c.Body == root.Body || !IsOnAgain(c, -1));

        bool IsOnAgain(Node wait, int after) => wait.Body.Member.Assigns.Exists(a => !a.Value.IsFalse && IsSwitch(a) && IsBetween(a, wait, after)) || wait.Body.Member.Registers.Exists(r => !r.Detaches && IsItself(r) && IsBetween(r, wait, after))
            || wait.Body.Member.Calls.Exists(c => c != wait && IsBetween(c, wait, after) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.Reached(helper).Exists(f => f.Assigns.Exists(a => a.Value.IsTrue && IsSwitch(a)) || f != facts && f.Registers.Exists(r => !r.Detaches && IsItself(r) && !IsKept(r.Body) && !IsRefusal(c, wait, helper, r))));

        static bool IsBetween(Node on, Node wait, int after) => on.Body == wait.Body && on.Order > after && on.Order < wait.Order && !Structure.Exclude(on, wait);
    }

    /// <summary>_next = () => _watcher.Created += OnCreated: a field has it, for whoever calls it when it is time.</summary>
    private static bool IsKept(BodyFacts body) => body.Enclosing != null && body.Member.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Collection: CollectionKind.None, Inserted: { Kind: ValueKind.Delegate, Body: { } later } } && later == body && !body.Member.Calls.Exists(c => c.IsDelegate && SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, a.Store)));

    /// <summary>if (Skips(path)) return; where the helper switches on, it gives back what makes the handler leave before the wait.</summary>
    private static bool IsRefusal(CallNode call, Node wait, MemberFacts helper, Node on) => on.Body == helper.Root && call.Parent is { } level && level.Items.OfType<IfNode>().FirstOrDefault(i => i.Order > call.Order && Asks(i.Condition, call)) is { } branch && branch.Order < wait.Order
        && (Structure.Contains(branch.Then, wait) || Structure.Leaves(branch.Then)) && (Structure.Contains(branch.Then, wait) == (branch.Condition.Kind != ValueKind.Not)) is var goesOn
        && helper.Returns.TrueForAll(r => r.Body == helper.Root && r.Value is { } answer && ((goesOn ? answer.IsFalse : answer.IsTrue) || Structure.Exclude(on, r)));

    private static bool Asks(Value condition, CallNode call) => condition.Kind == ValueKind.Not ? condition.A is { Kind: ValueKind.Result } denied && denied.Call == call : condition.Kind == ValueKind.Result && condition.Call == call;
}
