using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>What is known of methods, by row where there is one, else by name.</summary>
internal sealed class MethodCatalog
{
    private static readonly string[] CreatePrefixes =
    {
        "Create", "Open", "Connect", "Start", "Build", "New", "Make", "Accept", "Launch", "Spawn", "Dial", "Construct", "Instantiate", "Establish", "Begin", "Subscribe", "Listen", "Fork",
    };

    /// <summary>Of a library's static methods: Image.FromFile, X509CertificateLoader.LoadPkcs12.</summary>
    private static readonly string[] LoadPrefixes = { "Load", "From" };

    private static readonly string[] BorrowPrefixes =
    {
        "Get", "Rent", "Resolve", "Find", "Lookup", "Fetch", "Peek", "Borrow", "Acquire", "Lease", "Require", "TryGet",
    };

    private static readonly HashSet<string> ReleaseNames = new(StringComparer.Ordinal)
    {
        "Close", "CloseAsync", "Stop", "StopAsync", "Shutdown", "ShutdownAsync", "Abort", "AbortAsync", "Kill", "Terminate", "TerminateAsync",
        "Release", "ReleaseAsync", "Return", "ReturnAsync", "Free", "Destroy", "DestroyAsync", "Retire", "RetireAsync", "Disconnect", "DisconnectAsync", "Unload", "Quit", "QuitAsync",
        "Unsubscribe", "UnsubscribeAsync", "Unregister", "Detach", "TearDown", "Dismiss", "Deinitialize", "Cleanup", "CleanUp", "CleanupAsync", "Complete", "Finish",
        "Evict", "OnEvicted", "OnRemoved", "MarkForDisposal", "DecrementReferenceCount", "DecRef", "Deref", "RemoveReference",
    };

    private static readonly string[] EndVerbs = { "Close", "Dispose", "Destroy" };

    private static readonly HashSet<string> EndManners = new(StringComparer.Ordinal)
    {
        "Fully", "Completely", "Implicitly", "Internal", "Core", "Now", "Immediately", "Quietly", "Silently", "Gracefully", "Forcibly", "Safely",
    };

    private readonly ConcurrentDictionary<IMethodSymbol, KnownMethod> methods = new(SymbolEqualityComparer.Default);
    private readonly ApiCatalog catalog;
    private readonly Settings settings;

    public MethodCatalog(ApiCatalog catalog, Settings settings)
    {
        this.catalog = catalog;
        this.settings = settings;
    }

    public KnownMethod Of(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return methods.TryGetValue(definition, out var known) ? known : methods.GetOrAdd(definition, Resolve(definition));
    }

    public BlockKind BlockOf(IPropertySymbol property) =>
        property.Name == "Result" && catalog.Of(property.ContainingType).Has(TypeTraits.Task) ? BlockKind.Wait : BlockKind.None;

    /// <summary>By its name, a delegate that makes what it returns.</summary>
    public static bool NamesFactory(string name)
    {
        var text = name.TrimStart('_');
        return Contains(text, "factory") || Contains(text, "create") || Contains(text, "open") || Contains(text, "build") || Contains(text, "connect")
            || Contains(text, "activator") || Contains(text, "ctor") || Contains(text, "generator") || Contains(text, "make") || Contains(text, "dial")
            || Contains(text, "loader") || Contains(text, "launch") || Contains(text, "start") || Contains(text, "spawn") || Contains(text, "instantiate");
    }

