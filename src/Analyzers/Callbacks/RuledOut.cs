using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Load(path, wait: false): the branch in which it would wait is not taken on this way.</summary>
internal static class RuledOut
{
    public static bool Is(BlockingPath path)
    {
        var known = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        for (var i = 0; i < path.Calls.Count; i++)
        {
            var call = path.Calls[i];
            if (call.Target is not { IsVirtual: false, IsAbstract: false, IsOverride: false } target)
                return false;
            known = Passed(call, target, known);
            if (known.Count > 0 && IsOnOtherBranch(i + 1 < path.Calls.Count ? path.Calls[i + 1] : path.Operation, known))
                return true;
        }

        return false;
    }

    /// <summary>The parameters of which it is known what they get: a constant, or a parameter of which it is known.</summary>
    private static Dictionary<ISymbol, bool> Passed(CallNode call, IMethodSymbol target, Dictionary<ISymbol, bool> known)
    {
        var passed = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var parameter in target.OriginalDefinition.Parameters)
        {
            if (parameter.Type.SpecialType != SpecialType.System_Boolean || parameter.Ordinal >= call.Arguments.Length)
                continue;
            var given = call.Arguments[parameter.Ordinal];
            if (given.IsTrue || given.IsFalse)
                passed[parameter] = given.IsTrue;
            else if (given is { Kind: ValueKind.Parameter, Symbol: { } from } && known.TryGetValue(from, out var so))
                passed[parameter] = so;
        }

        return passed;
    }

    private static bool IsOnOtherBranch(Node step, Dictionary<ISymbol, bool> known)
    {
        for (var at = step.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Implied.Any(branch.Condition, at == branch.Then, (part, holds) => part is { Kind: ValueKind.Parameter, Symbol: { } asked } && known.TryGetValue(asked, out var so) && so != holds && !IsWritten(step, asked)))
                return true;
        }

        return false;
    }

    private static bool IsWritten(Node step, ISymbol parameter) => step.Body.Member.Assigns.Any(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter));
}
