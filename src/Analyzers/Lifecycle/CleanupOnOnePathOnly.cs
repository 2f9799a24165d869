using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>LEAK4001: an entry added for the time of an operation is removed only on some of the ways out.</summary>
internal sealed class CleanupOnOnePathOnly : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        var pairs = new Pairs(holder);
        if (!pairs.MayExist())
            return;
        foreach (var facts in holder.OwnMembers)
        {
            if (facts.IsTruncated || Callers.IsConstruction(facts) || Closing.IsClosing(facts.Method) || facts.Bodies.Any(b => b.IsIterator))
                continue;
            var events = pairs.Of(facts);
            var seen = new HashSet<string>();
            foreach (var acquire in events)
            {
                if (!acquire.IsAcquire || !seen.Add(acquire.Store.Name + "|" + acquire.Receiver + "|" + acquire.Key))
                    continue;
                var scope = new OperationScope(holder, pairs, facts, acquire);
                if (scope.Judge() is { } verdict)
                    reporter.Add(Describe(acquire, verdict, scope.Releases));
            }
        }
    }

    private static Finding Describe(PairEvent acquire, OneSidedCleanup verdict, IReadOnlyList<PairEvent> releases)
    {
        var name = acquire.Node is CallNode { Target: { } target } ? target.Name : acquire.Access.Member == "[]" ? acquire.Store.Name + "[…]" : acquire.Access.Member;
        var finding = new Finding(Descriptors.LEAK4001_CleanupOnOnePathOnly, acquire.Node, name, verdict.How, acquire.Store.Name, verdict.When)
            .With(FixFacts.Store, acquire.Store.Name)
            .With(FixFacts.Operation, verdict.Kind);
        foreach (var place in verdict.Places)
            finding.At(place);
        foreach (var other in releases.Skip(1))
            finding.At(other.Node);
        finding.With(FixFacts.Releases, releases.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return finding;
    }
}
