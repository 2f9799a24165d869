using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Waits that belong to the end of something: nothing is delivered to it any more.</summary>
internal static class PartOfEnd
{
    /// <summary>device.Stop(), which waits for the worker of the device to go; not where a message closes something.</summary>
    public static bool Is(CallbackRoot root, BlockingPath path) => path.Calls.Any(IsEndOfAnother) && (IsForWorker(path.Operation) || IsShortSleep(path))
        && !(root.Registration is RegisterNode { Member.Name: var name } && Array.Exists(new[] { "Received", "Arrived", "Message", "Incoming" }, w => name.EndsWith(w, StringComparison.Ordinal)));

    /// <summary>token.Register(() => Stop()), or a callback that stops another object: what is cancelled ends.</summary>
    public static bool IsAsked(BlockingPath path) => path.Calls.Count > 0 && IsEndOfAll(path.Calls[0]) || path.Calls.Any(IsEndOfAnother);

    /// <summary>_backend.StopAsync().GetAwaiter().GetResult(): the wait is for an end.</summary>
    public static bool EndsAnother(CallNode wait)
    {
        for (var at = wait.Receiver?.Call; at != null; at = at.Receiver?.Call)
        {
            if (IsEndOfAll(at))
                return true;
        }

        return false;
    }

    /// <summary>Stop(), Close(force): no end of one thing among others.</summary>
    private static bool IsEndOfAll(CallNode call) => call.Target is { Name: var name } end && Closing.BeginsAsClosing(name)
        && end.Parameters.All(p => p.Type.SpecialType == SpecialType.System_Boolean || p.Type.Name is "CancellationToken" or "TimeSpan" || p.Type.SpecialType == SpecialType.System_Int32 && IsTime(p.Name));

    /// <summary>timeout, waitTime, maxWaitTime, graceSeconds; a showtime is one of many.</summary>
    private static bool IsTime(string name) => name is "ms" or "time" or "period" || name.EndsWith("Ms", StringComparison.Ordinal) || Array.Exists(new[] { "timeout", "milliseconds", "millis", "seconds", "grace", "delay", "linger" }, w => name.EndsWith(w, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(new[] { "wait", "grace", "delay", "linger", "drain", "join", "stop", "close", "shutdown", "max", "quiet", "cleanup", "termination" }, w => NameWords.Begins(name, w) && name.Substring(w.Length) is "Time" or "Period")
        || Array.Exists(new[] { "Wait", "Grace", "Delay", "Linger", "Drain" }, w => name.EndsWith(w + "Time", StringComparison.Ordinal) || name.EndsWith(w + "Period", StringComparison.Ordinal));

    /// <summary>StopTrack() of the type itself is a step of its work, and ends nothing that handles events.</summary>
    private static bool IsEndOfAnother(CallNode call) => call.Receiver is { Kind: not ValueKind.This } && IsEndOfAll(call);

    /// <summary>_pump.Join(), _loop.Wait(): what is under way goes; _client.PostAsync(…).Wait() begins something new, and waits for that.</summary>
    private static bool IsForWorker(CallNode wait) => wait.Block == BlockKind.Wait
        && (EndsAnother(wait) || (wait.Receiver is { } waited ? IsUnderWay(wait, waited, 0) : wait.Arguments.Length > 0 && IsUnderWay(wait, wait.Arguments[0], 0)));

    /// <summary>What a field has just got is what is waited for.</summary>
    private static bool IsUnderWay(CallNode wait, Value waited, int depth) => depth < 6 && waited.Kind switch
    {
        ValueKind.Local => waited.Local.Single is not { } single || IsUnderWay(wait, single, depth + 1),
        ValueKind.Result => waited.Call switch
        {
            { Target.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask", Receiver: { } inner } => IsUnderWay(wait, inner, depth + 1),
            { Target: { Name: "WhenAll" or "WhenAny", ContainingType.Name: "Task" }, Arguments: { Length: > 0 } all } => Array.TrueForAll(all, t => IsUnderWay(wait, t, depth + 1)),
            _ => false,
        },
        ValueKind.Created => waited.Items.Length > 0 && Array.TrueForAll(waited.Items, t => IsUnderWay(wait, t, depth + 1)),
        ValueKind.Store when wait.Body.Member.Accesses.FindLast(a => a.Inserted is { IsNull: false } && Structure.IsOnTheWay(a, wait) && SymbolEqualityComparer.Default.Equals(a.Store, waited.Symbol)) is { Inserted: { } begun } => IsUnderWay(wait, begun, depth + 1),
        ValueKind.Store or ValueKind.Member or ValueKind.Element or ValueKind.EachElement or ValueKind.Elements or ValueKind.Parameter => true,
        _ => false,
    };

    /// <summary>Once, or once for each of a few that are named: foreach (var drone in new[] { _left, _right }) drone.Stop();</summary>
    private static bool IsShortSleep(BlockingPath path) => path.Operation is { Block: BlockKind.Sleep, Arguments: { Length: 1 } lasts } && lasts[0] is { Kind: ValueKind.Constant, Data: int and >= 0 and <= 1000 and var once }
        && Structure.EnclosingLoop(path.Operation) == null && !IsForEach(path.Operation) && path.Calls.Select(c => IsForEach(c) ? 0 : TurnsAround(c)).ToList() is var turns && turns.TrueForAll(t => t > 0) && turns.Count(t => t > 1) <= 1 && once * turns.Max() <= 1000;

    /// <summary>_pumps.ForEach(p => p.Stop()): as many times as there are.</summary>
    private static bool IsForEach(Node step) => step.Body is { RunsForEach: true } or { RunsInline: true, IsLocalFunction: false };

    /// <summary>How often a loop over things that are named runs; 0 where that is not known.</summary>
    private static int TurnsAround(CallNode call) => Structure.EnclosingLoop(call) is not { } loop ? 1
        : (loop.Source is { Kind: ValueKind.Elements, A: { } whole } ? whole : loop.Source) is { Kind: ValueKind.Created, Type: IArrayTypeSymbol, Items: { Length: > 0 and <= 10 } named } && Array.TrueForAll(named, n => n.Kind != ValueKind.EachElement) && Structure.EnclosingLoop(loop) == null ? named.Length : 0;
}
