using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Tasks that have ended where they are passed on, or of which a property or a helper of their owner says so.</summary>
internal static class CompletedByCallers
{
    private const int MaxDepth = 6;

    /// <summary>if (!catalog.IsReady) return; Show(catalog), where the private Show asks catalog.Loading for its result: everybody who calls it has looked.</summary>
    public static bool Is(Holder holder, Node wait, Value task, string text)
    {
        var given = BeginningOf(task);
        if (wait.Body.Enclosing != null || given is not { Kind: ValueKind.Parameter, Symbol: IParameterSymbol { RefKind: RefKind.None } parameter } || Canon.Text(given) is not { } name || !text.StartsWith(name, System.StringComparison.Ordinal) || text != name && !IsFixed(holder, task))
            return false;
        if (wait.Body.Member is not { Method: { DeclaredAccessibility: Accessibility.Private } method } facts || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) || facts.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter) || IsOnWay(a.Place)) || facts.Accesses.Exists(a => a.Mutates && IsOnWay(a.Target)) || !holder.Callers.IsClosed(facts))
            return false;
        return holder.Callers.Of(facts) is { Count: > 0 } calls && calls.All(c => parameter.Ordinal < c.Arguments.Length && c.Arguments[parameter.Ordinal] is var argument
            && (Canon.Text(argument) is { } passed && Completed.IsTestedBefore(holder, c, argument, passed + text.Substring(name.Length)) || text == name && IsOneOfEnded(holder, argument, 0)));

        // session.Catalog = …, of session.Catalog.Loading: what had ended was that of another one.
        bool IsOnWay(Value place) => Canon.Text(place) is { } written && (text == written || text.StartsWith(written + ".", System.StringComparison.Ordinal));
    }

    /// <summary>catalog of catalog.Loading.</summary>
    private static Value BeginningOf(Value value)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var inner = value.Kind switch
            {
                ValueKind.Member or ValueKind.Store => value.A,
                ValueKind.Local => value.Local.Single,
                _ => null,
            };
            if (inner == null)
                return value;
            value = inner;
        }

        return value;
    }

    /// <summary>Nobody puts another task there.</summary>
    private static bool IsFixed(Holder holder, Value task) => (task.Kind == ValueKind.Local ? task.Local.Single ?? task : task).Symbol is var symbol && (symbol is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null or { IsInitOnly: true } }
        || symbol is IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private, ContainingType: var type } own && type.OriginalDefinition.GetMembers().All(m => m is not IMethodSymbol { IsAbstract: false, MethodKind: not MethodKind.Constructor } || holder.WrittenFactsOf(m) is not { } facts
            || !facts.Accesses.Exists(a => a.Mutates && SymbolEqualityComparer.Default.Equals(a.Store, own.OriginalDefinition)) && !facts.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, own.OriginalDefinition))));

    /// <summary>bool IsReady => Loading.IsCompleted, of the object that has the task.</summary>
    public static bool Answers(Holder holder, Value question, bool holds, string text, int depth)
    {
        var asked = question.Call is { Arguments.Length: 0, IsVirtual: false, Target: { } method } ? method : (question.Symbol as IPropertySymbol)?.GetMethod;
        if (depth > MaxDepth || asked is not { IsStatic: false, IsVirtual: false, IsAbstract: false, IsOverride: false })
            return false;
        var owner = question.Call?.Receiver ?? question.A;
        var place = owner is null or { Kind: ValueKind.This } ? string.Empty : Canon.Text(owner);
        return place != null && text.StartsWith(place + ".", System.StringComparison.Ordinal) && holder.FactsOf(asked) is { IsTruncated: false } facts && facts.Returns.FindAll(r => r.Body == facts.Root) is { Count: > 0 } returns
            && returns.TrueForAll(r => r.Value != null && ((holds ? r.Value.IsFalse : r.Value.IsTrue) || Completed.Tests(holder, r.Value, holds, text.Substring(place.Length), depth + 1) && (place.Length == 0 || r.Value is { Kind: ValueKind.Member, A: { } task } && IsFixed(holder, task))));
    }

    /// <summary>foreach (var done in _running.Where(t => t.IsCompleted)), or what a helper gives of them.</summary>
    private static bool IsOneOfEnded(Holder holder, Value value, int depth) => depth < MaxDepth && value switch
    {
        { Kind: ValueKind.Local, Local.Single: { } single } => IsOneOfEnded(holder, single, depth + 1),
        { Kind: ValueKind.EachElement, A: { } source } => AreEnded(holder, source, depth + 1),
        _ => false,
    };

    private static bool AreEnded(Holder holder, Value all, int depth) => depth < MaxDepth && (all.Narrowing?.Predicate is { } predicate && Says(predicate) || all switch
    {
        { Kind: ValueKind.Local, Local.Single: { } single } => AreEnded(holder, single, depth + 1),
        { Kind: ValueKind.Result, Call: { IsVirtual: false, Target: { } target } } when holder.OwnFactsOf(target) is { IsTruncated: false } helper => helper.Returns.FindAll(r => r.Body == helper.Root) is { Count: > 0 } returns && returns.TrueForAll(r => r.Value != null && AreEnded(holder, r.Value, depth + 1)),
        { Kind: ValueKind.Elements, B: null, A: { Kind: not ValueKind.Either } inner } => AreEnded(holder, inner, depth + 1),
        _ => false,
    });

    /// <summary>t => t.IsCompleted, t => t.IsCompleted &amp;&amp; t.Id != last.</summary>
    private static bool Says(BodyFacts predicate) => predicate.Member.Returns.FindAll(r => r.Body == predicate) is { Count: > 0 } answers && answers.TrueForAll(r => r.Value != null && SaysEnded(r.Value, 0));

    private static bool SaysEnded(Value answer, int depth) => depth < MaxDepth && (answer.Kind == ValueKind.And ? SaysEnded(answer.A!, depth + 1) || SaysEnded(answer.B!, depth + 1)
        : answer is { Kind: ValueKind.Member, Symbol.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", A: { Kind: ValueKind.EachElement } or { Kind: ValueKind.Local, Local.Single.Kind: ValueKind.EachElement } });
}
