using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Reporting;

/// <summary>Writes into a finding what its fix must know and could not find out again.</summary>
internal static class FixData
{
    public static void AddTo(Finding finding, Holder holder, Store store, AccessNode? access)
    {
        finding.Of(store)
            .With(FixFacts.Store, store.Name)
            .With(FixFacts.Collection, store.Known.Collection.ToString())
            .With(FixFacts.Operation, access?.Access.ToString())
            .With(FixFacts.Form, Form(holder, store))
            .With(FixFacts.Path, PathOf(store, store.IsCollection ? 1 + (access?.Depth ?? 0) : 0));
        if (store.Known.Container != null)
            finding.With(FixFacts.Container, "true");
        if (holder.Ownership.EscapeOf(store) is { } escape)
            finding.With(FixFacts.Refused, "escapes").At(escape);
        if (holder.Sharing.Of(store) != null)
            finding.With(FixFacts.Shared, "true");
        if (access == null)
            return;
        foreach (var id in holder.Callers.LocksAt(access).Ids)
        {
            if (id.IsKnown)
                finding.With(FixFacts.Lock, Words.NameOf(id));
        }
    }

    /// <summary>The lock under which members already use the store, or why there can be no new one.</summary>
    public static void AddGuard(Finding finding, Holder holder, Store store, Predicate<AccessNode> isRace)
    {
        if (Attributes.GuardOf(store.Symbol) is { } named)
        {
            finding.With(FixFacts.Lock, named);
            return;
        }

        foreach (var access in store.Accesses)
        {
            if (access.Depth != 0)
                continue;
            var held = holder.Callers.LocksAt(access);
            foreach (var id in held.Ids)
            {
                if (id.Symbol is IFieldSymbol or IPropertySymbol && !id.IsAsync && id.Mode == LockMode.Exclusive && id.Receiver.Length == 0)
                    finding.With(FixFacts.Lock, id.Symbol.Name);
                else
                    finding.With(FixFacts.Guarded, "true");
            }

            if (held.IsEmpty && access.Inserts && !holder.Callers.OnlyWhileConstructed(access.Body) && !isRace(access))
                finding.With(FixFacts.Unordered, "true");
        }
    }

    /// <summary>Dispose, DisposeAsync, or Both: what the resource offers.</summary>
    private static string Form(Holder holder, Store store)
    {
        var known = holder.Catalog.Of(store.Payload.Resource);
        return known.Has(TypeTraits.Disposable) ? known.Has(TypeTraits.AsyncDisposable) ? "Both" : "Dispose"
            : known.Has(TypeTraits.AsyncDisposable) ? "DisposeAsync" : "Cast";
    }

    /// <summary>The way from an entry: the steps behind the collections that lead to it.</summary>
    private static string PathOf(Store store, int collections)
    {
        var text = string.Empty;
        var members = 0;
        foreach (var step in store.Payload.Steps)
        {
            var name = step == PayloadStep.Member ? "Member:" + store.Payload.Members[members++].Name : step.ToString();
            if (collections > 0)
                collections -= step == PayloadStep.Element ? 1 : 0;
            else
                text += text.Length > 0 ? "." + name : name;
        }

        return text;
    }
}
