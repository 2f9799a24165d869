using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1006 at the caller of a helper that offers what it is given to a container and says whether it was taken: if (TryKeep(key, link)) return link;</summary>
internal static class RejectedByHelper
{
    /// <summary>The newcomer is a caller's, and the method returns false exactly where it was refused.</summary>
    public static bool IsTold(Holder holder, AccessNode access) =>
        access.Inserted != null && access.Body.Member.Method is { ReturnType.SpecialType: SpecialType.System_Boolean } method && OfferedBy(holder, access, method) != null && RefusalTold.By(access.Body.Member, access);

    public static void Find(Holder holder, Reporter reporter, Store store, AccessNode access)
    {
        var facts = access.Body.Member;
        var method = facts.Method!;
        var offered = OfferedBy(holder, access, method)!;
        if ((holder.Fates.OfParameter(method, offered.Ordinal) & Fate.Ended) != 0)
            return;
        foreach (var call in holder.Callers.Of(facts))
        {
            if (call.IsVirtual || call.Body.Enclosing != null || offered.Ordinal >= call.Arguments.Length || !holder.IsOwn(call.Body.Member) || !IsLost(holder, store, call, offered.Ordinal))
                continue;
            var verdict = holder.Ownership.Of(store);
            var finding = new Finding(Descriptors.LEAK1006_RejectedEntryDropped, call, method.Name, Entries.TypeName(store), $"'{method.Name}' returns false where '{store.Name}' refuses it")
                .At(access).At(verdict.Evidence).At(store.Symbol);
            FixData.AddTo(finding, holder, store, null);
            finding.With(FixFacts.Newcomer, offered.Name);
            if (!Trace.Roots(holder, access.Inserted).Exists(r => r.Kind == RootKind.Parameter))
                finding.With(FixFacts.Path, string.Empty);
            foreach (var id in holder.Callers.LocksAt(call).Ids)
            {
                if (id.IsKnown)
                    finding.With(FixFacts.Lock, Words.NameOf(id));
            }

            reporter.Add(finding);
        }
    }

    /// <summary>The one parameter that goes into the container, as it is or in an entry; the key is none.</summary>
    private static IParameterSymbol? OfferedBy(Holder holder, AccessNode access, IMethodSymbol method)
    {
        var keys = Trace.Roots(holder, access.Key).Where(r => !r.IsPart).Select(r => r.Symbol).ToList();
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Collect(access.Inserted!, 0);
        return found.Count == 1 ? (IParameterSymbol)found.First() : null;

        void Collect(Value value, int depth)
        {
            foreach (var root in Trace.Roots(holder, value))
            {
                if (root is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol parameter } && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method)
                    && !keys.Contains(parameter, SymbolEqualityComparer.Default) && MayCarry(holder, parameter.Type))
                    found.Add(parameter);
                if (root.Kind == RootKind.Created && depth < 3)
                {
                    foreach (var item in root.Value.Items)
                        Collect(item, depth + 1);
                }
            }
        }
    }

    private static bool MayCarry(Holder holder, ITypeSymbol type) => holder.Catalog.PayloadOf(type) is { } payload && (payload.IsResource || payload.MaybeResource);

    /// <summary>The caller makes the newcomer, and where the helper says no, nobody disposes or keeps it.</summary>
    private static bool IsLost(Holder holder, Store store, CallNode call, int ordinal)
    {
        var value = Reaching.At(call.Arguments[ordinal], call);
        if ((holder.Ownership.Origins.Of(value) & (Origin.Created | Origin.Borrowed | Origin.Moved | Origin.Unknown)) != Origin.Created)
            return false;
        var made = new HashSet<Value>(Trace.Roots(holder, value).Where(r => r.Kind is RootKind.Created or RootKind.Result).Select(r => r.Value));
        if (made.Count == 0 || made.All(v => Inert.IsInert(holder, v)))
            return false;
        var facts = call.Body.Member;
        if (Entries.EndsAnother(holder, facts, store) || (holder.Fates.Of(facts, root => made.Contains(root.Value), node => node.Order < call.Order) & (Fate.Ended | Fate.Stored | Fate.Passed)) != 0)
            return false;
        var outcome = new RefusedFlow(holder, call, root => made.Contains(root.Value)).Run(call.Body, RefusedFlow.Before);
        return outcome.IsCertain && (outcome.Normal & RefusedFlow.Lost) != 0;
    }
}
