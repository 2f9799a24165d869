using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>
/// A base type attaches a method that the type overrides: feed.Quoted += OnQuoted, where OnQuoted is abstract; or a callback of the base
/// calls it: feed.Quoted += (_, e) => Handle(e).
/// </summary>
internal static class BaseRegistrations
{
    private const int MaxDepth = 2;

    public static RegisterNode? Of(Holder holder, IMethodSymbol method)
    {
        for (var at = method.OverriddenMethod; at != null; at = at.OverriddenMethod)
        {
            if (Of(holder, at.OriginalDefinition, 0) is { } register)
                return register;
        }

        return null;
    }

    private static RegisterNode? Of(Holder holder, IMethodSymbol definition, int depth)
    {
        if (!holder.Analysis.Gate.SaysCallback(definition.ContainingType, holder.Analysis.Models.Of))
            return null;
        foreach (var reference in definition.ContainingType.DeclaringSyntaxReferences)
        {
            var seen = new HashSet<BaseMethodDeclarationSyntax>();
            foreach (var token in holder.Analysis.Texts.Uses(reference, definition.Name, holder.Cancellation))
            {
                if (token.Parent is IdentifierNameSyntax use && use.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } place && seen.Add(place) && FactsOf(holder, place) is { } facts && (Attached(facts, definition) ?? Called(holder, facts, definition, depth)) is { } register)
                    return register;
            }
        }

        return null;
    }

    /// <summary>The facts of a member wherever it stands.</summary>
    public static MemberFacts? FactsOf(Holder holder, BaseMethodDeclarationSyntax place) =>
        holder.Analysis.Models.Of(place.SyntaxTree).GetDeclaredSymbol(place, holder.Cancellation) is { } member ? holder.WrittenFactsOf(member) : null;

    /// <summary>Where the member attaches the method as a handler.</summary>
    public static RegisterNode? Attached(MemberFacts facts, IMethodSymbol method) =>
        facts.Registers.Find(r => !r.Detaches && r.Callback is { Kind: ValueKind.Delegate, Symbol: IMethodSymbol callback } && SymbolEqualityComparer.Default.Equals(callback.OriginalDefinition, method.OriginalDefinition));

    /// <summary>if (_isSyncing || …) return; before the call: what comes meanwhile leaves at once.</summary>
    private static bool IsTurnedAway(MemberFacts facts, CallNode call) => Structure.Branches(facts).Any(b => b.Body == call.Body && b.Order < call.Order && Structure.Leaves(b.Then)
        && Implied.Any(b.Condition, false, (part, holds) => !holds && part is { Kind: ValueKind.Store, Type.SpecialType: SpecialType.System_Boolean, Symbol.Name: { } flag } && (flag.EndsWith("ing", System.StringComparison.Ordinal) || flag.EndsWith("usy", System.StringComparison.Ordinal))
            && !System.Array.Exists(new[] { "dispos", "paus", "stopp", "clos", "exit", "end" }, w => flag.IndexOf(w, System.StringComparison.OrdinalIgnoreCase) >= 0)));

    /// <summary>A lambda that is attached calls it, or a method of the base that is attached or called by such a lambda.</summary>
    private static RegisterNode? Called(Holder holder, MemberFacts facts, IMethodSymbol method, int depth)
    {
        foreach (var call in facts.Calls)
        {
            if (call.Target is not { } target || !SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, method) || call.Receiver is not (null or { Kind: ValueKind.This }) || facts.Awaits.Exists(w => w.Body == call.Body && w.Order < call.Order) || IsTurnedAway(facts, call))
                continue;
            for (var body = call.Body; body.Enclosing != null; body = body.Enclosing)
            {
                if (facts.Registers.Find(r => !r.Detaches && r.Callback.Kind == ValueKind.Delegate && r.Callback.Body == body) is { } register)
                    return register;
                if (!body.RunsInline)
                    break;
            }

            if (call.Body.Enclosing == null && depth < MaxDepth && facts.Method is { IsAbstract: false } caller && Of(holder, caller.OriginalDefinition, depth + 1) is { } outer)
                return outer;
        }

        return null;
    }
}
