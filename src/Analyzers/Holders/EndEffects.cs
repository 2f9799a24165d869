using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// Whether the end of a type does anything that others notice: a number given back, a folder deleted, a handle freed by a native call, a
/// delegate told. An end that touches the object's own memory alone can be left out.
/// </summary>
internal sealed class EndEffects
{
    private const int MaxDepth = 3;

    private static readonly string[] Quiet = { "GC", "Math", "String", "Interlocked", "Volatile", "Monitor", "Debug", "Trace", "Console", "Array", "Buffer", "Object", "Task", "ValueTask", "Environment", "StringBuilder", "Stopwatch", "DateTime", "TimeSpan", "Type", "Enumerable", "ArgumentNullException", "ObjectDisposedException" };

    private readonly Holder holder;
    private readonly HashSet<MemberFacts> seen = new();

    private EndEffects(Holder holder) => this.holder = holder;

    /// <summary>The member is an end, and it or a helper of its own does something to another object.</summary>
    public static bool Has(Holder holder, MemberFacts end) => Closing.IsClosing(end.Method) && new EndEffects(holder).ReachesOut(end, 0);

    private bool ReachesOut(MemberFacts facts, int depth)
    {
        if (!seen.Add(facts))
            return false;
        return facts.IsTruncated || facts.Starts.Count > 0 || facts.Registers.Exists(r => r.Detaches)
            || facts.Accesses.Exists(a => a.Mutates && (a.Target.A is { Kind: not ValueKind.This } || IsGiven(a)))
            || facts.Assigns.Exists(a => a.Place.A is { Kind: not ValueKind.This })
            || facts.Calls.Exists(c => ReachesOut(c, facts, depth));
    }

    private bool ReachesOut(CallNode call, MemberFacts facts, int depth)
    {
        // The parts are judged by their types; one that can be unloaded or killed, and not disposed, is no part.
        if (facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax)))
            return call.Target is { Name: not ("Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait") } ended && !StoreScope.IsInSource(ended) && !holder.Catalog.IsResource(call.Receiver?.Type);
        if (call.IsDelegate)
            return call.Receiver?.Symbol is not IEventSymbol;
        if (call.Target is not { } target)
            return true;
        if (call.IsCreation || target.MethodKind is MethodKind.PropertyGet || call.Info is { Role: MethodRole.Inert or MethodRole.ThrowIf or MethodRole.Reader or MethodRole.PassThrough } || target.ContainingType.SpecialType != SpecialType.None || System.Array.IndexOf(Quiet, target.ContainingType.Name) >= 0 && !StoreScope.IsInSource(target) || IsLog(target))
            return false;
        if (StoreScope.IsInSource(target))
            return call.Receiver is { Kind: not ValueKind.This } && !target.IsStatic && !target.IsExtensionMethod || target.IsExtern || !target.IsAbstract && (depth >= MaxDepth || holder.WrittenFactsOf(target) is not { } callee || ReachesOut(callee, depth + 1));
        // What a collection or buffer of its own loses is its own matter; the base type in another assembly has been asked for before.
        return call.Receiver is not { Kind: ValueKind.This } && !(call.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type: { } kept } && holder.Catalog.Of(kept) is var known && (known.Collection != CollectionKind.None || known.Has(TypeTraits.DisposeOptional)) && !IsGiven(call.Receiver.Symbol));
    }

    /// <summary>A collection that was brought to the constructor: others have it as well.</summary>
    private bool IsGiven(AccessNode access) => access.Collection != CollectionKind.None && IsGiven(access.Store);

    private bool IsGiven(ISymbol? place) => place is IFieldSymbol { ContainingType: { } type } field && type.InstanceConstructors.Any(c => c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, field.Type.OriginalDefinition)));

    /// <summary>A logger of a library, or a message to one of the program.</summary>
    private static bool IsLog(IMethodSymbol target) => target.ContainingType is { Name: var name, ContainingNamespace.Name: var space } && (space is "Logging" or "log4net" or "NLog" or "Serilog" or "Tracing" || name is "ILog" or "Log" || name.EndsWith("Logger", System.StringComparison.Ordinal))
        && (!StoreScope.IsInSource(target) || System.Array.Exists(LogVerbs, v => target.Name.StartsWith(v, System.StringComparison.Ordinal)));

    private static readonly string[] LogVerbs = { "Log", "Debug", "Trace", "Info", "Warn", "Error", "Verbose", "Fatal", "Write" };
}
