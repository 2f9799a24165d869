using System;
using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Ports and end points, which the system gives to one socket at a time.</content>
internal static partial class FreshKeys
{
    private static readonly string[] Ready = { "Bind", "Listen", "Start", "Accept", "Connect" };

    /// <summary>socket.Bind(new IPEndPoint(any, port)); _listeners[port] = socket: while the one before lives, Bind throws. So too the end point that the socket itself got.</summary>
    private static bool IsBoundPlace(AccessNode access)
    {
        if (access.Inserted == null || access.Body.Member.Calls.Exists(SharesPlace))
            return false;
        foreach (var socket in Parts(access.Inserted, 0))
        {
            if (socket.Type is not { Name: "Socket" or "TcpListener" or "UdpClient" or "TcpClient", ContainingNamespace.Name: "Sockets" })
                continue;
            var own = access.Body.Member.Calls.FindAll(c => c.Order < access.Order && c.Body == access.Body && c.Receiver != null && Canon.Same(c.Receiver, socket) && c.Target is { } target && NameWords.BeginsWithAny(target.Name, Ready));
            var isReady = own.Count > 0 || access.Body.Member.Calls.Exists(c => c.Body == access.Body && c.Receiver != null && Canon.Same(c.Receiver, socket) && c.Target is { } target && NameWords.BeginsWithAny(target.Name, new[] { "Accept" }));
            if (isReady && Any(access.Key!, v => (v.Asked ?? v.Symbol)?.Name is "LocalEndPoint" or "LocalEndpoint" && v.Owner is { } asked && Any(asked, a => Canon.Same(a, socket), 0), 0))
                return true;
            if (own.Exists(c => Structure.IsOnTheWay(c, access) && (c.Target!.Name == "Bind" && Array.Exists(c.Arguments, IsPlace) || c.Target.Name == "Start" && IsMadeFor(socket))) || socket.Type.Name == "UdpClient" && IsMadeFor(socket))
                return true;
        }

        return false;

        bool IsPlace(Value argument) => Any(argument, part => Canon.Same(part, access.Key!), 0);

        bool IsMadeFor(Value socket) => (socket.Kind == ValueKind.Local ? socket.Local.Single : socket) is { Kind: ValueKind.Created, Items: var given } && Array.Exists(given, IsPlace);
    }

    /// <summary>SetSocketOption(…, SocketOptionName.ReuseAddress, true), Reuse(): others may have the place at the same time.</summary>
    private static bool SharesPlace(CallNode call) => call.Target?.Name.IndexOf("Reuse", StringComparison.Ordinal) >= 0 || call.Syntax.ToString().IndexOf("ReuseAddress", StringComparison.Ordinal) >= 0;

    /// <summary>The value, or what an object made here is made with.</summary>
    private static IEnumerable<Value> Parts(Value value, int depth)
    {
        yield return value;
        var made = value.Kind == ValueKind.Local ? value.Local.Single : value;
        if (depth > 2 || made is not { Kind: ValueKind.Created })
            yield break;
        foreach (var item in made.Items)
        {
            foreach (var part in Parts(item, depth + 1))
                yield return part;
        }
    }

    /// <summary>The value, or some value that it is computed from.</summary>
    private static bool Any(Value value, Predicate<Value> isMet, int depth)
    {
        if (isMet(value))
            return true;
        if (depth > MaxDepth)
            return false;
        if (value.Kind == ValueKind.Local && value.Local.Single is { } single && Any(single, isMet, depth + 1))
            return true;
        return value.A != null && Any(value.A, isMet, depth + 1) || value.B != null && Any(value.B, isMet, depth + 1) || value.Call?.Receiver is { } receiver && Any(receiver, isMet, depth + 1) || Array.Exists(value.Items, i => Any(i, isMet, depth + 1));
    }
}
