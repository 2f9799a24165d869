using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Ports and end points, which the system gives to one socket at a time.</content>
internal static partial class FreshKeys
{
    private static readonly string[] Ready = { "Bind", "Listen", "Start", "Accept", "Connect" };

    /// <summary>socket.Bind(new IPEndPoint(IPAddress.Any, port)); _listeners[port] = socket: while the one before lives, Bind throws. So too the end point that the socket itself got.</summary>
    private static bool IsBoundPlace(Holder holder, Store store, AccessNode access)
    {
        return access.Inserted != null && SocketIn(holder, access.Inserted) is { } socket && IsBound(holder, access, socket)
            && store.Accesses.TrueForAll(a => !a.Inserts || a == access || a.Member == "initializer" || a.Inserted is not { IsNull: false }
                || a.Key != null && SocketIn(holder, a.Inserted) is { } other && IsBound(holder, a, other) && KindOf(holder, access, socket) is { } kind && kind == KindOf(holder, a, other));
    }

    private static bool IsBound(Holder holder, AccessNode access, Value socket)
    {
        if (IsShared(holder, access, socket))
            return false;
        var own = access.Body.Member.Calls.FindAll(c => c.Body == access.Body && c.Receiver != null && Canon.Same(c.Receiver, socket) && c.Target is { } target && NameWords.BeginsWithAny(target.Name, Ready));
        if (own.Exists(c => c.Order < access.Order || c.Target!.Name.StartsWith("Accept", StringComparison.Ordinal)) && IsLocalPlace(access.Key!, socket, 0))
            return true;
        return own.Exists(c => c.Order < access.Order && Structure.IsInNoBranch(c, Structure.LevelOf(c, access)) && !GoesOnUnbound(c, access) && (c.Target!.Name == "Bind" && Array.Exists(c.Arguments, a => IsPlace(holder, access, a)) || c.Target.Name == "Start" && socket.Type!.Name == "TcpListener" && IsMadeFor(holder, access, socket)))
            || socket.Type!.Name == "UdpClient" && IsMadeFor(holder, access, socket);
    }

    /// <summary>The protocol and the fixed address: of two sockets that differ in one of them both may have the port.</summary>
    private static string? KindOf(Holder holder, AccessNode access, Value socket)
    {
        if (MadeOf(socket) is not { Kind: ValueKind.Created, Type: { } type } made)
            return null;
        var place = access.Body.Member.Calls.Find(c => c is { Target.Name: "Bind", Receiver: { } bound, Arguments.Length: 1 } && Canon.Same(bound, socket))?.Arguments[0] ?? made.Items.FirstOrDefault();
        var address = place != null && MadeOf(place) is { Kind: ValueKind.Created, Items: { Length: 2 } parts } ? parts[0] : place;
        return address != null && IsFixed(holder, access, address) ? type.Name + (type.Name == "Socket" ? string.Join(" ", made.Items.Select(Canon.Text)) : string.Empty) + Canon.Text(address) : null;
    }

    /// <summary>The only value of the local, null apart.</summary>
    private static Value? MadeOf(Value value) => value.Kind != ValueKind.Local ? value : value.Local.Assigned.FindAll(v => !v.IsNull) is { Count: 1 } made ? made[0] : null;

    /// <summary>The one socket that the value is, or that an object made here is made with and that is all it has to be ended; of one protocol.</summary>
    private static Value? SocketIn(Holder holder, Value inserted)
    {
        var resources = Parts(inserted, 0).Where(p => p.Type is { } type && (holder.Catalog.Of(type).IsResource || holder.Catalog.PayloadOf(type).IsResource) && MadeOf(p) is not { Kind: ValueKind.Created, Type.Name: "CancellationTokenSource", Items.Length: 0 }).ToList();
        var sockets = resources.FindAll(p => p.Type is { Name: "Socket" or "TcpListener" or "UdpClient", ContainingNamespace.Name: "Sockets" });
        return sockets.Count > 0 && sockets.TrueForAll(s => Canon.Same(s, sockets[0])) && resources.TrueForAll(r => sockets.Contains(r) || r == inserted || Canon.Same(r, inserted))
            && MadeOf(sockets[0]) is { Kind: not ValueKind.Either } ? sockets[0] : null;
    }

    /// <summary>((IPEndPoint)socket.LocalEndPoint).Port, a text with it, or the end point itself; not its address alone.</summary>
    private static bool IsLocalPlace(Value key, Value socket, int depth)
    {
        if (depth > MaxDepth)
            return false;
        var name = (key.Asked ?? key.Symbol)?.Name;
        if (name is "LocalEndPoint" or "LocalEndpoint")
            return key.Owner is { } asked && (Canon.Same(asked, socket) || asked.Owner is { } outer && Canon.Same(outer, socket));
        if (key.Kind == ValueKind.Local)
            return key.Local.Single is { } single && IsLocalPlace(single, socket, depth + 1);
        if (key is { Kind: ValueKind.Pure, Type.SpecialType: SpecialType.System_String })
            return Array.Exists(key.Items, i => IsLocalPlace(i, socket, depth + 1));
        return name is not ("Address" or "AddressFamily" or "GetHashCode") && (key.Owner is { } owner && IsLocalPlace(owner, socket, depth + 1) || key.B != null && IsLocalPlace(key.B, socket, depth + 1));
    }

