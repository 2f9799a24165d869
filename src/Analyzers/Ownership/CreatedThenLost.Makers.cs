using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>Static methods that make a resource first and its holder then: static async Task&lt;Link&gt; ConnectAsync() { var tcp = …; await tcp.ConnectAsync(); return new Link(tcp); }</content>
internal sealed partial class CreatedThenLost
{
    private static void FindInMakers(Holder holder, Reporter reporter, HashSet<Value> reported)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.Method is not { IsStatic: true, MethodKind: MethodKind.Ordinary } || facts.IsTruncated)
                continue;
            foreach (var creation in facts.Calls)
            {
                if (creation is not { IsCreation: true, Body: { Enclosing: null, IsOpaque: false }, Target: { } constructor } || !SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, facts.Method.ContainingType.OriginalDefinition))
                    continue;
                for (var i = 0; i < creation.Arguments.Length; i++)
                {
                    if (creation.Arguments[i] is not { Kind: ValueKind.Local } local || MadeValues(local).Count() != 1 || KeeperOf(holder, constructor, i) is not { } store)
                        continue;
                    if (Making(holder, creation, local) is not { } made || !reported.Add(local) || Loss(holder, creation, made, local) is not { } loss)
                        continue;
                    var finding = new Finding(Descriptors.LEAK1009_CreatedThenLost, made, local.Type?.Name ?? Entries.TypeName(store), loss.Step, loss.What, store.Name).At(loss.Place).At(creation).At(store.Symbol);
                    FixData.AddTo(finding, holder, store, null);
                    reporter.Add(finding);
                }
            }
        }
    }

    /// <summary>The store that the constructor puts what it is given into, where the holder owns it.</summary>
    private static Store? KeeperOf(Holder holder, IMethodSymbol constructor, int index) => holder.OwnFactsOf(constructor) is { } facts
        ? facts.Accesses.Where(a => a.Inserts && a.Inserted != null && Trace.Roots(holder, a.Inserted).Exists(r => r is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol parameter } && parameter.Ordinal == index))
            .Select(a => a.Store == null ? null : holder.StoreOf(a.Store)).FirstOrDefault(s => s != null && s.Payload.IsResource && holder.Ownership.Of(s).IsOwned)
        : null;
}
