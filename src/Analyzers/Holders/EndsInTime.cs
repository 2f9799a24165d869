using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>_life = new Timer(b => ((Balloon)b!).Dispose(), this, time, Timeout.InfiniteTimeSpan), in the constructor: the object ends itself, whoever still has it.</summary>
internal static class EndsInTime
{
    /// <summary>All that is ever put into the store does, in a time that is given where it is made.</summary>
    public static bool Are(Holder holder, Store store) => !store.Payload.HasEntry && store.Accesses.FindAll(a => a.Inserts && a.Inserted is not (null or { IsNull: true })) is { Count: > 0 } insertions
        && insertions.TrueForAll(a => Trace.Roots(holder, a.Inserted!) is { Count: > 0 } roots && roots.TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false } && EndsItself(holder, r.Value)));

    private static bool EndsItself(Holder holder, Value made) => made is { Symbol: IMethodSymbol constructor, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } && StoreScope.IsInSource(type) && EndsItself(holder, constructor, made.Items, 0)
        && !type.OriginalDefinition.GetMembers().Any(m => m is IMethodSymbol { IsAbstract: false } && holder.WrittenFactsOf(m) is { } other && (other.Calls.Exists(c => c.Target is { Name: "Change", ContainingType.Name: "Timer" }) || m is IMethodSymbol stop && !Closing.IsClosing(stop) && other.Disposals.Exists(d => d.Operand is { Kind: ValueKind.Store, Type.Name: "Timer" })));

    /// <param name="given">What the constructor gets, from outside or from another one: this(host, TimeSpan.FromSeconds(8)).</param>
    private static bool EndsItself(Holder holder, IMethodSymbol constructor, Value[] given, int depth) => depth < 4 && constructor is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } && holder.WrittenFactsOf(constructor.OriginalDefinition) is { } facts
        && (facts.Registers.Exists(r => r is { Sink: SinkKind.Timer, Detaches: false, Publisher: { Kind: ValueKind.Created, Items: { Length: > 2 } timer } } && r.Body == facts.Root && Structure.IsInNoBranch(r) && IsTime(holder, timer[2], given, 0) && Ends(holder, r))
            || facts.Calls.Find(c => c is { IsCreation: false, Target.MethodKind: MethodKind.Constructor } && SymbolEqualityComparer.Default.Equals(c.Target.ContainingType.OriginalDefinition, constructor.ContainingType.OriginalDefinition)) is { Target: { } next } chain
                && EndsItself(holder, next, System.Array.ConvertAll(chain.Arguments, a => a is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol own } && own.Ordinal < given.Length ? given[own.Ordinal] : a), depth + 1));

    /// <summary>5000, TimeSpan.FromSeconds(8), or a parameter that gets one of them; not Timeout.Infinite.</summary>
    private static bool IsTime(Holder holder, Value due, Value[] given, int depth) => depth < 4 && due switch
    {
        { Kind: ValueKind.Constant, Data: int number } => number >= 0,
        { Kind: ValueKind.Constant, Data: long number } => number >= 0,
        { Kind: ValueKind.Parameter, Symbol: IParameterSymbol own } => own.Ordinal < given.Length && IsTime(holder, given[own.Ordinal], System.Array.Empty<Value>(), depth + 1),
        { Kind: ValueKind.Local, Local.Single: { } single } => IsTime(holder, single, given, depth + 1),
        { Kind: ValueKind.Store, Symbol: IFieldSymbol { IsStatic: true, IsReadOnly: true } life } => holder.WrittenFactsOf(life) is { } written && written.Accesses.Exists(a => a.Member == "initializer" && a.Inserted is { } time && IsTime(holder, time, System.Array.Empty<Value>(), depth + 1)),
        _ => (due.Call?.Target ?? due.Symbol) is { Name: var name, ContainingType.Name: "TimeSpan" } && name.StartsWith("From", System.StringComparison.Ordinal),
    };

    private static bool Ends(Holder holder, RegisterNode timer)
    {
        if (Delegates.BodyOf(holder, timer.Callback) is not { } body)
            return false;
        var isState = timer.Publisher!.Items is { Length: > 1 } given && given[1].Kind == ValueKind.This;
        return body.Member.Disposals.Exists(d => d.Body == body && d.Parent == body.Root && !Skips.Before(d, body.Root) && IsIt(d.Operand))
            || body.Member.Calls.Exists(c => c.Body == body && c.Parent == body.Root && !Skips.Before(c, body.Root) && c.Target is { IsStatic: false } end && Closing.IsDispose(end) && (c.Receiver == null || IsIt(c.Receiver)));

        bool IsIt(Value value) => value.Kind == ValueKind.This || isState && Trace.Roots(holder, value).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false });
    }
}
