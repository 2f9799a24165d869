using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>A value that has given away what it had before the slot gets another one: there is nothing left to dispose.</summary>
internal static class SpentValue
{
    /// <summary>parts.Add(_writer.Finish()); _writer = new Writer(): it has given away what it had, and says so in the flag on which its Dispose leaves at once.</summary>
    public static bool IsIn(Holder holder, Store store, AccessNode access) => !store.IsCollection
        && access.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, access) && c.Target is { IsAbstract: false } target && c.Receiver is { } receiver
            && Trace.Roots(holder, receiver).Exists(r => !r.IsPart && r.IsOf(store.Symbol)) && holder.FactsOf(target) is { } spending && LeavesDispose(holder, target.ContainingType, spending));

    private static bool LeavesDispose(Holder holder, INamedTypeSymbol type, MemberFacts spending)
    {
        var said = spending.Accesses.FindAll(a => a is { Access: AccessKind.Overwrite, Inserted.IsTrue: true, Store: not null } && a.Body == spending.Root && a.Parent == spending.Root.Root);
        if (said.Count == 0)
            return false;
        foreach (var member in type.GetMembers("Dispose"))
        {
            if (member is IMethodSymbol { Parameters.IsEmpty: true, IsAbstract: false } dispose && holder.FactsOf(dispose) is { Root: { } body } && body.Root.Items.Find(i => i is IfNode) is IfNode branch && Structure.Leaves(branch.Then)
                && Implies(branch.Condition) && !body.Member.Disposals.Exists(d => d.Order < branch.Order) && !body.Member.Calls.Exists(c => c.Order < branch.Order))
                return true;
        }

        return false;

        // One of the flags alone makes it leave.
        bool Implies(Value condition) => condition.Kind == ValueKind.Or ? Implies(condition.A!) || Implies(condition.B!) : condition.Kind == ValueKind.Store && said.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, condition.Symbol));
    }
}
