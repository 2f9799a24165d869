using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>_life = new Timer(b => ((Balloon)b!).Dispose(), this, time, Timeout.InfiniteTimeSpan), in the constructor: the object ends itself, whoever still has it.</summary>
internal static class EndsInTime
{
    /// <summary>All that is ever put into the store does.</summary>
    public static bool Are(Holder holder, Store store)
    {
        if (store.Payload.HasEntry)
            return false;
        var made = store.Accesses.Where(a => a.Inserts && a.Inserted is not { IsNull: true }).Select(a => holder.Ownership.Origins.CreatedTypes(a).ToList()).ToList();
        return made.Count > 0 && made.TrueForAll(m => m.Count > 0 && m.TrueForAll(t => EndsItself(holder, t)));
    }

    private static bool EndsItself(Holder holder, ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } made && StoreScope.IsInSource(made) && made.OriginalDefinition.InstanceConstructors is { IsEmpty: false } constructors
        && constructors.All(c => !c.IsImplicitlyDeclared && holder.WrittenFactsOf(c) is { } facts && facts.Registers.Exists(r => r is { Sink: SinkKind.Timer, Detaches: false, Publisher: { Kind: ValueKind.Created } } && r.Body == facts.Root && Structure.IsInNoBranch(r) && Ends(holder, r)));

    private static bool Ends(Holder holder, RegisterNode timer)
    {
        if (Delegates.BodyOf(holder, timer.Callback) is not { } body)
            return false;
        var isState = timer.Publisher!.Items is { Length: > 1 } given && given[1].Kind == ValueKind.This;
        return body.Member.Disposals.Exists(d => d.Body == body && d.Parent == body.Root && IsIt(d.Operand))
            || body.Member.Calls.Exists(c => c.Body == body && c.Parent == body.Root && c.Target is { IsStatic: false } end && Closing.IsDispose(end) && (c.Receiver == null || IsIt(c.Receiver)));

        bool IsIt(Value value) => value.Kind == ValueKind.This || isState && Trace.Roots(holder, value).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false });
    }
}
