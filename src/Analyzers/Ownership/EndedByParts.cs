using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>foreach (var client in _clients) client.Socket.Close(): entries that are ended by the one resource that each is made of.</summary>
internal static class EndedByParts
{
    /// <param name="isContent">The root is an entry of the store, or the store's collection.</param>
    public static bool Are(Holder holder, Store store, MemberFacts facts, Predicate<Root> isContent) => store.Payload.Resource is INamedTypeSymbol entry && OnlyPart(holder, entry) is { } part
        && facts.Disposals.Exists(d => Structure.EnclosingLoop(d) is { Source: { } source } each && Structure.IsInNoBranch(d, each.BodyBlock, at => Structure.IsWhenNotNull(at) && at.Owner is IfNode { Condition.A.A: { } asked } && (Canon.Same(asked, d.Operand) || d.Operand.Owner is { } whole && Canon.Same(asked, whole))) && !each.BodyBlock.Items.Exists(i => i is IfNode test && (Structure.EndsTurn(test.Then) || Structure.EndsTurn(test.Else)))
            && !facts.Narrowings.Exists(n => each.Syntax.Span.Contains(n.Syntax.Span)) && Trace.ElementRoots(holder, source).Exists(r => isContent(r))
            && d.Operand.Type is { } ended && (Entries.Derives(ended, part.Type) || Entries.Derives(part.Type, ended)) && d.Operand.Owner is { Kind: not ValueKind.This } owner && Trace.Roots(holder, owner).Exists(r => isContent(r)));

    /// <summary>The one field that the end of the type ends, where it does no more than that.</summary>
    private static IFieldSymbol? OnlyPart(Holder holder, INamedTypeSymbol entry)
    {
        if (!StoreScope.IsInSource(entry) || entry.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
            return null;
        var parts = entry.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && (holder.Catalog.PayloadOf(f.Type).IsResource || f.Type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || f.Type.TypeKind == TypeKind.Pointer)).ToList();
        return parts.Count == 1 && holder.Catalog.PayloadOf(parts[0].Type).IsResource && entry.GetMembers().OfType<IMethodSymbol>().All(m => !Closing.IsClosing(m) || holder.WrittenFactsOf(m) is not { } end || !EndEffects.Has(holder, entry, end)) ? parts[0] : null;
    }
}
