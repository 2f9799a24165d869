using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>Whether a step can fail in practice: foreign code, I/O, awaits. Plain memory work cannot.</summary>
internal static class Throwing
{
    /// <summary>What fails, in words for a message; null when the step is safe.</summary>
    public static string? Words(Holder holder, Node node, int depth = 0)
    {
        switch (node)
        {
            case AwaitNode wait:
                return IsQuiet(wait) ? null : "an await fails";
            case ThrowNode:
                return "an exception is thrown";
            case CallNode { IsCreation: true } creation:
                return OfCreation(holder, creation, depth);
            case CallNode call:
                return OfCall(holder, call, depth);
            default:
                return null;
        }
    }

    /// <summary>await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing): what fails is not thrown here.</summary>
    public static bool IsQuiet(Node step)
    {
        var at = step.Syntax;
        while (at.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax)
            at = at.Parent;
        return at is AwaitExpressionSyntax && at.ToString().EndsWith("SuppressThrowing)", System.StringComparison.Ordinal);
    }

    private static string? OfCall(Holder holder, CallNode call, int depth)
    {
        if (call.IsAwaited && IsQuiet(call))
            return null;
        if (call.Info is { Role: MethodRole.Inert or MethodRole.ThrowIf or MethodRole.MonitorEnter or MethodRole.MonitorExit or MethodRole.SemaphoreRelease or MethodRole.WriteEnter or MethodRole.WriteExit or MethodRole.ReadEnter or MethodRole.ReadExit or MethodRole.LockScope })
            return null;
        if (call.Target is not { } target)
            return call.Callee == null ? "a delegate throws" : null;
        if (FailsInItsTask(call))
            return null;
        // An iterator runs nothing before somebody goes over it.
        if (target.ReturnType is { Name: "IAsyncEnumerable" or "IAsyncEnumerator" })
            return null;
        if (target.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove || target.IsExtern || holder.OwnFactsOf(target) == null && IsSafe(target))
            return null;
        // How it goes on deep down is not followed, so nothing is known of it.
        if (holder.FactsOf(target) is { } facts)
            return depth < 3 && MayFail(holder, facts, depth + 1) ? $"'{target.Name}' throws" : null;
        return $"'{target.Name}' throws";
    }

    /// <summary>var work = WorkAsync(); of an async method in source: what fails is in the task, and thrown where that is awaited.</summary>
    public static bool FailsInItsTask(CallNode call) => call is { IsAwaited: false, Target: { IsAsync: true, ReturnsVoid: false } target } && StoreScope.IsInSource(target)
        && call.Syntax.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetAwaiter" or "ConfigureAwait" };

    /// <summary>A logger or tracer: it does not fail, by contract.</summary>
    public static bool IsLogging(IMethodSymbol target) => target.ContainingType?.Name is { } type && (type.EndsWith("Logger", System.StringComparison.Ordinal) || type.EndsWith("Tracer", System.StringComparison.Ordinal) || type.EndsWith("LoggerExtensions", System.StringComparison.Ordinal));

    /// <summary>Logging, builders of options, and members of the base library that only touch memory.</summary>
    private static bool IsSafe(IMethodSymbol target)
    {
        var type = target.ContainingType;
        if (type == null)
            return false;
        if (type.SpecialType is SpecialType.System_String or SpecialType.System_Object or SpecialType.System_DateTime || type.SpecialType == SpecialType.System_Enum && target.Name != "Parse")
            return true;
        foreach (var suffix in new[] { "Logger", "Log", "LoggerExtensions", "Builder", "Options", "Tracer" })
        {
            if (type.Name.EndsWith(suffix, System.StringComparison.Ordinal))
                return true;
        }

        // A collection takes memory, and no more than that.
        if (type.ContainingNamespace is { Name: "Generic" or "Concurrent" or "Collections" or "Immutable" } home && (home.Name == "Collections" ? home : home.ContainingNamespace) is { Name: "Collections", ContainingNamespace.Name: "System" } && target.Name is "Add" or "TryAdd" or "Remove" or "TryRemove" or "Contains" or "ContainsKey" or "TryGetValue" or "Clear" or "Enqueue" or "Push")
            return true;
        return type.Name is "Math" or "Interlocked" or "Volatile" or "TimeSpan" or "TimeProvider" or "DateTimeOffset" or "Stopwatch" or "Guid" or "Path" or "StringBuilder" or "HashCode" or "CancellationTokenSource" or "CancellationToken"
            or "TaskCompletionSource" or "GC" or "Nullable" or "Timer" or "EventWaitHandle" or "WaitHandle" or "Environment" or "Comparer" or "EqualityComparer";
    }