    /// <summary>try { socket.Bind(place); } catch (SocketException) { Log(); }: who comes to the insertion may have bound nothing.</summary>
    private static bool GoesOnUnbound(Node bind, Node access)
    {
        for (var at = bind.Parent; at != null && !Structure.Contains(at, access); at = at.Parent)
        {
            if (at is { Role: BlockRole.TryBody, Owner: TryNode attempt } && attempt.Catches.Exists(c => !Structure.EndsTurn(c.Block)))
                return true;
        }

        return false;
    }

    /// <summary>The key is all of the place that varies: the end point itself, or the port of one on a fixed address.</summary>
    private static bool IsPlace(Holder holder, AccessNode access, Value place)
    {
        while (place is { Kind: ValueKind.Local } && place.Local.Single is { } single)
            place = single;
        return Canon.Same(place, access.Key) || place is { Kind: ValueKind.Created, Type.Name: "IPEndPoint", Items: { Length: 2 } parts } && IsFixed(holder, access, parts[0]) && Canon.Same(parts[1], access.Key);
    }

    /// <summary>IPAddress.Any, a constant, or what the holder got when it was made; in a table that all holders share, each may have got another one.</summary>
    private static bool IsFixed(Holder holder, AccessNode access, Value address) => address.Kind == ValueKind.Constant || address is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsReadOnly: true } } && (access.Store is { IsStatic: false } || address.Symbol.IsStatic) || IsOfPlatform(address)
        || address is { Kind: ValueKind.Store, Symbol: IFieldSymbol { IsReadOnly: true } field } && holder.StoreOf(field) is { } store && store.OnlyGets(a => a.Member == "initializer" && IsOfPlatform(a.Inserted!));

    /// <summary>IPAddress.Loopback, which is the same for all holders.</summary>
    private static bool IsOfPlatform(Value address) => (address.Asked ?? address.Symbol) is { IsStatic: true, ContainingType.Name: "IPAddress" };

    /// <summary>new TcpListener(IPAddress.Any, port), new UdpClient(port); not new UdpClient(host, port), which only sends there.</summary>
    private static bool IsMadeFor(Holder holder, AccessNode access, Value socket) => MadeOf(socket) is { Kind: ValueKind.Created, Symbol: IMethodSymbol { Parameters: { Length: > 0 } asked }, Items: var given } && given.Length > 0
        && (asked[0].Type.Name == "IPAddress" ? given.Length > 1 && IsFixed(holder, access, given[0]) && Canon.Same(given[1], access.Key) : asked[0].Type.SpecialType != SpecialType.System_String && IsPlace(holder, access, given[0]));

    /// <summary>SetSocketOption(…, SocketOptionName.ReuseAddress, true), Reuse(), ExclusiveAddressUse = false: others may have the place at the same time. Another socket, made elsewhere, does not matter.</summary>
    private static bool IsShared(Holder holder, AccessNode access, Value socket) => access.Body.Member.Assigns.Exists(a => a.Place is { Symbol.Name: "ExclusiveAddressUse", A: { } set } && !a.Value.IsTrue && Canon.Same(set, socket)) || access.Body.Member.Calls.Exists(c => SharesPlace(c) || Array.Exists(c.Arguments, a => Canon.Same(a, socket)) && c.Target is { } helper && holder.FactsOf(helper) is { } facts && facts.Calls.Exists(SharesPlace))
        || holder.Members.Exists(f => f != access.Body.Member && f.Calls.Exists(c => SharesPlace(c) && !(MadeOf(socket) is { Kind: ValueKind.Created } && Trace.Roots(holder, c.Receiver) is { Count: > 0 } others && others.TrueForAll(o => o.Kind == RootKind.Created))));

    private static bool SharesPlace(CallNode call) => call.Target?.Name.IndexOf("Reuse", StringComparison.Ordinal) >= 0 || call.Target?.Name == "SetSocketOption" && call.Syntax.ToString().IndexOf("ReuseAddress", StringComparison.Ordinal) >= 0;

    /// <summary>The value, or what an object made here is made with.</summary>
    private static IEnumerable<Value> Parts(Value value, int depth)
    {
        yield return value;
        if (depth > 2 || MadeOf(value) is not { Kind: ValueKind.Created } made)
            yield break;
        foreach (var item in made.Items)
        {
            foreach (var part in Parts(item, depth + 1))
                yield return part;
        }
    }
}
