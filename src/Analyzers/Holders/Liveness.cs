using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>What a flag of a value says, by its name, of whether there is anything left to dispose.</summary>
internal enum Liveness : byte
{
    Unknown,

    /// <summary>True means ended: IsDisposed, IsClosed, HasExited.</summary>
    Dead,

    /// <summary>True means not ended: IsValid.</summary>
    Alive,
}

internal static class LivenessFlags
{
    /// <summary>A process that has exited still has its handles, until it is disposed.</summary>
    private static bool HasHandlesOn(ISymbol? flag) => flag is { Name: "HasExited", ContainingType: { Name: "Process", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } };

    public static Liveness Of(Value flag) => HasHandlesOn(flag.Symbol) ? Liveness.Unknown : (flag.Symbol?.Name ?? (flag.Kind == ValueKind.Result ? flag.Call?.Target?.Name : null)) is { } name ? Of(name) : Liveness.Unknown;

    /// <summary>_writer.BaseStream.CanWrite, _file.CanRead: what was made to be written or read and cannot be any more has been closed.</summary>
    /// <returns>What is asked; null when it is something else.</returns>
    public static Value? OpenStream(Value flag) =>
        flag is { Kind: ValueKind.Member or ValueKind.Pure, Symbol.Name: "CanWrite" or "CanRead", A: { } stream } ? stream is { Kind: ValueKind.Member, Symbol.Name: "BaseStream", A: { } around } ? around : stream : null;

    /// <summary>client.Active, of a type in source, and with no code behind it that can be seen.</summary>
    public static bool SaysAtWork(Value flag) => flag.Symbol is IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, Name: "Active" or "IsActive" or "Connected" or "IsConnected" or "IsOpen" or "IsAlive" or "Running" or "IsRunning", IsAbstract: true } property && StoreScope.IsInSource(property);

    public static Liveness Of(string name)
    {
        var text = name.TrimStart('_');
        foreach (var prefix in new[] { "Is", "Has", "Was", "is", "has", "was", "get_Is", "get_Has" })
        {
            if (text.StartsWith(prefix, System.StringComparison.Ordinal) && text.Length > prefix.Length)
            {
                text = text.Substring(prefix.Length);
                break;
            }
        }

        return text switch
        {
            "Disposed" or "disposed" or "Closed" or "closed" or "Exited" or "Terminated" or "Completed" or "Stopped" or "Shutdown" or "ShutDown" or "Defunct" or "Dead" or "Faulted"
                or "Released" or "Destroyed" or "Ended" or "Finished" or "CancellationRequested" or "Disposing" => Liveness.Dead,
            "Valid" => Liveness.Alive,
            _ => Liveness.Unknown,
        };
    }
}