    /// <summary>A call that reads or writes files: it fails in practice.</summary>
    public static bool DoesIo(IMethodSymbol target) => target is { IsStatic: true, ContainingType: { Name: "File" or "Directory", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } } && target.ReturnType.SpecialType != SpecialType.System_Boolean;

    /// <summary>stream.Close(), socket.Close(): a dispose by another name.</summary>
    public static bool IsEndOfIo(DisposeNode dispose) => dispose.Method is { Name: "Close", Parameters.Length: 0, ContainingType: { } type } && !StoreScope.IsInSource(type)
        && type.ContainingNamespace is { Name: "IO" or "Sockets" };

    /// <summary>The constructor opens something of the system, or throws on its own account: it fails in practice, not only in theory.</summary>
    public static bool Opens(Holder holder, CallNode creation, int depth = 0)
    {
        if (holder.FactsOf(creation.Target!) is not { } facts)
            return !StoreScope.IsInSource(creation.Target!.ContainingType) && OfCreation(holder, creation, depth) != null;
        return facts.Throws.Exists(t => !IsGuard(t)) || depth < 3 && facts.Calls.Exists(c => c.Body.Enclosing == null && (c.IsCreation ? Opens(holder, c, depth + 1) : c.Target is { } target && IsOpening(target) && Structure.EnclosingTry(c) is not { Catches.Count: > 0 }));
    }

    /// <summary>File.OpenHandle, NativeLibrary.Load, Process.Start, socket.Connect: the system may refuse.</summary>
    private static bool IsOpening(IMethodSymbol target) => DoesIo(target) || !StoreScope.IsInSource(target) && (target.Name, target.ContainingType?.Name) is ("Load", "NativeLibrary") or ("Start", "Process") or ("Connect" or "Bind", "Socket" or "TcpClient" or "UdpClient") or ("Connect", "NamedPipeClientStream") or ("CreateFromFile" or "OpenExisting", "MemoryMappedFile");

    private static string? OfCreation(Holder holder, CallNode creation, int depth)
    {
        var type = creation.Target!.ContainingType;
        if (IsSafe(creation.Target))
            return null;
        if (holder.FactsOf(creation.Target) is { } facts && depth < 3)
            return MayFail(holder, facts, depth + 1) ? $"the constructor of '{type.Name}' throws" : null;
        if (StoreScope.IsInSource(type))
            return null;
        var known = holder.Catalog.Of(type);
        return known.Has(TypeTraits.Strong) && !known.Has(TypeTraits.Timer) && creation.Arguments.Length > 0 && (type.Name is not ("StreamReader" or "StreamWriter") || creation.Target.Parameters[0].Type.SpecialType == SpecialType.System_String) && type.Name is not ("HttpClient" or "Socket" or "TcpListener" or "NamedPipeClientStream" or "AutoResetEvent" or "ManualResetEvent" or "Mutex" or "BinaryReader" or "BinaryWriter" or "BufferedStream" or "SslStream" or "NetworkStream" or "NegotiateStream" or "GZipStream" or "DeflateStream" or "BrotliStream" or "CryptoStream")
            ? $"the constructor of '{type.Name}' throws"
            : null;
    }

    private static bool MayFail(Holder holder, MemberFacts facts, int depth)
    {
        if (facts.Awaits.Count > 0)
            return true;
        foreach (var failure in facts.Throws)
        {
            if (!IsGuard(failure))
                return true;
        }

        foreach (var call in facts.Calls)
        {
            if (call.Body.Enclosing == null && Structure.EnclosingTry(call) is not { Catches.Count: > 0 } && Words(holder, call, depth) != null)
                return true;
        }

        return false;
    }

    /// <summary>An argument or state check at the top of a method, or memory that has run out, after which nothing goes on.</summary>
    private static bool IsGuard(ThrowNode failure) =>
        failure.Value?.Type is { } type && (type.Name.StartsWith("Argument", System.StringComparison.Ordinal) || type.Name is "ObjectDisposedException" or "OutOfMemoryException") || failure.Value == null;

    /// <summary>OnChanged(() => …) of a type in source, which returns what ends it.</summary>
    public static bool TakesListener(IMethodSymbol target) => target.Name.Length > 2 && target.Name.StartsWith("On", System.StringComparison.Ordinal) && char.IsUpper(target.Name[2])
        && System.Linq.Enumerable.Any(target.Parameters, p => p.Type.TypeKind == TypeKind.Delegate);

    /// <summary>Reference.Create(x): a constructor by another name, of a type that opens nothing.</summary>
    public static bool MakesItself(Holder holder, IMethodSymbol target) => target is { IsStatic: true, Name: "Create", ReturnType: INamedTypeSymbol made } && !StoreScope.IsInSource(target) && made.Name == target.ContainingType.Name
        && !holder.Catalog.Of(made).Has(TypeTraits.Strong);
}
