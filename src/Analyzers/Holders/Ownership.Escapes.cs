using LeakGuard.Catalog;
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
        if (value.Type is { } type && ApiCatalog.IsPlain(type))
            return false;
        foreach (var root in Trace.Roots(holder, value))
        {
            if (root.IsOf(store.Symbol) && root.Access is not { Removes: true })
                return true;
            if (root.Kind == RootKind.Created && (InsertedValues(store).Contains(root.Value) || IsInInserted(root.Value, store)))
                return true;
        }

        return false;
    }

    /// <summary>The resource of an entry that was made here: _recent.AddFirst((name, texture)).</summary>
    private bool IsInInserted(Value made, Store store) => store.Payload.HasEntry && made.Type is { } type && holder.Catalog.IsResource(type)
        && InsertedValues(store).Any(entry => entry.Items.Any(item => item == made || item.Kind == ValueKind.Local && Trace.Roots(holder, item).Exists(r => r.Kind == RootKind.Created && r.Value == made)));

    /// <summary>_nodes.Add(name, new Node(name).DisposeWith(_lifetime)): what is noted here is put into something else as well, by code in sight.</summary>
    public bool IsGivenToKeeper(Store store)
    {
        var made = new HashSet<Value>(InsertedValues(store));
        if (store.Payload.HasEntry || store.Payload.Steps.Contains(PayloadStep.Lazy))
            made.UnionWith(made.SelectMany(m => m.Items).SelectMany(i => i.Kind == ValueKind.Delegate ? Origins.ReturnsOf(i) : new[] { i }).SelectMany(i => Trace.Roots(holder, i)).Where(r => r.Kind == RootKind.Created && holder.Catalog.IsResource(r.Value.Type)).Select(r => r.Value).ToList());
        if (holder.OwnMembers.Any(f => f.Accesses.Exists(a => a.Inserts && a.Inserted != null && IsOfOthers(a) && Trace.Roots(holder, a.Inserted).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value)))))
            return true;
        foreach (var call in holder.OwnMembers.SelectMany(f => f.Calls))
        {
            if (call.IsCreation && IsParentOf(call, made))
                return true;
            if (call.IsCreation || call.Target is not { } target)
                continue;
            if (holder.OwnFactsOf(target) is { } own && holder.IsOwn(own))
            {
                if (NotesInAnother(call, own, made, store))
                    return true;
                continue;
            }

            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Kind is ValueKind.Created or ValueKind.Local && Trace.Roots(holder, call.Arguments[i]).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value))
                    && holder.Fates.OfArgument(call, i) is var fate && ((fate & (Fate.Stored | Fate.Ended)) != 0 || (fate & Fate.Passed) != 0 && IsBaseThatEnds(call, target, store)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>_shown[name] = _scope.Attach(new Panel()); … _scope.End(panel): the object that ends it has got it when it was made.</summary>
    private bool IsKeptByEnder(Store store, MemberFacts facts)
    {
        var made = InsertedValues(store);
        foreach (var call in facts.Calls)
        {
            if (call.Receiver is not { Kind: ValueKind.Store, Symbol: { } ender } || !Enumerable.Range(0, call.Arguments.Length).Any(i => Trace.ComesFrom(holder, call.Arguments[i], store.Symbol) && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0))
                continue;
            if (made.Count > 0 && made.All(m => holder.OwnMembers.Any(f => f.Calls.Exists(c => c.Receiver is { Kind: ValueKind.Store } keeper && SymbolEqualityComparer.Default.Equals(keeper.Symbol, ender)
                && Enumerable.Range(0, c.Arguments.Length).Any(i => (holder.Fates.OfArgument(c, i) & Fate.Stored) != 0 && Trace.Roots(holder, c.Arguments[i]).Exists(r => r.Value == m))))))
                return true;
        }

        return false;
    }

    /// <summary>Track(new Part()): the holder's own helper puts what it is given into another store, and gives it back.</summary>
    private bool NotesInAnother(CallNode call, MemberFacts helper, HashSet<Value> made, Store store)
    {
        foreach (var access in helper.Accesses)
        {
            if (!access.Inserts || access.Store == null || access.Inserted == null || SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) || holder.StoreOf(access.Store) is not { IsCollection: true } other || other.Known.Collection == CollectionKind.Weak)
                continue;
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Kind is ValueKind.Created or ValueKind.Local && Trace.Roots(holder, access.Inserted).Exists(r => r is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol parameter } && parameter.Ordinal == i) && Trace.Roots(holder, call.Arguments[i]).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>new Panel { Children = { button } }: made with it, in an initializer, as one of the parts of another resource.</summary>
    private bool IsParentOf(CallNode call, HashSet<Value> made) =>
        !made.Contains(call.Result) && holder.Catalog.IsResource(call.Result.Type) && call.Result.Items.Skip(call.Arguments.Length).Any(i => i.Kind is ValueKind.Local or ValueKind.Created && Trace.Roots(holder, i).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value)));

    /// <summary>_sheet = new Sheet(_buffer.Texture): it only wraps a part of what another slot has, and the holder disposes that one.</summary>
    private bool IsViewOfAnother(Store store)
    {
        var any = false;
        foreach (var made in InsertedValues(store))
        {
            if (!holder.Catalog.PayloadOf(made.Type!).IsResource)
                continue;
            if (!Wraps(made, store, 0))
                return false;
            any = true;
        }

        return any;
    }

    private bool Wraps(Value made, Store store, int depth) => depth < 3 && (IsOverCallersStream(made) || made.Items.Any(item =>
        item.Kind is ValueKind.Member or ValueKind.Store or ValueKind.Local or ValueKind.Created && Trace.Roots(holder, item).Exists(r => r.Kind == RootKind.Created ? r.Value != made && Wraps(r.Value, store, depth + 1)
            : r is { Kind: RootKind.Slot, IsPart: true } && holder.StoreOf(r.Symbol) is { IsCollection: false } other && other != store && holder.OwnMembers.Any(f => holder.Summaries.DisposesDirectly(f, other.Symbol) != null))));

    /// <summary>new StreamWriter(stream), where a caller from outside brings the stream: to dispose the writer would end what is the caller's.</summary>
    private bool IsOverCallersStream(Value made) => made is { Type.Name: "StreamWriter" or "StreamReader" or "BinaryWriter" or "BinaryReader", Items.Length: > 0 }
        && Trace.Roots(holder, made.Items[0]) is { Count: > 0 } roots && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Public } } });

    /// <summary>_panel.Children.Add(button): a collection that an object of another type shows.</summary>
    private bool IsOfOthers(AccessNode access) =>
        access.Collection != CollectionKind.None && access.Target.A is { Kind: not ValueKind.This } && (access.Store == null || holder.StoreOf(access.Store) == null);

    /// <summary>Add(child), inherited: the base type takes it, wherever it puts it, and disposes objects of the kind one after the other in its own dispose.</summary>
    private bool IsBaseThatEnds(CallNode call, IMethodSymbol target, Store store)
    {
        if (call.Receiver is not (null or { Kind: ValueKind.This }) || target.IsStatic || SymbolEqualityComparer.Default.Equals(target.ContainingType.OriginalDefinition, store.Symbol.ContainingType.OriginalDefinition) || !StoreScope.IsInSource(target.ContainingType))
            return false;
        foreach (var member in target.ContainingType.OriginalDefinition.GetMembers())
        {
            if (member is IMethodSymbol end && Closing.IsClosing(end) && Closing.IsDispose(end) && holder.FactsOf(end) is { } facts && facts.Disposals.Exists(d => Structure.EnclosingLoop(d) != null && Entries.IsCompatible(holder, d.Operand, store)))
                return true;
        }

        return false;
    }
}
