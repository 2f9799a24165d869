using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Who makes an entry may end it as well, or give it to the caller.</content>
internal sealed partial class Ownership
{
    /// <summary>CreateX makes one each time, notes it and returns it: it is the caller's, and the note is for finding it. Nobody looks first whether there is one.</summary>
    private bool IsCallersToo(Store store)
    {
        if (store.Known.Collection != CollectionKind.Keyed || store.Accesses.Exists(a => a.Access is AccessKind.Enumerate or AccessKind.GetOrAdd or AccessKind.AddOrUpdate))
            return false;
        var gives = false;
        foreach (var made in InsertedValues(store))
        {
            if (holder.OwnMembers.FirstOrDefault(f => f.Calls.Exists(c => c.IsCreation && c.Result == made)) is not { Method: { DeclaredAccessibility: not Accessibility.Private } method } maker
                || method.Parameters.IsEmpty || maker.Accesses.Exists(a => a.Access is AccessKind.Lookup or AccessKind.Exists && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
                || !maker.Returns.Exists(r => r.Value != null && r.Body.Enclosing == null && Trace.Roots(holder, r.Value).Exists(root => root.Value == made)))
                return false;
            gives = true;
        }

        return gives;
    }

    /// <summary>var pending = new …; Register(pending); try { … } finally { …; pending.Dispose(); }: kept for the time of an operation, which ends what it made.</summary>
    private bool IsEndedByMaker(Store store)
    {
        var made = InsertedValues(store);
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var node in facts.Disposals)
            {
                if ((node.IsUsing || Structure.EndsFinally(node) || IsOfWorker(facts, node)) && Trace.Roots(holder, node.Operand).Exists(r => r.Kind == RootKind.Created && made.Contains(r.Value)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>new Thread(() => { …; listener.Stop(); return; }): the work that was started for it ends it.</summary>
    private static bool IsOfWorker(MemberFacts facts, DisposeNode node)
    {
        for (var body = node.Body; body != null; body = body.Enclosing)
        {
            if (body.Enclosing != null && facts.Starts.Exists(s => s.Work.Body == body && s.Start is StartKind.Thread or StartKind.Task))
                return true;
        }

        return false;
    }

    /// <summary>The type is itself a list or a table of such entries, into which callers put them and take them out; what it ends somewhere in between, it has made itself.</summary>
    private bool IsCallersCollection(Store store, OwnershipVerdict disposal) => store.IsCollection && disposal.Evidence is { } evidence && !holder.Closing.IsClosingMember(evidence.Body.Member)
        && store.Symbol.ContainingType.AllInterfaces.Any(i => i is { Name: "ICollection", TypeArguments: { Length: 1 } of, ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } } && SymbolEqualityComparer.Default.Equals(of[0], holder.Catalog.ElementsOf(store.Type).Element));

    /// <summary>The collection is itself disposable, and of a type of the program: who gets it as a whole can end what is in it.</summary>
    private bool IsContainer(Store store) => StoreScope.IsInSource(store.Type) && holder.Catalog.Of(store.Type).Has(TypeTraits.AnyDisposable);

    /// <summary>A container of the program that is made here, and that nobody else gets: who has it too may drain it. An extension, and a static helper of the type, are followed.</summary>
    private bool IsOwnContainer(Store store)
    {
        var isMade = false;
        foreach (var access in store.Accesses)
        {
            if (access.Depth == 0 && access.Access == AccessKind.Escape)
                return false;
            if (access.Depth != 0 || access.Access is not (AccessKind.Replace or AccessKind.Exchange or AccessKind.CompareExchange))
                continue;
            if (access.Inserted is not ({ IsNull: true } or { Kind: ValueKind.Created }))
                return false;
            isMade |= access.Inserted.Kind == ValueKind.Created;
        }

        return isMade && store.Symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable && holder.Members.All(f => !IsGivenAway(f, store) && !f.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Body is { Enclosing: not null, RunsInline: false, IsLocalFunction: false }));
    }

    /// <summary>It is returned, passed on, or kept elsewhere.</summary>
    private bool IsGivenAway(MemberFacts facts, Store store) => facts.Returns.Exists(r => r.Value != null && Holds(r.Value, store, 0))
        || facts.Calls.Exists(c => c.Arguments.Where((a, i) => !(i == 0 && c.Target is { IsExtensionMethod: true } extension && StoreScope.IsInSource(extension))).Any(a => Holds(a, store, 0)))
        || facts.Assigns.Exists(a => a.Target is not AssignTarget.Local && Holds(a.Value, store, 0))
        || facts.Accesses.Exists(a => !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && (a.Inserted != null && (Holds(a.Inserted, store, 0) || store.Accesses.Exists(own => own.Inserted is { Kind: ValueKind.Created } made && made == a.Inserted)) || a.Extra.Exists(e => Holds(e, store, 0))));

    /// <summary>new Sweeper { Table = _items }, _all = [_incoming, _outgoing]: another object of the program has the collection as well. Who only copies or shows it keeps nothing.</summary>
    private bool IsKeptByOther(MemberFacts facts, Store store) => facts.Calls.Exists(c => c.Target is { IsStatic: false } target && StoreScope.IsInSource(target) && holder.OwnFactsOf(target) == null && System.Array.Exists(c.Arguments, a => Holds(a, store, 0)))
        || facts.Accesses.Exists(a => !SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Inserted != null && Holds(a.Inserted, store, 0));

    private bool Holds(Value value, Store store, int depth) => depth < 4 && (IsItself(value, store) || System.Array.Exists(value.Items, i => Holds(i, store, depth + 1)) || value is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created } made } && Holds(made, store, depth + 1));

    private bool IsItself(Value value, Store store) => value.Kind is ValueKind.Store or ValueKind.Local && Trace.Roots(holder, value).Exists(r => r.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(r.Symbol, store.Symbol));
}
