using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Slots whose values are held, and ended, by way of something else: overwriting the slot loses nothing.</summary>
internal static class SlotOfAnother
{
    public static bool Is(Holder holder, Store store) => store.OnlyGets(access => IsReadFromAnother(access.Inserted!) || IsAroundSibling(holder, store, access.Inserted!) || IsPartOfSibling(holder, store, access.Inserted!) || IsAddedToAnother(holder, access));

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
        if (value is not { Kind: ValueKind.Created, Type: { } type } || !Wraps(type))
            return false;
        foreach (var item in value.Items)
        {
            if (item is { Kind: ValueKind.Store, Symbol: { } inner } && holder.StoreOf(inner) is { IsCollection: false } sibling && sibling != store && sibling.Payload.IsResource && IsEndedInUse(holder, sibling))
                return true;
        }

        return false;
    }

    /// <summary>_stream = _client.GetStream(): it is the client's, which the holder ends before it connects again.</summary>
    private static bool IsPartOfSibling(Holder holder, Store store, Value value) =>
        value is { Kind: ValueKind.Result, Call: { Target: { Parameters.IsEmpty: true, Name: var name }, Receiver: { Kind: ValueKind.Store, Symbol: { } whole } } } && name.StartsWith("Get", System.StringComparison.Ordinal)
        && holder.StoreOf(whole) is { IsCollection: false } sibling && sibling != store && sibling.Payload.IsResource && IsEndedInUse(holder, sibling);

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
