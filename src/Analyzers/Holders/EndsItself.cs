using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>async Task ReadAsync() { try { … } finally { _socket.Dispose(); } }: whoever has waited for it has an object that Dispose would find nothing in.</summary>
internal static class EndsItself
{
    /// <summary>The method that is called, and waited for, ends in its finally clause whatever the dispose of its type would end.</summary>
    public static bool Does(Holder holder, CallNode call)
    {
        if (call.IsVirtual && call.Target is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } || call.Target is not { IsStatic: false, MethodKind: MethodKind.Ordinary, ContainingType: { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object } type } method
            || !StoreScope.IsInSource(type) || Closing.IsDispose(method) || !IsAwaitedToItsEnd(call) && (method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask"))
            return false;
        var ends = type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } && Closing.IsDispose(m)).ToList();
        return ends.Count > 0 && holder.FactsOf(method) is { IsTruncated: false } facts && FinallyOf(holder, facts) is { } cleanup && ends.TrueForAll(e => IsDoneIn(holder, facts, cleanup, e));
    }

    /// <summary>Not ReadAsync().WaitAsync(limit), which comes back while the method still runs.</summary>
    private static bool IsAwaitedToItsEnd(CallNode call)
    {
        var at = call.Syntax;
        while (at.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "Preserve", Parent: InvocationExpressionSyntax outer })
            at = outer;
        return at == call.Syntax ? call.IsAwaited && at.Parent is not MemberAccessExpressionSyntax : at.Parent is AwaitExpressionSyntax;
    }

    /// <summary>The finally clause of a try before which nothing leaves and nothing fails, as new FileStream(path) may.</summary>
    private static BlockNode? FinallyOf(Holder holder, MemberFacts facts)
    {
        foreach (var item in facts.Root.Root.Items)
        {
            if (item is TryNode attempt)
                return attempt.Finally;
            if (item is not (AssignNode or AccessNode or CallNode { IsCreation: true } or CallNode { Target.MethodKind: MethodKind.PropertyGet }) || Throwing.Words(holder, item) != null)
                return null;
        }

        return null;
    }

    private static bool IsDoneIn(Holder holder, MemberFacts facts, BlockNode cleanup, IMethodSymbol end)
    {
        if (end is not { IsAbstract: false, IsVirtual: false, IsOverride: false })
            return false;
        if (holder.WrittenFactsOf(end) is not { IsTruncated: false } ending)
            return false;
        if (facts.Calls.Exists(c => c.Receiver is null or { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, end) && IsCertain(holder, c, cleanup, OnlyPart(ending)) && ending.Disposals.TrueForAll(d => !IsFilledAfter(holder, facts, c, d.Operand.Symbol))))
            return true;
        return EndsPartsOnly(ending) && ending.Disposals.TrueForAll(d => d.Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } part }
                && facts.Disposals.Exists(o => o.IsCertain && o.Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } && SymbolEqualityComparer.Default.Equals(o.Operand.Symbol, part) && IsCertain(holder, o, cleanup, part) && !IsFilledAfter(holder, facts, o, part)));
    }

    /// <summary>Dispose() { _client?.Dispose(); GC.SuppressFinalize(this); }</summary>
    private static bool EndsPartsOnly(MemberFacts ending) => ending is { Bodies.Count: 1, Disposals: { Count: > 0 } parts, Starts.Count: 0, Registers.Count: 0 }
        && ending.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" } || parts.Exists(d => d.Syntax.Contains(c.Syntax) || c.Syntax.Contains(d.Syntax))) && ending.Accesses.TrueForAll(a => !a.Mutates || a is { Access: AccessKind.Overwrite, Inserted.IsTrue: true });

    private static ISymbol? OnlyPart(MemberFacts ending) => EndsPartsOnly(ending) && ending.Disposals is { Count: 1 } parts && parts[0].Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } part } ? part : null;

    /// <summary>Behind no test, but if (_client != null) _client.Dispose(), or a test of another part that every object has.</summary>
    private static bool IsCertain(Holder holder, Node step, BlockNode cleanup, ISymbol? part) => Structure.Contains(cleanup, step)
        && Structure.IsInNoBranch(step, cleanup, at => Structure.IsWhenNotNull(at) && at.Owner is IfNode { Condition.A.A: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } } && (SymbolEqualityComparer.Default.Equals(asked, part) || IsAlwaysThere(holder, asked)));

    /// <summary>A readonly field for which every constructor makes an object.</summary>
    private static bool IsAlwaysThere(Holder holder, ISymbol part) => part is IFieldSymbol { IsReadOnly: true, IsStatic: false, ContainingType: { TypeKind: TypeKind.Class } type }
        && type.InstanceConstructors.All(c => holder.WrittenFactsOf(c) is { } facts && facts.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.Kind: ValueKind.Created } && SymbolEqualityComparer.Default.Equals(a.Store, part) && Structure.IsInNoBranch(a) && !facts.Returns.Exists(r => r.Order < a.Order)));

    /// <summary>finally { _client.Dispose(); } _client = Connect(); by the method itself or by one that it calls: the object is as it was before.</summary>
    private static bool IsFilledAfter(Holder holder, MemberFacts facts, Node end, ISymbol? part) => part is not IFieldSymbol { IsReadOnly: true } && (facts.Accesses.Exists(a => (a.Body != end.Body || a.Order > end.Order) && Fills(a, part))
        || facts.Calls.Exists(c => (c.Body != end.Body || c.Order > end.Order) && c is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && StoreScope.IsInSource(target) && !Closing.IsDispose(target) && MayFill(holder, target, part, 0)));

    private static bool MayFill(Holder holder, IMethodSymbol method, ISymbol? part, int depth) => depth > 2 || holder.FactsOf(method) is not { IsTruncated: false } facts || facts.Accesses.Exists(a => Fills(a, part))
        || facts.Calls.Exists(c => c is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && StoreScope.IsInSource(target) && MayFill(holder, target, part, depth + 1));

    private static bool Fills(AccessNode access, ISymbol? part) => access is { Inserts: true, Inserted: not { IsNull: true } } && SymbolEqualityComparer.Default.Equals(access.Store, part);
}
