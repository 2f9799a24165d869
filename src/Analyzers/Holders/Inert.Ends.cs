using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Ends that free nothing themselves: they only tell the holder, or end a value if it can be ended.</content>
internal static partial class Inert
{
    /// <summary>A name with a value of any type, and a dispose that ends the value only if it can: nothing says that there is a resource in it.</summary>
    public static bool EndsIfItCan(Holder holder, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named || !named.Locations.Any(l => l.IsInSource) || named.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
            return false;
        var ends = false;
        foreach (var member in named.OriginalDefinition.GetMembers())
        {
            if (member is not IMethodSymbol method || !Closing.IsClosing(method) || !Closing.IsDispose(method))
                continue;
            if (holder.WrittenFactsOf(method) is not { IsTruncated: false } facts)
                return false;
            foreach (var node in facts.Disposals)
            {
                if (!Trace.Roots(holder, node.Operand).TrueForAll(r => r is { Kind: RootKind.Slot, Value.Type: { } slot } && (slot.SpecialType == SpecialType.System_Object || slot is ITypeParameterSymbol { ConstraintTypes.Length: 0 })))
                    return false;
                ends = true;
            }
        }

        return ends;
    }

    /// <summary>
    /// A type in source whose dispose frees nothing: it tells the holder itself, which then needs no telling, or is the empty one of a base type.
    /// </summary>
    public static bool EndsNothing(Holder holder, ITypeSymbol type)
    {
        var tells = false;
        var parameter = type as ITypeParameterSymbol;
        for (var at = (parameter == null ? type : parameter.ConstraintTypes.FirstOrDefault(c => c.TypeKind == TypeKind.Class)) as INamedTypeSymbol; at != null && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); at = at.BaseType)
        {
            if (IsPlainBase(holder, at))
                break;
            if (at.TypeKind != TypeKind.Class || !at.Locations.Any(l => l.IsInSource))
                return false;
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is not IMethodSymbol method || !Closing.IsClosing(method) || !Closing.IsDispose(method))
                    continue;
                if (parameter != null && (method.IsVirtual || method.IsAbstract))
                    return false;
                if (method.IsAbstract)
                    continue;
                if (holder.WrittenFactsOf(method) is not { } facts || !OnlyTells(holder, facts, 0, ref tells) || type is INamedTypeSymbol whole && EmptyEnd.TellsLoop(whole, facts, holder.Cancellation))
                    return false;
                tells |= method.IsVirtual && !SymbolEqualityComparer.Default.Equals(at, type);
            }
        }

        return tells;
    }

    private static bool OnlyTells(Holder holder, MemberFacts facts, int depth, ref bool tells)
    {
        if (facts.IsTruncated || facts.Disposals.Exists(d => d.Operand is not { Kind: ValueKind.Store, Type: { } ended } || !IsHolder(holder, ended)) || facts.Starts.Count > 0 || facts.Registers.Count > 0 || facts.Bodies.Count > 1)
            return false;
        foreach (var access in facts.Accesses)
        {
            if (access.Removes && access.Access != AccessKind.Clear || access.Collection != CollectionKind.None && access.Mutates && (access.Access != AccessKind.Clear || holder.Catalog.PayloadOf(access.Target.Type!) is { IsResource: true } or { MaybeResource: true }))
                return false;
        }

        foreach (var call in facts.Calls)
        {
            if (call.IsDelegate && IsHoldersOwn(holder, call, facts.Member.ContainingType))
            {
                tells = true;
                continue;
            }

            if (call.Target is not { } target || call.IsDelegate)
                return false;
            if (call.Receiver is { } receiver && (receiver is { Kind: ValueKind.Store, Type: { } told } && IsHolder(holder, told) || receiver.Kind == ValueKind.Local && receiver.Type is { } seen && IsHolder(holder, seen) && Trace.Roots(holder, receiver).TrueForAll(r => r is { Kind: RootKind.Slot, IsPart: false })))
            {
                tells = true;
                continue;
            }

            if (target is { Name: "SuppressFinalize" or "ConfigureAwait" })
                continue;
            if (SaysNothingOfItself(target, call))
            {
                tells = true;
                continue;
            }

            if (call.Receiver is not { Kind: ValueKind.This } || depth > 2 || holder.WrittenFactsOf(target) is not { } callee || callee != facts && !OnlyTells(holder, callee, depth + 1, ref tells))
                return false;
        }

        return true;
    }

    /// <summary>What is called back ends nothing, lets go of nothing and lets nobody else in.</summary>
    private static bool FreesNothing(MemberFacts told) => told.Disposals.Count == 0 && !told.Registers.Exists(r => r.Detaches) && !told.Calls.Exists(c => c.Info is { Role: MethodRole.SemaphoreRelease } || c.Target is { ContainingType.Name: "Interlocked" });

    /// <summary>_onDispose(this), where the holder, which makes the entry, gives it a method of its own to call.</summary>
    private static bool IsHoldersOwn(Holder holder, CallNode call, INamedTypeSymbol entry)
    {
        if (call.Receiver is not { Kind: ValueKind.Store, A: null, Symbol: IFieldSymbol { IsReadOnly: true } field } || !IsGiven(field))
            return false;
        var creations = holder.OwnMembers.SelectMany(f => f.Calls).Where(c => c.IsCreation && SymbolEqualityComparer.Default.Equals(c.Target?.ContainingType.OriginalDefinition, entry.OriginalDefinition)).ToList();
        return creations.Count > 0 && creations.TrueForAll(c => c.Target!.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, field.Type.OriginalDefinition) && p.Ordinal < c.Arguments.Length
            && c.Arguments[p.Ordinal] is { Kind: ValueKind.Delegate, Symbol: IMethodSymbol method } && holder.OwnFactsOf(method) is { } told && FreesNothing(told)) && c.Target.Parameters.Count(p => p.Type.TypeKind == TypeKind.Delegate) == 1);
    }

    /// <summary>_rules.Invalidate(), on an object that every entry was given: without arguments it cannot be about this entry, and by its name it gives nothing back.</summary>
    private static bool SaysNothingOfItself(IMethodSymbol target, CallNode call) =>
        target is { Parameters.IsEmpty: true, ReturnsVoid: true } && call.Receiver is { Kind: ValueKind.Store, A: null, Symbol: IFieldSymbol { IsReadOnly: true } field } && IsGiven(field)
        && Array.Exists(new[] { "Invalidate", "Notify", "Flush", "Refresh" }, w => target.Name.StartsWith(w, StringComparison.Ordinal));

    /// <summary>Every constructor gets an object of the type of the field.</summary>
    private static bool IsGiven(IFieldSymbol field) => field.ContainingType.InstanceConstructors.All(c => c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, field.Type)));

    /// <summary>The holder is, or may be seen as, an object of that type in source.</summary>
    private static bool IsHolder(Holder holder, ITypeSymbol type)
    {
        if (!type.Locations.Any(l => l.IsInSource))
            return false;
        for (var at = holder.Type; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, type.OriginalDefinition))
                return true;
        }

        return holder.Type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, type.OriginalDefinition));
    }
}
