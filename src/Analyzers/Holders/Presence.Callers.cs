using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>What the callers of a private member have established.</content>
internal sealed partial class Presence
{
    /// <summary>What every caller of a private method, or of a local function, has established.</summary>
    private static int EntryState(Holder holder, Store store, BodyFacts body, Value? receiver, Value? key, int depth, int callers)
    {
        if (body.Enclosing == null && !store.IsStatic && receiver == null && CompletesNewObject.Is(holder.Callers, body.Member))
            return Gone;
        IReadOnlyList<CallNode> calls;
        if (body.IsLocalFunction && !body.EscapesAsDelegate)
            calls = body.CallsTo;
        else if (body.Enclosing == null && holder.Callers.IsClosed(body.Member))
            calls = holder.Callers.Of(body.Member);
        else
            return body.Enclosing == null && Callers.IsConstruction(body.Member) && !store.IsStatic ? Gone : Unknown;
        if (calls.Count == 0 || callers >= MaxCallers)
            return Unknown;
        var state = 0;
        foreach (var call in calls)
        {
            var mapped = key == null ? null : Map(key, call);
            if (key != null && mapped == null)
                return Unknown;
            if (call.Body == body || IsUncalled(holder, call.Body.Member))
                continue;
            var before = Before(holder, store, call, receiver, mapped, depth, callers + 1);
            state |= before == 0 ? Unknown : !store.IsCollection && !store.IsStatic && (before & Live) == 0 && OneTime.Is(holder, call) ? Gone : before;
        }

        return state == 0 ? Unknown : state;
    }

    /// <summary>The key as the caller wrote it; null when it is not simply a parameter.</summary>
    private static Value? Map(Value key, CallNode call)
    {
        if (call.Callee is { Method: { } function } && key.Symbol is IParameterSymbol captured && !SymbolEqualityComparer.Default.Equals(captured.ContainingSymbol, function))
            return key;
        if (key.Kind == ValueKind.Parameter && key.Symbol is IParameterSymbol parameter && parameter.Ordinal < call.Arguments.Length)
            return call.Arguments[parameter.Ordinal];
        if (key.Kind == ValueKind.Local && key.Symbol is IParameterSymbol bound && bound.Ordinal < call.Arguments.Length && call.Callee != null)
            return call.Arguments[bound.Ordinal];
        if (key.Kind == ValueKind.Local && call.Callee == null && key.Local.Single is { } single)
            return Map(single, call);
        if (key.Kind == ValueKind.Pure || key is { Kind: ValueKind.Created, Type.IsTupleType: true })
            return MapAll(key, call);
        if (key is { Kind: ValueKind.Member, A: { Kind: ValueKind.Parameter or ValueKind.Member } owner })
            return Map(owner, call) is { } mapped ? new Value(ValueKind.Member, mapped, symbol: key.Symbol, type: key.Type, data: key.Data) : null;
        return key.Kind is ValueKind.Store or ValueKind.Constant || key.Kind == ValueKind.Local && call.Callee != null ? key : null;
    }

    /// <summary>A parameter, or what can be read off it and never be set again.</summary>
    private static bool StaysTheSame(Value key) => key.Kind switch
    {
        ValueKind.Parameter or ValueKind.Constant => true,
        ValueKind.Local => key.Local.Single is { } single && StaysTheSame(single),
        ValueKind.Member or ValueKind.Store or ValueKind.Result => key.Asked is IPropertySymbol { SetMethod: null or { IsInitOnly: true }, IsAbstract: false } or IFieldSymbol { IsReadOnly: true } && key.Owner is { } owner && StaysTheSame(owner),
        ValueKind.Pure => System.Array.TrueForAll(key.Items, StaysTheSame),
        _ => false,
    };

    /// <summary>property.Id in a helper is what the caller writes as property.Id of what it passes: the two texts are the same once the parameters are replaced.</summary>
    private static bool IsPassed(Value inner, CallNode call, Value outer)
    {
        if (Map(inner, call) is { } mapped && Canon.Same(mapped, outer))
            return true;
        if (call.Target is not { } target || Canon.Text(inner) is not { } text || text.IndexOf("l:", System.StringComparison.Ordinal) >= 0 || Canon.Text(outer) is not { } wanted)
            return false;
        foreach (var parameter in target.OriginalDefinition.Parameters)
        {
            if (parameter.Ordinal >= call.Arguments.Length || Canon.Text(new Value(ValueKind.Parameter, symbol: parameter)) is not { } written || text.IndexOf(written, System.StringComparison.Ordinal) < 0)
                continue;
            if (Canon.Text(call.Arguments[parameter.Ordinal]) is not { } passed)
                return false;
            text = text.Replace(written, passed);
        }

        return text == wanted;
    }

    /// <summary>$"{kind}/{name}", (kind, name): composed of what the caller passes.</summary>
    private static Value? MapAll(Value key, CallNode call)
    {
        var items = new Value[key.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Map(key.Items[i], call) is not { } mapped)
                return null;
            items[i] = mapped;
        }

        return items.Length == 0 ? null : new Value(key.Kind, symbol: key.Symbol, type: key.Type, data: key.Data, items: items);
    }
}
