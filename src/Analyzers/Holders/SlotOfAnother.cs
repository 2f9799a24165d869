using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Slots whose values are held, and ended, by way of something else: overwriting the slot loses nothing.</summary>
internal static class SlotOfAnother
{
    public static bool Is(Holder holder, Store store) => store.OnlyGets(access => IsReadFromAnother(access.Inserted!) || IsAroundSibling(holder, store, access.Inserted!) || IsPartOfSibling(holder, store, access.Inserted!) || IsBufferOfSibling(holder, store, access.Inserted!) || IsAddedToAnother(holder, access));

    /// <summary>_copy = copy; document.Add(copy): the other object holds it too, finds it there and ends it, whatever the slot goes on with.</summary>
    private static bool IsAddedToAnother(Holder holder, AccessNode access)
    {
        foreach (var call in access.Body.Member.Calls)
        {
            if (call is not { Body: var body, IsCreation: false, Receiver: { Kind: not ValueKind.This } keeper, Target: { } target } || body != access.Body || !target.Name.StartsWith("Add", System.StringComparison.Ordinal) || !holder.Catalog.IsResource(keeper.Type))
                continue;
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i].Kind == ValueKind.Local && Canon.Same(call.Arguments[i], access.Inserted) && (holder.Fates.OfArgument(call, i) & (Fate.Stored | Fate.Passed)) != 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>_data = runspace.Data, _current = args.Connection: a copy of what that other object has, and goes on having.</summary>
    private static bool IsReadFromAnother(Value value)
    {
        var known = value;
        while (known.Kind == ValueKind.Local && known.Local.Single is { } single)
            known = single;
        return known is { Kind: ValueKind.Member or ValueKind.Store, Symbol: IPropertySymbol or IFieldSymbol, A: { Kind: ValueKind.Local or ValueKind.Parameter or ValueKind.Member or ValueKind.Store or ValueKind.Result } };
    }

    /// <summary>_reader = new StreamReader(_stream), where the holder ends _stream too: the reader itself holds nothing.</summary>
    private static bool IsAroundSibling(Holder holder, Store store, Value value)
    {
        var parts = value is { Kind: ValueKind.Created, Type: { } type } && Wraps(type) ? value.Items : value is { Kind: ValueKind.Result, Call: { Target: { Name: "Create", ContainingType.Name: "XmlWriter" or "XmlReader" }, Arguments: { Length: > 0 } given } } ? given : null;
        if (parts == null)
            return false;
        foreach (var argument in parts)
        {
            if (Inner(argument) is { Kind: ValueKind.Store, Symbol: { } inner } && holder.StoreOf(inner) is { IsCollection: false } sibling && sibling != store && sibling.Payload.IsResource && IsEndedInUse(holder, sibling))
                return true;
        }

        return false;
    }

    /// <summary>var stream = new NetworkStream(_socket); new StreamReader(stream): around the socket, by way of a stream that nobody else has.</summary>
    private static Value Inner(Value argument) => argument is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created, Type: { Name: "NetworkStream" or "BufferedStream" }, Items: { Length: > 0 } around } } ? around[0] : argument;

    /// <summary>_stream = _client.GetStream(): it is the client's, which the holder ends before it connects again.</summary>
    private static bool IsPartOfSibling(Holder holder, Store store, Value value) =>
        value is { Kind: ValueKind.Result, Call: { Target: { Parameters.IsEmpty: true, Name: var name }, Receiver: { Kind: ValueKind.Store, Symbol: { } whole } } } && name.StartsWith("Get", System.StringComparison.Ordinal)
        && holder.StoreOf(whole) is { IsCollection: false } sibling && sibling != store && sibling.Payload.IsResource && IsEndedInUse(holder, sibling);

    /// <summary>_out = _connection.GetBufferedOutput(): made anew around what the connection has, and holding nothing but memory; or around memory itself.</summary>
    private static bool IsBufferOfSibling(Holder holder, Store store, Value value)
    {
        if (value is { Kind: ValueKind.Created, Type: { } made })
            return Buffers(made) && System.Array.Exists(value.Items, i => i is { Kind: ValueKind.Store, Symbol: { } inner } && !SymbolEqualityComparer.Default.Equals(inner, store.Symbol) && !holder.Catalog.IsResource(i.Type) && i.Type is { Name: "MemoryStream" });
        return value is { Kind: ValueKind.Result, Call: { Target: { } target, Receiver: { Kind: ValueKind.Store, Symbol: { } whole } } } && !SymbolEqualityComparer.Default.Equals(whole, store.Symbol) && holder.FactsOf(target) is { Returns: { Count: > 0 } returns } given && !given.Accesses.Exists(a => a.Inserts && a.Inserted is { IsNull: false })
            && returns.TrueForAll(r => r.Value != null && Trace.Roots(holder, r.Value) is { Count: > 0 } roots && roots.TrueForAll(IsOfOther));

        static bool IsOfOther(Root root) => root.Kind is RootKind.Null or RootKind.Slot
            || root is { Kind: RootKind.Created, Value: { Type: { } buffer } around } && Buffers(buffer) && System.Array.Exists(around.Items, i => i is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } });
    }

    private static bool Buffers(ITypeSymbol type) => !StoreScope.IsInSource(type) && WrapsOrBuffers(type);

    /// <summary>A reader or writer around a stream, or a buffer in front of one.</summary>
    public static bool WrapsOrBuffers(ITypeSymbol type) => Wraps(type) || type is { Name: "BufferedStream", ContainingNamespace.Name: "IO" };

    public static bool Wraps(ITypeSymbol type)
    {
        for (var at = type; at != null; at = at.BaseType)
        {
            if (at is { Name: "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter", ContainingNamespace.Name: "IO" })
                return true;
        }

        return false;
    }

    /// <summary>Not only in the end: whoever opens the sibling again has ended it before.</summary>
    private static bool IsEndedInUse(Holder holder, Store sibling)
    {
        foreach (var facts in holder.OwnMembers)
        {
            if (!Closing.IsClosing(facts.Method) && holder.Summaries.DisposesDirectly(facts, sibling.Symbol) != null)
                return true;
        }

        return false;
    }
}
