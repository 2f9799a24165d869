using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>async Task ReadAsync() { try { … } finally { _socket.Dispose(); } }: whoever has waited for it has an object that Dispose would find nothing in.</summary>
internal static class EndsItself
{
    /// <summary>The method that is called, and waited for, ends in its finally clause whatever the dispose of its type would end.</summary>
    public static bool Does(Holder holder, CallNode call)
    {
        if (call.IsVirtual && call.Target is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } || call.Target is not { IsStatic: false, MethodKind: MethodKind.Ordinary, ContainingType: { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object } type } method
            || !StoreScope.IsInSource(type) || Closing.IsDispose(method) || !call.IsAwaited && (method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask"))
            return false;
        var ends = type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } && Closing.IsDispose(m)).ToList();
        return ends.Count > 0 && holder.FactsOf(method) is { IsTruncated: false } facts && FinallyOf(facts) is { } cleanup && ends.TrueForAll(e => IsDoneIn(holder, facts, cleanup, e));
    }

    /// <summary>The finally clause of a try before which nothing leaves and nothing fails.</summary>
    private static BlockNode? FinallyOf(MemberFacts facts)
    {
        foreach (var item in facts.Root.Root.Items)
        {
            if (item is TryNode attempt)
                return attempt.Finally;
            if (item is not (AssignNode or AccessNode or CallNode { IsCreation: true } or CallNode { Target.MethodKind: MethodKind.PropertyGet }))
                return null;
        }

        return null;
    }

    private static bool IsDoneIn(Holder holder, MemberFacts facts, BlockNode cleanup, IMethodSymbol end)
    {
        if (end is not { IsAbstract: false, IsVirtual: false, IsOverride: false })
            return false;
        if (facts.Calls.Exists(c => c.Receiver is null or { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, end) && IsCertain(c, cleanup)))
            return true;
        return holder.WrittenFactsOf(end) is { IsTruncated: false, Bodies.Count: 1, Disposals: { Count: > 0 } parts, Starts.Count: 0, Registers.Count: 0 } ending
            && ending.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" } || parts.Exists(d => d.Syntax.Contains(c.Syntax) || c.Syntax.Contains(d.Syntax))) && ending.Accesses.TrueForAll(a => !a.Mutates || a is { Access: AccessKind.Overwrite, Inserted.IsTrue: true })
            && parts.TrueForAll(d => d.Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } part } && facts.Disposals.Exists(o => o.IsCertain && o.Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } && SymbolEqualityComparer.Default.Equals(o.Operand.Symbol, part) && IsCertain(o, cleanup)));
    }

    private static bool IsCertain(Node step, BlockNode cleanup) => Structure.Contains(cleanup, step) && Structure.IsInNoBranch(step, cleanup, Structure.IsWhenNotNull);
}
