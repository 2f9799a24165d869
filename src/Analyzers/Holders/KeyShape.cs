using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>How a composed key is put together: its constant pieces, and the names of what stands between them.</summary>
internal sealed class KeyShape
{
    private KeyShape(string text) => Text = text;

    /// <summary>For example <c>{kind}.{ns}.{name}</c>.</summary>
    public string Text { get; }

    /// <summary>Null unless the key is an interpolation, a concatenation, a formatted value or a tuple of nameable parts, or a helper of the type makes one.</summary>
    public static KeyShape? Of(Holder holder, Value key)
    {
        var at = key.Kind == ValueKind.Local ? key.Local.Single ?? key : key;
        if (OfJoin(at) is { } joined)
            return joined;
        if (at.Kind == ValueKind.Result && at.Call is { Target: { } target } call)
        {
            if (target.Name == "ToString" && call.Receiver != null && NameOf(call.Receiver) is { } formatted && call.Arguments is { Length: 1 } formats && formats[0] is { Kind: ValueKind.Constant, Data: string format })
                return new KeyShape("{" + formatted + ":" + format + "}");
            return holder.OwnFactsOf(target) is { Returns: { Count: 1 } returns } && returns[0].Value is { } made ? Of(made, call.Arguments) : null;
        }

        // A Guid or a time says the same in many forms; this is the one without a format.
        if (at is { Kind: ValueKind.Pure, Items.Length: 1, Symbol: Microsoft.CodeAnalysis.IMethodSymbol { Name: "ToString", ContainingType.Name: "Guid" or "DateTime" or "DateTimeOffset" or "TimeSpan" } })
            return NameOf(at.Items[0]) is { } plain ? new KeyShape("{" + plain + "}") : null;
        return Of(at, System.Array.Empty<Value>());
    }

    /// <summary>string.Join('.', tenant, device).</summary>
    private static KeyShape? OfJoin(Value at)
    {
        var parts = at.Kind == ValueKind.Pure && at.Symbol is Microsoft.CodeAnalysis.IMethodSymbol { Name: "Join", ContainingType.SpecialType: Microsoft.CodeAnalysis.SpecialType.System_String } ? at.Items
            : at is { Kind: ValueKind.Result, Call: { Target: { Name: "Join", ContainingType.SpecialType: Microsoft.CodeAnalysis.SpecialType.System_String } } call } ? call.Arguments : null;
        if (parts is not { Length: > 1 } || parts[0] is not { Kind: ValueKind.Constant, Data: { } separator })
            return null;
        var items = parts.Length == 2 && parts[1] is { Kind: ValueKind.Created } array ? array.Items : parts.Skip(1).ToArray();
        var names = items.Select(i => i.Kind == ValueKind.Constant ? System.Convert.ToString(i.Data, CultureInfo.InvariantCulture) : NameOf(i) is { } name ? "{" + name + "}" : null).ToList();
        return names.Count > 1 && !names.Contains(null) ? new KeyShape(string.Join(System.Convert.ToString(separator, CultureInfo.InvariantCulture), names)) : null;
    }

    private static KeyShape? Of(Value at, Value[] arguments)
    {
        if (at.Kind == ValueKind.Created && at.Type is { IsTupleType: true })
        {
            var builder = new StringBuilder("(");
            foreach (var item in at.Items)
            {
                if (NameOf(Argument(item, arguments)) is not { } name)
                    return null;
                builder.Append('{').Append(name).Append("},");
            }

            return new KeyShape(builder.Append(')').ToString());
        }

        if (at.Kind != ValueKind.Pure || at.Type?.SpecialType != Microsoft.CodeAnalysis.SpecialType.System_String || at.Items.Length < 2)
            return null;
        var text = new StringBuilder();
        return Write(at, arguments, text) && Parts(text.ToString()).Count > 0 ? new KeyShape(text.ToString()) : null;
    }

    /// <summary>The names between braces.</summary>
    public static List<string> Parts(string shape)
    {
        var parts = new List<string>();
        for (var start = shape.IndexOf('{'); start >= 0; start = shape.IndexOf('{', start + 1))
        {
            var end = shape.IndexOf('}', start);
            if (end > start)
                parts.Add(shape.Substring(start + 1, end - start - 1).Split(':')[0]);
        }

        return parts;
    }

    public static string? NameOf(Value value) => value.Kind switch
    {
        ValueKind.Parameter or ValueKind.Store => value.Symbol?.Name,
        ValueKind.Local => value.Local.Assigned.Count <= 1 ? value.Local.Single is { Kind: ValueKind.Member or ValueKind.Parameter or ValueKind.Store } single ? NameOf(single) : value.Symbol?.Name : null,
        ValueKind.Member => value.Symbol?.Name,
        _ => null,
    };

    /// <summary>Inside a helper, what its caller passes for a parameter.</summary>
    private static Value Argument(Value item, Value[] arguments) =>
        item.Kind == ValueKind.Parameter && item.Symbol is Microsoft.CodeAnalysis.IParameterSymbol parameter && parameter.Ordinal < arguments.Length ? arguments[parameter.Ordinal] : item;

    /// <summary>bed.ToString(): what a concatenation does by itself.</summary>
    private static Value Plain(Value item) => item switch
    {
        { Kind: ValueKind.Pure, Items: { Length: 1 } items, Symbol: Microsoft.CodeAnalysis.IMethodSymbol { Name: "ToString", Parameters.IsEmpty: true } } => items[0],
        { Kind: ValueKind.Result, Call: { Target: { Name: "ToString", Parameters.IsEmpty: true }, Receiver: { } receiver } } => receiver,
        _ => item,
    };

    private static bool Write(Value value, Value[] arguments, StringBuilder to)
    {
        foreach (var item in value.Items)
        {
            switch (item.Kind)
            {
                case ValueKind.Constant:
                    to.Append(System.Convert.ToString(item.Data, CultureInfo.InvariantCulture));
                    break;
                case ValueKind.Pure when item.Type?.SpecialType == Microsoft.CodeAnalysis.SpecialType.System_String && item.Symbol == null:
                    if (!Write(item, arguments, to))
                        return false;
                    break;
                case ValueKind.Result when item.Call is { Target.Name: "ToString", Receiver: { } formatted, Arguments: { Length: > 0 } formats } && formats[0] is { Kind: ValueKind.Constant, Data: string format } && NameOf(Argument(formatted, arguments)) is { } part:
                    to.Append('{').Append(part).Append(':').Append(format).Append('}');
                    break;
                default:
                    if (NameOf(Argument(Plain(item), arguments)) is not { } name)
                        return false;
                    to.Append('{').Append(name).Append('}');
                    break;
            }
        }

        return true;
    }
}
