using System.Linq;
using System.Threading;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Holders;

/// <summary>Waits that cannot block, because the task is known to have ended.</summary>
internal static class Completed
{
    public static bool IsCompleted(Holder holder, CallNode wait)
    {
        var task = wait.Receiver ?? (wait.Arguments.Length > 0 ? wait.Arguments[0] : null);
        if (task == null)
            return false;
        if (wait.Receiver is { Kind: ValueKind.Constant or ValueKind.Null } || IsKnownDone(task) || IsLatch(holder, wait, task) || RunsSynchronously(holder, task) || IsMadeFromResult(wait, task))
            return true;
        if (Canon.Text(task) is not { } text)
            return IsTestedLocal(wait, task);
        return IsTestedBefore(holder, wait, task, text) || CompletedByCallers.Is(holder, wait, task, text);
    }

    /// <summary>On the way to the place the task of that text was awaited, or asked whether it has ended.</summary>
    /// <param name="task">What it is, or what it is a part of.</param>
    public static bool IsTestedBefore(Holder holder, Node wait, Value task, string text)
    {
        foreach (var earlier in wait.Body.Member.Awaits)
        {
            if (earlier.Body == wait.Body && earlier.Order < wait.Order && !IsWrittenSince(holder, earlier, wait, task) && (Canon.Text(earlier.Value) == text || Includes(earlier.Value, text)))
                return true;
        }

        for (var at = wait.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Tests(holder, branch.Condition, at == branch.Then, text, 0) && !IsWrittenSince(holder, branch, wait, task))
                return true;
            if (at.Owner is SwitchNode choice && choice.Cases.Exists(c => c.Block == at && Tests(holder, c.Condition, true, text, 0)) && !IsWrittenSince(holder, choice, wait, task))
                return true;
        }

