using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1009: a resource is created on the way into a store, and a step in between can lose it.</summary>
internal sealed partial class CreatedThenLost : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        var reported = new HashSet<Value>();
        foreach (var (store, verdict, access) in Entries.Owned(holder, (_, a) => a.Inserts && Locals(holder, a.Inserted).Any()))
        {
            if (access.Body.IsOpaque || access.Body.Member.IsTruncated)
                continue;
            foreach (var local in Locals(holder, access.Inserted))
            {
                if (MadeValues(local).Count() != 1 || Making(holder, access, local) is not { } made || !reported.Add(local) || Loss(holder, access, made, local) is not { } loss)
                    continue;
                var type = (local == access.Inserted ? holder.Ownership.Origins.CreatedTypes(access).FirstOrDefault()?.Name : local.Type?.Name) ?? Entries.TypeName(store);
                var finding = new Finding(Descriptors.LEAK1009_CreatedThenLost, made, type, loss.Step, loss.What, store.Name).At(loss.Place).At(access).At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                if (local != access.Inserted)
                    finding.With(FixFacts.Path, string.Empty);
                reporter.Add(finding);
            }
        }

        FindInMakers(holder, reporter, reported);
    }

    /// <summary>What is inserted, or, where a tuple of several or an entry around it is made on the spot, its parts.</summary>
    private static IEnumerable<Value> Locals(Holder holder, Value? inserted) => inserted switch
    {
        { Kind: ValueKind.Local } => new[] { inserted },
        { Kind: ValueKind.Created, Type: { } made } when made.IsTupleType || holder.Catalog.PayloadOf(made).HasEntry || holder.Catalog.IsResource(made) => inserted.Items.Where(i => i.Kind == ValueKind.Local),
        _ => Enumerable.Empty<Value>(),
    };

    /// <summary>What the local gets but null, and but what a lookup finds: if (!_map.TryGetValue(key, out var link)) link = new Link();</summary>
    private static IEnumerable<Value> MadeValues(Value local) => local.Local.Assigned.Where(v => !v.IsNull && !IsFound(v));

    private static bool IsFound(Value value) => value is { Kind: ValueKind.Element, Access.Access: AccessKind.Lookup };

    /// <summary>The node that makes the value, in the body of the insertion.</summary>
    private static Node? Making(Holder holder, Node leaving, Value local)
    {
        var made = local.Local.Assigned.Exists(IsFound) ? MadeValues(local).Single() : local;
        if ((holder.Ownership.Origins.Of(made) & (Origin.Created | Origin.Borrowed | Origin.Moved)) != Origin.Created || local != (leaving as AccessNode)?.Inserted && !holder.Catalog.IsResource(local.Type))
            return null;
        return local.Local.Writes.FirstOrDefault(w => w.Body == leaving.Body && w.Order < leaving.Order && !w.Value.IsNull && !IsFound(w.Value));
    }

    private static (Node Place, string Step, string What)? Loss(Holder holder, Node leaving, Node made, Value local)
    {
        var flow = new LostFlow(holder, leaving, made, local);
        var outcome = flow.Run(leaving.Body, LostFlow.None);
        if (!outcome.IsCertain)
            return null;
        if (flow.Thrower is { } thrower && (outcome.Thrown & LostFlow.InHand) != 0)
            return (thrower, Short(thrower), thrower is ThrowNode ? "ends the method" : "throws");
        return flow.EarlyReturn is { } early ? (early, Short(early), "ends the method") : null;
    }

    private static string Short(Node node)
    {
        var text = string.Join(" ", node.Syntax.ToString().Split(new[] { '\r', '\n', ' ', '\t' }, System.StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 50 ? text.Substring(0, 47) + "…" : text;
    }
}
