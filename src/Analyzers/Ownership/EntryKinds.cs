using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Kinds of entries whose owner need not drain them, or by which one tells whose they are.</summary>
internal static class EntryKinds
{
    /// <summary>Entries dispose or remove themselves: a refcount method, or a handle that is given out.</summary>
    public static bool EndsByItself(Holder holder, Store store) =>
        holder.OwnMembers.Any(f => holder.Summaries.DisposesDirectly(f, store.Symbol) != null && Structure.Branches(f).Any(b => Counting.Mentions(b.Condition) || Implied.Any(b.Condition, true, (part, holds) => holds ? IsSaidEmpty(holder, store, part) : AsksForUsers(holder, store, part))))
        || store.Accesses.Any(a => a.Access == AccessKind.RemoveInstance && Trace.Roots(holder, a.Comparand).Any(r => r.Kind is RootKind.This or RootKind.Parameter) && !IsFoundByCallers(holder, store, a))
        || store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).Any(t => LeavesOnDispose(holder, t, store));

    /// <summary>catch { Unsubscribe(target); }: a helper whose callers all found the entry in the store.</summary>
    private static bool IsFoundByCallers(Holder holder, Store store, AccessNode removal) => removal.Comparand is { Symbol: IParameterSymbol parameter } && !Structure.Branches(removal.Body.Member).Any(b => Counting.Mentions(b.Condition)) && holder.Callers.IsClosed(removal.Body.Member) && holder.Callers.Of(removal.Body.Member) is { Count: > 0 } calls
        && calls.All(c => parameter.Ordinal < c.Arguments.Length && Trace.ComesFrom(holder, c.Arguments[parameter.Ordinal], store.Symbol));

    /// <summary>if (!watcher.Subscribers.Any()) watcher.Dispose(): nobody is left in a collection of the entry itself.</summary>
    private static bool AsksForUsers(Holder holder, Store store, Value part) =>
        part is { Kind: ValueKind.Outcome, Access: { Access: AccessKind.Exists, Key: null, Target.A: { } entry } } && Trace.ComesFrom(holder, entry, store.Symbol);

    /// <summary>if (connection.IsEmpty()) connection.Dispose(): the same, as an entry of the program says it.</summary>
    private static bool IsSaidEmpty(Holder holder, Store store, Value part) =>
        part is { Kind: ValueKind.Result or ValueKind.Member } && (part.Call?.Target?.Name ?? part.Symbol?.Name) is "IsEmpty" or "get_IsEmpty" && part.Owner is { } entry && Trace.ComesFrom(holder, entry, store.Symbol);

    /// <summary>Entries made elsewhere and put in here as well, while they stay where they are: what ends there need not be ended here.</summary>
    public static bool IsWorkList(Holder holder, Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Inserts && ((holder.Ownership.Origins.OfInsertion(access) & Origin.Created) != 0 || access.Body.Member.Accesses.Exists(a => a.Removes && !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))))
                return false;
        }

        return true;
    }

    /// <summary>An entry is another holder of the same kind, made with this one and without an end of its own: what it would end is this one's.</summary>
    public static bool IsViewOfHolder(Holder holder, Store store)
    {
        var types = store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).ToList();
        return types.Count > 0 && types.TrueForAll(t => IsView(t, store.Symbol.ContainingType.OriginalDefinition))
            && store.Accesses.Where(a => a.Inserts).All(a => Trace.Roots(holder, a.Inserted).All(r => r.Kind != RootKind.Created || r.Value.Items.Any(i => i.Kind == ValueKind.This)));
    }

    private static bool IsView(ITypeSymbol type, INamedTypeSymbol owner)
    {
        for (var at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, owner))
                return !SymbolEqualityComparer.Default.Equals(at, type);
            if (at.GetMembers().OfType<IMethodSymbol>().Any(m => Closing.IsClosing(m)))
                return false;
        }

        return false;
    }

    /// <summary>The dispose of the entry takes it out of the store: who got it from the holder ends it.</summary>
    private static bool LeavesOnDispose(Holder holder, ITypeSymbol type, Store store) => type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && Closing.IsClosing(m) && Closing.IsDispose(m)
        && holder.WrittenFactsOf(m) is { } facts && (facts.Accesses.Any(a => a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
            || facts.Calls.Exists(c => c.Target is { IsStatic: false } leave && c.Receiver is { Kind: ValueKind.Store } && holder.OwnFactsOf(leave) is { } helper && helper.Accesses.Exists(a => a.Access is AccessKind.Remove or AccessKind.RemoveInstance && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))));

    /// <summary>Spare or current objects in a collection that goes with its owner, and nothing known to be held by one of them.</summary>
    public static bool IsPool(Holder holder, Store store) =>
        !holder.Catalog.Of(store.Symbol.ContainingType).Has(TypeTraits.AnyDisposable)
        && holder.Analysis.Strength.WordsFor(store.Payload.Resource!, holder) == null
        && store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).All(t => holder.Analysis.Strength.WordsFor(t, holder) == null);

    /// <summary>Nobody outside sees the collection or an entry of it, so nobody else can end the entries.</summary>
    public static bool IsPrivateOwn(Holder holder, Store store) =>
        store.Symbol.DeclaredAccessibility == Accessibility.Private && holder.Ownership.EscapeOf(store) == null && !store.Accesses.Any(a => a.Removes && a.Member != "initializer");

    /// <summary>A part of an entry that is disposed while the entry stays: it belongs to a stage of the entry's life, which ends by itself.</summary>
    public static bool IsPartOfAStage(Store store, OwnershipVerdict verdict) =>
        store.Payload.HasEntry && verdict.Evidence == null
        || store.Payload.HasEntry && verdict.Evidence is DisposeNode { Body.Member: var facts } && !Closing.IsClosing(facts.Method)
        && !facts.Accesses.Exists(a => a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol));

    /// <summary>What is disposed is another part of the entries than the resource in question.</summary>
    public static bool IsOfAnotherPart(Holder holder, Store store, OwnershipVerdict verdict) =>
        store.Payload.HasEntry && verdict.Evidence is DisposeNode { Operand: { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } } operand } && !Entries.IsCompatible(holder, operand, store);
}
