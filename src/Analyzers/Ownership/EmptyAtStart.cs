using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <summary>Collections in which there is nothing when a stage of the holder begins.</summary>
internal static class EmptyAtStart
{
    /// <summary>OnStartSession clears what OnEndSession drains: a stage begins with what the one before has left, which is nothing. A Dispose is the end of all stages.</summary>
    public static bool AfterEnd(Holder holder, Store store, AccessNode access) => Starting.IsStart(access.Body.Member) && access.Body.Member.Method is { ReturnsVoid: true } && holder.OwnMembers.Any(f => f != access.Body.Member && IsEnd(f.Method) && (access.Access == AccessKind.Clear || !Closing.IsDispose(f.Method!))
        && holder.Summaries.Disposes(f, store.Symbol) != null && holder.Summaries.Reached(f).Any(at => at.Accesses.Exists(a => (a.Access == AccessKind.Clear || a.Access == AccessKind.Replace && a.Inserted is { IsNull: true } or { Kind: ValueKind.Created, Items.Length: 0 } or { Symbol.Name: "Empty" }) && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))));

    /// <summary>Start() fills the places that Stop() has disposed and set to null, every one: it finds them as the Stop before has left them.</summary>
    public static bool IsLeftEmpty(Holder holder, Store store, AccessNode access) => store.IsCollection && access.Depth == 0 && Starting.IsStart(access.Body.Member) && access.Key != null && access.Body.Enclosing == null && holder.Callers.Of(access.Body.Member).Count == 0 && access.Body.Member.Method is { } start && !holder.Callers.IsDelegate(start) && !Trace.Roots(holder, access.Key).Exists(r => r.Kind == RootKind.Parameter)
        && holder.OwnMembers.Any(f => f != access.Body.Member && f.Method is { } end && start.Name.IndexOf("Start", System.StringComparison.Ordinal) >= 0 && end.Name == start.Name.Replace("Start", "Stop") && f.Disposals.Exists(d => Structure.EnclosingLoop(d) is { } loop && IsAlways(loop, store) && !f.Returns.Exists(r => r.Order < loop.Order && !IsWhenIdle(holder, r, access)) && GoesOverAll(holder, store, loop) && IsOnEachTurn(d, loop, store) && Trace.ComesFrom(holder, d.Operand, store.Symbol)
            && f.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && (a.Access == AccessKind.Clear && a.Order > d.Order || a is { Access: AccessKind.Overwrite, Inserted.IsNull: true } && Structure.EnclosingLoop(a) == loop && IsAlways(a, store, loop)))));

    /// <summary>In no branch but one for null, of the entry or the collection: only within locks and tries whose beginning cannot fail.</summary>
    private static bool IsAlways(Node node, Store store, LoopNode? within = null) => Structure.IsInNoBranch(node, within?.BodyBlock, at => Structure.IsWhenNotNull(at) && at.Owner is IfNode { Condition.A.A: { } asked } && (asked.Kind != ValueKind.Store || SymbolEqualityComparer.Default.Equals(asked.Symbol, store.Symbol)))
        && !(within == null && Structure.EnclosingTry(node) is { Catches.Count: > 0 } attempt && node.Body.Member.Calls.Exists(c => c.Order < node.Order && Structure.Contains(attempt.TryBody, c)));

    /// <summary>if (!_started) return; where a start that has filled the places sets the flag whatever happens, by a helper perhaps: Mark(true); and does not take it back.</summary>
    private static bool IsWhenIdle(Holder holder, ReturnNode leaving, AccessNode filled)
    {
        var start = filled.Body.Member;
        return leaving.Parent is { Owner: IfNode { Condition: var asked } } && (asked.Kind == ValueKind.Not ? asked.A : asked) is { Kind: ValueKind.Store, Type.SpecialType: SpecialType.System_Boolean } flag
            && (Sets(start, flag, null) || start.Calls.Exists(c => c.Body == start.Root && Structure.IsInNoBranch(c) && !IsLeftBefore(c) && !IsTakenBack(start, flag, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && Sets(helper, flag, c)));

        bool IsLeftBefore(Node step) => start.Returns.Exists(r => r.Body == start.Root && r.Order > filled.Order && r.Order < step.Order);

        bool IsTakenBack(MemberFacts facts, Value flag, Node set) => facts.Accesses.Exists(o => o.Order > set.Order && o.Mutates && !Structure.Fails(o) && SymbolEqualityComparer.Default.Equals(o.Store, flag.Symbol) && !Says(o.Inserted));

        bool Sets(MemberFacts facts, Value flag, CallNode? call) => facts.Accesses.Exists(a => a.Access is AccessKind.Overwrite && a.Body == facts.Root && Structure.IsInNoBranch(a) && (call == null ? !IsLeftBefore(a) : !facts.Returns.Exists(r => r.Body == facts.Root && r.Order < a.Order)) && !IsTakenBack(facts, flag, a)
            && SymbolEqualityComparer.Default.Equals(a.Store, flag.Symbol)
            && (Says(a.Inserted) || call != null && a.Inserted is { Kind: ValueKind.Parameter, Symbol: IParameterSymbol told } && told.Ordinal < call.Arguments.Length && Says(call.Arguments[told.Ordinal])));

        bool Says(Value? value) => asked.Kind == ValueKind.Not ? value is { IsTrue: true } : value is { IsFalse: true };
    }

    /// <summary>Behind no test but one for null, and none that goes on with the next turn.</summary>
    private static bool IsOnEachTurn(Node node, LoopNode loop, Store store) => IsAlways(node, store, loop)
        && !loop.BodyBlock.Items.Exists(i => i is IfNode test && (Structure.EndsTurn(test.Then) || Structure.EndsTurn(test.Else)));

    /// <summary>foreach over the collection, or for from 0 to its length.</summary>
    private static bool GoesOverAll(Holder holder, Store store, LoopNode loop) => loop.Source is { } source ? Trace.ComesFrom(holder, source, store.Symbol)
        : loop.Syntax is ForStatementSyntax { Declaration.Variables: { Count: 1 } first, Condition: BinaryExpressionSyntax { OperatorToken.Text: "<" or "!=", Right: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Expression: var counted } } }
            && first[0].Initializer?.Value is LiteralExpressionSyntax { Token.Value: 0 } && (counted is IdentifierNameSyntax name ? name : (counted as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == store.Name
            || loop.Syntax is ForStatementSyntax { Declaration.Variables: { Count: 1 } last, Condition: BinaryExpressionSyntax { OperatorToken.Text: ">=", Right: LiteralExpressionSyntax { Token.Value: 0 } } } && last[0].Initializer?.Value is BinaryExpressionSyntax { OperatorToken.Text: "-", Right: LiteralExpressionSyntax { Token.Value: 1 }, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Expression: IdentifierNameSyntax all } } && all.Identifier.ValueText == store.Name;

    /// <summary>A helper that makes the collection anew, for those who have drained the old one just before and for a start of the holder.</summary>
    public static bool MadeByHelper(Holder holder, Store store, MemberFacts facts)
    {
        if (!holder.Callers.IsClosed(facts) || holder.Callers.Of(facts) is not { Count: > 0 } calls)
            return false;
        var drained = false;
        foreach (var call in calls)
        {
            var caller = call.Body.Member;
            if (caller.Calls.Exists(c => c.Order < call.Order && c.Body == call.Body && (c.Parent == call.Parent || c.Parent != null && Structure.Contains(c.Parent, call)) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null))
                drained = true;
            else if (!Starting.IsStart(caller))
                return false;
        }

        return drained;
    }

    private static bool IsEnd(IMethodSymbol? method) => method != null && (method.Name.StartsWith("OnEnd", System.StringComparison.Ordinal) || method.Name.StartsWith("End", System.StringComparison.Ordinal) || Closing.IsClosing(method));

    /// <summary>An array without places: nothing can be put into it before another one is there.</summary>
    public static bool HasNoPlaces(Store store, Value value) => store.Type is IArrayTypeSymbol && (value is { Kind: ValueKind.Member or ValueKind.Store or ValueKind.Result, Symbol.Name: "EmptyArray" or "Empty" } || value is { Kind: ValueKind.Result, Call.Target.Name: "Empty" } || value is { Kind: ValueKind.Created, Items: var places } && System.Array.TrueForAll(places, p => p is { Kind: ValueKind.Constant, Data: 0 }) || value is { Kind: ValueKind.Unknown });
}
