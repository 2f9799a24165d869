using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_sessions.Removed += (_, e) => e.Value.Dispose(): the table tells of what leaves by this operation, and the handler it has from the start ends that.</summary>
internal static class EndedByTable
{
    private const int MaxCalls = 3;
    private static readonly string[] Leaving = { "Removed", "Evicted", "Expired" };

    public static bool Is(Holder holder, Store store, AccessNode access) => holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Detaches: false, Member: IEventSymbol told, Publisher: { } table } && Array.Exists(Leaving, w => told.Name.EndsWith(w, StringComparison.Ordinal))
        && IsFromTheStart(holder, f, table, store, told) && Tells(holder, store, access, told) && Delegates.BodyOf(holder, r.Callback) is { } handler && EndsAll(holder, handler, store)));

    /// <summary>Attached where the holder or the table is made, and only taken off when the holder ends.</summary>
    private static bool IsFromTheStart(Holder holder, MemberFacts facts, Value table, Store store, IEventSymbol told) => (IsOf(table, store, facts) && (facts.Method is null or { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } || MakesTable(facts, table, store) || holder.Callers.OnlyWhileConstructed(facts.Root)))
        && !holder.OwnMembers.Any(f => !Closing.IsClosing(f.Method) && f.Registers.Exists(r => r.Detaches && SymbolEqualityComparer.Default.Equals(r.Member, told)));

    private static bool MakesTable(MemberFacts facts, Value table, Store store) => table.Kind == ValueKind.Local || facts.Accesses.Exists(a => a.Inserted is { IsNull: false } && IsReplacement(a, store));

    /// <summary>The table itself, or the one in a local that becomes the table, or that a helper of the type gives back to be it.</summary>
    private static bool IsOf(Value table, Store store, MemberFacts facts) => table.Kind == ValueKind.Store ? SymbolEqualityComparer.Default.Equals(table.Symbol, store.Symbol)
        : table is { Kind: ValueKind.Local, Type: { } type } && SymbolEqualityComparer.Default.Equals(type, store.Type)
            && (facts.Accesses.Exists(a => IsReplacement(a, store) && IsSame(a.Inserted, table)) || facts.Returns.Any(r => IsSame(r.Value, table)));

    private static bool IsReplacement(AccessNode access, Store store) => access.Depth == 0 && access.Access is AccessKind.Overwrite or AccessKind.Replace or AccessKind.Exchange && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol);

    private static bool IsSame(Value? value, Value local) => value == local || value is { Kind: ValueKind.Local } && SymbolEqualityComparer.Default.Equals(value.Symbol, local.Symbol);

    /// <summary>The operation called is the table's own and raises the event. Of a table of another assembly it is only known whose operation it is.</summary>
    private static bool Tells(Holder holder, Store store, AccessNode access, IEventSymbol told)
    {
        for (var type = store.Type as INamedTypeSymbol; type != null; type = type.BaseType)
        {
            var called = type.GetMembers().OfType<IMethodSymbol>().Where(m => m.Name == access.Member || m is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { IsIndexer: true } } && access.Key != null && access.Inserted != null).ToList();
            if (called.Count > 0)
                return called[0].DeclaringSyntaxReferences.IsEmpty ? SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, told.ContainingAssembly) : called.Exists(m => Raises(holder, m, told, 0, access.Access is AccessKind.Overwrite or AccessKind.Update));
        }

        return false;
    }

    private static bool Raises(Holder holder, IMethodSymbol method, IEventSymbol told, int depth, bool forOld) => depth < MaxCalls && holder.WrittenFactsOf(method) is { } facts
        && facts.Calls.Exists(c => (!forOld || IsForOld(c)) && (c.IsDelegate && c.Receiver?.Symbol?.Name == told.Name || c.Target is { DeclaringSyntaxReferences.IsEmpty: false } helper && !SymbolEqualityComparer.Default.Equals(helper, method) && Raises(holder, helper, told, depth + 1, forOld)));

    /// <summary>Behind no test but whether there was an old one: not where the table is full.</summary>
    private static bool IsForOld(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode { Condition: { Kind: ValueKind.Pure } } || at.Role is BlockRole.Catch or BlockRole.Case)
                return false;
        }

        return true;
    }

    private static bool EndsAll(Holder holder, BodyFacts handler, Store store)
    {
        return handler.Member.Disposals.Exists(d => d.Body == handler && IsAlways(d) && IsEntry(d.Operand))
            || handler.Member.Calls.Exists(c => c.Body == handler && IsAlways(c) && c.Arguments.Where((a, i) => IsEntry(a) && (holder.Fates.OfArgument(c, i) & Fate.Disposed) != 0).Any());

        bool IsEntry(Value value) => Entries.IsCompatible(holder, value, store) && IsOfArgument(value, 0);
    }

    /// <summary>Behind no test but one for null or for what the entry is.</summary>
    private static bool IsAlways(Node node) => Structure.IsInNoBranch(node, null, at => Structure.IsWhenNotNull(at) || at.Owner is IfNode { Condition.Kind: ValueKind.Unknown }, loops: true);

    /// <summary>e.Value, or what is made of it.</summary>
    private static bool IsOfArgument(Value value, int depth) => depth < 6 && (value.Symbol is IParameterSymbol || value is { Kind: ValueKind.Local, Local.Single: { } single } && IsOfArgument(single, depth + 1) || value.Owner is { } owner && IsOfArgument(owner, depth + 1));
}
