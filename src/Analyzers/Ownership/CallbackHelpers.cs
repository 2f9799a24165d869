using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>Options of a cache that a helper in source makes or completes: the helper may register the callback.</summary>
internal static class CallbackHelpers
{
    private const int MaxDepth = 4;

    /// <summary>A helper that made the options, or was given them in this member, registers a callback.</summary>
    public static bool Registers(Holder holder, MemberFacts facts, Value options, Predicate<MemberFacts> registers) =>
        IsMadeBy(holder, options, registers, 0) || facts.Calls.Any(call => call.Arguments.Any(argument => IsSame(argument, options)) && IsHelper(holder, call, registers, 0));

    private static bool IsMadeBy(Holder holder, Value options, Predicate<MemberFacts> registers, int depth)
    {
        while (options.Kind == ValueKind.Local && options.Local.Single is { } single)
            options = single;
        return options.Kind == ValueKind.Result && options.Call is { } call && IsHelper(holder, call, registers, depth);
    }

    private static bool IsHelper(Holder holder, CallNode call, Predicate<MemberFacts> registers, int depth)
    {
        if (depth > MaxDepth || call.Target is not { } target || holder.FactsOf(target) is not { } helper)
            return false;
        return registers(helper) || helper.Returns.Any(r => r.Value != null && IsMadeBy(holder, r.Value, registers, depth + 1))
            || helper.Calls.Any(inner => inner.Arguments.Any(a => a.Kind is ValueKind.Local or ValueKind.Parameter && a.Symbol is Microsoft.CodeAnalysis.IParameterSymbol) && IsHelper(holder, inner, registers, depth + 1));
    }

    private static bool IsSame(Value argument, Value options) => argument == options || argument.Kind == ValueKind.Local && options.Kind == ValueKind.Local && argument.Local == options.Local;
}
