using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>A slot that is let go of in a finally, after a helper in the try has ended what it held.</summary>
internal static class EndedInTry
{
    /// <summary>try { CloseFile(); } finally { _file = null; }: the first thing that is tried ends what is let go of.</summary>
    public static bool Is(Holder holder, Store store, AccessNode access) => !store.IsCollection && access.Inserted is { IsNull: true }
        && Structure.Enclosing(access, BlockRole.Finally)?.Owner is TryNode attempt && access.Body.Member.Calls.Find(c => Structure.Contains(attempt.TryBody, c)) is { Target: { } first } call
        && call.Parent == attempt.TryBody && holder.OwnFactsOf(first) is { Awaits.Count: 0 } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) is { } dispose && IsSureIn(helper, dispose);

    /// <summary>Nothing but a test for null stands before it, and what comes before is not let out when it fails.</summary>
    private static bool IsSureIn(MemberFacts helper, DisposeNode dispose) =>
        (dispose.Parent == helper.Root.Root || dispose.Parent is { Owner: IfNode { Condition: { Kind: ValueKind.Not, A.Kind: ValueKind.IsNull } } } block && block.Parent == helper.Root.Root)
        && helper.Calls.TrueForAll(c => c.Order >= dispose.Order || c.Syntax == dispose.Syntax || Structure.EnclosingTry(c) is { IsUsing: false } attempt && attempt.Catches.Exists(k => k.IsGeneral) || Structure.IsIn(c, BlockRole.Catch));
}
