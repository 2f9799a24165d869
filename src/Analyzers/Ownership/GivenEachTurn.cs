using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>while (ReadPart()) yield return _current: what the slot had, whoever goes over the parts has got, before the next one is read.</summary>
internal static class GivenEachTurn
{
    public static bool Is(Holder holder, Store store, AccessNode access) => !store.IsCollection && !store.IsStatic && store.Symbol.DeclaredAccessibility == Accessibility.Private && access is { Body.Enclosing: null, Inserted: not { IsNull: true } } && Structure.EnclosingLoop(access) == null
        && store.Accesses.TrueForAll(a => !a.Mutates || a.Member == "initializer" || a.Body.Member == access.Body.Member) && holder.Callers.IsClosed(access.Body.Member) && !store.Accesses.Exists(a => a.Order < access.Order && a.Inserts && a.Body.Member == access.Body.Member && a.Inserted is { IsNull: false } && !Structure.Exclude(a, access))
        && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls && calls.All(c => IsInTurn(holder, store, c) && !calls.Any(o => o != c && o.Body == c.Body));

    /// <summary>The call stands in the loop that gives the slot on in each turn.</summary>
    private static bool IsInTurn(Holder holder, Store store, CallNode call) => call.Body is { IsIterator: true, Enclosing: null } && call.Body.Member.Returns.Exists(r => r is { IsYield: true, Value: { } given } && r.Body == call.Body && r.Order > call.Order
        && Structure.EnclosingLoop(r) is { } loop && (Structure.EnclosingLoop(call) == loop || Structure.Contains(loop.Head, call)) && r.Parent == loop.BodyBlock && !loop.BodyBlock.Items.Exists(i => i.Order < r.Order && (i is SwitchNode or TryNode or LoopNode or JumpNode || i is IfNode branch && !LeavesUnread(branch, call))) && Trace.Roots(holder, given).Exists(root => root.IsOf(store.Symbol) && !root.IsPart));

    /// <summary>if (!ReadPart()) yield break;</summary>
    private static bool LeavesUnread(IfNode branch, CallNode call) => branch is { Condition: { Kind: ValueKind.Not, A.Call: { } asked }, Else.Items.Count: 0 } && asked == call && branch.Then.Items.TrueForAll(i => i is ReturnNode or JumpNode { Jump: JumpKind.Break });
}
