using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

internal sealed partial class Ownership
{
    /// <summary>A place where a non-private member hands an entry out raw: returned, out, event argument, stored elsewhere.</summary>
    public Node? EscapeOf(Store store)
    {
        if (escapes.TryGetValue(store, out var known))
            return known;
        Node? found = null;
        foreach (var facts in holder.Members)
        {
            if (found != null)
                break;
            found = EscapeIn(facts, store);
        }

        escapes[store] = found;
        return found;
    }

    private Node? EscapeIn(MemberFacts facts, Store store)
    {
        var isOpen = facts.Method is { } method && (method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty);
        if (isOpen)
        {
            foreach (var node in facts.Returns)
            {
                if (node.Value != null && node.Body.Enclosing == null && LeadsOut(node.Value, store))
                    return node;
            }

            foreach (var node in facts.Assigns)
            {
                if (node.Target == AssignTarget.Out && LeadsOut(node.Value, store))
                    return node;
            }

            foreach (var access in facts.Accesses)
            {
                if (access.Out is { Kind: ValueKind.Parameter } && !access.Removes && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol))
                    return access;
            }
        }

        foreach (var call in facts.Calls)
        {
            if (!call.IsDelegate || call.Callee != null)
                continue;
            foreach (var argument in call.Arguments)
            {
                if (LeadsOut(argument, store))
                    return call;
            }
        }

        foreach (var node in facts.Assigns)
        {
            if (node.Target == AssignTarget.Foreign && LeadsOut(node.Value, store))
                return node;
        }

        return null;
    }

    private bool LeadsOut(Value value, Store store)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (root.IsOf(store.Symbol) && root.Access is not { Removes: true })
                return true;
            if (root.Kind == RootKind.Created && InsertedValues(store).Contains(root.Value))
                return true;
        }

        return false;
    }

    /// <summary>_nodes.Add(name, new Node(name).DisposeWith(_lifetime)): what is noted here is put into something else as well, by code in sight.</summary>
    private bool IsGivenToKeeper(Store store)
    {
        var made = InsertedValues(store);
        foreach (var call in holder.OwnMembers.SelectMany(f => f.Calls))
        {
            if (call.IsCreation || call.Target is not { } target || holder.OwnFactsOf(target) != null)
                continue;
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Kind is ValueKind.Created or ValueKind.Local && Trace.Roots(holder, call.Arguments[i]).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value))
                    && (holder.Fates.OfArgument(call, i) & (Fate.Stored | Fate.Ended)) != 0)
                    return true;
            }
        }

        return false;
    }
}
