using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>Another type attaches a handler of this one: link.Dropped += _recovery.HandleDropped.</summary>
internal static class OtherRegistrations
{
    private const int MaxUses = 20;

    /// <summary>The first place that attaches the member, where the member by its shape is a handler and waits, itself or in what it calls.</summary>
    public static RegisterNode? Of(Holder holder, MemberFacts facts)
    {
        if (facts.Method is not { IsOverride: false } method || !IsHandler(method) || Reachability.From(holder, facts.Root, kind => kind != BlockKind.None).Count == 0)
            return null;
        var uses = 0;
        foreach (var token in holder.Analysis.Texts.Uses(method.Name, holder.Cancellation))
        {
            if (token.Parent is not IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax use } || use.Name != token.Parent || use.Parent is InvocationExpressionSyntax call && call.Expression == use)
                continue;
            if (++uses > MaxUses)
                return null;
            if (use.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } place && BaseRegistrations.FactsOf(holder, place) is { } attaching && BaseRegistrations.Attached(attaching, method) is { Sink: SinkKind.Event } register)
                return register;
        }

        return null;
    }

    /// <summary>(object sender, …), OnMessage(…), HandleDropped(…): others can attach it.</summary>
    private static bool IsHandler(IMethodSymbol method) => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Private, Parameters.Length: > 0 and < 4 }
        && (method.Parameters.Length == 2 && method.Parameters[0].Type.SpecialType == SpecialType.System_Object || Array.Exists(new[] { "On", "Handle" }, word => method.Name.StartsWith(word, StringComparison.Ordinal) && method.Name.Length > word.Length && char.IsUpper(method.Name[word.Length])));
}