    private static bool Contains(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    private KnownMethod Resolve(IMethodSymbol method)
    {
        var name = method.Name;
        var block = BlockKind.None;
        var role = MethodRole.None;
        var sink = SinkKind.None;
        var type = method.ContainingType;
        if (type != null)
        {
            var simple = method.MethodKind == MethodKind.Constructor ? "ctor" : name;
            if (settings.NamesMethods || MethodTable.HasName(simple))
            {
                var member = ApiCatalog.FullName(type.OriginalDefinition) + "." + simple;
                if (FindRow(method, member) is { } row)
                {
                    role = row.Role;
                    block = row.Block;
                    sink = row.Sink;
                }

                if (settings.CallbackMethods.Contains(member))
                {
                    role = MethodRole.CallbackSink;
                    sink = SinkKind.Custom;
                }

                if (settings.BlockingMethods.Contains(member))
                    block = BlockKind.Wait;
                if (settings.ExcludedBlockingMethods.Contains(member))
                    block = BlockKind.None;
            }

            if (role == MethodRole.None && IsLogging(type))
                role = MethodRole.Inert;
            if (role == MethodRole.None && ConfiguresAwait(method))
                role = MethodRole.PassThrough;
        }

        var disposes = IsDispose(method) || IsClearOfAlgorithm(method);
        return new KnownMethod(role, block, sink, FactoryOf(method), disposes, disposes || ReleaseNames.Contains(name) || SaysHowItEnds(name) || IsEndOfTransaction(method));
    }

    /// <summary>CloseFully, CloseImplicitlyAsync, DisposeInternal: an end, and how it comes.</summary>
    private static bool SaysHowItEnds(string name)
    {
        var verb = Array.Find(EndVerbs, v => name.StartsWith(v, StringComparison.Ordinal));
        return verb != null && name.Length > verb.Length && EndManners.Contains(name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(verb.Length, name.Length - verb.Length - 5) : name.Substring(verb.Length));
    }

    /// <summary>task.ConfigureDefaultAwait(): an extension that only says how to come back to the task.</summary>
    public static bool ConfiguresAwait(IMethodSymbol method) =>
        method is { IsExtensionMethod: true, Parameters.Length: 1 } && method.Name.StartsWith("Configure", StringComparison.Ordinal) && method.Name.EndsWith("Await", StringComparison.Ordinal);

    /// <summary>A database transaction that has been committed or rolled back is over; rolling back to a savepoint by its name is no end.</summary>
    private static bool IsEndOfTransaction(IMethodSymbol method) =>
        method is { Name: "Commit" or "CommitAsync" or "Rollback" or "RollbackAsync", ContainingType: { } type } && type.Name.EndsWith("Transaction", StringComparison.Ordinal) && method.Parameters.All(p => p.Type.SpecialType != SpecialType.System_String);

    private static MethodTable.Row? FindRow(IMethodSymbol method, string member)
    {
        if (MethodTable.Rows.TryGetValue(member, out var row))
            return row;
        for (var at = method.OverriddenMethod; at != null; at = at.OverriddenMethod)
        {
            if (MethodTable.Rows.TryGetValue(ApiCatalog.FullName(at.ContainingType.OriginalDefinition) + "." + at.Name, out row))
                return row;
        }

        return null;
    }

    private static bool IsLogging(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at != null; at = at.ContainingType)
        {
            var name = at.Name;
            if (name is "ILogger" or "LoggerExtensions" or "Logger" or "ILog" or "Log" or "LoggerMessage" or "Trace" or "Debug" or "Console" or "EventSource" or "TextWriter")
                return true;
        }

        return false;
    }

    /// <summary>Dispose(), DisposeAsync(), Dispose(bool), in any type that calls itself so.</summary>
    private static bool IsDispose(IMethodSymbol method)
    {
        if (method.IsStatic)
            return false;
        var name = method.Name;
        var dot = name.LastIndexOf('.');
        if (dot >= 0)
            name = name.Substring(dot + 1);
        return (name is "Dispose" or "DisposeAsync" && (method.Parameters.IsEmpty || method.Parameters.Length == 1 && method.Parameters[0].Type is not (IArrayTypeSymbol or { SpecialType: SpecialType.System_String })))
            || (method.IsExtensionMethod && method.Parameters.Length == 1 && name is "Dispose" or "DisposeAsync");
    }

    /// <summary>AsymmetricAlgorithm.Clear() and the like of System.Security.Cryptography are Dispose by an older name.</summary>
    private static bool IsClearOfAlgorithm(IMethodSymbol method) => method is { Name: "Clear", IsStatic: false, Parameters.IsEmpty: true, ContainingType: { Name: "AsymmetricAlgorithm" or "SymmetricAlgorithm" or "HashAlgorithm", ContainingNamespace: { Name: "Cryptography", ContainingNamespace.Name: "Security" } } };

    private FactoryKind FactoryOf(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction))
            return FactoryKind.Unknown;
        var type = method.ContainingType;
        if (!settings.FactoryMethods.IsEmpty && settings.FactoryMethods.Contains(type == null ? method.Name : ApiCatalog.FullName(type.OriginalDefinition) + "." + method.Name))
            return FactoryKind.Creates;
        // The name is the platform's wherever it is declared: in a stand-in of the project as well.
        if (type != null && (catalog.Of(type).Has(TypeTraits.Factory) || type is { TypeKind: TypeKind.Interface, Name: "IHttpClientFactory" }))
            return FactoryKind.Borrows;
        var name = method.Name;
        if (StartsWithWord(name, CreatePrefixes) || method.IsStatic && method.DeclaringSyntaxReferences.IsEmpty && StartsWithWord(name, LoadPrefixes))
            return FactoryKind.Creates;
        return StartsWithWord(name, BorrowPrefixes) ? FactoryKind.Borrows : FactoryKind.Unknown;
    }

    private static bool StartsWithWord(string name, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (NameWords.Begins(name, prefix))
                return true;
        }

        return false;
    }
}
