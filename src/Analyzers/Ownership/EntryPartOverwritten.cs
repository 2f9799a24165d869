using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1001 inside an entry: entry.Value = fresh, where the holder disposes entry.Value elsewhere.</summary>
internal static class EntryPartOverwritten
{
    public static void Find(Holder holder, Reporter reporter)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (Callers.IsConstruction(facts) || Closing.IsClosing(facts.Method))
                continue;
            foreach (var write in facts.Accesses)
            {
                if (write.Access != AccessKind.Overwrite || write.Store == null || write.Target is not { Kind: ValueKind.Store, A: { } entry } || write.Inserted is { IsNull: true })
                    continue;
                foreach (var root in Trace.Roots(holder, entry))
                {
                    if (root.Kind != RootKind.Element || holder.StoreOf(root.Symbol) is not { IsCollection: true } store || !IsLost(holder, store, facts, write))
                        continue;
                    var verdict = holder.Ownership.Of(store);
                    var finding = new Finding(Descriptors.LEAK1001_EntryOverwritten, write, write.Store.Name, Entries.TypeName(store), verdict.Words).At(verdict.Evidence).At(store.Symbol);
                    finding.With(FixFacts.Refused, "part");
                    reporter.Add(finding);
                    break;
                }
            }
        }
    }

    /// <summary>The holder disposes this very part of its entries, and here the old part is neither ended nor kept.</summary>
    private static bool IsLost(Holder holder, Store store, MemberFacts facts, AccessNode write)
    {
        if (!holder.Ownership.Of(store).IsOwned || !DisposesPart(holder, store, write.Store!) || IsSeenEmpty(write) || FreshKeys.IsOnFreshElement(holder, write) || Trace.ComesFrom(holder, write.Inserted, store.Symbol))
            return false;
        foreach (var node in facts.Disposals)
        {
            if (!DeadCode.IsDead(node) && NamesPart(node.Operand, write.Store!, 0))
                return false;
        }

        return !Entries.EndsAnother(holder, facts, store, write.Inserted) && !Entries.CallersEnd(holder, facts, store);
    }

    /// <summary>if (entry.Value == null) entry.Value = fresh.</summary>
    private static bool IsSeenEmpty(AccessNode write)
    {
        for (var at = write.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at.Role is BlockRole.Then or BlockRole.Else && Implied.Any(branch.Condition, at.Role == BlockRole.Then, (part, so) => so && part.Kind == ValueKind.IsNull && NamesPart(part.A!, write.Store!, 0)))
                return true;
        }

        return false;
    }

    private static bool DisposesPart(Holder holder, Store store, ISymbol part)
    {
        foreach (var facts in holder.Members)
        {
            foreach (var node in facts.Disposals)
            {
                if (NamesPart(node.Operand, part, 0) && Trace.ComesFrom(holder, node.Operand, store.Symbol))
                    return true;
            }
        }

        return false;
    }

    private static bool NamesPart(Value value, ISymbol part, int depth)
    {
        if (depth > 6)
            return false;
        if (value.Kind is ValueKind.Store or ValueKind.Member && SymbolEqualityComparer.Default.Equals(value.Symbol, part))
            return true;
        if (value.Kind == ValueKind.Local)
        {
            foreach (var assigned in value.Local.Assigned)
            {
                if (NamesPart(assigned, part, depth + 1))
                    return true;
            }
        }

        return value.Kind is ValueKind.Awaited or ValueKind.Either && (value.A != null && NamesPart(value.A, part, depth + 1) || value.B != null && NamesPart(value.B, part, depth + 1));
    }
}
