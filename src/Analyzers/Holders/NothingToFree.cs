using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// Types in source of which nothing shows that an object made here ever has something to free: their dispose is empty or the one of a base type
/// that does nothing, or it ends only what members make that nobody here calls.
/// </summary>
internal static class NothingToFree
{
    private const int MaxRounds = 3;

    /// <summary>Neither at once nor by what is called here.</summary>
    public static bool In(Holder holder, ITypeSymbol type) => Look(holder, type, out var chain) is { } ended && (ended.Count == 0 || !IsFilled(holder, chain, ended));

    /// <summary>Whatever happens to the object: a stream over memory, a reader that overrides no end.</summary>
    public static bool Ever(Holder holder, ITypeSymbol type) => Look(holder, type, out _) is { Count: 0 };

    /// <summary>The fields that the ends of the type end; null when they do more than that, or when that is all and no base type asks for it.</summary>
    private static HashSet<ISymbol>? Look(Holder holder, ITypeSymbol type, out List<INamedTypeSymbol> chain)
    {
        chain = new List<INamedTypeSymbol>();
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class } named || !StoreScope.IsInSource(named))
            return null;
        var ended = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var isOnEmptyBase = false;
        for (INamedTypeSymbol? at = named; at is { SpecialType: not SpecialType.System_Object }; at = at.BaseType)
        {
            if (!StoreScope.IsInSource(at))
            {
                isOnEmptyBase = IsEmptyBase(at);
                if (isOnEmptyBase || !holder.Catalog.IsResource(at) && at.TypeKind != TypeKind.Error)
                    break;
                return null;
            }

            chain.Add(at.OriginalDefinition);
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is IMethodSymbol method && Closing.IsClosing(method) && (method.MethodKind == MethodKind.Destructor || Closing.IsDispose(method)) && !EndsOnly(holder, method, ended))
                    return null;
            }
        }

        return ended.Count > 0 || isOnEmptyBase ? ended : null;
    }

    /// <summary>Base types of the library whose own dispose does nothing.</summary>
    private static bool IsEmptyBase(INamedTypeSymbol type) => type is { Name: "HttpMessageHandler", ContainingNamespace.Name: "Http" } || type is { Name: "Stream" or "TextReader" or "TextWriter", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } };

    /// <summary>The end ends own fields, which are noted, and does nothing else.</summary>
    private static bool EndsOnly(Holder holder, IMethodSymbol method, HashSet<ISymbol> ended)
    {
        if (method.IsAbstract || FactsOf(holder, method) is not { IsTruncated: false, Bodies.Count: 1, Starts.Count: 0, Registers.Count: 0 } facts)
            return false;
        foreach (var node in facts.Disposals)
        {
            if (node.Operand is not { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { IsStatic: false } part })
                return false;
            ended.Add(part);
        }

        return facts.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" } or { MethodKind: MethodKind.PropertyGet } || c is { IsDelegate: true, Receiver: { Kind: ValueKind.Store, A: null, Symbol: IEventSymbol } } || c is { Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } own } && Closing.IsClosing(own) && Closing.IsDispose(own)
            || facts.Disposals.Exists(d => d.Syntax == c.Syntax || d.Syntax.Contains(c.Syntax)));
    }

    /// <summary>One of the fields gets something when the object is made, from outside, or by a member that is called here.</summary>
    private static bool IsFilled(Holder holder, List<INamedTypeSymbol> chain, HashSet<ISymbol> ended)
    {
        var fillers = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var members = new List<MemberFacts>();
        foreach (var member in chain.SelectMany(t => t.GetMembers()))
        {
            if (ended.Contains(member) && member.DeclaredAccessibility is not Accessibility.Private)
                return true;
            if (FactsOf(holder, member) is not { } facts)
                continue;
            members.Add(facts);
            if (facts.IsTruncated || facts.MethodGroups.Exists(ended.Contains))
                return true;
            if (!facts.Accesses.Exists(a => a.Store != null && ended.Contains(a.Store) && (a.Inserts || a.Access is AccessKind.Escape) && a.Inserted is not { IsNull: true }))
                continue;
            if (facts.Method is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } filler)
                return true;
            fillers.Add(filler.OriginalDefinition);
        }

        for (var round = 0; round < MaxRounds; round++)
        {
            foreach (var facts in members)
            {
                if (!facts.Calls.Exists(c => c.Target != null && fillers.Contains(c.Target.OriginalDefinition)))
                    continue;
                if (facts.Method is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } caller)
                    return true;
                fillers.Add(caller.OriginalDefinition);
            }
        }

        return holder.Members.Any(f => f.Calls.Exists(c => c.Target is { } target && fillers.Any(filler => IsCallOf(target, (IMethodSymbol)filler))));
    }

    /// <summary>Directly, or under its name through a base type or an interface.</summary>
    private static bool IsCallOf(IMethodSymbol target, IMethodSymbol filler) => SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, filler)
        || target.Name == filler.Name.Substring(filler.Name.LastIndexOf('.') + 1) && target.Parameters.Length == filler.Parameters.Length && (target.IsAbstract || target.IsVirtual || target.IsOverride);

    private static MemberFacts? FactsOf(Holder holder, ISymbol member) => member is IMethodSymbol { IsAbstract: true } ? null : holder.WrittenFactsOf(member);
}
