using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>_parent._current = null, in the Dispose of what stands there: it ends itself, and takes itself out.</summary>
internal static class EndedByEntry
{
    /// <summary>
    /// void AfterTransaction(ended) { if (_transaction == ended) _transaction = null; }, which the entry calls when it ends, where the member that makes the
    /// next one leaves as long as there is one at work.
    /// </summary>
    public static bool HasLeft(Holder holder, Store store, AccessNode access) => !store.IsCollection && store.Payload is { IsDirect: true, Resource: { } entry } && StoreScope.IsInSource(entry)
        && Structure.Branches(access.Body.Member).Any(b => b.Body == access.Body && b.Order < access.Order && (Structure.Leaves(b.Then) || b.Then.Items.Count > 0 && b.Then.Items[b.Then.Items.Count - 1] is ThrowNode) && Asks(b.Condition, store, 0) && SaysAtWork(holder, b.Condition, store, 0))
        && store.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.IsNull: true, Body.Member.Method: { Parameters.Length: > 0 } told } && a.Parent is { Role: BlockRole.Then, Owner: IfNode { Condition: var same } } && Asks(same, store, 0) && NamesParameter(same, 0)
            && holder.Analysis.Foreign.CallersOf(told, holder.Cancellation).ToList() is { Count: > 0 } callers && callers.TrueForAll(c => Closing.IsClosing(c.Method) && Entries.Derives(c.Member.ContainingType, entry)));

    /// <summary>IsActive and the like, asked of the entry: without it the entry has come to its end.</summary>
    private static bool SaysAtWork(Holder holder, Value test, Store store, int depth) => depth < 5 && ((test.Asked ?? test.Symbol) is { Name: "IsActive" or "Active" or "IsRunning" or "IsOpen" or "IsAlive" or "IsLive" or "IsPending" or "InProgress" } said && SymbolEqualityComparer.Default.Equals(test.Owner?.Symbol, store.Symbol) && EndsWith(holder, said)
        || test.A != null && SaysAtWork(holder, test.A, store, depth + 1) || test.B != null && SaysAtWork(holder, test.B, store, depth + 1) || System.Array.Exists(test.Items, i => SaysAtWork(holder, i, store, depth + 1)));

    /// <summary>It is set to false by the ends of its type alone, and is not computed of something that others set.</summary>
    private static bool EndsWith(Holder holder, ISymbol said) => said.ContainingType is { } type && type.OriginalDefinition.GetMembers().All(m => m is not IMethodSymbol { IsAbstract: false } method || Closing.IsClosing(method) || holder.WrittenFactsOf(method) is not { } facts
        || facts.Accesses.TrueForAll(a => a.Access != AccessKind.Overwrite || a.Target.Type?.SpecialType != SpecialType.System_Boolean || !IsBehind(holder, said, a.Store) || a.Inserted is { IsTrue: true } || method.MethodKind == MethodKind.Constructor));

    /// <summary>The property itself, or what its getter asks.</summary>
    private static bool IsBehind(Holder holder, ISymbol said, ISymbol? written) => SymbolEqualityComparer.Default.Equals(said, written) || said is not IPropertySymbol { GetMethod: { } getter } || holder.WrittenFactsOf(getter) is not { } asked || asked.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, written));

    private static bool Asks(Value test, Store store, int depth) => depth < 5 && (test.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(test.Symbol, store.Symbol) || test.A != null && Asks(test.A, store, depth + 1) || test.B != null && Asks(test.B, store, depth + 1) || System.Array.Exists(test.Items, i => Asks(i, store, depth + 1)) || test.Call is { } call && System.Array.Exists(call.Arguments, a => Asks(a, store, depth + 1)));

    private static bool NamesParameter(Value test, int depth) => depth < 5 && (test.Symbol is IParameterSymbol && test.Kind == ValueKind.Parameter || test.A != null && NamesParameter(test.A, depth + 1) || test.B != null && NamesParameter(test.B, depth + 1) || System.Array.Exists(test.Items, i => NamesParameter(i, depth + 1)) || test.Call is { } call && System.Array.Exists(call.Arguments, a => NamesParameter(a, depth + 1)));

    public static bool Is(AccessNode access)
    {
        if (access.Target.A is not { Kind: not ValueKind.This } || access.Store is not { ContainingType: { } owner } || access.Body.Member.Member.ContainingType is not { } own || access.Target.Type is not { } kind)
            return false;
        return !SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, owner.OriginalDefinition)
            && (Entries.Derives(own, kind) || own.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, kind.OriginalDefinition)));
    }
}
