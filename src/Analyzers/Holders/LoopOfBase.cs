using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// protected override void Handle(message), which the base type calls from the one loop that its constructor starts, and nobody else does: what
/// only that step puts in is put in by one at a time.
/// </summary>
internal static class LoopOfBase
{
    public static bool IsOnlyInserter(Holder holder, Store store)
    {
        var insertions = store.Accesses.FindAll(a => a.Inserts && a.Member != "initializer" && !Callers.IsConstruction(a.Body.Member));
        return !store.IsStatic && insertions.Count > 0 && insertions.TrueForAll(a => IsStep(holder, a.Body, 0)) && insertions.Select(a => a.Body.Member).Distinct().Count() == 1;
    }

    private static bool IsStep(Holder holder, BodyFacts body, int depth)
    {
        if (depth > 3 || body.Enclosing != null || body.Member.Method is not { } method)
            return false;
        if (method is not { IsOverride: true, DeclaredAccessibility: Accessibility.Protected, OverriddenMethod: { IsAbstract: true } asked })
            return holder.Callers.IsClosed(body.Member) && holder.Callers.Of(body.Member) is { Count: > 0 } calls && calls.All(c => (c.IsAwaited || c.Body.Member.Returns.Exists(r => r.Value?.Call == c) || c.Target is { IsAsync: false, ReturnType.Name: not ("Task" or "ValueTask") }) && IsStep(holder, c.Body, depth + 1));
        if (method is { ReturnsVoid: true, IsAsync: true } || holder.Analysis.Foreign.CallersOf(method, holder.Cancellation).Any(c => !SymbolEqualityComparer.Default.Equals(c.Method?.ContainingType?.OriginalDefinition, asked.ContainingType.OriginalDefinition)))
            return false;
        return holder.Callers.Of(body.Member).Count == 0 && holder.Analysis.Foreign.CallersOf(asked, holder.Cancellation) is { Count: 1 } loops && IsLoop(holder, loops[0], asked);
    }

    /// <summary>A private loop of the base type, which calls the step once a turn, waits for it, and is started by the constructor.</summary>
    private static bool IsLoop(Holder holder, MemberFacts loop, IMethodSymbol step) => loop.Method is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } home } work && SymbolEqualityComparer.Default.Equals(home.OriginalDefinition, step.ContainingType.OriginalDefinition)
        && loop.Calls.FindAll(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, step.OriginalDefinition)) is { Count: 1 } calls && calls[0] is { Body.Enclosing: null } call && Structure.EnclosingLoop(call) != null && (call.IsAwaited || step.ReturnType.Name is not ("Task" or "ValueTask") && !step.IsAsync)
        && home.OriginalDefinition.InstanceConstructors.Count(c => Starts(holder, c, work)) is 1 && holder.Analysis.Foreign.CallersOf(work, holder.Cancellation).Count == 0
        && home.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsAbstract: false, MethodKind: not MethodKind.Constructor }).All(m => holder.WrittenFactsOf(m) is not { } facts || !facts.MethodGroups.Contains(work.OriginalDefinition) && !facts.Starts.Exists(s => SymbolEqualityComparer.Default.Equals(s.Work.Symbol?.OriginalDefinition, work.OriginalDefinition)));

    private static bool Starts(Holder holder, IMethodSymbol constructor, IMethodSymbol work) => holder.WrittenFactsOf(constructor) is { } facts
        && facts.Starts.FindAll(s => s.Start is StartKind.Task or StartKind.Thread && SymbolEqualityComparer.Default.Equals(s.Work.Symbol?.OriginalDefinition, work.OriginalDefinition)) is { Count: 1 } starts && Structure.EnclosingLoop(starts[0]) == null;
}
