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

    private static readonly string[] Quiet = { "GC", "Math", "String", "Interlocked", "Volatile", "Monitor", "Debug", "Trace", "Console", "Array", "Buffer", "Object", "Task", "ValueTask", "Environment", "StringBuilder", "Stopwatch", "DateTime", "TimeSpan", "Type", "Enumerable", "ArgumentNullException", "ObjectDisposedException", "MemoryExtensions", "Span", "Path", "Convert", "Encoding", "Encoder", "Decoder", "CultureInfo" };

    private readonly Holder holder;
    private readonly INamedTypeSymbol type;
    private readonly bool withParts;
    private readonly HashSet<MemberFacts> seen = new();

    private EndEffects(Holder holder, INamedTypeSymbol type, bool withParts)
    {
        this.holder = holder;
        this.type = type;
        this.withParts = withParts;
    }

    /// <summary>The member is an end, and it or a helper of its own, as the type overrides it, does something to another object.</summary>
    /// <param name="withParts">Whether the end of a part counts too; else the parts are judged by their types.</param>
    public static bool Has(Holder holder, INamedTypeSymbol type, MemberFacts end, bool withParts = false) => Closing.IsClosing(end.Method) && new EndEffects(holder, type, withParts).ReachesOut(end, 0);

    private bool ReachesOut(MemberFacts facts, int depth)
    {
        if (!seen.Add(facts))
            return false;
        return facts.IsTruncated || withParts && facts.Disposals.Count > 0 || facts.Starts.Count > 0 || facts.Registers.Exists(r => r.Detaches)
            || facts.Accesses.Exists(a => a.Mutates && (a.Target.A is { Kind: not ValueKind.This } || IsGiven(a)))
            || facts.Assigns.Exists(a => a.Place.A is { Kind: not ValueKind.This })
            || facts.Calls.Exists(c => ReachesOut(c, facts, depth));
    }

    private bool ReachesOut(CallNode call, MemberFacts facts, int depth)
    {
        // The parts are judged by their types; one that can be unloaded or killed, and not disposed, is no part.
        if (facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) && !(call.Target is { MethodKind: MethodKind.Ordinary } before && StoreScope.IsInSource(before))))
            return call.Target is { Name: not ("Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait") } ended && !StoreScope.IsInSource(ended) && !holder.Catalog.IsResource(call.Receiver?.Type);
        if (call.IsDelegate)
            return call.Receiver?.Symbol is IEventSymbol told ? IsHeardHere(told) : !IsTrace(call.Receiver);
        if (call.Target is not { } target)
            return true;
        if (call.IsCreation || target.MethodKind is MethodKind.PropertyGet || call.Info is { Role: MethodRole.Inert or MethodRole.ThrowIf or MethodRole.Reader or MethodRole.PassThrough } || target.ContainingType.SpecialType != SpecialType.None || System.Array.IndexOf(Quiet, target.ContainingType.Name) >= 0 && !StoreScope.IsInSource(target) || IsLog(target))
            return false;
        if (StoreScope.IsInSource(target))
            return call.Receiver is { Kind: not ValueKind.This } && !target.IsStatic && !target.IsExtensionMethod || target.IsExtern || depth >= MaxDepth || holder.WrittenFactsOf(Overridden(target)) is not { } callee || ReachesOut(callee, depth + 1);
        // What a collection or buffer of its own loses is its own matter; the base type in another assembly has been asked for before.
        return call.Receiver is not { Kind: ValueKind.This } && !(call.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type: { } kept } && holder.Catalog.Of(kept) is var known && (known.Collection != CollectionKind.None || known.Has(TypeTraits.DisposeOptional)) && !IsGiven(call.Receiver.Symbol));
    }

    /// <summary>Dispose() { Leave(); } of the base type, with override void Leave() => _socket.Dispose(): what the step is in the type that is judged.</summary>
    private IMethodSymbol Overridden(IMethodSymbol step)
    {
        for (INamedTypeSymbol? at = step.IsVirtual || step.IsAbstract || step.IsOverride ? type : null; at != null; at = at.BaseType)
        {
            foreach (var own in at.GetMembers(step.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, step.OriginalDefinition) || Overriding.Is(own, step))
                    return own;
            }
        }

        return step;
    }

    /// <summary>Disposed += OnDisposed, in the type itself: its own event runs its own end.</summary>
    private bool IsHeardHere(IEventSymbol told)
    {
        for (INamedTypeSymbol? at = type; at != null && StoreScope.IsInSource(at); at = at.BaseType)
        {
            if (at.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && holder.WrittenFactsOf(m) is { } facts && facts.Registers.Exists(r => !r.Detaches && SymbolEqualityComparer.Default.Equals(r.Member?.OriginalDefinition, told.OriginalDefinition))))
                return true;
        }

        return false;
    }

    /// <summary>_trace?.Invoke("closed"), of an Action&lt;string&gt;: a message.</summary>
    private static bool IsTrace(Value? told) => told is { Symbol.Name: var name, Type: INamedTypeSymbol { DelegateInvokeMethod.Parameters: { IsEmpty: false } parameters } } && parameters.All(p => p.Type.SpecialType == SpecialType.System_String)
        && NameWords.BeginsWithAny(name.TrimStart('_'), TraceNames) && !IsLogOn(name.TrimStart('_'));

    /// <summary>A collection that was brought to the constructor: others have it as well.</summary>
    private bool IsGiven(AccessNode access) => access.Collection != CollectionKind.None && IsGiven(access.Store);

    private bool IsGiven(ISymbol? place) => place is IFieldSymbol { ContainingType: { } type } field && type.InstanceConstructors.Any(c => c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, field.Type.OriginalDefinition)));

    /// <summary>A logger of a library, or a message to one of the program.</summary>
    private static bool IsLog(IMethodSymbol target) => target.ContainingType is { Name: var name, ContainingNamespace.Name: var space } && (space is "Logging" or "log4net" or "NLog" or "Serilog" or "Tracing" || name is "ILog" or "Log" || name.EndsWith("Logger", System.StringComparison.Ordinal))
        && (!StoreScope.IsInSource(target) || !IsLogOn(target.Name) && System.Array.Exists(LogVerbs, v => target.Name.StartsWith(v, System.StringComparison.Ordinal)) && target.Parameters.Any(IsMessage));

    /// <summary>LogOff, and _logOut: what is logged there is a user.</summary>
    private static bool IsLogOn(string name) => System.Array.Exists(Logons, l => name.StartsWith(l, System.StringComparison.OrdinalIgnoreCase) && (name.Length == l.Length || !char.IsLower(name[l.Length])));

    /// <summary>Text, or what was thrown.</summary>
    private static bool IsMessage(IParameterSymbol parameter) => parameter.Type is { SpecialType: SpecialType.System_String or SpecialType.System_Object } or { Name: "Exception" or "FormattableString" or "Func" } || parameter.Type.Name.EndsWith("InterpolatedStringHandler", System.StringComparison.Ordinal);

    private static readonly string[] TraceNames = { "log", "Log", "trace", "Trace", "logger", "tracer" };

    private static readonly string[] Logons = { "LogOn", "LogOff", "LogIn", "LogOut" };

    private static readonly string[] LogVerbs = { "Log", "Debug", "Trace", "Info", "Warn", "Error", "Verbose", "Fatal", "Write" };
}