        return ExitsUnlessCompleted(holder, wait, task, text);
    }

    /// <summary>if (_upload.IsCompleted) { _upload = PostAsync(…); _upload.Wait(); }, or Begin() does so: what has ended was another one.</summary>
    private static bool IsWrittenSince(Holder holder, Node asked, Node wait, Value task)
    {
        return task is { Kind: ValueKind.Store, Symbol: { } slot } && (wait.Body.Member.Accesses.Exists(a => IsBetween(a) && Writes(a, slot))
            || wait.Body.Member.Calls.Exists(c => IsBetween(c) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.Accesses(helper, slot).Any(a => Writes(a, slot) && !IsOver(holder, a))));

        bool IsBetween(Node step) => step.Body == wait.Body && step.Order > asked.Order && step.Order < wait.Order && !Structure.Exclude(step, wait);

        static bool Writes(AccessNode access, ISymbol slot) => access.Inserts && SymbolEqualityComparer.Default.Equals(access.Store, slot);
    }

    /// <summary>_load = Task.CompletedTask, or if (!_load.IsCompleted) _load = …: where the task had ended, one that has ended is there.</summary>
    private static bool IsOver(Holder holder, AccessNode write) => write.Inserted is { Kind: ValueKind.Constant or ValueKind.Pure or ValueKind.Created or ValueKind.Member or ValueKind.Parameter, Type: { } given } && !IsTask(given) || write.Inserted is { Kind: ValueKind.Member, Symbol: { Name: "CompletedTask", ContainingType.Name: "Task" } }
        || write.Parent is { Owner: IfNode branch } within && within == branch.Then && Canon.Text(write.Target) is { } text && Implied.Any(branch.Condition, true, (part, holds) => !holds && Tests(holder, part, true, text, 0));

    private static bool IsTask(ITypeSymbol type) => type.TypeKind is TypeKind.TypeParameter or TypeKind.Error || type.Name.IndexOf("Task", System.StringComparison.Ordinal) >= 0 || type.BaseType is { } wider && IsTask(wider);

    /// <summary>A local that gets more than one value, asked by the condition right around, and not written since.</summary>
    private static bool IsTestedLocal(CallNode wait, Value task)
    {
        if (task.Kind != ValueKind.Local)
            return false;
        for (var at = wait.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && at == branch.Then && branch.Condition is { Kind: ValueKind.Member, Symbol.Name: "IsCompleted" or "IsCompletedSuccessfully", A: { } asked } && asked == task
                && !task.Local.Writes.Exists(w => w.Order > branch.Order && w.Order < wait.Order))
                return true;
        }

        return false;
    }

    /// <summary>The antecedent of a continuation, or a task made from a result.</summary>
    private static bool IsKnownDone(Value task)
    {
        for (var at = task; at != null;)
        {
            switch (at.Kind)
            {
                case ValueKind.Local when at.Local.Single is { } single:
                    at = single;
                    continue;
                case ValueKind.Awaited:
                    return at.Data is "completed";
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>
    /// _ready.Task, of a source that the field of this object, or of all, gets once and for all: when it is done, which it is but for the first events,
    /// nobody waits any more. Another object may be new for each event.
    /// </summary>
    private static bool IsLatch(Holder holder, CallNode wait, Value task)
    {
        var at = task;
        while (at.Kind == ValueKind.Local && at.Local.Single is { } single)
            at = single;
        if (at is { Kind: ValueKind.Member, Symbol.Name: "Task", A: { } source })
            at = source;
        return at is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Type.Name: "TaskCompletionSource", Symbol: IFieldSymbol field } && (field.IsStatic || holder.OwnFactsOf(wait.Body.Member.Member) != null)
            && (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private && IsMadeOnce(field, holder.Cancellation));
    }

    /// <summary>Given by its initializer alone.</summary>
    private static bool IsMadeOnce(IFieldSymbol field, CancellationToken cancellation) => !field.ContainingType.DeclaringSyntaxReferences.IsEmpty && field.ContainingType.DeclaringSyntaxReferences.All(r => !r.GetSyntax(cancellation).DescendantNodes().Any(n => Gives(n, field.Name)));

    private static bool Gives(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax assignment => IsNamed(assignment.Left, name),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsNamed(argument.Expression, name),
        _ => false,
    };

    private static bool IsNamed(ExpressionSyntax place, string name) => place switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
        TupleExpressionSyntax tuple => tuple.Arguments.Any(a => IsNamed(a.Expression, name)),
        _ => false,
    };

    /// <summary>Task.FromResult(value): what is known of the task is the value itself.</summary>
    private static bool IsMadeFromResult(CallNode wait, Value task)
    {
        if (wait.Receiver == null || wait.Target?.ContainingType?.Name.IndexOf("Task", System.StringComparison.Ordinal) is null or < 0)
            return false;
        var at = task;
        while (at.Kind == ValueKind.Local && at.Local.Single is { } single)
            at = single;
        return at.Kind is ValueKind.Constant or ValueKind.Pure or ValueKind.Created or ValueKind.Member && at.Type is { } type && type.Name.IndexOf("Task", System.StringComparison.Ordinal) < 0;
    }

    /// <summary>Read(async: false).GetAwaiter().GetResult(): the flag says that nothing is left to wait for. Nor is it of an async method that awaits nothing.</summary>
    private static bool RunsSynchronously(Holder holder, Value task)
    {
        var at = task.Kind == ValueKind.Local ? task.Local.Single ?? task : task;
        if (at.Kind != ValueKind.Result || at.Call is not { Target: { } target } call)
            return false;
        if (target is { IsAsync: true, IsAbstract: false, IsVirtual: false, IsOverride: false } && holder.FactsOf(target) is { IsTruncated: false, Awaits.Count: 0 } facts && !facts.Syntax.DescendantTokens().Any(t => t.IsKind(SyntaxKind.AwaitKeyword)))
            return true;
        foreach (var parameter in target.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Boolean && parameter.Ordinal < call.Arguments.Length && call.Arguments[parameter.Ordinal].IsFalse
                && parameter.Name.IndexOf("async", System.StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>await Task.WhenAll(a, b).</summary>
    private static bool Includes(Value awaited, string text)
    {
        if (awaited.Call is not { Target.Name: "WhenAll" or "WhenAny" } call)
            return false;
        foreach (var argument in call.Arguments)
        {
            if (Canon.Text(argument) == text)
                return true;
            foreach (var item in argument.Items)
            {
                if (Canon.Text(item) == text)
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// if (task.IsCompleted …), if (task.Status == RanToCompletion): the task has ended where the condition holds, or does not. Of a conjunction that holds one
    /// part must say so, of a disjunction both. A status says so where it is one of those in which a task ends, which are the last ones.
    /// </summary>
    public static bool Tests(Holder holder, Value condition, bool holds, string text, int depth)
    {
        if (depth > 8)
            return false;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                return Tests(holder, condition.A!, !holds, text, depth + 1);
            case ValueKind.And or ValueKind.Or:
                var first = Tests(holder, condition.A!, holds, text, depth + 1);
                if ((condition.Kind == ValueKind.And) == holds)
                    return first || Tests(holder, condition.B!, holds, text, depth + 1);
                return (first || IsMissing(condition.A!, holds, text)) && Tests(holder, condition.B!, holds, text, depth + 1);
            case ValueKind.Local when condition.Local.Single is { } known:
                return Tests(holder, known, holds, text, depth + 1);
            case ValueKind.Member when condition.Symbol is { } member && Canon.Text(condition.A) == text:
                return holds && (member.Name.StartsWith("IsCompleted", System.StringComparison.Ordinal) || member.Name is "IsFaulted" or "IsCanceled");
            case ValueKind.Same when IsStatus(condition.A!, text) || IsStatus(condition.B!, text):
                return holds && (IsEnded(condition.A!) || IsEnded(condition.B!));
            case ValueKind.Pure when condition is { Items: { Length: 2 } sides, Data: BinaryOperatorKind order } && IsStatus(sides[0], text):
                return order == (holds ? BinaryOperatorKind.GreaterThanOrEqual : BinaryOperatorKind.LessThan) && IsEnded(sides[1]);
            case ValueKind.Result when condition.Call is { } call && IsTestOf(holder, call, holds, text, depth):
                return true;
            case ValueKind.Member or ValueKind.Store or ValueKind.Result when CompletedByCallers.Answers(holder, condition, holds, text, depth):
                return true;
        }

        return condition.A != null && Tests(holder, condition.A, holds, text, depth + 1) || condition.B != null && Tests(holder, condition.B, holds, text, depth + 1) || System.Array.Exists(condition.Items, i => Tests(holder, i, holds, text, depth + 1));
    }

    /// <summary>if (_probe is { IsCompleted: false }) return; where there is no task, there is none that could be waited for.</summary>
    private static bool IsMissing(Value condition, bool holds, string text) => condition.Kind == ValueKind.Not ? IsMissing(condition.A!, !holds, text) : holds && condition.Kind == ValueKind.IsNull && Canon.Text(condition.A) == text;

    private static bool IsStatus(Value value, string text) => value is { Kind: ValueKind.Member, Symbol.Name: "Status" } && Canon.Text(value.A) == text;

    private static bool IsEnded(Value status) => status.Symbol is IFieldSymbol { Name: "RanToCompletion" or "Faulted" or "Canceled" };

    /// <summary>if (!IsSettled(task)) return; where the helper answers so only when what it gets has ended.</summary>
    private static bool IsTestOf(Holder holder, CallNode call, bool holds, string text, int depth)
    {
        var at = System.Array.FindIndex(call.Arguments, a => Canon.Text(a) == text);
        return at >= 0 && call.Target is { IsVirtual: false, IsAbstract: false, IsOverride: false } target && at < target.OriginalDefinition.Parameters.Length && holder.FactsOf(target) is { Returns: { Count: > 0 } returns }
            && Canon.Text(new Value(ValueKind.Parameter, symbol: target.OriginalDefinition.Parameters[at])) is { } given && returns.TrueForAll(r => r.Value != null && ((holds ? r.Value.IsFalse : r.Value.IsTrue) || Tests(holder, r.Value, holds, given, depth + 1)));
    }

    /// <summary>if (!task.IsCompleted) return; … task.Result.</summary>
    private static bool ExitsUnlessCompleted(Holder holder, Node wait, Value task, string text)
    {
        for (var at = wait.Parent; at != null; at = at.Parent)
        {
            foreach (var item in at.Items)
            {
                if (item.Order >= wait.Order)
                    break;
                if (item is IfNode branch && (Structure.EndsTurn(branch.Then) && Tests(holder, branch.Condition, false, text, 0) || Structure.EndsTurn(branch.Else) && Tests(holder, branch.Condition, true, text, 0)) && !IsWrittenSince(holder, branch, wait, task))
                    return true;
            }
        }

        return false;
    }
}
