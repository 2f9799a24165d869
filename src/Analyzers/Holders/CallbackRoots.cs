using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A body that somebody else's event delivery runs.</summary>
internal sealed class CallbackRoot
{
    public CallbackRoot(BodyFacts body, SinkKind sink, Node? registration, string words)
    {
        Body = body;
        Sink = sink;
        Registration = registration;
        Words = words;
    }

    public BodyFacts Body { get; }

    public SinkKind Sink { get; }

    /// <summary>Where it is attached; null for an interface implementation or override.</summary>
    public Node? Registration { get; }

    /// <summary>Who calls it: "the event 'Changed'", "a timer".</summary>
    public string Words { get; }
}

/// <summary>Finds the bodies of the nest that are callbacks: attached to events, timers, tokens, watches; observers and listeners.</summary>
internal sealed class CallbackRoots
{
    private readonly Holder holder;
    private List<CallbackRoot>? roots;

    public CallbackRoots(Holder holder) => this.holder = holder;

    public IReadOnlyList<CallbackRoot> All => roots ??= Find();

    /// <summary>The body runs as a callback, or only callbacks, loops and timers reach it.</summary>
    public CallbackRoot? Reaching(BodyFacts body, System.Func<CallNode, bool> counts)
    {
        foreach (var root in All)
        {
            if (root.Body == body)
                return root;
        }

        foreach (var root in All)
        {
            foreach (var call in CallsOf(root.Body))
            {
                if (call.Target is { } target && holder.OwnFactsOf(target)?.Root == body && counts(call))
                    return root;
            }
        }

        return null;
    }

    private static IEnumerable<CallNode> CallsOf(BodyFacts body) => body.Member.Calls.Where(c => c.Body == body);

    private List<CallbackRoot> Find()
    {
        var found = new List<CallbackRoot>();
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var register in facts.Registers)
            {
                if (!register.Detaches && BodyOf(register.Callback) is { } body)
                    found.Add(new CallbackRoot(body, register.Sink, register, WordsOf(register)));
            }

