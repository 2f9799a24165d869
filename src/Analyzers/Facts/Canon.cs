using System.Globalization;
using System.Text;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>
/// A text that is equal for two values exactly when they are certainly the same value inside one member:
/// constants, parameters, locals assigned once, and pure projections of those. Null when nothing certain can be said.
/// </summary>
internal static class Canon
{
    private const int MaxDepth = 12;

    public static string? Text(Value? value)
    {
        if (value == null)
            return null;
        var builder = new StringBuilder();
        return Write(value, builder, 0) ? builder.ToString() : null;
    }

    public static bool Same(Value? a, Value? b)
    {
        if (a == null || b == null)
            return a == b;
        return a == b && a.Kind is not (ValueKind.Unknown) || Text(a) is { } text && text == Text(b);
    }

    private static bool Write(Value value, StringBuilder to, int depth)
    {
        if (depth > MaxDepth)
            return false;
        switch (value.Kind)
        {
            case ValueKind.Null:
                to.Append("null");
                return true;
            case ValueKind.This:
                to.Append("this");
                return true;
            case ValueKind.Constant:
                to.Append('\'').Append(value.Symbol?.Name ?? System.Convert.ToString(value.Data, CultureInfo.InvariantCulture)).Append('\'');
                return true;
            case ValueKind.Parameter:
                to.Append("p:").Append(value.Symbol!.Name).Append('@').Append(Id(value.Symbol.ContainingSymbol));
                return true;
            case ValueKind.Local:
                return WriteLocal(value.Local, to, depth);
            case ValueKind.Store:
                return WriteOwned(value.A, to, depth) && Append(to, value.Symbol!);
            case ValueKind.Member when value.Symbol != null:
                if (value.A == null)
                    return Append(to, value.Symbol);
                return Write(value.A, to, depth + 1) && Append(to, value.Symbol);
            case ValueKind.Member when value.Data is int index && value.A != null:
                if (!Write(value.A, to, depth + 1))
                    return false;
                to.Append('#').Append(index);
                return true;
            case ValueKind.EachElement when value.A is { } source:
                to.Append("each:");
                return Write(source, to, depth + 1);
            case ValueKind.Elements when value.A is { } all && value.B == null:
                to.Append("all:");
                return Write(all, to, depth + 1);
            case ValueKind.Element when value.Access is { Key: { } key } access:
                to.Append("at(");
                if (!Write(access.Target, to, depth + 1))
                    return false;
                to.Append(',');
                if (!Write(key, to, depth + 1))
                    return false;
                to.Append(')');
                return true;
            case ValueKind.Pure:
                return WriteItems(value.Symbol?.Name ?? System.Convert.ToString(value.Data, CultureInfo.InvariantCulture), value, to, depth);
            case ValueKind.Created when value.Type is { IsTupleType: true } or { IsValueType: true } or { IsRecord: true } && value.A == null:
                return WriteItems("new " + value.Type!.Name, value, to, depth);
            case ValueKind.Result when value.Call is { } call && IsPure(call):
                to.Append("call ").Append(call.Target!.Name).Append('(');
                if (call.Receiver != null && !Write(call.Receiver, to, depth + 1))
                    return false;
                foreach (var argument in call.Arguments)
                {
                    to.Append(',');
                    if (!Write(argument, to, depth + 1))
                        return false;
                }

                to.Append(')');
                return true;
            default:
                return false;
        }
    }

    private static bool WriteLocal(LocalFacts local, StringBuilder to, int depth)
    {
        if (local.Assigned.Count > 1)
            return false;
        if (local.Single is { } single)
        {
            var mark = to.Length;
            if (single.Kind is not (ValueKind.EachElement or ValueKind.Element) && Write(single, to, depth + 1))
                return true;
            to.Length = mark;
        }

        to.Append("l:").Append(local.Symbol.Name).Append('@').Append(Id(local.Symbol));
        return true;
    }

    private static bool WriteOwned(Value? receiver, StringBuilder to, int depth) => receiver == null || Write(receiver, to, depth + 1);

    private static bool Append(StringBuilder to, ISymbol symbol)
    {
        to.Append('.').Append(symbol.Name).Append('@').Append(Id(symbol.ContainingType));
        return true;
    }

    private static bool WriteItems(string? name, Value value, StringBuilder to, int depth)
    {
        to.Append(name).Append('(');
        foreach (var item in value.Items)
        {
            if (!Write(item, to, depth + 1))
                return false;
            to.Append(',');
        }

        to.Append(')');
        return true;
    }

    /// <summary>Deterministic as far as its name and home go: text functions, hashes, and the type's own key helpers.</summary>
    private static bool IsPure(CallNode call)
    {
        var target = call.Target;
        if (target == null || call.IsCreation)
            return false;
        // entry.Cluster, computed from its fields: asked of one object it is one value, as a field is.
        if (target is { MethodKind: MethodKind.PropertyGet, IsStatic: false, Parameters.IsEmpty: true } && !target.Name.StartsWith("get_Next", System.StringComparison.Ordinal) && !target.Name.StartsWith("get_New", System.StringComparison.Ordinal))
            return true;
        if (target.Name is "ToString" or "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" or "Trim" or "Substring" or "GetHashCode" or "GetType")
            return true;
        var type = target.ContainingType;
        if (type?.SpecialType == SpecialType.System_String)
            return true;
        if (type is { Name: "Path" or "HashCode" or "Tuple" or "ValueTuple" or "KeyValuePair" or "Convert" })
            return true;
        return target.Name.Contains("Key") || target.Name.EndsWith("Id", System.StringComparison.Ordinal) || target.Name.EndsWith("Name", System.StringComparison.Ordinal);
    }

    /// <summary>Tells symbols of one name apart: where they are declared.</summary>
    private static string Id(ISymbol? symbol)
    {
        if (symbol == null)
            return string.Empty;
        var locations = symbol.Locations;
        return locations.Length > 0 && locations[0].IsInSource ? locations[0].SourceSpan.Start.ToString(CultureInfo.InvariantCulture) : symbol.MetadataName;
    }
}
