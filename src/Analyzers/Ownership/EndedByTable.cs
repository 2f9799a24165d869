using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_sessions.Removed += (_, e) => e.Value.Dispose(): the table tells of whatever leaves, and its handler ends that.</summary>
internal static class EndedByTable
{
    private static readonly string[] Leaving = { "Removed", "Evicted", "Expired" };

    public static bool Is(Holder holder, Store store) => holder.OwnMembers.Any(f => f.Registers.Exists(r => r is { Detaches: false, Member: IEventSymbol { Name: var name } } && System.Array.Exists(Leaving, w => name.EndsWith(w, System.StringComparison.Ordinal))
        && r.Publisher is { } table && IsOf(table, store) && Delegates.BodyOf(holder, r.Callback) is { } handler && handler.Member.Disposals.Exists(d => d.Body == handler && IsOfArgument(d.Operand, 0))));

    /// <summary>e.Value, or what is made of it.</summary>
    private static bool IsOfArgument(Value value, int depth) => depth < 6 && (value.Symbol is IParameterSymbol || value is { Kind: ValueKind.Local, Local.Single: { } single } && IsOfArgument(single, depth + 1) || value.Owner is { } owner && IsOfArgument(owner, depth + 1));

    /// <summary>The table itself, or one of its type in a local, before it is given out.</summary>
    private static bool IsOf(Value table, Store store) => table.Kind == ValueKind.Store ? SymbolEqualityComparer.Default.Equals(table.Symbol, store.Symbol)
        : table is { Kind: ValueKind.Local, Type: { } type } && SymbolEqualityComparer.Default.Equals(type, store.Type);
}
