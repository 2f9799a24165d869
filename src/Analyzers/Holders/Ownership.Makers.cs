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
}
