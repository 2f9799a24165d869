using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

internal static partial class Inert
{
    /// <summary>
    /// A type in source whose dispose ends token sources without timer or link, and locks, and no more, and that starts nothing: what is
    /// lost with one of them is memory.
    /// </summary>
    public static bool FreesMemoryOnly(Holder holder, ITypeSymbol type) => FreesOnly(holder, type, ended => IsMemory(holder, ended));

    /// <summary>The same of one that was made and never used: only what its construction starts or registers goes on.</summary>
    public static bool LosesMemoryOnly(Holder holder, ITypeSymbol type) => FreesOnly(holder, type, ended => IsMemory(holder, ended), isUsed: false);

    /// <summary>The same, and its dispose does not even cancel: nothing goes on that it would have stopped.</summary>
    public static bool FreesNothing(Holder holder, ITypeSymbol type) => FreesOnly(holder, type, ended => IsMemory(holder, ended), mayCancel: false);

    /// <summary>The same, of locks without a handle alone: such a type needs no more of a dispose than they do.</summary>
    public static bool FreesLocksOnly(Holder holder, ITypeSymbol type) => FreesOnly(holder, type, ended => IsLock(ended, holder.Catalog.Of(ended)));

    private static bool FreesOnly(Holder holder, ITypeSymbol type, Predicate<ITypeSymbol?> isNothing, bool mayCancel = true, bool isUsed = true)
    {
        var ends = false;
        var chain = new List<INamedTypeSymbol>();
        for (var at = type as INamedTypeSymbol; at != null && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); at = at.BaseType)
        {
            // What a base type that cannot be found frees, nobody knows.
            if (at.TypeKind == TypeKind.Error)
                break;
            if (!at.Locations.Any(l => l.IsInSource))
                return false;
            chain.Add(at.OriginalDefinition);
        }

        // The ends first: they decide for most types, and the rest need not be looked at then.
        foreach (var member in chain.SelectMany(t => t.GetMembers()))
        {
            if (member is IMethodSymbol { IsAbstract: false } method && Closing.IsClosing(method) && Closing.IsDispose(method) && holder.WrittenFactsOf(method) is { } facts)
            {
                if (!facts.Disposals.TrueForAll(d => d.Operand is { Kind: ValueKind.Store, A: null } && isNothing(d.Operand.Type))
                    || !facts.Calls.TrueForAll(c => c.Target is { Name: "SuppressFinalize" or "GetType" or "Assert" } or { MethodKind: MethodKind.PropertyGet } || c.Target is { Name: "Cancel" } && mayCancel || IsPartOfEnd(c, isNothing) || facts.Disposals.Exists(d => d.Syntax == c.Syntax)))
                    return false;
                ends |= facts.Disposals.Count > 0 || facts.Calls.Exists(c => c.Target?.Name == "Flush");
            }
        }

        return ends && !chain.SelectMany(t => t.GetMembers()).Any(m => (isUsed || IsOfConstruction(m)) && m is IMethodSymbol { IsAbstract: false } or IFieldSymbol && holder.WrittenFactsOf(m) is { } facts && Works(facts))
            && (isUsed || AcquiresNothing(holder, type));
    }

    private static bool IsOfConstruction(ISymbol member) => member is IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor };

    /// <summary>It starts or registers something, or makes a token source that has a timer or a link.</summary>
    private static bool Works(MemberFacts facts) => facts.IsTruncated || facts.Starts.Count > 0 || facts.Registers.Count > 0 || facts.Accesses.Exists(a => a.Inserted is { Kind: ValueKind.Created, Data: "timed" or "linked" });

    /// <summary>Dispose(true) of the type itself or of a base type, which is looked at as well; or the flush of what is nothing.</summary>
    private static bool IsPartOfEnd(CallNode call, Predicate<ITypeSymbol?> isNothing) =>
        call is { Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } own } && Closing.IsClosing(own) && Closing.IsDispose(own)
        || call is { Receiver: { Kind: ValueKind.Store, A: null } flushed, Target.Name: "Flush" } && isNothing(flushed.Type);

    /// <summary>A token source, a lock without a handle, a span or a source of a trace (whose listeners it shares); not a meter, which stays known to all listeners.</summary>
    private static bool IsMemory(Holder holder, ITypeSymbol? type) => type is { Name: "Activity" or "TraceSource" }
        || holder.Catalog.Of(type) is var known && (known.Has(TypeTraits.ConditionalResource | TypeTraits.Task) || IsLock(type, known));

    /// <summary>A lock or a signal that makes a handle only for those who ask for it.</summary>
    private static bool IsLock(ITypeSymbol? type, KnownType known) => known.Has(TypeTraits.DisposeOptional) && (known.Has(TypeTraits.AnyLock) || type is { Name: "ManualResetEventSlim" or "CountdownEvent" or "Barrier", ContainingNamespace.Name: "Threading" });
}