            if (facts.Method is { } method && ImplementsDelivery(method) is { } words)
                found.Add(new CallbackRoot(facts.Root, SinkKind.Observer, null, words));
            if (facts.Method is { IsOverride: true } member && BaseRegistrations.Of(holder, member) is { } attached)
                found.Add(new CallbackRoot(facts.Root, attached.Sink, attached, WordsOf(attached)));
            if (OtherRegistrations.Of(holder, facts) is { } other && !found.Exists(r => r.Body == facts.Root))
                found.Add(new CallbackRoot(facts.Root, other.Sink, other, WordsOf(other)));
        }

        return found;
    }

    private BodyFacts? BodyOf(Value callback)
    {
        var known = Delegates.Resolve(holder, callback);
        if (known.Kind == ValueKind.Created && known.Items.Length == 1)
            known = known.Items[0];
        if (known.Kind != ValueKind.Delegate)
            return null;
        return known.Body ?? (known.Symbol is IMethodSymbol method ? holder.OwnFactsOf(method)?.Root : null);
    }

    private static string WordsOf(RegisterNode register) => register.Sink switch
    {
        SinkKind.Timer => "a timer",
        SinkKind.Token => "the cancellation of a token",
        SinkKind.Change => "a change notification",
        SinkKind.Eviction => "a cache eviction",
        SinkKind.Observer => "an observable",
        SinkKind.Event or SinkKind.ProcessExit => $"the event '{register.Member?.Name}'",
        _ => $"'{register.Member?.Name}'",
    };

    /// <summary>IObserver.OnNext and its like, listener overrides, and methods marked or configured as callbacks.</summary>
    private string? ImplementsDelivery(IMethodSymbol method)
    {
        if (Attributes.Has(method, "EventCallback"))
            return "events, by its [EventCallback] mark";
        if (holder.Catalog.Settings.CallbackMethods.Contains(ApiCatalog.FullName(method.ContainingType.OriginalDefinition) + "." + method.Name))
            return "events, by configuration";
        if (method.IsOverride && method.Name is "OnEventWritten" or "OnEventSourceCreated" && Overrides(method, "EventListener"))
            return "an event source";
        foreach (var face in method.ContainingType.AllInterfaces)
        {
            if (!IsDelivery(face))
                continue;
            foreach (var member in face.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method) && IsArrival(face, member))
                    return $"{face.Name}.{member.Name}";
            }
        }

        return null;
    }

    private static bool Overrides(IMethodSymbol method, string type)
    {
        for (var at = method.OverriddenMethod; at != null; at = at.OverriddenMethod)
        {
            if (at.ContainingType.Name == type)
                return true;
        }

        return false;
    }

    private static bool IsDelivery(INamedTypeSymbol face) =>
        face.Name is "IObserver" || face.Name.EndsWith("Listener", System.StringComparison.Ordinal) || face.Name.EndsWith("EventHandler", System.StringComparison.Ordinal) || face.Name.EndsWith("WatchHandler", System.StringComparison.Ordinal)
        || face.Name.EndsWith("Subscriber", System.StringComparison.Ordinal) || face.Name.EndsWith("Watcher", System.StringComparison.Ordinal) || face.Name.EndsWith("Observer", System.StringComparison.Ordinal);

    private static bool IsArrival(INamedTypeSymbol face, ISymbol member) =>
        face.Name == "IObserver" ? member.Name is "OnNext" : member.Name.Length > 2 && member.Name.StartsWith("On", System.StringComparison.Ordinal) && char.IsUpper(member.Name[2]) && !IsStage(member.Name, (member as IMethodSymbol)?.Parameters.Any(p => NamesOne(p, member.Name)) == true);

    /// <summary>
    /// OnHostStopped(string name) says which of many; a token or a context, a reason or an error does not, nor does the host say which application. The text
    /// of a message may begin with a name, but where the application itself is told of.
    /// </summary>
    private static bool NamesOne(IParameterSymbol parameter, string member)
    {
        var (type, isOfProgram) = (parameter.Type, member.StartsWith("OnApplication", System.StringComparison.Ordinal));
        return type.SpecialType != SpecialType.System_Boolean && type.Name is not ("EventArgs" or "IServiceProvider")
            && !System.Array.Exists(new[] { "Token", "Context", "Lifetime", "Exception" }, w => type.Name.EndsWith(w, System.StringComparison.Ordinal))
            && !(type.TypeKind == TypeKind.Enum && type.Name.EndsWith("Reason", System.StringComparison.Ordinal))
            && !(type.SpecialType != SpecialType.None && (parameter.Name is "reason" or "cause" or "error" or "exitCode" || isOfProgram && parameter.Name is "message" or "text" or "version"))
            && !(type.Name is "IHost" or "IWebHost" && (isOfProgram || type.ContainingNamespace.Name == "Hosting"));
    }

    /// <summary>OnRunAsync, OnStart: a stage of the listener's own life, not the arrival of something. OnApplicationStarted: one of the program's.</summary>
    private static bool IsStage(string member, bool isOneOfMany)
    {
        var stage = member.EndsWith("Async", System.StringComparison.Ordinal) ? member.Substring(2, member.Length - 7) : member.Substring(2);
        foreach (var whole in new[] { "Application", "Host", "App" })
        {
            if (!isOneOfMany && stage.StartsWith(whole, System.StringComparison.Ordinal) && stage.Substring(whole.Length) is "Started" or "Starting" or "Stopped" or "Stopping" or "Startup" or "Start" or "Stop" or "Shutdown" or "ShuttingDown")
                return true;
        }

        return stage is "Run" or "Start" or "Starting" or "Stop" or "Stopping" or "Init" or "Initialize" or "Shutdown";
    }
}
