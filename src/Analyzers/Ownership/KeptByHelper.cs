using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that something else keeps and ends as well: a collection that a helper fills, or the base type.</summary>
internal static class KeptByHelper
{
    public static bool Is(Holder holder, List<MemberFacts> closing, Store store) => store.IsCollection && store.OnlyGets(access => IsNotedByMaker(holder, closing, store, access) || IsGivenToBase(holder, closing, access));

    /// <summary>_byName.Add(path, OpenFile(path)), where OpenFile notes each file in a list that the end drains.</summary>
    private static bool IsNotedByMaker(Holder holder, List<MemberFacts> closing, Store store, AccessNode access) => holder.Stores.Any(other => other != store && other.IsCollection && closing.Exists(f => holder.Summaries.Disposes(f, other.Symbol) != null)
        && Made(holder, access.Inserted!) is { Count: > 0 } made && made.TrueForAll(m => other.Accesses.Exists(a => a.Inserts && a.Inserted != null && Structure.IsInNoBranch(a) && Made(holder, a.Inserted).Contains(m) && !a.Body.Member.Returns.Exists(r => r.Body == a.Body && r.Order < a.Order && r.Value != null && Made(holder, r.Value).Contains(m)))));

    /// <summary>Own(file); _files.Add(path, file): the base type ends what it is given, and the end of the type goes on with that of the base.</summary>
    private static bool IsGivenToBase(Holder holder, List<MemberFacts> closing, AccessNode access) => access.Body.Member.Calls.Exists(call => call.Body == access.Body && call.Parent == access.Parent && call is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && IsOfBase(target)
        && (closing.Count == 0 || closing.Exists(f => f.Calls.Exists(c => c.Target is { } end && Closing.IsClosing(end) && IsOfBase(end))))
        && Enumerable.Range(0, call.Arguments.Length).Any(i => Made(holder, access.Inserted!) is { Count: > 0 } made && Made(holder, call.Arguments[i]) is var given && made.TrueForAll(given.Contains) && (holder.Fates.OfArgument(call, i) & Fate.Stored) != 0));

    private static bool IsOfBase(IMethodSymbol method) => method.ContainingType is { } type && StoreScope.IsInSource(type) && type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable");

    /// <summary>_readers.Add(new StreamReader(file)), where the file is in another collection too, which the end drains: a reader holds nothing else, but a writer what is not written yet, and a timer runs on.</summary>
    public static bool AreAround(Holder holder, Store store, Store other) => store.OnlyGets(access => Made(holder, access.Inserted!) is { Count: > 0 } made
        && made.TrueForAll(m => m is { Kind: ValueKind.Created, Type: { } type } && (SlotOfAnother.Wraps(type) ? !EndedAround.IsWriter(type) : type.Name == "NetworkStream" || HoldsOne(holder, type)) && Array.Exists(m.Items, i => Made(holder, i) is { Count: > 0 } parts && other.Accesses.Exists(a => a.Inserts && a.Body == access.Body && a.Inserted != null && Made(holder, a.Inserted).Exists(parts.Contains)))));

    /// <summary>A type in source with one resource, which it was given, and no work of its own; its dispose does nothing else than end that, as free memory of the system or send what is left.</summary>
    private static bool HoldsOne(Holder holder, ITypeSymbol type)
    {
        var held = 0;
        for (ITypeSymbol? at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if (!StoreScope.IsInSource(at))
                return false;
            foreach (var member in at.OriginalDefinition.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && holder.Catalog.PayloadOf(field.Type).Resource != null)
                    held++;
                if (member is IMethodSymbol method && holder.WrittenFactsOf(method) is { Starts.Count: > 0 } or { Registers.Count: > 0 } || member is IMethodSymbol end && Closing.IsDispose(end) && holder.WrittenFactsOf(end) is { } steps && !steps.Calls.TrueForAll(IsMereEnd))
                    return false;
            }
        }

        return held <= 1;
    }

    private static bool IsMereEnd(CallNode call) => call.Target is { Name: var name } && (Closing.IsClosingName(name) || name is "SuppressFinalize" or "Exchange" or "CompareExchange" or "Clear");

    private static List<Value> Made(Holder holder, Value value) => Trace.Roots(holder, value).Where(r => r is { Kind: RootKind.Created or RootKind.Result, IsPart: false }).Select(r => r.Value).ToList();
}
